"""The copies of one question in several sources, and which of them counts first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, Final, Literal, NamedTuple

from parser.question import FIELDS, Question

Origin = Literal["opendata", "vue_xml", "html", "texte"]
#: Before which other a source counts: the Assemblée's data, its own XML, its pages, their text.
ORIGINS: Final[tuple[Origin, ...]] = ("opendata", "vue_xml", "html", "texte")
PENDING, ENDED, ANSWERED = 1, 2, 3
#: How far a question has come.
_STAGES: Final = {
    "inconnu": 0,
    "en_attente": PENDING,
    "retiree": ENDED,
    "close": ENDED,
    "repondue_sans_texte": ANSWERED,
    "repondue": ANSWERED,
}
_values = attrgetter(*FIELDS)


class Copy(NamedTuple):
    """A question as one source has it; ``path``: what messages call the source."""

    question: Question
    origin: Origin
    path: str


def in_order(copies: Iterable[Copy]) -> list[Copy]:
    """By kind of source, then the one that knows most; the order in which they come changes nothing."""
    ranked = sorted(((_precedence(copy), copy) for copy in copies), key=itemgetter(0))
    if len({rank for rank, _ in ranked}) < len(ranked):  # one file that holds a question twice
        ranked.sort(key=lambda item: (item[0], repr(item[1].question)))
    return [copy for _, copy in ranked]


def _precedence(copy: Copy) -> tuple[Any, ...]:
    question = copy.question
    values = _values(question)
    filled = len(values) - values.count(None) - values.count(())
    length = sum(map(len, (*question.question, *question.reponse)))
    return (
        ORIGINS.index(copy.origin),
        -stage_of(copy),
        -last_attribution(copy).toordinal(),
        -filled,
        -length,
        copy.path,
    )


def stage_of(copy: Copy) -> int:
    """How far the question has come, as this copy knows: 0 (not told), PENDING, ENDED, ANSWERED."""
    return _STAGES[copy.question.etat]


def last_attribution(copy: Copy) -> date:
    """The day on which it was passed on last; the first of all days where it never was.

    The history of official files begins with the ministry asked, on the day of the question.
    """
    asked = copy.question.date_question or date.min
    days = (entry.date for entry in copy.question.attributions if entry.date > asked)
    return max(days, default=date.min)
