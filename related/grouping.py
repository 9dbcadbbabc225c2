"""Finds questions, and answers, that are repeats of each other.

1. Texts of the same words are one (but for case, blanks, `il` and `elle`, and the opening of a question).
2. Texts that share sentences are candidates: each with the first few of those that have the sentence, so
   that a formula in thousands of answers does not make pairs of them all.
3. Candidates are compared word by word (`comparing.py`).
4. A text joins the group of a candidate if it is the same as the first of that group: no chain drifts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from related.analysis import TEXTS, Analysis
from related.comparing import Outcome
from related.repeats import Group, Repeats

#: The places of two questions whose texts are compared.
Pair = tuple[int, int]
#: Compares texts of one name (of TEXTS).
Compare = Callable[[str, Sequence[Pair]], Sequence[Outcome]]
#: Texts that share a sentence which all others with it are compared with, the first ones.
FIRSTS: Final = 4
#: Candidates of a text: those that share most.
CANDIDATES: Final = 8
#: Words that two texts share in sentences, of those of the shorter one.
SHARED: Final = 0.2
#: Different words in one place that make it the place of a subject.
SUBJECTS: Final = 3
#: Texts that hold a short one and more, each something else, which make it a formula.
FORMULA: Final = 3


def find_repeats(analysis: Analysis, compare: Compare) -> Repeats:
    """The repeats among the records that were analysed."""
    return Repeats(*(_groups(analysis, kind, compare) for kind in range(len(TEXTS))))


def _groups(analysis: Analysis, kind: int, compare: Compare) -> tuple[Group, ...]:
    """Of one of the two texts."""
    digests = analysis.digests[kind::2]
    places = np.flatnonzero(digests)
    _, first, text = np.unique(digests[places], return_index=True, return_inverse=True)
    # texts in the order of the first question that has them
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    text = rank[text]
    holders = places[first[order]]
    leaders = _leaders(TEXTS[kind], holders, candidates(analysis, kind, holders), compare)
    leader = leaders[text]
    grouped: dict[int, list[int]] = defaultdict(list)
    again = np.bincount(leader, minlength=len(holders))[leader] > 1
    for place, group in zip(places[again].tolist(), leader[again].tolist(), strict=True):
        grouped[group].append(place)
    return tuple(sorted(map(tuple, grouped.values())))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of texts, the first one earlier; of each second one the best first."""

    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]


def candidates(analysis: Analysis, kind: int, holders: npt.NDArray[np.int64]) -> Candidates:
    """Texts that share sentences; texts are numbered as their ``holders``, which are places."""
    rows = 2 * holders + kind
    starts, ends = analysis.features_bounds[rows], analysis.features_bounds[rows + 1]
    counts = ends - starts
    text = np.repeat(np.arange(len(holders)), counts)
    within = np.arange(len(text)) - np.repeat(np.cumsum(counts) - counts, counts)
    features = analysis.features[np.repeat(starts, counts) + within]
    order = np.argsort(features >> np.uint64(32), kind="stable")
    features, text = features[order], text[order]
    hashes = features >> np.uint64(32)
    words = (features & np.uint64(0xFFFFFFFF)).astype(np.int64)
    start = np.flatnonzero(np.diff(hashes, prepend=np.uint64(0)) > 0)
    if not len(start) or start[0]:
        start = np.concatenate([np.zeros(1, np.int64), start])
    sizes = np.diff(np.append(start, len(hashes)))
    begin = np.repeat(start, sizes)
    place = np.arange(len(hashes)) - begin
    found = []
    for nth in range(FIRSTS):
        later = np.flatnonzero(place > nth)
        pair = text[begin[later] + nth] * len(holders) + text[later]
        found.append((pair, np.minimum(words[later], words[begin[later] + nth])))
    pairs = np.concatenate([pair for pair, _ in found])
    shared = np.concatenate([count for _, count in found])
    order = np.argsort(pairs, kind="stable")
    pairs, shared = pairs[order], shared[order]
    begin = np.flatnonzero(np.diff(pairs, prepend=-1))
    if not len(begin):
        return Candidates(begin, begin)
    shared = np.add.reduceat(shared, begin)
    first, second = np.divmod(pairs[begin], len(holders))
    lengths = analysis.lengths[rows].astype(np.int64)
    enough = (first != second) & (shared >= SHARED * np.minimum(lengths[first], lengths[second]))
    first, second, shared = first[enough], second[enough], shared[enough]
    order = np.lexsort((first, -shared, second))
    first, second = first[order], second[order]
    start = np.flatnonzero(np.diff(second, prepend=-1))
    rank = np.arange(len(second)) - np.repeat(start, np.diff(np.append(start, len(second))))
    best = rank < CANDIDATES
    return Candidates(first[best], second[best])


def _leaders(
    name: str, holders: npt.NDArray[np.int64], found: Candidates, compare: Compare
) -> npt.NDArray[np.int64]:
    """Of each text the first of its group: itself, where it is the first or alone."""
    leaders = np.arange(len(holders))
    first, second = found.first.tolist(), found.second.tolist()
    places = holders.tolist()
    outcomes = compare(name, [(places[a], places[b]) for a, b in zip(first, second, strict=True)])
    known = dict(zip(zip(first, second, strict=True), outcomes, strict=True))
    judge = _Judge(known)

    def same(one: int, other: int) -> bool:
        pair = (one, other)
        if pair not in known:
            known[pair] = compare(name, [(places[one], places[other])])[0]
        return judge.same(pair, known[pair])

    for one, other in zip(first, second, strict=True):
        if leaders[other] == other:
            leader = int(leaders[one])
            if same(leader, other):
                leaders[other] = leader
    return leaders


class _Judge:
    """What only many comparisons tell: the places of subjects, and formulas that stand in many texts."""

    def __init__(self, known: Mapping[tuple[int, int], Outcome]) -> None:
        words: dict[int, set[int]] = defaultdict(set)
        holding: Counter[int] = Counter()
        for pair, outcome in known.items():
            for around, one, other in outcome.slots:
                words[around] |= {one, other}
            if outcome.added:
                holding[pair[outcome.shorter]] += 1
        self._subjects = {around for around, of in words.items() if len(of) >= SUBJECTS}
        self._formulas = {text for text, count in holding.items() if count >= FORMULA}

    def same(self, pair: tuple[int, int], outcome: Outcome) -> bool:
        """Whether the texts of a pair are the same after all."""
        if not outcome.same or any(slot.around in self._subjects for slot in outcome.slots):
            return False
        return not (outcome.added and outcome.short and pair[outcome.shorter] in self._formulas)
