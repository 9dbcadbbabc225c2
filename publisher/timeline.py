"""What happened to a question, day by day, as HTML of a few bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from publisher.citation import is_answered
from publisher.french import NO_BREAK
from publisher.rendering import day, text
from publisher.weeks import week_of


class _Event(NamedTuple):
    """What happened on a day; HTML."""

    day: date
    what: str
    #: Whether the page of the week lists it: of questions and answers alone there is one for certain.
    listed: bool = False


def timeline(facts: Mapping[str, Any]) -> str:
    """The items of a list, oldest first; events of one day in the order of a question's life."""
    events = sorted(_events(facts), key=lambda event: event.day)
    return "\n".join(f"<li>{_when(event)} {event.what}</li>" for event in events)


def first_is_asked(facts: Mapping[str, Any]) -> bool:
    """Whether the first attribution is only the ministry asked, on the day of the question: no change.

    Official files begin with it.
    """
    history = facts.get("attributions")
    if not history or "date_question" not in facts:
        return False
    asked = (facts["date_question"], facts.get("ministere_interroge"))
    return (history[0]["date"], history[0].get("ministere")) == asked


def _when(event: _Event) -> str:
    """The day, leading to its week."""
    shown = day(event.day)
    return f'<a href="../semaines/{week_of(event.day)}.html">{shown}</a>' if event.listed else shown


def _events(facts: Mapping[str, Any]) -> Iterator[_Event]:
    if asked := facts.get("date_question"):
        yield _Event(asked, "Question au JO" + _page(facts.get("page_question")), listed=True)
    for change in facts.get("attributions", ())[first_is_asked(facts) :]:
        ministry = change.get("ministere")
        yield _Event(
            change["date"],
            "Changement d’attribution" + (f"{NO_BREAK}: {text(ministry)}" if ministry else ""),
        )
    if signalled := facts.get("signalement"):
        yield _Event(signalled["date"], "Signalement")
    for again in facts.get("renouvellements", ()):
        yield _Event(again["date"], "Renouvellement")
    if answered := facts.get("date_reponse"):
        published = "Réponse au JO" + _page(facts.get("page_reponse"))
        yield _Event(answered, published, listed=is_answered(facts))
    for erratum in facts.get("errata", ()):
        yield _Event(erratum["date"], "Erratum")
    if closed := facts.get("date_cloture"):
        reason = facts.get("motif_cloture")
        yield _Event(closed, "Clôture" + (f"{NO_BREAK}: {text(reason)}" if reason else ""))


def _page(number: int | None) -> str:
    return f", page{NO_BREAK}{number}" if number else ""
