"""Questions that repeat each other: the first of the group of each. See FORMAT.md, "Repeats".

A group has one question asked again, or one answer given again. Its first is the first document of its
earliest legislature, so that what an ended legislature's files say does not depend on later ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from search.indexer.encode import subset, varint
from search.indexer.facet_columns import packed, packed_numbers
from search.indexer.records import Line

#: What is repeated: one question, one answer. As the index names them.
KINDS: Final = ("question", "reponse")
#: By kind, groups of two or more places in the records, each rising; a place is in one of a kind at most.
Groups = Mapping[str, Sequence[Sequence[int]]]
NO_GROUPS: Final[Groups] = MappingProxyType({})
Ints = npt.NDArray[np.int64]
#: What a card says of a document that is the first of its group, or alone.
FIRST: Final = 0


@dataclass(frozen=True, slots=True)
class Repeated:
    """The documents of a legislature that are in groups of a kind, rising, and the first of each one's group.

    Documents whose group is theirs alone but for later legislatures are not among them.
    """

    docs: Ints
    legislature: Ints
    first: Ints
    numero: Ints
    type: tuple[str, ...]


#: Of a legislature, by kind.
OfLegislature = Mapping[str, Repeated]


def by_legislature(
    groups: Groups, lines: Mapping[int, Sequence[Line]]
) -> dict[int, dict[str, Repeated]]:
    """The repeats of each legislature; its lines in the order of documents."""
    numbers = sorted(lines)
    flat = list(chain.from_iterable(lines[number] for number in numbers))
    sizes = [len(lines[number]) for number in numbers]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    rank = np.repeat(np.arange(len(numbers)), sizes)
    of_place = np.argsort(np.array([line.start for line in flat], np.int64))
    out: dict[int, dict[str, Repeated]] = {number: {} for number in numbers}
    for kind in KINDS:
        member, first, several = _members(groups.get(kind, ()), of_place, rank)
        legislature = np.array(numbers, np.int64)[rank[first]]
        for at, number in enumerate(numbers):
            own = np.flatnonzero((rank[member] == at) & (several | (legislature != number)))
            own = own[np.argsort(member[own])]
            told = [flat[place] for place in first[own].tolist()]
            out[number][kind] = Repeated(
                member[own] - starts[at],
                legislature[own],
                first[own] - starts[rank[first[own]]],
                np.array([line.numero for line in told], np.int64),
                tuple(line.type for line in told),
            )
    return out


def _members(
    groups: Sequence[Sequence[int]], of_place: Ints, rank: Ints
) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """Of all members of groups: its place among all documents by legislature, that of the first of
    its group, and whether the group has more than one in its legislature."""
    if not groups:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.bool_)
    sizes = np.array([len(group) for group in groups], np.int64)
    owner = np.repeat(np.arange(len(groups)), sizes)
    member = of_place[np.fromiter(chain.from_iterable(groups), np.int64, int(sizes.sum()))]
    first = np.repeat(np.minimum.reduceat(member, np.cumsum(sizes) - sizes), sizes)
    pairs = owner * (int(rank[-1]) + 1) + rank[member]
    _, which, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    return member, first, counts[which] > 1


def digest(of: OfLegislature) -> str:
    """Changes with anything that the files of a legislature say of repeats."""
    whole = hashlib.sha256()
    for kind in KINDS:
        for field in fields(Repeated):
            value = getattr(of[kind], field.name)
            data = value.tobytes() if isinstance(value, np.ndarray) else " ".join(value).encode()
            whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()[:32]


def told(of: Repeated, legislature: int, documents: int) -> list[int | str]:
    """What each card says: FIRST, or the number of the first of its group, as `14-55901QE` where it is
    of another legislature or no QE."""
    out: list[int | str] = [FIRST] * documents
    for doc, own, first, numero, kind in zip(
        of.docs.tolist(), of.legislature.tolist(), of.first.tolist(), of.numero.tolist(), of.type,
        strict=True,
    ):  # fmt: skip
        if own != legislature or kind != "QE":
            out[doc] = f"{own}-{numero}{kind}"
        elif first != doc:
            out[doc] = numero
    return out


def column(of: Repeated, legislature: int, documents: int) -> bytes:
    """The file that tells which documents are of one group."""
    group = (of.legislature << 32) | of.first
    order = np.lexsort((of.docs, group))
    same = group[order][1:] == group[order][:-1]
    follows, goes_on = np.append(False, same), np.append(same, False)
    grouped = np.zeros(len(group), np.bool_)
    grouped[order] = follows | goes_on
    rank = np.cumsum(grouped) - 1
    back = np.zeros(len(group), np.int64)
    back[order[1:][same]] = rank[order[1:][same]] - rank[order[:-1][same]]
    begins = np.ones(len(group), np.bool_)
    begins[order] = ~follows
    elsewhere = begins & (of.legislature != legislature)
    steps = back[grouped]
    others, which = np.unique(of.legislature[elsewhere], return_inverse=True)
    firsts = of.first[elsewhere]
    return packed(
        [
            varint(len(steps)),
            subset(of.docs[grouped], documents),
            *_sized(steps),
            varint(len(firsts)),
            subset(of.docs[elsewhere], documents),
            varint(len(others)),
            *(varint(other) for other in others.tolist()),
            *packed_numbers(which.astype(np.int64), max(1, len(others))),
            *_sized(firsts),
        ]
    )


def _sized(values: Ints) -> list[bytes]:
    size = int(values.max(initial=0)) + 1
    return [varint(size), *packed_numbers(values, size)]
