"""Where each form stands in each document: for phrases. See FORMAT.md, "Positions"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.indexer.encode import bitmap, gaps, nibbles, varint, varints
from search.indexer.slices import TOOL_BASE, spread


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Occurrences by posting; those of posting i lie from bounds[i] to bounds[i + 1]."""

    bounds: npt.NDArray[np.int64]
    field: npt.NDArray[np.uint8]
    place: npt.NDArray[np.uint16]
    before: npt.NDArray[np.uint16]


def gather(folder: Path, name: str, index: npt.NDArray[np.int64]) -> Occurrences:
    """The occurrences of some postings of a slice."""
    bounds = np.load(folder / f"{name}.starts.npy", mmap_mode="r")
    counts = bounds[index + 1] - bounds[index]
    at = spread(bounds[index], counts)
    field, place, before = (
        np.load(folder / f"{name}.{kind}.npy", mmap_mode="r")[at]
        for kind in ("field", "place", "before")
    )
    return Occurrences(_bounds(counts), field, place, before)


def ordered(parts: list[Occurrences], order: npt.NDArray[Any]) -> Occurrences:
    """The occurrences of all parts, their postings put in another order."""
    counts = np.concatenate([np.diff(part.bounds) for part in parts])
    starts = np.cumsum(counts) - counts
    at = spread(starts[order], counts[order])
    return Occurrences(
        _bounds(counts[order]),
        np.concatenate([part.field for part in parts])[at],
        np.concatenate([part.place for part in parts])[at],
        np.concatenate([part.before for part in parts])[at],
    )


def _bounds(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def encoded(
    docs: npt.NDArray[Any],
    sizes: npt.NDArray[np.int64],
    occurrences: Occurrences,
    documents: int,
) -> Iterator[bytes]:
    """The position data of every form in turn; `sizes` are the documents of each.

    All forms are encoded at once and the bytes then cut: one numpy call a form would cost minutes.
    """
    counts = np.diff(occurrences.bounds)
    posting = np.repeat(np.arange(len(docs)), counts)
    place = occurrences.place.astype(np.int64)
    key = (posting << 2) | occurrences.field
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else key
    often = np.diff(np.append(starts, len(key)))
    present = np.left_shift(1, key[starts] & 3)
    mask = np.bitwise_or.reduceat(
        present, np.searchsorted(key[starts] >> 2, np.arange(len(docs)))
    ).astype(np.uint8)
    step = np.diff(place, prepend=0)
    step[starts] = place[starts]
    last = occurrences.before % TOOL_BASE
    rest = occurrences.before // TOOL_BASE
    more = rest > 0
    # where each form starts: among its postings, its (posting, field) pairs, its occurrences
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    first_place = occurrences.bounds[first]
    first_pair = np.searchsorted(starts, first_place)
    first_more = np.concatenate([np.zeros(1, np.int64), np.cumsum(more)])[first_place]
    gap = gaps(docs)
    gap[first[:-1]] = docs[first[:-1]]
    streams = [
        _Stream(*varints(gap), first),
        _Stream(*nibbles(mask, sizes), np.arange(len(sizes) + 1)),
        _Stream(*varints(often - 1), first_pair),
        _Stream((step & 255).astype(np.uint8), None, first_place),
        _Stream((step >> 8).astype(np.uint8), None, first_place),
        _Stream((last | np.where(more, 128, 0)).astype(np.uint8), None, first_place),
        _Stream(*varints(rest[more]), first_more),
    ]
    size_of_bitmap = (documents + 7) // 8
    for at, size in enumerate(sizes.tolist()):
        parts = [stream.cut(at) for stream in streams]
        as_bitmap = len(parts[0]) > size_of_bitmap
        if as_bitmap:
            parts[0] = bitmap(docs[first[at] : first[at + 1]], documents)
        yield b"".join((varint(size << 1 | as_bitmap), *parts))


class _Stream:
    """Bytes of one kind for all forms, and where those of each form lie."""

    def __init__(
        self,
        data: npt.NDArray[np.uint8],
        bounds: npt.NDArray[np.int64] | None,
        first: npt.NDArray[np.int64],
    ) -> None:
        self.data = data.tobytes()
        self.edges = (first if bounds is None else bounds[first]).tolist()

    def cut(self, at: int) -> bytes:
        return self.data[self.edges[at] : self.edges[at + 1]]
