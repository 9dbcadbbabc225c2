"""Where each form stands in each document: for phrases. See FORMAT.md, "Positions"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.indexer.encode import varints
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


def encoded(documents: npt.NDArray[np.int64], occurrences: Occurrences) -> Iterator[list[bytes]]:
    """The position data of every form in turn, by kind; `documents` are the documents of each.

    All forms are encoded at once and the bytes then cut: one numpy call a form would cost minutes.
    """
    counts = np.diff(occurrences.bounds)
    place = occurrences.place.astype(np.int64)
    key = (np.repeat(np.arange(len(counts)), counts) << 2) | occurrences.field
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else key
    often = np.diff(np.append(starts, len(key)))
    step = np.diff(place, prepend=0)
    step[starts] = place[starts]
    last = occurrences.before % TOOL_BASE
    rest = occurrences.before // TOOL_BASE
    more = rest > 0
    # where each form starts: among occurrences, (document, field) pairs, long runs of tool words
    first = occurrences.bounds[np.concatenate([np.zeros(1, np.int64), np.cumsum(documents)])]
    first_pair = np.searchsorted(starts, first)
    first_more = np.concatenate([np.zeros(1, np.int64), np.cumsum(more)])[first]
    streams = [
        _Stream(*varints(often - 1), first_pair),
        _Stream((step & 255).astype(np.uint8), None, first),
        _Stream((step >> 8).astype(np.uint8), None, first),
        _Stream((last | np.where(more, 128, 0)).astype(np.uint8), None, first),
        _Stream(*varints(rest[more]), first_more),
    ]
    for at in range(len(documents)):
        yield [stream.cut(at) for stream in streams]


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
