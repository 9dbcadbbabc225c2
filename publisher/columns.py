"""All questions as columns of numbers: hubs and statistics count without going through them one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from publisher.cards import UNDATED
from publisher.facts import Facts
from publisher.hubs import most_used
from search.indexer.delays import LONG, NONE, WITHIN, within
from search.indexer.facets import FACETS, facet_key, numbered

Array = npt.NDArray[Any]

ANSWERED: Final = ("repondue", "repondue_sans_texte")
STATES: Final = (*ANSWERED, "en_attente", "retiree", "close", "inconnu")
#: No answer, or a day is absent, or the days contradict each other.
NO_DELAY: Final = -1
#: Days of the search are counted from here.
_FIRST: Final = date(1970, 1, 1).toordinal()


class Facet:
    """A field over all questions: a number for each of its values, as the search tells them apart.

    Number 0 is no value.
    """

    def __init__(self, values: Iterable[str | None]) -> None:
        spellings, numbers = numbered(values)
        keys = [facet_key(spelling) for spelling in spellings]
        rank = {key: at + 1 for at, key in enumerate(sorted(set(keys)))}
        table = np.array([*(rank[key] for key in keys), 0], np.int32)
        at = np.array(numbers, np.int64)
        counts = np.bincount(at + 1, minlength=len(spellings) + 1)[1:].tolist()
        spelt: list[Counter[str]] = [Counter() for _ in range(len(rank) + 1)]
        for spelling, key, count in zip(spellings, keys, counts, strict=True):
            spelt[rank[key]][spelling] += count
        #: The number of each question's value.
        self.column: Array = table[at]
        #: By number, the value as most often written.
        self.labels: list[str] = [most_used(of) if of else "" for of in spelt]
        #: By number, how many questions have it.
        self.totals: Array = np.bincount(self.column, minlength=len(self.labels))
        self._ranks = rank

    def number(self, value: str) -> int:
        """Of a value in any spelling; 0 where no question has it."""
        return self._ranks.get(facet_key(value), 0)


class Columns:
    """The questions, in one order; a question is told by its place in it."""

    def __init__(self, questions: Sequence[Facts]) -> None:
        self.questions = questions
        #: Ordinals of days, UNDATED where there is none.
        self.day = _numbers(map(attrgetter("day"), questions))
        self.answer_day = _numbers(map(attrgetter("answer_day"), questions))
        self.legislature = _numbers(map(attrgetter("legislature"), questions))
        self.numero = _numbers(map(attrgetter("numero"), questions))
        self.legislatures = tuple(str(number) for number in np.unique(self.legislature).tolist())
        self.year, self.month = _years(self.day)
        self.answer_year, _ = _years(self.answer_day)
        self.facets: Mapping[str, Facet] = {
            name: Facet(map(attrgetter(name), questions)) for name in FACETS
        }
        etats = self.facets["etat"]
        #: Of each state, whether a question is in it.
        self.of_state: Mapping[str, Array] = {
            etat: etats.column == (etats.number(etat) or -1) for etat in STATES
        }
        self.answered: Array = self.of_state[ANSWERED[0]] | self.of_state[ANSWERED[1]]
        dated = (self.day > UNDATED) & (self.answer_day > UNDATED)
        #: Days from question to answer, or NO_DELAY.
        self.delay: Array = np.where(
            dated & (self.answer_day >= self.day), self.answer_day - self.day, NO_DELAY
        )
        #: The same, of answers alone.
        self.answer_delay: Array = np.where(self.answered, self.delay, NO_DELAY)
        #: Against the legal term; see `search.indexer.delays`, which the filter `delai` goes by.
        term = within(_since_1970(self.day), _since_1970(self.answer_day))
        self.within_term: Array = term == WITHIN
        self.against_term: Array = term != NONE
        self.long: Array = term == LONG

    def __len__(self) -> int:
        return len(self.questions)


def _years(days: Array) -> tuple[Array, Array]:
    """The year and the month of each day; 0 for none."""
    known, index = np.unique(days, return_inverse=True)
    dates = [date.fromordinal(day) if day else None for day in known.tolist()]
    years = np.array([day.year if day else 0 for day in dates], np.int32)
    months = np.array([day.month if day else 0 for day in dates], np.int32)
    return years[index], months[index]


def _numbers(values: Iterable[int]) -> Array:
    return np.fromiter(values, np.int32)


def _since_1970(days: Array) -> Array:
    return np.where(days > UNDATED, days - _FIRST, 0)
