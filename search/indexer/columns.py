"""Named arrays in one file, read back without copying: what slices leave on disk for the merge."""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.indexer.errors import IndexingError

#: Arrays start at multiples of this many bytes.
ALIGNED: Final = 16
#: The file: length of the header and CRC-32 of all that follows, four bytes each; the header; arrays.
PREFIX: Final = 8

Columns = Mapping[str, npt.NDArray[Any]]


def write(path: Path, columns: Columns) -> None:
    """Written aside, then renamed: the file is whole or not there."""
    header = json.dumps([[name, a.dtype.str, len(a)] for name, a in columns.items()]).encode()
    header += b" " * (-(PREFIX + len(header)) % ALIGNED)
    parts = [header]
    for array in columns.values():
        data = array.tobytes()
        parts += [data, bytes(-len(data) % ALIGNED)]
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("wb") as file:
        file.write(len(header).to_bytes(4, "little") + crc.to_bytes(4, "little"))
        file.writelines(parts)
    aside.replace(path)


def text(names: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Names without line ends as a column of bytes."""
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def lines(column: npt.NDArray[Any]) -> list[str]:
    """The names of such a column; none and one empty name are alike."""
    names = column.tobytes().decode()
    return names.split("\n") if names else []


def is_whole(path: Path) -> bool:
    """Whether the file is there and holds what was written."""
    try:
        with path.open("rb") as file:
            size, crc = _prefix(file.read(PREFIX))
            found, length = 0, 0
            while block := file.read(1 << 20):
                found = zlib.crc32(block, found)
                length += len(block)
    except (OSError, IndexingError):
        return False
    return length >= size and found == crc


def read(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file, as views of it."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    size, _ = _prefix(data[:PREFIX])
    at = PREFIX + size
    columns: dict[str, npt.NDArray[Any]] = {}
    for name, kind, length in json.loads(data[PREFIX:at]):
        columns[name] = np.frombuffer(data, np.dtype(kind), length, at)
        used = columns[name].nbytes
        at += used + -used % ALIGNED
    return columns


def _prefix(data: bytes) -> tuple[int, int]:
    if len(data) < PREFIX:
        raise IndexingError(f"{len(data)} bytes; expected {PREFIX} and more")
    return int.from_bytes(data[:4], "little"), int.from_bytes(data[4:8], "little")
