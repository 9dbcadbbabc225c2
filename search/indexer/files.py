"""Where the files of an index stand, and how they are written."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

#: Files of a folder at most.
FOLDER: Final = 1000


def path(out: Path, kind: str, number: int) -> str:
    """File `number` of a kind. As text: some ten thousand paths take longer to make than to open."""
    return f"{out}/{kind}/{number // FOLDER}/{number}.bin"


def write(target: Path | str, data: bytes) -> None:
    """Writes a file, its folder first if need be."""
    try:
        with open(target, "wb") as file:  # noqa: PTH123 - half the time of Path.open
            file.write(data)
    except FileNotFoundError:
        target = Path(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def write_whole(target: Path, data: bytes) -> None:
    """Replaces a file whole: a reader sees the one before or this one."""
    aside = target.with_name(f".{target.name}")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(target)


def move(source: str, target: str) -> None:
    """Puts a file that stands aside into its place."""
    try:
        os.rename(source, target)  # noqa: PTH104 - as above
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        os.rename(source, target)  # noqa: PTH104


def link(source: Path, target: Path) -> None:
    """The same file under another name; a copy where there are no links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source.resolve(), target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def as_json(value: Any) -> bytes:
    """Without spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sizes(folder: Path) -> Iterator[int]:
    """Of every file of a folder, in bytes."""
    for at, _, names in os.walk(folder):
        for name in names:
            yield os.stat(f"{at}/{name}").st_size  # noqa: PTH116 - as above
