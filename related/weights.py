"""Stems of questions → vectors of whole numbers, by TF-IDF in steps.

Whole numbers make products exact in any order; steps keep most vectors as they are when a few questions
change: the number of questions with a stem counts in powers of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from related.analysed import slices
from related.analysis import MOST, STEM_BITS

#: Stems of a question that count: the weightiest.
TERMS: Final = 24
#: The length of a vector: a product of two is a million for the same direction.
LENGTH: Final = 1000
#: A stem in more of the questions than one of so many tells nothing apart, and is long to multiply;
#: but it may be in so many whatever their number.
EVERY: Final = 8
ANYHOW: Final = 32
#: Questions whose vectors are made at once: 10 kB each, while they are.
AT_ONCE: Final = 10_000
#: What a stem of two questions tells, about; and how much less one of more: the power of its idf.
RARE: Final = 60
POWER: Final = 1.5
#: A few questions do not tell which words are rare: they count as 4,096.
FEWEST_STEPS: Final = 12
#: The weight of a stem by how often it stands: 1, 2, 3 times and so on: 2 + log2, in halves.
_OFTEN: Final = np.round(2 * (2 + np.log2(np.maximum(1, np.arange(MOST + 1))))).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Vectors:
    """A row for each question: its stems, rising, and their weights; where each row begins, and the end."""

    stems: npt.NDArray[np.int32]
    weights: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]


def levels_of(stems: npt.NDArray[np.uint32], questions: int) -> npt.NDArray[np.uint8]:
    """How much each stem tells, by its number; 0 where it counts for nothing. Of all questions."""
    counts = np.bincount(stems >> np.uint32(32 - STEM_BITS), minlength=1 << STEM_BITS)
    most = max(ANYHOW, _power(questions) // EVERY)
    level = np.zeros(len(counts), np.uint8)
    some = np.flatnonzero((counts > 1) & (counts <= most))
    steps = max(FEWEST_STEPS, (questions - 1).bit_length())
    idf = (steps - np.floor(np.log2(counts[some]))) / steps
    level[some] = np.maximum(1, np.rint(RARE * idf**POWER))
    return level


def _power(number: int) -> int:
    """The power of two that is not larger."""
    return 1 << max(0, number.bit_length() - 1)


def vectors_of(
    stems: npt.NDArray[np.uint32], bounds: npt.NDArray[np.int64], levels: npt.NDArray[np.uint8]
) -> Vectors:
    """The vectors of some questions."""
    parts = []
    for start in range(0, max(1, len(bounds) - 1), AT_ONCE):
        some = bounds[start : start + AT_ONCE + 1]
        parts.append(_vectors_of(stems[some[0] : some[-1]], some - some[0], levels))
    ends = np.cumsum([0, *(part.bounds[-1] for part in parts)])
    return Vectors(
        np.concatenate([part.stems for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate(
            [[0], *(part.bounds[1:] + end for part, end in zip(parts, ends, strict=False))]
        ).astype(np.int64),
    )


def _vectors_of(
    stems: npt.NDArray[np.uint32], bounds: npt.NDArray[np.int64], levels: npt.NDArray[np.uint8]
) -> Vectors:
    rows = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    number = (stems >> np.uint32(32 - STEM_BITS)).astype(np.int64)
    weight = levels[number].astype(np.int64) * _OFTEN[stems & np.uint32(MOST)]
    told = weight > 0
    rows, number, weight = rows[told], number[told], weight[told]
    # the weightiest of each row first, a lower number first among equals
    key = rows << 40 | (4095 - np.minimum(weight, 4095)) << STEM_BITS | number
    order = np.argsort(key)
    rows, number, weight = rows[order], number[order], weight[order]
    rows, number, weight = _first(rows, number, weight)
    order = np.lexsort((number, rows))
    rows, number, weight = rows[order], number[order], weight[order]
    ends = np.searchsorted(rows, np.arange(len(bounds)))
    squares = np.append(0, np.cumsum(weight**2))
    norms = np.sqrt(squares[ends[1:]] - squares[ends[:-1]])
    scaled = np.rint(weight * LENGTH / norms[rows]).astype(np.int32)
    return Vectors(number.astype(np.int32), scaled, ends.astype(np.int64))


def _first(
    rows: npt.NDArray[np.int64], *columns: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], ...]:
    """The first TERMS of each row."""
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    place = np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    kept = place < TERMS
    return rows[kept], *(column[kept] for column in columns)


def marks_of(vectors: Vectors) -> npt.NDArray[np.uint64]:
    """A number for each vector, the same for the same."""
    told = vectors.stems.astype(np.uint64) << np.uint64(16) | vectors.weights.astype(np.uint64)
    told *= np.uint64(0x9E3779B97F4A7C15)
    told ^= told >> np.uint64(29)
    sums = np.append(np.uint64(0), np.cumsum(told, dtype=np.uint64))
    return sums[vectors.bounds[1:]] - sums[vectors.bounds[:-1]]


def of_rows(vectors: Vectors, rows: npt.NDArray[np.int64]) -> Vectors:
    """Some of them, in this order."""
    stems, bounds = slices(vectors.stems, vectors.bounds, rows)
    weights, _ = slices(vectors.weights, vectors.bounds, rows)
    return Vectors(stems, weights, bounds)
