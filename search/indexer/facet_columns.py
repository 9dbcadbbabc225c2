"""The number of every document in a facet, as bytes: what counts are made from. See FORMAT.md, "Facets".

Most facets follow from another: a deputy has one département and nearly always one group, the ministry
that answers is mostly the one asked. Such a column is a table and its exceptions.
"""

from __future__ import annotations

import zlib
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.indexer.encode import subset, varint, varint_bytes

Column = npt.NDArray[np.int64]

#: What the first byte of a column says.
ALONE: Final = 0
BY_TABLE: Final = 1
BY_THE_LAST: Final = 2
#: Numbers below this many share bytes.
SHARED: Final = 16
#: A part of so many bytes has codes of its own.
OWN_CODES: Final = 256
#: What zlib calls the most memory: longer blocks, fewer tables of codes.
_MEMORY: Final = 9
#: No way of packing suits all columns: rubriques stand in runs where numbers follow their order.
_STRATEGIES: Final = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_RLE, zlib.Z_HUFFMAN_ONLY)


def column(numbers: npt.NDArray[Any], by: npt.NDArray[Any] | None = None) -> tuple[bytes, bool]:
    """A file of numbers, and whether it is told by those of another facet, `by`: where that is shorter."""
    values = numbers.astype(np.int64)
    alone = packed([bytes([ALONE]), varint(_size(values)), *packed_numbers(values)])
    if by is None:
        return alone, False
    base = by.astype(np.int64)
    told = min((packed(_by_table(values, base)), packed(_by_the_last(values, base))), key=len)
    return (told, True) if len(told) < len(alone) else (alone, False)


def packed_numbers(values: Column, size: int | None = None) -> list[bytes]:
    """Numbers below `size`, in parts of which each has its own kind of bytes."""
    size = _size(values) if size is None else size
    if size <= 1:
        return []
    if size <= SHARED:
        return [_digits(values, size)]
    if size <= 256:
        return [values.astype(np.uint8).tobytes()]
    high = values >> 8
    lows = (values[high == part] & 255 for part in range(((size - 1) >> 8) + 1))
    return [
        *packed_numbers(high, ((size - 1) >> 8) + 1),
        *(low.astype(np.uint8).tobytes() for low in lows),
    ]


def digits_a_byte(size: int) -> int:
    """How many numbers below `size` a byte holds."""
    count = 1
    while size ** (count + 1) <= 256:
        count += 1
    return count


def _size(values: Column) -> int:
    return int(values.max(initial=0)) + 1


def _digits(values: Column, size: int) -> bytes:
    count = digits_a_byte(size)
    rows = np.zeros((-(-len(values) // count), count), np.int64)
    rows.reshape(-1)[: len(values)] = values
    packed: Column = (rows * size ** np.arange(count)).sum(axis=1)
    return packed.astype(np.uint8).tobytes()


def _by_table(values: Column, base: Column) -> list[bytes]:
    """The value that goes most often with each number of the other facet; where it is another."""
    pairs, counts = np.unique(base * _size(values) + values, return_counts=True)
    order = np.lexsort((pairs, counts))  # the most frequent is written last
    table = np.zeros(_size(base), np.int64)
    table[pairs[order] // _size(values)] = pairs[order] % _size(values)
    head = [bytes([BY_TABLE]), varint(_size(values)), varint(len(table)), varint_bytes(table)]
    return [*head, *_exceptions(values, values != table[base])]


def _by_the_last(values: Column, base: Column) -> list[bytes]:
    """Where a number of the other facet goes with another value than the time before: 0 at first."""
    order = np.argsort(base, kind="stable")
    same = np.append(False, base[order][1:] == base[order][:-1])
    before = np.where(same, np.append(0, values[order][:-1]), 0)
    differs = np.zeros(len(values), np.bool_)
    differs[order] = values[order] != before
    return [bytes([BY_THE_LAST]), varint(_size(values)), *_exceptions(values, differs)]


def _exceptions(values: Column, differs: npt.NDArray[np.bool_]) -> list[bytes]:
    at = np.flatnonzero(differs)
    return [varint(len(at)), subset(at, len(values)), *packed_numbers(values[at], _size(values))]


def packed(parts: list[bytes]) -> bytes:
    """One deflate stream in which each part has its own codes."""
    return min((_deflated(parts, strategy) for strategy in _STRATEGIES), key=len)


def _deflated(parts: list[bytes], strategy: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, _MEMORY, strategy)
    out = []
    for part in parts:
        out.append(packer.compress(part))
        if len(part) >= OWN_CODES:
            out.append(packer.flush(zlib.Z_SYNC_FLUSH))
    return b"".join([*out, packer.flush()])
