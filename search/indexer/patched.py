"""A slice of which some documents changed: the postings of the others, and those of the new ones.

Gives what an analysis of the whole slice would give, in a small part of its time: what stays lies
together, so it is copied in long runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Any

import numpy as np
import numpy.typing as npt

from search.indexer import positions
from search.indexer.chunks import numbered
from search.indexer.encode import edges
from search.indexer.slices import Postings

#: Bits of a document in what postings are sorted by.
DOC_BITS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """Postings, and the place of each of their documents in the new slice, -1 for none."""

    postings: Postings
    places: npt.NDArray[np.int64]


def patched(parts: Sequence[Part], documents: int) -> Postings:
    """The postings of the documents of all parts that have a place, each place taken once."""
    kept = [np.flatnonzero((part.places >= 0)[part.postings.doc]) for part in parts]
    owners = [
        _forms_of(part.postings)[own_kept] for part, own_kept in zip(parts, kept, strict=True)
    ]
    used = [
        np.flatnonzero(np.bincount(own, minlength=len(part.postings.forms)))
        for part, own in zip(parts, owners, strict=True)
    ]
    names, numbers = _named(parts, used)
    keys = []
    for part, own, own_kept, number in zip(parts, owners, kept, numbers, strict=True):
        key = number[own]
        key <<= DOC_BITS
        key |= part.places[part.postings.doc[own_kept]]
        keys.append(key)
    firsts = edges(np.array([len(part.postings.doc) for part in parts]))
    every = np.concatenate(
        [own_kept + first for own_kept, first in zip(kept, firsts, strict=False)]
    )
    key = np.concatenate(keys)
    order = np.argsort(key, kind="stable")  # of what is sorted part by part: runs are merged
    key, every = key[order], every[order]
    runs = _Runs.of(every)
    bounds = edges(np.bincount(key >> DOC_BITS, minlength=len(names)), np.int32)
    lengths = np.zeros(documents, np.int32)
    compounds: list[Sequence[str]] = [()] * documents
    for part in parts:
        has = np.flatnonzero(part.places >= 0)
        lengths[part.places[has]] = part.postings.lengths[has]
        edges_of, own = part.postings.compound_bounds.tolist(), part.postings.compound.tolist()
        for at, place in zip(has.tolist(), part.places[has].tolist(), strict=True):
            mine = own[edges_of[at] : edges_of[at + 1]]
            compounds[place] = [part.postings.compounds[which] for which in mine]

    def all_of(name: str) -> npt.NDArray[Any]:
        return runs.taken(np.concatenate([getattr(part.postings, name) for part in parts]))

    return Postings(
        names,
        *numbered(compounds),
        lengths,
        bounds,
        (key & ((1 << DOC_BITS) - 1)).astype(np.uint16),
        all_of("weight"),
        all_of("mask"),
        _places(parts, every, runs, bounds),
    )


@dataclass(frozen=True, slots=True)
class _Runs:
    """Elements to take, in order: from the first of each run to before its last."""

    firsts: npt.NDArray[np.int64]
    lasts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, indexes: npt.NDArray[np.int64]) -> _Runs:
        """Runs of indexes that follow each other."""
        cuts = np.flatnonzero(np.diff(indexes) != 1)
        return cls(
            np.append(indexes[:1], indexes[cuts + 1]), np.append(indexes[cuts], indexes[-1:]) + 1
        )

    def within(self, bounds: npt.NDArray[np.int64]) -> _Runs:
        """The runs of what lies between these bounds of the elements."""
        return _Runs(bounds[self.firsts], bounds[self.lasts])

    def taken(self, whole: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The elements, one after the other."""
        parts = starmap(slice, zip(self.firsts.tolist(), self.lasts.tolist(), strict=True))
        return np.concatenate([whole[:0], *map(whole.__getitem__, parts)])


def _forms_of(postings: Postings) -> npt.NDArray[np.int64]:
    """The form of each posting."""
    return np.repeat(np.arange(len(postings.forms)), np.diff(postings.bounds))


def _named(
    parts: Sequence[Part], used: Sequence[npt.NDArray[np.int64]]
) -> tuple[list[str], list[npt.NDArray[np.int64]]]:
    """The forms in use, sorted; the number there of each form of each part."""
    own = [
        [part.postings.forms[at] for at in places.tolist()]
        for part, places in zip(parts, used, strict=True)
    ]
    # The forms of a part are in order, and those of the longest hold nearly all of the others'.
    longest = max(own, key=len, default=[])
    names = sorted([*longest, *set[str]().union(*own).difference(longest)])
    number = {name: at for at, name in enumerate(names)}
    numbers = []
    for part, places, forms in zip(parts, used, own, strict=True):
        known = np.zeros(len(part.postings.forms), np.int64)
        known[places] = [number[form] for form in forms]
        numbers.append(known)
    return names, numbers


def _places(
    parts: Sequence[Part], every: npt.NDArray[np.int64], runs: _Runs, bounds: npt.NDArray[np.int32]
) -> positions.Places | None:
    """The positions of all parts, posting by posting."""
    held = [part.postings.places for part in parts]
    own = [
        positions.bounds_of_postings(places, _fields_told(part.postings, places))
        for part, places in zip(parts, held, strict=True)
        if places
    ]
    if not own:
        return None
    told: dict[str, npt.NDArray[np.uint8]] = {}
    form_bounds: dict[str, npt.NDArray[np.int32]] = {}
    taken: dict[str, _Runs] = {}
    for name in dict.fromkeys(name for _, name in positions.KINDS):
        size = np.concatenate([np.diff(of_part[name]) for of_part in own])
        form_bounds[name] = edges(size[every])[bounds].astype(np.int32)
        taken[name] = runs.within(edges(size))
    for kind, name in positions.KINDS:
        told[kind] = taken[name].taken(np.concatenate([getattr(one, kind) for one in held]))
    return positions.Places(**told, bounds=form_bounds)


def _fields_told(postings: Postings, places: positions.Places) -> npt.NDArray[np.int64]:
    """Of each posting, the fields whose positions are kept: none of tool words."""
    told = np.diff(places.bounds["occurrence"]) > 0
    fields = np.bitwise_count(postings.mask).astype(np.int64)
    return np.where(np.repeat(told, np.diff(postings.bounds)), fields, 0)
