"""Where the files of an index stand, and how they are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

#: Files of a folder at most.
FOLDER: Final = 1000


def path(out: Path, kind: str, number: int) -> Path:
    """File `number` of a kind."""
    return out / kind / str(number // FOLDER) / f"{number}.bin"


def write(target: Path, data: bytes) -> None:
    """Writes a file, its folder first if need be."""
    try:
        target.write_bytes(data)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def move(source: Path, target: Path) -> None:
    """Puts a file that stands aside into its place."""
    try:
        source.rename(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)


def as_json(value: Any) -> bytes:
    """Without spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
