"""Which forms are one word: families of forms, computed at build only.

A family holds the forms of one Snowball stem (taken on the accented form), joined to others by the
irregular plurals and feminines of `search/french/langue.json`, by the endings that Snowball keeps
apart (directeur, directrice), and by stems that differ in accents before their last letter (état,
etat). The last letter counts: "entre" and "entrée" are two words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import Stemmer

from search.indexer.forms import fold
from search.indexer.langue import LANGUE

#: A family ending is only looked at after this many letters.
SHORTEST_BASE: Final = 2


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


def families(forms: Sequence[str], keys: Sequence[str] | None = None) -> list[int]:
    """For each of the sorted forms, the number of the first form of its family.

    `keys` are the folded forms, where they are at hand.
    """
    sets = _Sets(len(forms))
    by_stem: dict[str, int] = {}
    by_key: dict[str, list[int]] = {}
    letters: dict[tuple[str, str], int] = {}
    keys = keys or [fold(form) for form in forms]
    for at, (key, stem) in enumerate(zip(keys, stems(forms), strict=True)):
        first = by_stem.setdefault(stem, at)
        if first != at:
            sets.join((first, at))
        else:
            twin = letters.setdefault((fold(stem), stem[-1]), at)
            if twin != at:
                sets.join((twin, at))
        members = by_key.setdefault(key, [at])
        if members[0] != at:
            members.append(at)
    for group in (*LANGUE.irreguliers, *LANGUE.variantes, *LANGUE.verbes_entiers):
        sets.join(at for key in group for at in by_key.get(key, ()))
    fusions = (*LANGUE.fusions, *LANGUE.troisieme_groupe, *LANGUE.verbes_entiers)
    heads = tuple({endings[0] for endings in fusions})
    for key, members in by_key.items():
        if not key.endswith(heads):
            continue
        for endings in fusions:
            base = key.removesuffix(endings[0])
            if base == key or len(base) < SHORTEST_BASE:
                continue
            for ending in endings[1:]:
                others = by_key.get(base + ending)
                if others:
                    sets.join((*members, *others))
    return [sets.find(at) for at in range(len(forms))]
