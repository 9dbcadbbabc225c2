"""Every form of a legislature: its family, its place there, its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import compress, pairwise

import numpy as np
import numpy.typing as npt

from search.indexer import families
from search.indexer.analysed import Slice
from search.indexer.compounds import compounds
from search.indexer.encode import edges
from search.indexer.forms import fold
from search.indexer.lexicon import Lexicon
from search.indexer.remembered import Words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sorted forms and their keys; each is member `member` of the family of rank `rank`.

    `number` is the place of a form among all by family then member; `by_family[r]` is the first of
    family r.
    """

    forms: list[str]
    keys: list[str]
    rank: npt.NDArray[np.int64]
    member: npt.NDArray[np.int64]
    number: npt.NDArray[np.int64]
    by_family: npt.NDArray[np.int64]
    frequency: npt.NDArray[np.int64]
    compounds: list[str]

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

    def lexicon(self) -> Lexicon:
        """The keys in order: folded forms, and the compounds by their words (`plate forme`)."""
        place = {form: at for at, form in enumerate(self.forms)}
        keys, owners = list(self.keys), list(range(len(self.forms)))
        for compound, form in compounds(self.forms, self.keys, self.compounds):
            keys.append(compound)
            owners.append(place[form])
        order = sorted(range(len(keys)), key=keys.__getitem__)
        keys = [keys[at] for at in order]
        starts = [at for at, (a, b) in enumerate(pairwise(["", *keys])) if a != b]
        own = np.array(owners, np.int64)[order]
        return Lexicon(
            [keys[at] for at in starts],
            np.array([*starts, len(keys)], np.int32),
            self.rank[own].astype(np.int32),
            self.member[own].astype(np.int32),
            self.number[own].astype(np.int32),
            ["" if self.forms[at] == self.keys[at] else self.forms[at] for at in own.tolist()],
        )


#: Of a slice: its forms by family and member, the number of each among all.
Numbers = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


def joined(slices: Mapping[str, Slice], before: Words) -> tuple[Vocabulary, list[Numbers], Words]:
    """The vocabulary of all slices (by name), and what the forms of each are in it.

    `before` are the words of an earlier build: what is new is told from them, and only families
    that it touches are made again.
    """
    told = {name: part.lines("forms") for name, part in slices.items() if name not in before.slices}
    stay = np.zeros(len(before.forms), np.bool_)
    for name in slices.keys() & before.slices.keys():
        stay[before.slices[name]] = True
    place = {form: at for at, form in enumerate(before.forms)}
    added: set[str] = set()
    for form in set[str]().union(*told.values()):
        if (at := place.get(form, -1)) < 0:
            added.add(form)
        else:
            stay[at] = True
    forms = sorted([*compress(before.forms, stay.tolist()), *added])
    fresh = np.fromiter(map(added.__contains__, forms), np.bool_, len(forms))
    moved = np.full(len(before.forms), -1, np.int32)
    moved[stay] = np.flatnonzero(~fresh)
    stems = _stems(forms, fresh, list(compress(before.stems, stay.tolist())))
    keys = [fold(form) for form in forms]
    first = roots(forms, keys, stems, np.flatnonzero(fresh), before.roots, moved)
    place = {form: at for at, form in enumerate(forms)}
    own = {
        name: np.fromiter(map(place.__getitem__, told[name]), np.int32, len(told[name]))
        if name in told
        else moved[before.slices[name]]
        for name in slices
    }
    rank = _ranks(first, keys)
    order = np.argsort(rank, kind="stable")
    number = np.empty(len(forms), np.int64)
    number[order] = np.arange(len(forms))
    by_family = edges(np.bincount(rank))
    frequency = np.zeros(len(forms), np.int64)
    numbers = []
    for name, part in slices.items():
        frequency[own[name]] += np.diff(part["bounds"])
        among = number[own[name]]
        sequence = np.argsort(among)
        numbers.append((sequence.astype(np.int32), among[sequence].astype(np.int32)))
    hyphened = sorted(set[str]().union(*(part.lines("compounds") for part in slices.values())))
    found = Vocabulary(
        forms, keys, rank, number - by_family[rank], number, by_family, frequency, hyphened
    )
    return found, numbers, Words(forms, stems, first, own)


def _stems(forms: list[str], fresh: npt.NDArray[np.bool_], known: list[str]) -> list[str]:
    """The stems of all forms; those that are not fresh are known, in order."""
    new = iter(families.stems(list(compress(forms, fresh.tolist()))))
    old = iter(known)
    return [next(new) if is_new else next(old) for is_new in fresh.tolist()]


def roots(
    forms: list[str],
    keys: list[str],
    stems: list[str],
    added: npt.NDArray[np.int64],
    before: npt.NDArray[np.int32],
    moved: npt.NDArray[np.int32],
) -> npt.NDArray[np.int32]:
    """For each form, the first of its family.

    `before` are those of an earlier build, `moved` what its forms are now (-1: no more there).
    A family is made again where a form went or came, and where it is joined to one that came.
    """
    former = np.full(len(forms), -1, np.int32)
    former[moved[moved >= 0]] = before[moved >= 0]
    changed = np.zeros(len(before) + 1, np.bool_)
    changed[before[moved < 0]] = True
    if len(added) < len(forms):
        near = families.touching(added.tolist(), forms, keys, stems)
        changed[former[list(near)]] = True
    changed[-1] = True
    again = np.flatnonzero(changed[former]).tolist()
    found = np.append(moved, -1)[former].astype(np.int32)
    made = families.families(
        [forms[at] for at in again], [keys[at] for at in again], [stems[at] for at in again]
    )
    found[again] = np.array(again, np.int32)[made]
    return found


def _ranks(roots: npt.NDArray[np.int32], keys: list[str]) -> npt.NDArray[np.int64]:
    """The families in order of their first keys, then of their first forms."""
    order = sorted(range(len(keys)), key=keys.__getitem__)
    place: dict[str, int] = {}
    for at in order:
        place.setdefault(keys[at], len(place))
    first = np.full(len(keys), len(keys), np.int64)
    np.minimum.at(first, roots, np.fromiter(map(place.__getitem__, keys), np.int64, len(keys)))
    every = np.unique(roots)
    ranks = np.zeros(len(keys), np.int64)
    ranks[every[np.lexsort((every, first[every]))]] = np.arange(len(every))
    return ranks[roots]


def documents_of_keys(vocabulary: Vocabulary) -> dict[str, int]:
    """Of each key, the documents of its forms together."""
    found = Counter[str]()
    for key, count in zip(vocabulary.keys, vocabulary.frequency.tolist(), strict=True):
        found[key] += count
    return found
