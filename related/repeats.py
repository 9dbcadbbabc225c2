"""Questions, and answers, that are repeats of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parser.question import Question

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


def find_repeats(questions: Iterable[Question]) -> Repeats:
    """The repeats among the questions, in the order of their places."""
    asked: dict[str, list[int]] = {}
    answered: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        for text, places in ((question.question, asked), (question.reponse, answered)):
            if text:
                places.setdefault("\n".join(map(str, text)), []).append(place)
    return Repeats(_groups(asked), _groups(answered))


def _groups(places: Mapping[str, list[int]]) -> tuple[Group, ...]:
    return tuple(sorted(tuple(group) for group in places.values() if len(group) > 1))
