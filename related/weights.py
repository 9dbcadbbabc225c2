"""Stems of questions → vectors of whole numbers, by TF-IDF in steps.

A stem tells by how few questions have it, and by how few have it as often: twice in a text is little for the
name of a place, and much for a word of every second question. What the head of a question says, its rubrique
and title, tells its subject besides, by how few heads say it.

Whole numbers make products exact in any order; steps keep most vectors as they are when a few questions
change: the number of questions with a stem counts in powers of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from related.analysed import slices
from related.analysis import HEAD_BITS, OFTEN_BITS, STEM_BITS

#: Stems of a question that count: so many of its head at most, then of its text, each time the weightiest.
TERMS: Final = 96
OF_HEAD: Final = 12
#: So many of these are what questions are first compared by, and what the length of a vector is made of.
STRONG: Final = 24
#: So many of them count in whole, the others in part: many words in common tell a subject, and so do two
#: rare ones, but not beside all that long texts have in common by accident. In fifths.
FIRST: Final = 16
_WHOLE: Final = 5
_PART: Final = 3
#: The length of a vector whose weights have the usual one: a product of two such is a million for the same
#: direction. One of twice as much is longer by a third: what tells much of its subject is not made even.
LENGTH: Final = 1000
USUAL: Final = 6400
EVEN: Final = 0.6
#: A stem in more of the questions than one of so many tells nothing apart, and is long to multiply;
#: but it may be in so many whatever their number.
EVERY: Final = 8
ANYHOW: Final = 32
#: Questions whose vectors are made at once: 10 kB each, while they are.
AT_ONCE: Final = 10_000
STEMS_AT_ONCE: Final = 1_000_000
#: What a stem of a few questions tells, about; of fewer it tells no more.
RARE: Final = 60
FEW: Final = 4
#: A few questions do not tell which words are rare: they count as 4,096.
FEWEST_STEPS: Final = 12
#: How often a stem stands, at most: more is as much.
OFTEN: Final = 4
#: The share of how few questions have a stem as often, beside how few have it.
AS_OFTEN: Final = 0.9
#: What it tells more for twice as often, even so.
TWICE: Final = 1 / 6
#: What a rare word of the head tells beside one of the text. What many heads say tells next to nothing: how
#: few say it counts twice.
IN_HEAD: Final = 1.5
#: The same in quarters, by how often it is said there.
_SAID: Final = np.array([0, 4, 7, 8, 8, 8, 8, 8])
_QUARTERS: Final = 4
#: A stem in the head is another than the same in the text.
_IN_HEAD: Final = 1 << STEM_BITS
#: More than any number of a stem.
NUMBERS: Final = 2 * _IN_HEAD


@dataclass(frozen=True, slots=True)
class Vectors:
    """A row for each question: its columns, and their weights; where each row begins, and the end."""

    columns: npt.NDArray[np.int32]
    weights: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]


class Levels:
    """How much each stem tells; 0 where it counts for nothing."""

    def __init__(self, numbers: npt.NDArray[np.int32], told: npt.NDArray[np.uint8]) -> None:
        #: Of stems in more than one question, rising; for each what it tells once in a text, twice and so
        #: on up to OFTEN, and in a head.
        self.numbers = numbers
        self.told = told.reshape(-1, OFTEN + 1)

    @cached_property
    def row(self) -> npt.NDArray[np.int32]:
        """By the number of a stem its row in `rows`."""
        row = np.full(1 << STEM_BITS, len(self.numbers), np.int32)
        row[self.numbers] = np.arange(len(self.numbers))
        return row

    @cached_property
    def rows(self) -> npt.NDArray[np.int64]:
        """What is told, and a last row for other stems."""
        return np.concatenate([self.told, np.zeros((1, OFTEN + 1), np.uint8)]).astype(np.int64)

    def otherwise(self, before: Levels, stems: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """Which stems of questions tell another thing than before."""
        numbers = np.union1d(self.numbers, before.numbers)
        both = np.zeros((2, len(numbers), OFTEN + 1), np.uint8)
        for of, levels in enumerate((before, self)):
            both[of, np.searchsorted(numbers, levels.numbers)] = levels.told
        kinds = np.zeros(1 << STEM_BITS, np.uint8)  # a bit for each of a row
        kinds[numbers] = ((both[0] != both[1]) << np.arange(OFTEN + 1)).sum(1)
        found = [
            kinds[number] & (1 << (often - 1) | (said > 0) << OFTEN)
            for at in range(0, len(stems), STEMS_AT_ONCE)
            for number, said, often in [_parts(stems[at : at + STEMS_AT_ONCE])]
        ]
        return np.concatenate([*found, np.zeros(0, np.uint8)]) > 0


def levels_of(stems: npt.NDArray[np.uint32], questions: int) -> Levels:
    """Of all questions."""
    have = np.bincount(stems >> np.uint32(HEAD_BITS + OFTEN_BITS), minlength=1 << STEM_BITS)
    numbers = np.flatnonzero(have > 1).astype(np.int32)
    levels = Levels(numbers, np.zeros((len(numbers), OFTEN + 1), np.uint8))
    counts = np.zeros((OFTEN + 1, len(numbers) + 1), np.int64)
    for at in range(0, len(stems), STEMS_AT_ONCE):
        number, said, often = _parts(stems[at : at + STEMS_AT_ONCE])
        row = levels.row[number]
        kinds = (*(often > times for times in range(OFTEN)), said > 0)
        for kind, which in enumerate(kinds):
            counts[kind] += np.bincount(row[which], minlength=counts.shape[1])
    counts = counts[:, :-1]
    most = max(ANYHOW, _power(questions) // EVERY)
    steps = max(FEWEST_STEPS, (questions - 1).bit_length())

    def idf(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        return 1 - np.floor(np.log2(np.maximum(FEW, counts))) / steps

    def level(told: npt.NDArray[np.float64], kind: int) -> npt.NDArray[Any]:
        return np.where(counts[kind] <= most, np.maximum(1, np.rint(RARE * told)), 0)

    for kind in range(OFTEN):
        told = (1 - AS_OFTEN) * idf(counts[0]) + AS_OFTEN * idf(counts[kind])
        levels.told[:, kind] = level(told * (1 + TWICE * np.log2(kind + 1)), kind)
    in_heads = level(IN_HEAD * idf(counts[OFTEN]) ** 2, OFTEN)
    levels.told[:, OFTEN] = np.where(counts[OFTEN] > 1, in_heads, 0)
    return levels


def _parts(
    stems: npt.NDArray[np.uint32],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Their numbers, how often the head says them, and how often they stand."""
    number = (stems >> np.uint32(HEAD_BITS + OFTEN_BITS)).astype(np.int64)
    said = stems >> np.uint32(OFTEN_BITS) & np.uint32((1 << HEAD_BITS) - 1)
    often = np.minimum(stems & np.uint32((1 << OFTEN_BITS) - 1), np.uint32(OFTEN))
    return number, said, often


