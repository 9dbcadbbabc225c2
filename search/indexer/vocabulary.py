"""Every form of a legislature: its family, its place there, its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.indexer import langue, lexicon
from search.indexer.analysed import Slice
from search.indexer.compounds import compounds
from search.indexer.encode import edges
from search.indexer.families import families
from search.indexer.forms import fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sorted forms and their keys; each is member `member` of the family of rank `rank`.

    `number` is the place of a form among all by family then member; `by_family[r]` is the first of
    family r. `tools` says of each such number whether it is a tool word.
    """

    forms: list[str]
    keys: list[str]
    rank: npt.NDArray[np.int64]
    member: npt.NDArray[np.int64]
    number: npt.NDArray[np.int64]
    by_family: npt.NDArray[np.int64]
    frequency: npt.NDArray[np.int64]
    compounds: list[str]
    tools: npt.NDArray[np.bool_]

    @property
    def families(self) -> int:
        """How many there are."""
        return len(self.by_family) - 1

    def ranges(self, postings: int) -> Iterator[tuple[int, int]]:
        """Families cut into ranges of about so many postings."""
        counts = np.bincount(self.rank, weights=self.frequency, minlength=self.families)
        total = np.cumsum(counts)
        first = 0
        while first < self.families:
            reached = total[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(total, reached + postings)))
            yield first, min(last, self.families)
            first = last

    def lexicon_keys(self) -> list[lexicon.Key]:
        """The keys in order: folded forms, and the compounds by their words (`plate forme`)."""
        by_key: dict[str, list[lexicon.Form]] = {}
        ranks, members = self.rank.tolist(), self.member.tolist()
        for rank, member, form, key in zip(ranks, members, self.forms, self.keys, strict=True):
            entry = lexicon.Form(rank, member, "" if form == key else form)
            if key in by_key:
                by_key[key].append(entry)
            else:
                by_key[key] = [entry]
        place = {form: at for at, form in enumerate(self.forms)}
        for compound, form in compounds(self.forms, self.keys, self.compounds):
            at = place[form]
            by_key.setdefault(compound, []).append(
                lexicon.Form(ranks[at], members[at], "" if form == self.keys[at] else form)
            )
        return [lexicon.Key(key, by_key[key]) for key in sorted(by_key)]


#: Of a slice: its forms by family and member, the number of each among all.
Numbers = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


def joined(slices: Sequence[Slice]) -> tuple[Vocabulary, list[Numbers]]:
    """The vocabulary of all slices, and what the forms of each are in it."""
    names = [part.lines("forms") for part in slices]
    forms = sorted(set[str]().union(*names))
    hyphened = sorted(set[str]().union(*(part.lines("compounds") for part in slices)))
    keys = [fold(form) for form in forms]
    rank = _ranks(families(forms, keys), keys)
    order = np.argsort(rank, kind="stable")
    number = np.empty(len(forms), np.int64)
    number[order] = np.arange(len(forms))
    by_family = edges(np.bincount(rank))
    place = {form: at for at, form in enumerate(forms)}
    frequency = np.zeros(len(forms), np.int64)
    numbers = []
    for part, own in zip(slices, names, strict=True):
        local = np.fromiter(map(place.__getitem__, own), np.int64, len(own))
        frequency[local] += np.diff(part["bounds"])
        sequence = np.argsort(number[local])
        numbers.append((sequence.astype(np.int32), number[local][sequence].astype(np.int32)))
    tools = np.zeros(len(forms), np.bool_)
    tools[number] = np.fromiter(
        (key in langue.LANGUE.mots_outils for key in keys), np.bool_, len(keys)
    )
    found = Vocabulary(
        forms, keys, rank, number - by_family[rank], number, by_family, frequency, hyphened, tools
    )
    return found, numbers


def _ranks(roots: list[int], keys: list[str]) -> npt.NDArray[np.int64]:
    """The families in order of their first keys, then of their first forms."""
    first_key: dict[int, str] = {}
    for root, key in zip(roots, keys, strict=True):
        if first_key.setdefault(root, key) > key:
            first_key[root] = key
    order = sorted(first_key, key=lambda root: (first_key[root], root))
    ranks = np.zeros(len(roots), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks[np.array(roots, np.int64)]


def documents_of_keys(vocabulary: Vocabulary) -> dict[str, int]:
    """Of each key, the documents of its forms together."""
    found = Counter[str]()
    for key, count in zip(vocabulary.keys, vocabulary.frequency.tolist(), strict=True):
        found[key] += count
    return found
