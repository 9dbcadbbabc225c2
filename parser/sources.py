"""The files that are read: each `--source` is a folder, walked, or a single file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class SourceFile(NamedTuple):
    """A file to read, and what the record calls it: its path within its `--source`."""

    path: Path
    source: str


def find_files(sources: Sequence[Path], *, without: Iterable[Path] = ()) -> list[SourceFile]:
    """Every file of the sources once, in the order of their paths.

    Hidden files and folders are left out, as are the folders ``without`` (what a build writes).
    Raises FileNotFoundError, with the path, for a source that does not exist.
    """
    left_out = {folder.resolve() for folder in without}
    found: dict[Path, SourceFile] = {}
    for source in sources:
        if not source.exists():
            raise FileNotFoundError(source)
        for path in _walk(source, left_out) if source.is_dir() else [source]:
            name = path.relative_to(source) if source.is_dir() else Path(path.name)
            found.setdefault(path.resolve(), SourceFile(path, name.as_posix()))
    return sorted(found.values())


def _walk(folder: Path, left_out: set[Path]) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (here / name).resolve() not in left_out
        )
        yield from (here / name for name in sorted(files) if not name.startswith("."))
