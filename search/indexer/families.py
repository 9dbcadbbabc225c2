"""Which forms are one word: families of forms, computed at build only.

A family holds the forms of one Snowball stem (taken on the accented form), joined to others by the
irregular plurals and feminines of `search/french/langue.json`, by the endings that Snowball keeps
apart (directeur, directrice), and by stems that differ in accents before their last letter (état,
etat). The last letter counts: "entre" and "entrée" are two words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import Stemmer

from search.indexer.forms import fold
from search.indexer.langue import LANGUE

#: A family ending is only looked at after this many letters.
SHORTEST_BASE: Final = 2
#: Keys of one family; endings of one family, each of which is joined to the first.
GROUPS: Final = (*LANGUE.irreguliers, *LANGUE.variantes, *LANGUE.verbes_entiers)
FUSIONS: Final = (*LANGUE.fusions, *LANGUE.troisieme_groupe, *LANGUE.verbes_entiers)
HEADS: Final = tuple({endings[0] for endings in FUSIONS})


def stems(forms: Sequence[str]) -> list[str]:
    """The stem of each form; forms with digits are their own."""
    stemmer = Stemmer.Stemmer("french")
    return [
        stem if form.isalpha() or not any(c.isdigit() for c in form) else form
        for form, stem in zip(forms, stemmer.stemWords(list(forms)), strict=True)
    ]


class _Sets:
    """Disjoint sets of numbers; the smallest number stands for its set."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, at: int) -> int:
        parent = self.parent
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    def join(self, members: Iterable[int]) -> None:
        roots = sorted({self.find(member) for member in members})
        for root in roots[1:]:
            self.parent[root] = roots[0]


def families(
    forms: Sequence[str], keys: Sequence[str] | None = None, known: Sequence[str] | None = None
) -> list[int]:
    """For each of the sorted forms, the number of the first form of its family.

    `keys` are the folded forms, `known` their stems, where they are at hand.
    """
    sets = _Sets(len(forms))
    by_stem: dict[str, int] = {}
    by_key: dict[str, list[int]] = {}
    letters: dict[tuple[str, str], int] = {}
    keys = keys or [fold(form) for form in forms]
    for at, (key, stem) in enumerate(zip(keys, known or stems(forms), strict=True)):
        first = by_stem.setdefault(stem, at)
        if first != at:
            sets.join((first, at))
        else:
            twin = letters.setdefault(_twin(stem), at)
            if twin != at:
                sets.join((twin, at))
        members = by_key.setdefault(key, [at])
        if members[0] != at:
            members.append(at)
    for group in GROUPS:
        sets.join(at for key in group for at in by_key.get(key, ()))
    for key, members in by_key.items():
        if not key.endswith(HEADS):
            continue
        for others in _fused(key):
            if others in by_key:
                sets.join((*members, *by_key[others]))
    return [sets.find(at) for at in range(len(forms))]


def touching(
    added: Sequence[int], forms: Sequence[str], keys: Sequence[str], known: Sequence[str]
) -> set[int]:
    """The forms among which are all that some `added` form is joined to, or joins.

    Every rule of `families` joins by something that two forms share: a stem, a twin of it, a key
    of a group, a base with two endings.
    """
    same_stem = {known[at] for at in added}
    twins = {_twin(stem) for stem in same_stem}
    near = {keys[at] for at in added}
    for key in list(near):
        near.update(_fused(key))
        near.update(_heads(key))
        for group in GROUPS:
            if key in group:
                near.update(group)
    return {
        at
        for at, (key, stem) in enumerate(zip(keys, known, strict=True))
        if key in near or stem in same_stem or _twin(stem) in twins
    }


def _twin(stem: str) -> tuple[str, str]:
    return fold(stem), stem[-1]


def _fused(key: str) -> Iterator[str]:
    """The keys that this one is joined to by its ending, where they are words."""
    for head, *endings in FUSIONS:
        base = key.removesuffix(head)
        if base != key and len(base) >= SHORTEST_BASE:
            for ending in endings:
                yield base + ending


def _heads(key: str) -> Iterator[str]:
    """The keys of which `_fused` gives this one."""
    for head, *endings in FUSIONS:
        for ending in endings:
            base = key.removesuffix(ending)
            if key.endswith(ending) and len(base) >= SHORTEST_BASE:
                yield base + head
