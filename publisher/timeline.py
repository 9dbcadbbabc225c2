"""What happened to a question, day by day, as HTML of a few bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from publisher.french import NO_BREAK
from publisher.rendering import day, text


def timeline(facts: Mapping[str, Any]) -> str:
    """The items of a list, oldest first; events of one day in the order of a question's life."""
    events = sorted(_events(facts), key=lambda event: event[0])
    return "\n".join(f"<li>{day(when)} {what}</li>" for when, what in events)


def first_is_asked(facts: Mapping[str, Any]) -> bool:
    """Whether the first attribution is only the ministry asked, on the day of the question: no change.

    Official files begin with it.
    """
    history = facts.get("attributions")
    if not history or "date_question" not in facts:
        return False
    asked = (facts["date_question"], facts.get("ministere_interroge"))
    return (history[0]["date"], history[0].get("ministere")) == asked


def _events(facts: Mapping[str, Any]) -> Iterator[tuple[date, str]]:
    if asked := facts.get("date_question"):
        yield asked, "Question au JO" + _page(facts.get("page_question"))
    for change in facts.get("attributions", ())[first_is_asked(facts) :]:
        ministry = change.get("ministere")
        yield (
            change["date"],
            "Changement d’attribution" + (f"{NO_BREAK}: {text(ministry)}" if ministry else ""),
        )
    if signalled := facts.get("signalement"):
        yield signalled["date"], "Signalement"
    for again in facts.get("renouvellements", ()):
        yield again["date"], "Renouvellement"
    if answered := facts.get("date_reponse"):
        yield answered, "Réponse au JO" + _page(facts.get("page_reponse"))
    for erratum in facts.get("errata", ()):
        yield erratum["date"], "Erratum"
    if closed := facts.get("date_cloture"):
        reason = facts.get("motif_cloture")
        yield closed, "Clôture" + (f"{NO_BREAK}: {text(reason)}" if reason else "")


def _page(number: int | None) -> str:
    return f", page{NO_BREAK}{number}" if number else ""