def _power(number: int) -> int:
    """The power of two that is not larger."""
    return 1 << max(0, number.bit_length() - 1)


def vectors_of(
    stems: npt.NDArray[np.uint32], bounds: npt.NDArray[np.int64], levels: Levels
) -> Vectors:
    """The vectors of some questions, in each what the head says before the rest, and the weightiest first."""
    parts = []
    for start in range(0, max(1, len(bounds) - 1), AT_ONCE):
        some = bounds[start : start + AT_ONCE + 1]
        parts.append(_vectors_of(stems[some[0] : some[-1]], some - some[0], levels))
    ends = np.cumsum([0, *(part.bounds[-1] for part in parts)])
    return Vectors(
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate(
            [[0], *(part.bounds[1:] + end for part, end in zip(parts, ends, strict=False))]
        ).astype(np.int64),
    )


def _vectors_of(
    stems: npt.NDArray[np.uint32], bounds: npt.NDArray[np.int64], levels: Levels
) -> Vectors:
    rows = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    number, said, often = _parts(stems)
    row = levels.row[number]
    head = said > 0
    weight = np.concatenate(
        [
            levels.rows[row, often - 1] * _QUARTERS,
            levels.rows[row[head], OFTEN] * _SAID[said[head]],
        ]
    )
    rows = np.append(rows, rows[head])
    number = np.append(number, number[head] | _IN_HEAD)
    told = weight > 0
    rows, number, weight = rows[told], number[told], weight[told]
    # the weightiest of each row first, a lower number first among equals; those of the head before all
    in_text = number < _IN_HEAD
    key = (rows << 13 | in_text << 12 | 4095 - weight) << (STEM_BITS + 1) | number
    order = np.argsort(key)
    rows, number, weight = rows[order], number[order], weight[order]
    kept = (number < _IN_HEAD) | (_places(rows) < OF_HEAD)
    rows, number, weight = rows[kept], number[kept], weight[kept]
    place = _places(rows)
    weight = weight * np.where(place < FIRST, _WHOLE, _PART)
    kept = place < TERMS
    rows, number, weight, place = rows[kept], number[kept], weight[kept], place[kept]
    ends = np.searchsorted(rows, np.arange(len(bounds)))
    squares = np.append(0, np.cumsum(np.where(place < STRONG, weight, 0) ** 2))
    norms = np.sqrt(squares[ends[1:]] - squares[ends[:-1]])
    scale = LENGTH / (np.maximum(1, norms) ** EVEN * USUAL ** (1 - EVEN))
    scaled = np.rint(weight * scale[rows]).astype(np.int64)
    # in an order that the vector itself tells: `strongest` is the same of the same vectors
    in_text = number < _IN_HEAD
    order = np.argsort((rows << 17 | in_text << 16 | 65535 - scaled) << (STEM_BITS + 1) | number)
    return Vectors(
        number[order].astype(np.int32), scaled[order].astype(np.int32), ends.astype(np.int64)
    )


def strongest(vectors: Vectors) -> Vectors:
    """The first STRONG of each of some vectors of `vectors_of`."""
    counts = np.diff(vectors.bounds)
    place = np.arange(vectors.bounds[-1]) - np.repeat(vectors.bounds[:-1], counts)
    kept = place < STRONG
    bounds = np.append(0, np.cumsum(np.minimum(counts, STRONG)))
    return Vectors(vectors.columns[kept], vectors.weights[kept], bounds)


def _places(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Of each the place in its row."""
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    return np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))


def marks_of(vectors: Vectors) -> npt.NDArray[np.uint64]:
    """A number for each vector, the same for the same."""
    told = vectors.columns.astype(np.uint64) << np.uint64(16) | vectors.weights.astype(np.uint64)
    told *= np.uint64(0x9E3779B97F4A7C15)
    told ^= told >> np.uint64(29)
    sums = np.append(np.uint64(0), np.cumsum(told, dtype=np.uint64))
    return sums[vectors.bounds[1:]] - sums[vectors.bounds[:-1]]


def of_rows(vectors: Vectors, rows: npt.NDArray[np.int64]) -> Vectors:
    """Some of them, in this order."""
    of, bounds = slices(vectors.columns, vectors.bounds, rows)
    weights, _ = slices(vectors.weights, vectors.bounds, rows)
    return Vectors(of, weights, bounds)
