"""Weeks of ISO 8601 by their names, as `2014-W21`."""

from __future__ import annotations

from datetime import date


def week_of(day: date) -> str:
    """The name of the week that a day is in."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"
