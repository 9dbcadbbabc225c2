"""The files that are read: each `--source` is a folder, walked, or a single file."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple


class SourceFile(NamedTuple):
    """A file to read: where it is, what messages call it, and what the record calls it."""

    path: str
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
        top = str(source)
        if not source.is_dir():
            file = SourceFile(top, readable(top), readable(source.name))
            found.setdefault(os.path.realpath(top), file)
            continue
        below = len(top.rstrip("/")) + 1
        for path, real in _walk(top, left_out):
            found.setdefault(real, SourceFile(path, readable(path), readable(path[below:])))
    return sorted(found.values(), key=attrgetter("shown"))


def readable(name: str) -> str:
    """A name that can be printed and stored: bytes that are no UTF-8 and controls as escapes."""
    if name.isascii() and name.isprintable():
        return name
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(
        c if unicodedata.category(c)[0] != "C" else c.encode("unicode_escape").decode()
        for c in text
    )


def _walk(top: str, left_out: set[str]) -> Iterator[tuple[str, str]]:
    """Each file, and where it really is: only links are asked, which spares a call for each."""
    seen: set[str] = set()
    folders = [top]
    while folders:
        folder = folders.pop()
        real = os.path.realpath(folder)
        if real in seen or real in left_out:
            continue
        seen.add(real)
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=attrgetter("name"))
        except OSError:
            yield folder, real
            continue
        below: list[str] = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                below.append(entry.path)
            elif entry.is_symlink():
                yield entry.path, os.path.realpath(entry.path)
            else:
                yield entry.path, f"{real}/{entry.name}"
        folders += reversed(below)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False
