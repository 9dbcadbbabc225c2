"""Some questions, what can be told of them in numbers, and the search that finds exactly them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from publisher.columns import ANSWERED, NO_DELAY, Array, Columns
from publisher.searches import Search, address

#: Parameters of a period: a search has one at most.
_PERIOD: Final = frozenset({"date", "de", "a", "semaine"})


class Delays(NamedTuple):
    """Days from question to answer, over the answers that have both days."""

    #: How many answers these are.
    answers: int
    median: int
    #: Nine in ten came within so many days.
    ninth: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Some questions by their places in the columns, rising.

    ``search`` finds these and no others; None where no search does.
    """

    columns: Columns
    at: Array
    search: Search | None = None

    def __len__(self) -> int:
        return len(self.at)

    @classmethod
    def all(cls, columns: Columns) -> Selection:
        """All questions."""
        return cls(columns, np.arange(len(columns)), {})

    def address(self, root: str) -> str | None:
        """Of the search, from a page that ``root`` leads to the root of the site from; None without one.

        A search asks for something: who wants all questions asks for every legislature.
        """
        if self.search is None or not len(self):
            return None
        return address(self.search or {"legislature": self.columns.legislatures}, root)

    @classmethod
    def found_by(cls, columns: Columns, at: Sequence[int] | Array, *facets: str) -> Selection:
        """Some questions with the search for their values of a facet, or of more than one.

        The search is None where other questions have these values too, or one of these has none.
        """
        places = np.sort(np.asarray(at, np.int64))
        every = np.ones(len(columns), bool) if len(facets) > 1 else None
        search: dict[str, tuple[str, ...]] = {}
        reach = 0
        for name in facets:
            facet = columns.facets[name]
            numbers = np.unique(facet.column[places])
            if not len(numbers) or not numbers[0]:
                return cls(columns, places)
            search[name] = tuple(facet.labels[number] for number in numbers.tolist())
            reach = int(facet.totals[numbers].sum())
            if every is not None:
                every &= np.isin(facet.column, numbers)
                reach = int(every.sum())
        return cls(columns, places, search if reach == len(places) else None)

    def where(self, kept: Array, **search: Sequence[str]) -> Selection:
        """Those that ``kept``, a mask over all columns, has; ``search`` finds them among these.

        No parameters: nothing does. A facet with parameters already keeps the new ones only.
        """
        at = self.at[kept[self.at]]
        if self.search is None or not search or self._twice(search):
            return Selection(self.columns, at)
        asked = {name: tuple(values) for name, values in search.items()}
        if "etat" in self.search and "etat" in asked:
            asked["etat"] = tuple(e for e in asked["etat"] if e in self.search["etat"])
            if not asked["etat"]:
                return Selection(self.columns, at)
        return Selection(self.columns, at, self._narrowed(at) | asked)

    def grouped(
        self, numbers: Array, searches: Callable[[int], Search | None], most: int | None = None
    ) -> Iterator[tuple[int, Selection]]:
        """The questions of each number but 0, the fullest first; ``searches`` finds those of a number.

        ``most``: so many numbers at most.
        """
        of = numbers[self.at]
        for number in _fullest(of)[:most]:
            at = self.at[of == number]
            own = searches(number)
            search = None
            if self.search is not None and own is not None and not self._twice(own):
                search = self._occurring({**self.search, **own}, at)
            yield number, Selection(self.columns, at, search)

    def rest(self, numbers: Array, most: int) -> tuple[int, int]:
        """How many numbers `grouped` leaves out, and how many questions are of these."""
        of = numbers[self.at]
        left = _fullest(of)[most:]
        return len(left), int(np.isin(of, left).sum()) if left else 0

    def split(
        self, numbers: Array, searches: Callable[[int], Search]
    ) -> Iterator[tuple[int, Selection]]:
        """The questions of each number, rising; ``searches`` finds those of a number among all questions.

        Those of number 0, which stands for an absent value, come last, without a search.
        """
        for number, at in sorted(self._split(numbers), key=lambda part: part[0] or np.inf):
            search = None
            if self.search is not None and number and not self._twice(own := searches(number)):
                search = self._narrowed(at) | dict(own)
            yield number, Selection(self.columns, at, search)

    def answered(self) -> Selection:
        """Those that were answered."""
        return self.where(self.columns.answered, etat=ANSWERED)

    def pending(self) -> Selection:
        """Those that wait for an answer, of ended legislatures too."""
        return self.of_state("en_attente")

    def of_state(self, etat: str) -> Selection:
        """Those of one state."""
        return self.where(self.columns.of_state[etat], etat=(etat,))

    def within_term(self) -> Selection:
        """Those that were answered within the legal term."""
        return self.where(self.columns.within_term, delai=("dans_le_delai",))

    def against_term(self) -> Selection:
        """Those whose answer can be held against the legal term."""
        return self.where(self.columns.against_term, delai=("dans_le_delai", "hors_delai"))

    def long(self) -> Selection:
        """Those that were answered after more than a year."""
        return self.where(self.columns.long, delai=("plus_d_un_an",))

    def kept_term(self) -> tuple[int, int]:
        """How many of `within_term` and of `against_term`."""
        columns = self.columns
        return (
            int(np.count_nonzero(columns.within_term[self.at])),
            int(np.count_nonzero(columns.against_term[self.at])),
        )

    def delays(self) -> Delays | None:
        """Of the answers; None where no answer has both days."""
        days = self.columns.answer_delay[self.at]
        days = days[days != NO_DELAY]
        days.sort()
        count = len(days)
        if not count:
            return None
        middle = int(days[(count - 1) // 2] + days[count // 2])
        return Delays(count, (middle + 1) // 2, int(days[-(-9 * count // 10) - 1]))

    def _split(self, numbers: Array) -> list[tuple[int, Array]]:
        """The places of each number."""
        of = numbers[self.at]
        if not len(of):
            return []
        order = np.argsort(of, kind="stable")
        ordered = of[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
        return [
            (int(ordered[start]), self.at[part])
            for start, part in zip(starts.tolist(), np.split(order, starts[1:]), strict=True)
        ]

    def _narrowed(self, at: Array) -> dict[str, tuple[str, ...]]:
        """The search, without the values that none of these places has."""
        assert self.search is not None
        return self._occurring(self.search, at)

    def _occurring(self, search: Search, at: Array) -> dict[str, tuple[str, ...]]:
        """A search, of the values of a facet those alone that these places have: addresses stay short."""
        return {
            name: values if len(values) == 1 else self._values_of(name, values, at)
            for name, values in search.items()
        }

    def _values_of(self, name: str, values: tuple[str, ...], at: Array) -> tuple[str, ...]:
        facet = self.columns.facets.get(name)
        if facet is None:
            return values
        numbers = set(np.unique(facet.column[at]).tolist())
        return tuple(value for value in values if facet.number(value) in numbers) or values[:1]

    def _twice(self, search: Mapping[str, object]) -> bool:
        """Whether it would ask for a second period, or for a filter of this search in another way."""
        own = self.search
        assert own is not None
        for name in search:
            if (name in own and name != "etat") or (
                name in _PERIOD and not _PERIOD.isdisjoint(own)
            ):
                return True
        return False


def _fullest(numbers: Array) -> list[int]:
    """The numbers but 0, the most frequent first."""
    counts = np.bincount(numbers, minlength=1)
    counts[0] = 0
    order: list[int] = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)].tolist()
    return order
