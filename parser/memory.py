"""What the last build read of each source: a source that did not change is not read again.

One SQLite file in the cache. It describes one file of records (`records.jsonl`), line by line, and is
worth nothing beside another one, nor after a change of the parser: then everything is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple
from functools import cache
from pathlib import Path
from time import time_ns
from typing import Any, Final, NamedTuple

from parser.findings import Finding
from parser.question import Key

FILE: Final = "sources.sqlite"
#: Nanoseconds within which a second change of a file may leave its times as they were.
RACY: Final = 2_000_000_000
_PACKAGE: Final = Path(__file__).parent
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sources (
        path BLOB PRIMARY KEY, size, modified, changed, inode, source, content,
        legislature, type, numero, digest, line, fullness, findings, length
    ) WITHOUT ROWID;
"""


class Stamp(NamedTuple):
    """What `stat` tells of a file: the same stamp, the same content."""

    size: int
    modified: int
    changed: int
    inode: int


class Known(NamedTuple):
    """What became of one source."""

    stamp: Stamp
    #: The path within its `--source`, which the record holds.
    source: str
    #: Digest of the bytes of the file.
    content: bytes
    #: Of the question, if there was one, as are the four below.
    key: Key | None
    #: Of the record, but for its source.
    digest: bytes
    #: Of the line in the records.
    line: bytes
    #: JSON; see `corpus.Fullness`.
    fullness: str
    findings: tuple[Finding, ...]
    #: Bytes of the line, if this copy of the question is the one in the records, else 0.
    length: int


class Memory:
    """The sources of the last build, by path."""

    def __init__(self, file: Path, records: Path) -> None:
        self._file = file
        self._records = records
        self._before: dict[str, Known] = {}
        self._started = time_ns()
        #: Files with times as late as this were perhaps changed again since.
        self._stamped = 0
        try:
            self._load()
        except (sqlite3.Error, ValueError):  # damaged: as good as none
            self._before = {}
            file.unlink(missing_ok=True)

    def of(self, path: str) -> Known | None:
        """What is known of a source, changed or not."""
        return self._before.get(path)

    def kept(self) -> list[tuple[str, Known]]:
        """The sources of the records, in the order of their lines."""
        kept = [(path, known) for path, known in self._before.items() if known.length]
        return sorted(kept, key=lambda item: item[1].key or ())

    def is_unchanged(self, known: Known, stamp: Stamp, source: str) -> bool:
        """Whether a file can be left unread."""
        return (
            known.stamp == stamp
            and known.source == source
            and max(stamp.modified, stamp.changed) < self._stamped - RACY
        )

    def save(self, sources: dict[str, Known]) -> None:
        """Remembers these sources and the records as they stand now."""
        changed = [
            (path, known) for path, known in sources.items() if known is not self._before.get(path)
        ]
        gone = self._before.keys() - sources.keys()
        with closing(sqlite3.connect(self._file)) as base, base:
            base.executescript(_TABLES)
            about = self._about()
            if self._stamped == 0:
                base.execute("DELETE FROM sources")
            base.executemany("DELETE FROM sources WHERE path = ?", ((_bytes(p),) for p in gone))
            base.executemany(
                f"INSERT OR REPLACE INTO sources VALUES ({', '.join('?' * 15)})",
                (_row(path, known) for path, known in changed),
            )
            base.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about.items())
        self._before = sources

    def _about(self) -> dict[str, str]:
        return {
            "parser": parser_version(),
            "records": json.dumps(stamp_of(self._records)),
            "stamped": str(self._started),
        }

    def _load(self) -> None:
        if not self._file.exists() or not self._records.exists():
            return
        with closing(sqlite3.connect(self._file)) as base:
            base.executescript(_TABLES)
            about = dict(base.execute("SELECT name, value FROM about"))
            now = self._about()
            if any(about.get(name) != now[name] for name in ("parser", "records")):
                return
            for row in base.execute("SELECT * FROM sources"):
                self._before[os.fsdecode(row[0])] = _known(row)
            self._stamped = int(about["stamped"])


@cache
def parser_version() -> str:
    """Changes with anything that a record depends on but its source."""
    files = sorted(p for p in _PACKAGE.rglob("*") if p.suffix in (".py", ".yml"))
    return fingerprint(files, platform.python_version())


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """Of the content of files, in their order, and of some text."""
    digest = hashlib.blake2b("\0".join(more).encode(), digest_size=16)
    for file in files:
        digest.update(f"\0{file.name}\0".encode())
        digest.update(hashlib.blake2b(file.read_bytes()).digest())
    return digest.hexdigest()


def stamp_of(path: str | Path) -> Stamp:
    """The stamp of a file. Raises OSError."""
    status = os.stat(path)  # noqa: PTH116  for a Path it would take twice as long
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _row(path: str, known: Known) -> tuple[Any, ...]:
    findings = json.dumps([astuple(finding) for finding in known.findings] or None)
    return (
        _bytes(path), *known.stamp, known.source, known.content, *(known.key or (None,) * 3),
        known.digest, known.line, known.fullness, findings, known.length,
    )  # fmt: skip


def _known(row: tuple[Any, ...]) -> Known:
    findings = (
        tuple(Finding(*finding) for finding in json.loads(row[13])) if row[13] != "null" else ()
    )
    key = None if row[7] is None else (row[7], row[8], row[9])
    return Known(
        Stamp(*row[1:5]), row[5], row[6], key, row[10], row[11], row[12], findings, row[14]
    )


def _bytes(path: str) -> bytes:
    """SQLite's text holds no lone surrogates, which stand for bytes that are no UTF-8."""
    return os.fsencode(path)
