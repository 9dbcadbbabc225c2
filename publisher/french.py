"""Dates, numbers and no-break spaces as a French reader expects them: plain text."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

#: Between the figures of a number and before ; ! ? (narrow), elsewhere (wide).
NARROW: Final = "\u202f"
NO_BREAK: Final = "\u00a0"

MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS: Final = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juill.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

#: `quelle suite ?`, `à savoir :`, `« sources »`
_SPACED: Final = (
    *((f" {sign}", f"{NARROW}{sign}") for sign in ";!?"),
    *((f" {sign}", f"{NO_BREAK}{sign}") for sign in ":»"),
    ("« ", f"«{NO_BREAK}"),
)
#: `n° 50`
_NUMBER = re.compile(r"(?<=\b[nN]°) ")


def spaced(text: str) -> str:
    """The text with its spaces before ; : ! ? » and after « and n° made no-break; none is added."""
    for typed, kept in _SPACED:
        text = text.replace(typed, kept)
    return _NUMBER.sub(NO_BREAK, text) if "° " in text else text


def capitalised(text: str) -> str:
    """The text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def long_date(day: date) -> str:
    """20 mai 2014, 1er juin 2014"""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{MONTHS[day.month - 1]} {day.year}"


def month(year: int, number: int) -> str:
    """mai 2014"""
    return f"{MONTHS[number - 1]} {year}"


def number(value: int) -> str:
    """12 345"""
    return f"{value:,}".replace(",", NARROW)


def counted(value: int, one: str, many: str | None = None) -> str:
    """0 question, 1 question, 12 345 questions (French counts zero in the singular)."""
    return f"{number(value)}{NO_BREAK}{one if value < 2 else (many or one + 's')}"


def ordinal(value: int, feminine: bool = False) -> str:
    """1er, 1re, 14e"""
    return f"{value}{('re' if feminine else 'er') if value == 1 else 'e'}"


def legislature(number: int) -> str:
    """14e législature"""
    return f"{ordinal(number, feminine=True)}{NO_BREAK}législature"
