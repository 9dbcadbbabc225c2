"""Finds questions, and answers, that are repeats of each other.

1. Texts of the same words are one (but for case, blanks, `il` and `elle`, and the opening of a question).
2. Texts that share sentences are candidates: each with the few shortest of those that have the sentence, so
   that a formula in thousands of answers does not make pairs of them all.
3. Candidates are compared word by word (`comparing.py`).
4. Of texts that are the same, the one that most others are the same as is the head of a group; a text
   joins if it is the same as the head: no chain drifts.
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
#: Texts that share a sentence which all others with it are compared with: the shortest ones.
FIRSTS: Final = 4
#: Texts that share a formula, at least. The shortest of so many have next to nothing but the formula: the
#: first ones stand for them.
OFTEN: Final = 50
#: Candidates of a text: those that share most.
CANDIDATES: Final = 8
#: Words that two texts share in sentences, of those of the shorter one.
SHARED: Final = 0.2
#: Different words in one place that make it the place of a subject.
SUBJECTS: Final = 3
#: Texts that hold another and much more, each something else, which make it a formula.
FORMULA: Final = 3


def find_repeats(analysis: Analysis, compare: Compare) -> Repeats:
    """The repeats among the records that were analysed."""
    return Repeats(*(_groups(analysis, kind, compare) for kind in range(len(TEXTS))))


def _groups(analysis: Analysis, kind: int, compare: Compare) -> tuple[Group, ...]:
    """Of one of the two texts."""
    digests = analysis.digests[kind::2]
    places = np.flatnonzero(digests)
    _, first, text = np.unique(digests[places], return_index=True, return_inverse=True)
    # the shortest first: a text is looked for in those with a paragraph more, which differ among themselves
    order = np.lexsort((first, analysis.lengths[kind::2][places[first]]))
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
    """Pairs of texts, the first one shorter; of each second one the best first."""

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
    often = np.repeat(sizes >= OFTEN, sizes)
    order = np.lexsort((np.where(often, holders[text], text), begin))
    text, words = text[order], words[order]
    place = np.arange(len(hashes)) - begin
    found = []
    for nth in range(FIRSTS):
        later = np.flatnonzero(place > nth)
        one, other = text[begin[later] + nth], text[later]
        pair = np.minimum(one, other) * len(holders) + np.maximum(one, other)
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
    """Of each text the head of its group: itself, where it is the head or alone."""
    leaders = np.arange(len(holders))
    places = holders.tolist()

    def outcomes(pairs: Sequence[Pair]) -> dict[Pair, Outcome]:
        of = compare(name, [(places[one], places[other]) for one, other in pairs])
        return dict(zip(pairs, of, strict=True))

    known = outcomes(list(zip(found.first.tolist(), found.second.tolist(), strict=True)))
    judge = _Judge(known)
    same: dict[int, list[int]] = defaultdict(list)
    for (one, other), outcome in known.items():
        if judge.same((one, other), outcome):
            same[one].append(other)
            same[other].append(one)
    in_group: set[int] = set()
    for head in sorted(same, key=lambda text: (-len(same[text]), text)):
        if head not in in_group:
            joining = [text for text in same[head] if text not in in_group]
            leaders[joining] = head
            in_group |= {head, *joining} if joining else set()
    # a text may not have met the head of the group that it belongs to, only others of it
    near = {
        (int(leaders[other]), text)
        for pair in known
        for text, other in (pair, pair[::-1])
        if text not in in_group and leaders[other] != other
    }
    new = sorted(pair for pair in near if pair not in known and pair[::-1] not in known)
    for pair, outcome in outcomes(new).items():
        head, text = pair
        if leaders[text] == text and judge.same(pair, outcome):
            leaders[text] = head
    return leaders


class _Judge:
    """What only many comparisons tell: the places of subjects, and formulas that stand in many texts."""

    def __init__(self, known: Mapping[tuple[int, int], Outcome]) -> None:
        words: dict[int, set[int]] = defaultdict(set)
        holding: Counter[int] = Counter()
        for pair, outcome in known.items():
            for around, one, other in outcome.slots:
                words[around] |= {one, other}
            if outcome.added and outcome.little:
                holding[pair[outcome.shorter]] += 1
        self._subjects = {around for around, of in words.items() if len(of) >= SUBJECTS}
        self._formulas = {text for text, count in holding.items() if count >= FORMULA}

    def same(self, pair: tuple[int, int], outcome: Outcome) -> bool:
        """Whether the texts of a pair are the same after all."""
        if not outcome.same or any(slot.around in self._subjects for slot in outcome.slots):
            return False
        return not (outcome.added and outcome.little and pair[outcome.shorter] in self._formulas)
