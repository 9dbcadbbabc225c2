"""The files that are read: each `--source` is a folder, walked, or a single file."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class SourceFile(NamedTuple):
    """A file to read: where it is, what messages call it, and what the record calls it."""

    path: Path
    shown: str
    source: str


def find_files(sources: Sequence[Path], *, without: Iterable[Path] = ()) -> list[SourceFile]:
    """Every file of the sources once, in the order of their paths; links are followed.

    Hidden files and folders are left out, as are the folders ``without`` (what a build writes). A
    folder that cannot be opened stands for itself: reading it will say so. Raises FileNotFoundError,
    with the path, for a source that does not exist.
    """
    left_out = {os.path.realpath(folder) for folder in without}
    found: dict[str, SourceFile] = {}
    for source in sources:
        if not source.exists():
            raise FileNotFoundError(source)
        if source.is_file():
            alone = (source, source.name, os.path.realpath(source))
        for path, name, real in _walk(source, left_out) if source.is_dir() else [alone]:
            file = SourceFile(path, readable(path.as_posix()), readable(name))
            found.setdefault(real, file)
    return sorted(found.values(), key=lambda file: file.path.parts)


def readable(name: str) -> str:
    """A name that can be printed and stored: bytes that are no UTF-8 and controls as escapes."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(
        c if unicodedata.category(c)[0] != "C" else c.encode("unicode_escape").decode()
        for c in text
    )


def _walk(folder: Path, left_out: set[str]) -> Iterator[Path]:
    seen: set[str] = set()
    closed: list[Path] = []
    walk = os.walk(
        folder, followlinks=True, onerror=lambda error: closed.append(Path(error.filename))
    )
    for parent, folders, files in walk:
        real = os.path.realpath(parent)
        if real in seen or real in left_out:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(files) if not name.startswith("."))
    yield from closed
