"""Questions, and answers, that are repeats of each other; `grouping.py` finds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Places of questions in the records, rising.
Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Groups of two or more, by the place of their first; a place is in one group of each kind at most.

    The place of a question is the number of its line in the records, from 0.
    """

    #: One question, asked again.
    questions: Sequence[Group] = ()
    #: One answer, given again.
    answers: Sequence[Group] = ()

    def firsts(self) -> Mapping[int, int]:
        """Of each place that is not alone, the first of those that repeat its question or its answer."""
        parents: dict[int, int] = {}

        def root(place: int) -> int:
            while parents.setdefault(place, place) != place:
                parents[place] = place = parents[parents[place]]
            return place

        for group in (*self.questions, *self.answers):
            for place in group:
                one, other = sorted((root(group[0]), root(place)))
                parents[other] = one
        return {place: root(place) for place in sorted(parents)}
