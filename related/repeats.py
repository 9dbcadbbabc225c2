"""Questions, and answers, that are repeats of each other; `grouping.py` finds them."""

from __future__ import annotations

from collections.abc import Sequence
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
