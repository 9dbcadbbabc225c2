"""What the last build read of each source: a source that did not change is not read again.

One SQLite file in the cache, changed in one transaction a build. It describes one file of records
(`records.jsonl`), line by line, and is worth nothing beside another one, nor after a change of the parser:
then everything is read. What a build holds of each question is here and not in memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import time_ns
from types import TracebackType
from typing import Any, Final, NamedTuple

from parser.document import MAX_BYTES
from parser.findings import Finding
from parser.reading import Outcome, Place, as_json
from parser.sources import Folder, Sources

FILE: Final = "sources.sqlite"
#: Nanoseconds within which a second change of a file may leave its times as they were.
RACY: Final = 2_000_000_000
#: Rows written at once.
ROWS: Final = 1_000
#: Bytes of the base that are held in memory.
_CACHE: Final = 16_000_000
_PACKAGE: Final = Path(__file__).parent
#: The layouts of what holds other documents.
ARCHIVE, BULK = "archive", "bulk"

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
-- `below`: where in a path the name within its --source begins
CREATE TABLE IF NOT EXISTS folders (id INTEGER PRIMARY KEY, prefix BLOB UNIQUE, below INTEGER);
CREATE TABLE IF NOT EXISTS files (
    folder INTEGER, name BLOB, id INTEGER, size, modified, changed, inode, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
-- the documents: a file (its name is empty), or what is in one
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY, file INTEGER, name TEXT, shown TEXT, content BLOB, layout TEXT,
    legislature INTEGER, type TEXT, numero INTEGER, line BLOB, length INTEGER, fields INTEGER,
    refs TEXT, answer TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS documents_file ON documents (file, name);
CREATE INDEX IF NOT EXISTS documents_key ON documents (legislature, type, numero)
    WHERE legislature IS NOT NULL;
-- `merged`: of a question in several documents, not of the document
CREATE TABLE IF NOT EXISTS findings (
    document INTEGER, merged INTEGER, path TEXT, line INTEGER, severity TEXT, found TEXT, expected TEXT,
    kind TEXT
);
CREATE INDEX IF NOT EXISTS findings_document ON findings (document);
CREATE TABLE IF NOT EXISTS people (document INTEGER, entry TEXT);
CREATE INDEX IF NOT EXISTS people_document ON people (document);
-- the lines of the records; `document` where there is one, `copies` a digest of them where there are more
CREATE TABLE IF NOT EXISTS records (
    legislature INTEGER, type TEXT, numero INTEGER, digest BLOB, length INTEGER, document INTEGER,
    copies BLOB, PRIMARY KEY (legislature, type, numero)
) WITHOUT ROWID;
-- the lines of documents that share their question
CREATE TABLE IF NOT EXISTS copies (document INTEGER PRIMARY KEY, json BLOB);
"""
_WORK: Final = """
CREATE TABLE temp.todo (
    file INTEGER PRIMARY KEY, folder INTEGER, name BLOB, size, modified, changed, inode,
    first INTEGER, trusted INTEGER
);
CREATE TABLE temp.gone (file INTEGER PRIMARY KEY, folder INTEGER, name BLOB);
CREATE TABLE temp.visited (folder INTEGER PRIMARY KEY);
CREATE TABLE temp.seen (document INTEGER PRIMARY KEY);
CREATE TABLE temp.spooled (document INTEGER PRIMARY KEY, start INTEGER);
"""
#: Size, times in nanoseconds and inode of a file: the same, the same content.
Stamp = tuple[int, int, int, int]
#: Of a file that could not be asked: the next build asks again.
UNKNOWN: Final[Stamp] = (-1, 0, 0, 0)


class Waiting(NamedTuple):
    """A file to be read; ``content``: digest of what it held, where that may be relied on."""

    place: Place
    content: bytes | None


