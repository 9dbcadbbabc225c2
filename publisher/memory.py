"""What the last build wrote: what would come out the same is not made again.

One SQLite file in the cache. Nothing in it is trusted further than the files go that it describes: a
page or a part of the site whose size or time is another now counts as not there.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from publisher.facts import Facts

FILE: Final = "pages.sqlite"
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS pages (path TEXT PRIMARY KEY, digest, size, modified) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS site (path TEXT PRIMARY KEY, digest, size, modified) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS facts (path TEXT PRIMARY KEY, digest, given, html);
"""


#: Size and time of a file.
Look = tuple[int, int]


class Written(NamedTuple):
    """A file that a build wrote: what it was made of, and how it looked on the disk."""

    digest: bytes
    size: int
    modified: int

    @property
    def look(self) -> Look:
        """To compare with `looks_below`."""
        return (self.size, self.modified)


NOTHING: Final[Mapping[str, Written]] = MappingProxyType({})


class Memory:
    """What the last build wrote, and what this one does; `save` makes the second the first."""

    def __init__(self, file: Path) -> None:
        self._file = file
        #: Files of the pages folder, of the site, and facts with the digest of their record.
        self.pages: dict[str, Written] = {}
        self.site: dict[str, Written] = {}
        self.facts: dict[str, tuple[bytes, Facts]] = {}
        self.about: dict[str, str] = {}
        self._saved: dict[str, dict[str, Any]] = {}
        try:
            self._load()
        except (sqlite3.Error, ValueError, TypeError):  # damaged: as good as none
            self.pages, self.site, self.facts, self.about = {}, {}, {}, {}
            file.unlink(missing_ok=True)
        self._keep()

    def save(self) -> None:
        """Writes what changed, all of it or nothing."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as base, base:
            base.executescript(_TABLES)
            _save(base, "pages", self._saved["pages"], self.pages, tuple)
            _save(base, "site", self._saved["site"], self.site, tuple)
            _save(base, "facts", self._saved["facts"], self.facts, _row)
            _save(base, "about", self._saved["about"], self.about, lambda value: (value,))
        self._keep()

    def _keep(self) -> None:
        self._saved = {
            "pages": dict(self.pages),
            "site": dict(self.site),
            "facts": dict(self.facts),
            "about": dict(self.about),
        }

    def _load(self) -> None:
        if not self._file.exists():
            return
        with closing(sqlite3.connect(self._file)) as base:
            base.executescript(_TABLES)
            self.about = dict(base.execute("SELECT name, value FROM about"))
            for table, kept in (("pages", self.pages), ("site", self.site)):
                for path, *values in base.execute(f"SELECT * FROM {table}"):
                    kept[path] = Written(*values)
            for path, digest, given, html in base.execute("SELECT * FROM facts"):
                self.facts[path] = (digest, Facts._make([*json.loads(given), html]))


def written(path: Path | str, digest: bytes) -> Written | None:
    """How a file made of something looks now; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116  for a Path it would take twice as long
    except OSError:
        return None
    return Written(digest, status.st_size, status.st_mtime_ns)


def looks_below(folder: Path) -> dict[str, Look]:
    """Every file below a folder, by its path in it; links to folders are not followed."""
    found: dict[str, Look] = {}
    waiting = [("", os.fspath(folder))]
    while waiting:
        prefix, path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((f"{prefix}{entry.name}/", entry.path))
                    else:
                        status = entry.stat(follow_symlinks=False)
                        found[prefix + entry.name] = (status.st_size, status.st_mtime_ns)
        except FileNotFoundError:
            continue
    return found


def _save(
    base: sqlite3.Connection, table: str, before: dict[str, Any], now: dict[str, Any], row: Any
) -> None:
    gone = before.keys() - now.keys()
    base.executemany(f"DELETE FROM {table} WHERE {_KEY[table]} = ?", ((path,) for path in gone))
    changed = [(path, value) for path, value in now.items() if before.get(path) != value]
    marks = ", ".join("?" * _WIDTH[table])
    base.executemany(
        f"INSERT OR REPLACE INTO {table} VALUES ({marks})",
        ((path, *row(value)) for path, value in changed),
    )


_KEY: Final = {"pages": "path", "site": "path", "facts": "path", "about": "name"}
_WIDTH: Final = {"pages": 4, "site": 4, "facts": 4, "about": 2}


def _row(value: tuple[bytes, Facts]) -> tuple[Any, ...]:
    digest, facts = value
    given = json.dumps(facts.values(), ensure_ascii=False, separators=(",", ":"))
    return digest, given, facts.html
