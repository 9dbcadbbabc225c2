"""Where each form stands in each document: for phrases. See FORMAT.md, "Positions".

Nothing here depends on the numbers of documents, so a slice encodes its own once; a form's data over
all slices is, kind by kind, that of each slice after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from search.indexer.chunks import TOOLS
from search.indexer.encode import changes, edges, varints

TOOL_BASE: Final = len(TOOLS) + 2
#: Three tool words before a word are told apart; more are told by their number.
TOOLS_KEPT: Final = 3
#: The kinds of bytes of a form, in order, and whose bounds each has.
KINDS: Final = (
    ("often", "often"),
    ("low", "occurrence"),
    ("high", "occurrence"),
    ("before", "occurrence"),
    ("rest", "rest"),
)
Bytes = npt.NDArray[np.uint8]
Bounds = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Places:
    """The bytes of every form of a slice, by kind; `bounds` say where those of each form start."""

    often: Bytes
    low: Bytes
    high: Bytes
    before: Bytes
    rest: Bytes
    bounds: dict[str, Bounds]


def encoded(
    form: npt.NDArray[np.int32],
    owner: npt.NDArray[np.uint32],
    place: npt.NDArray[np.int32],
    before: npt.NDArray[np.int32],
    forms: int,
) -> Places:
    """Of every occurrence, sorted: its form, its owner (one number for form, document and field),
    its place in the field, the tool words before it."""
    starts = changes(owner)
    often = np.diff(np.append(starts, len(owner)))
    step = np.diff(place, prepend=0)
    step[starts] = place[starts]
    last, rest = before % TOOL_BASE, before // TOOL_BASE
    more = rest > 0
    # where each form starts: among occurrences, (document, field) pairs, long runs of tool words
    first = edges(np.bincount(form, minlength=forms))
    often_bytes, often_bounds = varints(often - 1)
    rest_bytes, rest_bounds = varints(rest[more])
    return Places(
        often_bytes,
        (step & 255).astype(np.uint8),
        (step >> 8).astype(np.uint8),
        (last | np.where(more, 128, 0)).astype(np.uint8),
        rest_bytes,
        {
            "often": often_bounds[np.searchsorted(starts, first)].astype(np.int32),
            "occurrence": first.astype(np.int32),
            "rest": rest_bounds[edges(more)[first]].astype(np.int32),
        },
    )


def bounds_of_postings(
    places: Places, fields: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.int64]]:
    """Where the bytes of each posting start, and the end, by the names of `bounds`.

    `fields` are the fields of each posting of which positions are told.
    """
    ends = np.flatnonzero(places.often < 128) + 1
    starts = np.append(0, ends[:-1]) if len(ends) else ends
    often = (places.often & 127).astype(np.int64)
    often <<= 7 * (np.arange(len(often)) - np.repeat(starts, ends - starts))
    counts = np.add.reduceat(often, starts) + 1 if len(starts) else often
    pairs = edges(fields)
    occurrences = edges(counts)[pairs]
    more = edges(places.before >= 128)[occurrences]
    return {
        "often": np.append(0, ends)[pairs],
        "occurrence": occurrences,
        "rest": np.append(0, np.flatnonzero(places.rest < 128) + 1)[more],
    }