class Memory:
    """The sources as they were, and as they are; `commit` makes the second the first."""

    def __init__(self, file: Path, records: Path) -> None:
        self._records = records
        self._started = time_ns()
        self.gone = self.todo = 0
        self.about: dict[str, str] = {}
        #: Folders that could not be walked.
        self.unreadable: list[Finding] = []
        with suppress(sqlite3.DatabaseError):
            self._open(file)
        if any(self.about.get(name) != value for name, value in self._about().items()):
            # Of another parser, of other records, damaged, or not there: as good as none.
            self.base.close()
            file.unlink(missing_ok=True)
            self._open(file)
        #: Files with times as late as this were perhaps changed again since.
        self._stamped = int(self.about.get("stamped", 0))
        self._first_new = self._file = self._next("files")
        self._document = self._next("documents")

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.base.close()  # what was not committed is as if it had not been

    def _open(self, file: Path) -> None:
        self.base = sqlite3.connect(file, isolation_level=None)
        base = self.base
        base.execute(f"PRAGMA cache_size = {-_CACHE // 1024}")
        base.executescript(f"BEGIN IMMEDIATE; {_TABLES} {_WORK}")
        self.about = dict(base.execute("SELECT name, value FROM about"))

    def _about(self) -> dict[str, str]:
        records = json.dumps(stamp_of(self._records)) if self._records.exists() else ""
        return {"parser": parser_version(), "records": records}

    def _next(self, table: str) -> int:
        return int(self.base.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])

    def commit(self) -> None:
        """Remembers what was read, and the records as they stand now."""
        self.about |= self._about()
        if self._stamped == 0 or self.touched:
            self.about["stamped"] = str(self._started)
        self.base.execute("DELETE FROM about")
        self.base.executemany("INSERT INTO about VALUES (?, ?)", self.about.items())
        self.base.execute("COMMIT")

    # Which files there are

    def survey(self, sources: Sources) -> int:
        """Compares the files that there are with those that were; how many there are.

        Afterwards `waiting` gives those to be read, and what is gone is forgotten.
        """
        files = 0
        for folder in sources.folders():
            if folder.error:
                self._unreadable(folder)
            files += len(folder.names)
            self._look(folder)
        base = self.base
        base.execute(
            "INSERT INTO gone SELECT id, folder, name FROM files"
            " WHERE folder NOT IN (SELECT folder FROM visited)"
        )
        self.gone = base.execute("SELECT count(*) FROM gone").fetchone()[0]
        self.todo = base.execute("SELECT count(*) FROM todo").fetchone()[0]
        if self.gone:
            self._forget("file IN (SELECT file FROM gone)")
            base.execute(
                "DELETE FROM files WHERE (folder, name) IN (SELECT folder, name FROM gone)"
            )
        base.execute(
            "INSERT OR REPLACE INTO files"
            " SELECT folder, name, file, size, modified, changed, inode FROM todo"
        )
        return files

    @property
    def touched(self) -> bool:
        """Whether any file is another than before."""
        return bool(self.gone or self.todo)

    def _look(self, folder: Folder) -> None:
        """Stats the files of one folder, beside what is known of them, both in their order."""
        base = self.base
        row = base.execute(
            "SELECT id, below FROM folders WHERE prefix = ?", (folder.prefix,)
        ).fetchone()
        if row is None:
            number = base.execute(
                "INSERT INTO folders (prefix, below) VALUES (?, ?)", (folder.prefix, folder.below)
            ).lastrowid
            trusted = True
        else:
            number, trusted = row[0], row[1] == folder.below
            if not trusted:
                base.execute("UPDATE folders SET below = ? WHERE id = ?", (folder.below, number))
        base.execute("INSERT OR IGNORE INTO visited VALUES (?)", (number,))
        late = self._stamped - RACY
        prefix, stat = folder.prefix, os.stat
        rows = base.execute(
            "SELECT name, id, size, modified, changed, inode FROM files WHERE folder = ?"
            " ORDER BY name",
            (number,),
        )
        known = rows.fetchone()
        todo: list[tuple[Any, ...]] = []
        gone: list[tuple[Any, ...]] = []
        for name in folder.names:
            while known and known[0] < name:
                gone.append((known[1], number, known[0]))
                known = rows.fetchone()
            try:
                status = stat(prefix + name)
                stamp = (
                    status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino,
                )  # fmt: skip
            except OSError:
                stamp = UNKNOWN
            if known and known[0] == name:
                file, before = known[1], known[2:]
                known = rows.fetchone()
                if before == stamp and trusted and max(stamp[1:3]) < late and stamp != UNKNOWN:
                    continue
            else:
                file, self._file = self._file, self._file + 1
            todo.append((file, number, name, *stamp, _comes_first(name, stamp[0]), trusted))
            if len(todo) >= ROWS:
                self._wait_for(todo)
        while known:
            gone.append((known[1], number, known[0]))
            known = rows.fetchone()
        self._wait_for(todo)
        base.executemany("INSERT INTO gone VALUES (?, ?, ?)", gone)

    def _wait_for(self, todo: list[tuple[Any, ...]]) -> None:
        self.base.executemany("INSERT INTO todo VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", todo)
        todo.clear()

    def _unreadable(self, folder: Folder) -> None:
        path = Place(0, folder.prefix.rstrip(b"/"), folder.below).shown
        self.unreadable.append(
            Finding(path, 0, "refused", folder.error, "expected a folder to walk", "illisible")
        )

    def waiting(self, *, first: bool) -> Iterator[Waiting]:
        """The files to be read: those that are perhaps archives ``first``, then the others."""
        rows = self.base.execute(
            "SELECT t.file, f.prefix, t.name, f.below, d.content FROM todo t"
            " JOIN folders f ON f.id = t.folder"
            " LEFT JOIN documents d ON t.trusted AND d.file = t.file AND d.name = ''"
            " WHERE t.first = ? ORDER BY t.file",
            (first,),
        )
        for file, prefix, name, below, content in rows:
            yield Waiting(Place(file, prefix + name, below), content)

    def again(self, documents: Iterable[int]) -> None:
        """Has these read once more, though their files are as they were."""
        base = self.base
        base.execute("DELETE FROM todo")
        base.execute("CREATE TEMP TABLE again (document INTEGER PRIMARY KEY)")
        base.executemany("INSERT INTO again VALUES (?)", ((number,) for number in documents))
        base.execute("UPDATE documents SET content = NULL WHERE id IN (SELECT document FROM again)")
        base.execute(
            "INSERT INTO todo SELECT id, folder, name, size, modified, changed, inode, 0, 1 FROM files"
            " WHERE id IN (SELECT file FROM documents WHERE id IN (SELECT document FROM again))"
        )
        base.execute("DROP TABLE again")
        base.execute("DELETE FROM seen")
        self._first_new = self._file

    # What they hold

    def contents(self, file: int, names: Sequence[str]) -> list[bytes | None]:
        """Digests of what members of an archive held."""
        if file >= self._first_new:
            return [None] * len(names)
        query = "SELECT content FROM documents WHERE file = ? AND name = ?"
        found = (self.base.execute(query, (file, name)).fetchone() for name in names)
        return [row[0] if row else None for row in found]

    def take(self, outcomes: Iterable[Outcome], end: int) -> None:
        """Keeps what became of documents, whose lines stand one after the other, from ``end`` on."""
        base = self.base
        findings: list[tuple[Any, ...]] = []
        spooled: list[tuple[int, int]] = []
        for outcome in outcomes:
            start, end = end, end + len(outcome.json)
            known = None
            if outcome.file < self._first_new:
                known = self._known(outcome)
                if known and outcome.name and self._is_seen(known):
                    self._repeated(known, outcome)
                    continue
                if outcome.same:
                    assert known
                    if outcome.name:
                        base.execute("INSERT INTO seen VALUES (?)", (known,))
                    continue
                if known:
                    self._forget("id = ?", known)
                if not outcome.name and not outcome.container:
                    self._forget("file = ?", outcome.file)
            if not (outcome.name or outcome.content or outcome.container):
                self._ask_again_for(outcome.file)
            number, self._document = self._document, self._document + 1
            if not self._insert(number, outcome):
                self._repeated(self._known(outcome) or 0, outcome)
                continue
            if outcome.name and outcome.file < self._first_new:
                base.execute("INSERT INTO seen VALUES (?)", (number,))
            if outcome.json:
                spooled.append((number, start))
            findings += [finding_row(number, False, finding) for finding in outcome.findings]
            if outcome.people:
                base.executemany(
                    "INSERT INTO people VALUES (?, ?)",
                    (
                        (number, json.dumps(as_json(entry), ensure_ascii=False))
                        for entry in outcome.people
                    ),
                )
        base.executemany("INSERT INTO spooled VALUES (?, ?)", spooled)
        base.executemany(_FINDING, findings)

    def _ask_again_for(self, file: int) -> None:
        """A file that could not be read is tried again by the next build."""
        self.base.execute(
            "UPDATE files SET size = -1 WHERE (folder, name) ="
            " (SELECT folder, name FROM todo WHERE file = ?)",
            (file,),
        )

    def findings(self) -> list[Finding]:
        """All that were kept."""
        query = "SELECT path, line, severity, found, expected, kind FROM findings"
        return [Finding(*row) for row in self.base.execute(query)]

    def end_containers(self, files: Iterable[int]) -> None:
        """Forgets what these files no longer hold."""
        for file in files:
            if file < self._first_new:
                self._forget(
                    "file = ? AND name != '' AND id NOT IN (SELECT document FROM seen)", file
                )

    def note(self, file: int, name: str, finding: Finding) -> None:
        """Keeps a finding about a document that was taken."""
        query = "SELECT id FROM documents WHERE file = ? AND name = ?"
        number = self.base.execute(query, (file, name)).fetchone()[0]
        self.base.execute(_FINDING, finding_row(number, False, finding))

    def people(self) -> list[Any]:
        """The entries of the archives of deputies, in an order of their own."""
        query = "SELECT DISTINCT entry FROM people ORDER BY entry"
        return [json.loads(entry) for (entry,) in self.base.execute(query)]

    def authors(self) -> Iterator[tuple[int, str, str]]:
        """Documents that name their author by reference, the reference, and what was known of it."""
        yield from self.base.execute(
            "SELECT id, refs, answer FROM documents WHERE refs IS NOT NULL"
        )

    def _insert(self, number: int, outcome: Outcome) -> bool:
        """False where the file has a document of this name already."""
        layout = outcome.layout
        if outcome.container:
            layout = BULK if outcome.container.bulk else ARCHIVE
        done = self.base.execute(
            "INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number, outcome.file, outcome.name, outcome.shown, outcome.content, layout,
                *(outcome.key or (None, None, None)), outcome.line, len(outcome.json),
                outcome.fields, outcome.refs, outcome.answer,
            ),
        )  # fmt: skip
        return done.rowcount == 1

    def _known(self, outcome: Outcome) -> int | None:
        row = self.base.execute(
            "SELECT id FROM documents WHERE file = ? AND name = ?", (outcome.file, outcome.name)
        ).fetchone()
        return row[0] if row else None

    def _is_seen(self, number: int) -> bool:
        query = "SELECT 1 FROM seen WHERE document = ?"
        return self.base.execute(query, (number,)).fetchone() is not None

    def _repeated(self, number: int, outcome: Outcome) -> None:
        """A second document of one name in one file: the first counts."""
        finding = Finding(
            outcome.shown, 0, "refused", "a second document of this name in one file",
            "read the first: expected each name once", "contradiction",
        )  # fmt: skip
        self.base.execute(
            "DELETE FROM findings WHERE document = ? AND found = ?", (number, finding.found)
        )
        self.base.execute(_FINDING, finding_row(number, False, finding))

    def _forget(self, where: str, *values: object) -> None:
        """Documents, with all that is kept of them."""
        base = self.base
        for table in ("findings", "people", "copies", "spooled"):
            base.execute(
                f"DELETE FROM {table} WHERE document IN (SELECT id FROM documents WHERE {where})",
                values,
            )
        base.execute(f"DELETE FROM documents WHERE {where}", values)


_FINDING: Final = "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def finding_row(document: int, merged: bool, finding: Finding) -> tuple[Any, ...]:
    """A finding as the base has it."""
    return (
        document, merged, finding.path, finding.line, finding.severity, finding.found,
        finding.expected, finding.kind,
    )  # fmt: skip


def _comes_first(name: bytes, size: int) -> bool:
    """Whether a file is perhaps an archive, or of deputies: a guess that saves reading twice."""
    return name[-4:].lower() == b".zip" or size > MAX_BYTES or name[:2] in (b"PA", b"PM")


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
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
