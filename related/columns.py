"""Arrays by name in one file: a description of them, then their bytes. Another program's counts as none."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson

#: Bytes before the description: its length and the checksum of all that follows.
_HEAD: Final = 16


def write(path: Path, version: str, columns: Mapping[str, npt.NDArray[Any]]) -> None:
    """Writes the file aside and renames it."""
    told = [[name, str(array.dtype), len(array)] for name, array in columns.items()]
    description = orjson.dumps({"version": version, "columns": told})
    checksum = zlib.crc32(description)
    parts = [np.ascontiguousarray(array).view(np.uint8).data for array in columns.values()]
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")  # of a killed build, the next one writes it anew
    with aside.open("wb") as file:
        file.write(len(description).to_bytes(8, "little") + checksum.to_bytes(8, "little"))
        file.write(description)
        for part in parts:
            file.write(part)
    aside.replace(path)


def read(path: Path, version: str) -> dict[str, npt.NDArray[Any]] | None:
    """The arrays that `write` wrote; None where there are none of this version, or they are damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if len(data) <= _HEAD:
        return None
    length, checksum = (int.from_bytes(data[at : at + 8], "little") for at in (0, 8))
    if zlib.crc32(memoryview(data)[_HEAD:]) != checksum:
        return None
    described = orjson.loads(data[_HEAD : _HEAD + length])
    if described["version"] != version:
        return None
    at = _HEAD + length
    found = {}
    for name, dtype, count in described["columns"]:
        found[name] = np.frombuffer(data, dtype, count, at)
        at += found[name].nbytes
    return found
