"""The files that are read: each `--source` is a folder, walked, or a single file.

Folders are walked one at a time, their names in order, so that no list of all files is ever held.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class SourceFile(NamedTuple):
    """A file to read: where it is, what messages call it, and what the record calls it."""

    path: str
    shown: str
    source: str


class Folder(NamedTuple):
    """The files of one folder: ``prefix + name`` is a path, and of that ``[below:]`` the source."""

    prefix: bytes
    below: int
    #: In the order of their bytes.
    names: list[bytes]
    #: Why the folder cannot be walked, if so.
    error: str = ""


class Sources:
    """Every file of the sources once, whatever the order in which they are given; links are followed.

    A file within two sources is found in the one of the shorter path; a link to what is found by
    itself is left out, as are hidden files and folders, and the folders ``without`` (what a build writes).
    """

    def __init__(self, sources: Iterable[Path], without: Iterable[Path] = ()) -> None:
        self._left_out = {os.fsencode(os.path.realpath(folder)) for folder in without}
        tops = sorted({os.fsencode(source) for source in sources})
        self._folders = [top for top in tops if os.path.isdir(top)]  # noqa: PTH112
        self._reals = [os.path.realpath(top) for top in self._folders]
        #: Files that are sources themselves, by the path of their folder.
        self._files: dict[bytes, set[bytes]] = {}
        found: set[bytes] = set()
        for top in tops:
            real = os.path.realpath(top)
            if top not in self._folders and not self._is_found(real) and real not in found:
                found.add(real)
                folder, name = os.path.split(top)
                self._files.setdefault(_prefix(folder) if folder else b"", set()).add(name)

    def folders(self) -> Iterator[Folder]:
        """The folders that hold files or cannot be opened, each once."""
        alone = dict(self._files)
        seen: set[bytes] = set()
        links: set[bytes] = set()
        for top in self._folders:
            below = len(_prefix(top))
            waiting = [top]
            while waiting:
                path = waiting.pop()
                real = os.path.realpath(path)
                if real in seen or real in self._left_out:
                    continue
                seen.add(real)
                prefix = _prefix(path)
                more = alone.pop(prefix, set())
                try:
                    names, deeper = self._entries(path, links)
                except OSError as error:
                    yield Folder(prefix, below, sorted(more), error.strerror or str(error))
                    continue
                if names or more:
                    yield Folder(prefix, below, sorted({*names, *more}) if more else names)
                waiting += reversed(deeper)
        for prefix, names_alone in sorted(alone.items()):
            yield Folder(prefix, len(prefix), sorted(names_alone))

    def __iter__(self) -> Iterator[SourceFile]:
        for folder in self.folders():
            for name in folder.names:
                path = folder.prefix + name
                yield SourceFile(os.fsdecode(path), shown(path), shown(path[folder.below :]))

    def _entries(self, path: bytes, links: set[bytes]) -> tuple[list[bytes], list[bytes]]:
        """Names of the files in a folder, paths of the folders. Raises OSError."""
        names: list[bytes] = []
        deeper: list[bytes] = []
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name.startswith(b"."):
                    continue
                if entry.is_symlink():
                    real = os.path.realpath(entry.path)
                    if self._is_found(real):
                        continue
                    if not _is_folder(entry):
                        if real not in links:
                            names.append(entry.name)
                            links.add(real)
                        continue
                if _is_folder(entry):
                    deeper.append(entry.path)
                else:
                    names.append(entry.name)
        names.sort()
        return names, sorted(deeper)

    def _is_found(self, real: bytes) -> bool:
        """Whether walking the folders comes to a file or folder by itself."""
        for top in self._reals:
            if real == top:
                return True
            prefix = _prefix(top)
            if not real.startswith(prefix) or not os.path.exists(real):  # noqa: PTH110
                continue
            parts = real[len(prefix) :].split(b"/")
            above = [prefix + b"/".join(parts[:i]) for i in range(1, len(parts) + 1)]
            if not any(part.startswith(b".") for part in parts) and not any(
                folder in self._left_out for folder in (top, *above)
            ):
                return True
        return False


def find_files(sources: Sequence[Path], *, without: Iterable[Path] = ()) -> Sources:
    """The files of the sources. Raises FileNotFoundError, with the path, for one that does not exist."""
    for source in sources:
        if not source.exists():
            raise FileNotFoundError(source)
    return Sources(sources, without)


def shown(path: bytes) -> str:
    """A path that can be printed and stored: bytes that are no UTF-8 and controls as escapes."""
    return readable(path.decode("utf-8", "backslashreplace"))


def readable(text: str) -> str:
    """A text on one line, its controls and lone surrogates as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c if unicodedata.category(c)[0] != "C" else c.encode("unicode_escape").decode()
        for c in text
    )


def _prefix(folder: bytes) -> bytes:
    return folder if folder.endswith(b"/") else folder + b"/"


def _is_folder(entry: os.DirEntry[bytes]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False
