"""What the last build wrote: what would come out the same is not made again.

One SQLite file in the cache, of which a build loads what it needs: where nothing changed, a few digests.
Nothing in it is trusted further than the files go that it describes: a page or a part of the site whose
size or time is another now counts as not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from publisher.facts import Facts

FILE: Final = "pages.sqlite"
#: A file of another version counts as none; so does one that held other facts of a question.
_VERSION: Final = zlib.crc32(f"2 {Facts._fields}".encode()) & 0x7FFFFFFF
_COLUMNS: Final = {
    "about": ("name", "value"),
    "pages": ("path", "digest", "size", "modified"),
    "site": ("path", "digest", "size", "modified"),
    "facts": ("path", "digest", "card", "given"),
    "cards": ("path", "html"),
}


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
#: The digest of a record, and its facts.
Known = tuple[bytes, Facts]


class Memory:
    """What the last build wrote, and what this one does; `save` makes the second the first."""

    def __init__(self, file: Path) -> None:
        self._file = file
        #: What was loaded, as it is saved and as this build has it.
        self._saved: dict[str, dict[str, Any]] = {}
        self._now: dict[str, dict[str, Any]] = {}
        self._new_cards: dict[str, bytes] = {}
        self.about: dict[str, str] = self._table("about")

    @property
    def pages(self) -> dict[str, Written]:
        """The generated files of the pages folder, by their path in it."""
        return self._table("pages")

    @pages.setter
    def pages(self, pages: dict[str, Written]) -> None:
        self._replace("pages", pages)

    @property
    def site(self) -> dict[str, Written]:
        """The files of the site, by their path in it."""
        return self._table("site")

    @site.setter
    def site(self, site: dict[str, Written]) -> None:
        self._replace("site", site)

    @property
    def facts(self) -> dict[str, Known]:
        """By the path of the question's page; a card goes with its facts."""
        return self._table("facts")

    def add_card(self, path: str, html: bytes) -> None:
        """The card of a question, with its facts."""
        self._new_cards[path] = html

    def cards(self) -> dict[str, bytes]:
        """The cards of all questions, 80 MB for 100,000: loaded anew each time, and not kept."""
        cards = {path: html for path, html in self._rows("cards") if path in self.facts}
        return cards | self._new_cards

    def save(self) -> None:
        """Writes what changed, all of it or nothing."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as base, base:
            for table, columns in _COLUMNS.items():
                base.execute(
                    f"CREATE TABLE IF NOT EXISTS {table}"
                    f" ({columns[0]} PRIMARY KEY, {', '.join(columns[1:])})"
                    + (" WITHOUT ROWID" if table != "cards" else "")
                )
            base.execute(f"PRAGMA user_version = {_VERSION}")
            for table, now in self._now.items():
                before = self._saved[table]
                gone = before.keys() - now.keys()
                _delete(base, table, gone)
                if table == "facts":
                    _delete(base, "cards", gone)
                changed = ((key, row) for key, row in now.items() if before.get(key) != row)
                _insert(base, table, (_PACK[table](*item) for item in changed))
            _insert(base, "cards", self._new_cards.items())
        self._saved = {table: dict(now) for table, now in self._now.items()}
        self._new_cards = {}

    def _table(self, table: str) -> dict[str, Any]:
        if table not in self._now:
            self._now[table] = _UNPACK[table](self._rows(table))
            self._saved[table] = dict(self._now[table])
        return self._now[table]

    def _replace(self, table: str, rows: dict[str, Any]) -> None:
        self._table(table)
        self._now[table] = rows

    def _rows(self, table: str) -> list[Any]:
        """All rows of a table; none of a file that is damaged, which goes."""
        if not self._file.exists():
            return []
        try:
            with closing(sqlite3.connect(self._file)) as base:
                if base.execute("PRAGMA user_version").fetchone() != (_VERSION,):
                    raise sqlite3.DatabaseError("another version")
                return base.execute(f"SELECT {', '.join(_COLUMNS[table])} FROM {table}").fetchall()
        except sqlite3.Error:
            # What was loaded of it is as good as before, and will be written whole.
            self._file.unlink(missing_ok=True)
            self._saved = {name: {} for name in self._saved}
            return []


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


def digest_of_looks(looks: Mapping[str, Look]) -> str:
    """One digest of how many files look."""
    told = repr(sorted(looks.items())).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=16).hexdigest()


def _delete(base: sqlite3.Connection, table: str, keys: Iterable[str]) -> None:
    base.executemany(f"DELETE FROM {table} WHERE {_COLUMNS[table][0]} = ?", ((k,) for k in keys))


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(_COLUMNS[table]))
    base.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)


def _files(rows: list[Any]) -> dict[str, Written]:
    return {path: Written(*values) for path, *values in rows}


def _facts(rows: list[Any]) -> dict[str, Known]:
    # One text for all: a third of the time of one for each.
    given: Iterator[list[Any]] = iter(json.loads(f"[{','.join(row[3] for row in rows)}]"))
    return {
        path: (digest, Facts._make((*values, card)))
        for (path, digest, card, _), values in zip(rows, given, strict=True)
    }


def _facts_row(path: str, known: Known) -> tuple[Any, ...]:
    digest, facts = known
    given = json.dumps(facts[:-1], ensure_ascii=False, separators=(",", ":"))
    return path, digest, facts.card, given


_UNPACK: Final[dict[str, Callable[[list[Any]], dict[str, Any]]]] = {
    "about": dict,
    "pages": _files,
    "site": _files,
    "facts": _facts,
}
_PACK: Final[dict[str, Callable[[str, Any], tuple[Any, ...]]]] = {
    "about": lambda name, value: (name, value),
    "pages": lambda path, page: (path, *page),
    "site": lambda path, file: (path, *file),
    "facts": _facts_row,
}
