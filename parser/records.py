"""Documents that were read → the file of records: each question once, in the order of keys.

A question that stands in several documents is merged from all of them (`merging.py`), and merged again
only when one of them changed. Lines come from the spool of this build, from the records of the last one, or
from the copies that are kept of such documents.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import orjson

from parser.copies import Copy, Origin
from parser.findings import Finding
from parser.memory import ROWS, Memory, finding_row
from parser.merging import merged
from parser.question import from_dict
from parser.reading import line_of
from parser.report import Report
from parser.workers import Workers

#: Begins the name of records being written.
PREFIX: Final = "records-"
#: Bytes copied at once from the records of the last build.
CHUNK: Final = 1 << 20
#: Questions merged by a worker at once.
BATCH: Final = 100
_WORK: Final = """
CREATE TABLE temp.shared (document INTEGER PRIMARY KEY);
CREATE TABLE temp.merged (
    legislature INTEGER, type TEXT, numero INTEGER, digest BLOB, length INTEGER, copies BLOB, start INTEGER,
    PRIMARY KEY (legislature, type, numero)
) WITHOUT ROWID;
CREATE TABLE temp.before (document INTEGER PRIMARY KEY, start INTEGER, length INTEGER);
CREATE TABLE temp.now AS SELECT * FROM records WHERE 0;
"""
_KEY: Final = "legislature, type, numero"


class Group(NamedTuple):
    """The documents of one question: the line, the kind of source and the name of each."""

    key: tuple[int, str, int]
    documents: tuple[int, ...]
    lines: tuple[bytes, ...]
    origins: tuple[Origin, ...]
    shown: tuple[str, ...]


class Joined(NamedTuple):
    """The record of a group."""

    json: bytes
    digest: bytes
    findings: tuple[Finding, ...]


def write_records(memory: Memory, records: Path, spool: IO[bytes], pool: Workers) -> Report:
    """Writes the records, if they are others than before; the keys, digests and lengths of all."""
    if not memory.touched:
        return _as_before(memory)
    writing = _Writing(memory, records, spool, pool)
    writing.merge()
    report = writing.write()
    _count(memory, report)
    return report


def origin_of(layout: str | None) -> Origin:
    """What kind of source a layout is of."""
    if layout == "opendata" or layout == "vue_xml":
        return "opendata" if layout == "opendata" else "vue_xml"
    return "html" if layout and "html" in layout else "texte"


def join_batch(groups: list[Group]) -> list[Joined]:
    """One record of each group."""
    joined = []
    for group in groups:
        question, findings = merged(
            Copy(from_dict(orjson.loads(line)), origin, shown)
            for line, origin, shown in zip(group.lines, group.origins, group.shown, strict=True)
        )
        line, digest, _ = line_of(question)
        joined.append(Joined(line, digest, findings))
    return joined


def _as_before(memory: Memory) -> Report:
    report = Report()
    rows = memory.base.execute(f"SELECT {_KEY}, digest, length FROM records ORDER BY {_KEY}")
    for legislature, kind, numero, digest, length in rows:
        report.keys.append((legislature, kind, numero))
        report.digests.append(digest)
        report.lengths.append(length)
    report.files = int(memory.about.get("documents", 0))
    authors, questions = memory.about.get("unknown", "0 0").split()
    report.unknown_authors = int(authors), int(questions)
    return report


def _count(memory: Memory, report: Report) -> None:
    report.files = memory.base.execute(
        "SELECT count(*) FROM documents WHERE layout IS NOT 'archive' AND layout IS NOT 'bulk'"
    ).fetchone()[0]
    report.unknown_authors = memory.base.execute(
        "SELECT count(DISTINCT refs), count(*) FROM documents"
        " WHERE answer = '' AND layout = 'opendata'"
    ).fetchone()
    memory.about["documents"] = str(report.files)
    memory.about["unknown"] = "{} {}".format(*report.unknown_authors)


class _Writing:
    def __init__(self, memory: Memory, records: Path, spool: IO[bytes], pool: Workers) -> None:
        self.base = memory.base
        self.records = records
        self.spool = spool
        self.pool = pool
        for statement in _WORK.split(";"):
            self.base.execute(statement)

    def merge(self) -> None:
        """Makes one record of each question that several documents have, where they changed."""
        base = self.base
        keys = (
            f"SELECT {_KEY} FROM documents WHERE legislature IS NOT NULL"
            f" GROUP BY {_KEY} HAVING count(*) > 1"
        )
        base.execute(f"INSERT INTO shared SELECT id FROM documents WHERE ({_KEY}) IN ({keys})")
        self._spool_lone_copies()
        for table in ("copies", "findings"):
            where = "merged AND " if table == "findings" else ""
            base.execute(
                f"DELETE FROM {table} WHERE {where}document NOT IN (SELECT document FROM shared)"
            )
        if not base.execute("SELECT 1 FROM shared").fetchone():
            return
        self._find_lines()
        waiting: list[tuple[Group, bytes]] = []

        def groups() -> Iterator[list[Group]]:
            changed = self._changed()
            while batch := list(islice(changed, BATCH)):
                waiting.extend(batch)
                yield [group for group, _ in batch]

        for batch in self.pool.map(join_batch, groups()):
            for joined in batch:
                group, copies = waiting.pop(0)
                self._keep(group, copies, joined)

    def _spool_lone_copies(self) -> None:
        """Lines of documents that shared their question, and have it alone now."""
        alone = self.base.execute(
            "SELECT c.document, c.json FROM copies c JOIN documents d ON d.id = c.document"
            " WHERE c.document NOT IN (SELECT document FROM shared)"
            " AND c.document NOT IN (SELECT document FROM spooled)"
        )
        for document, line in alone.fetchall():
            start = self.spool.seek(0, 2)
            self.spool.write(line)
            self.base.execute("INSERT INTO spooled VALUES (?, ?)", (document, start))

    def _find_lines(self) -> None:
        """Where the records of the last build hold the lines of documents that now share their question."""
        self.base.execute(
            "CREATE TEMP TABLE wanted AS SELECT s.document FROM shared s"
            " LEFT JOIN spooled p ON p.document = s.document"
            " LEFT JOIN copies c ON c.document = s.document"
            " WHERE p.document IS NULL AND c.document IS NULL"
        )
        wanted = {number for (number,) in self.base.execute("SELECT document FROM wanted")}
        if not wanted:
            return
        start = 0
        found = []
        for document, length in self.base.execute(
            f"SELECT document, length FROM records ORDER BY {_KEY}"
        ):
            if document in wanted:
                found.append((document, start, length))
            start += length
        self.base.executemany("INSERT INTO before VALUES (?, ?, ?)", found)

    def _changed(self) -> Iterator[tuple[Group, bytes]]:
        """The groups to be merged, and a digest of what they are made of; the others are kept."""
        base = self.base
        rows = base.execute(
            "SELECT d.legislature, d.type, d.numero, d.id, d.layout, d.shown, d.line, d.length, p.start"
            " FROM shared s JOIN documents d ON d.id = s.document"
            " LEFT JOIN spooled p ON p.document = d.id"
            " ORDER BY d.legislature, d.type, d.numero, d.shown, d.id"
        )
        for key, found in groupby(rows, key=itemgetter(0, 1, 2)):
            copies = list(found)
            made_of = hashlib.blake2b(
                repr([(layout, shown, line) for *_, layout, shown, line, _, _ in copies]).encode(),
                digest_size=16,
            ).digest()
            old = base.execute(
                "SELECT digest, length, copies FROM records"
                " WHERE legislature = ? AND type = ? AND numero = ?",
                key,
            ).fetchone()
            # what was read again has lost its line and what was said of it, though it be as it was
            read_again = any(start is not None for *_, start in copies)
            if old and old[2] == made_of and not read_again:
                base.execute("INSERT INTO merged VALUES (?, ?, ?, ?, ?, ?, NULL)", (*key, *old))
                continue
            yield (
                Group(
                    key,
                    tuple(row[3] for row in copies),
                    tuple(self._line(row[3], row[7], row[8]) for row in copies),
                    tuple(origin_of(row[4]) for row in copies),
                    tuple(row[5] for row in copies),
                ),
                made_of,
            )

    def _line(self, document: int, length: int, start: int | None) -> bytes:
        """The line of a document that shares its question."""
        if start is not None:
            self.spool.seek(start)
            return self.spool.read(length)
        row = self.base.execute(
            "SELECT json FROM copies WHERE document = ?", (document,)
        ).fetchone()
        if row:
            return bytes(row[0])
        start, length = self.base.execute(
            "SELECT start, length FROM before WHERE document = ?", (document,)
        ).fetchone()
        with self.records.open("rb") as old:
            old.seek(start)
            return old.read(length)

    def _keep(self, group: Group, copies: bytes, joined: Joined) -> None:
        base = self.base
        start = self.spool.seek(0, 2)
        self.spool.write(joined.json)
        base.execute(
            "INSERT INTO merged VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*group.key, joined.digest, len(joined.json), copies, start),
        )
        base.executemany(
            "INSERT OR REPLACE INTO copies VALUES (?, ?)",
            zip(group.documents, group.lines, strict=True),
        )
        base.executemany(
            "DELETE FROM findings WHERE merged AND document = ?", ((d,) for d in group.documents)
        )
        numbers = dict(zip(group.shown, group.documents, strict=True))
        base.executemany(
            "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                finding_row(numbers.get(finding.path, group.documents[0]), True, finding)
                for finding in joined.findings
            ),
        )

    def write(self) -> Report:
        """Writes the lines in the order of keys, beside the records of before, and in their place."""
        report = Report()
        with _Out(self.records) as out:
            self._write_lines(report, out)
            if report.keys:
                out.replace()
        return report

    def _write_lines(self, report: Report, out: _Out) -> None:
        base = self.base
        old = base.execute(
            f"SELECT {_KEY}, digest, length, document, copies FROM records ORDER BY {_KEY}"
        )
        before: Any = old.fetchone()
        at = 0
        changed: list[tuple[Any, ...]] = []
        for key, digest, length, document, copies, start in self._lines():
            while before and before[:3] < key:  # gone
                at += before[4]
                before = old.fetchone()
                out.differs()
            row = (*key, digest, length, document, copies)
            if before and before[:3] == key:
                if before[3] == digest:  # read again, and as it was
                    start = None
                    out.add(None, at, length)
                if before != row:
                    changed.append(row)
                at += before[4]
                before = old.fetchone()
            else:
                changed.append(row)
            if start is not None:
                out.add(self.spool, start, length)
            report.keys.append(key)
            report.digests.append(digest)
            report.lengths.append(length)
            if len(changed) >= ROWS:
                self._remember(changed)
        if before:
            out.differs()
        self._remember(changed)
        base.execute(
            f"DELETE FROM records WHERE ({_KEY}) NOT IN"
            f" (SELECT {_KEY} FROM documents WHERE legislature IS NOT NULL)"
        )
        base.execute("INSERT OR REPLACE INTO records SELECT * FROM now")

    def _remember(self, changed: list[tuple[Any, ...]]) -> None:
        self.base.executemany("INSERT INTO now VALUES (?, ?, ?, ?, ?, ?, ?)", changed)
        changed.clear()

    def _lines(self) -> Iterator[tuple[Any, ...]]:
        """Key, digest, length, document, copies and place in the spool of each question, in order."""
        alone = self.base.execute(
            f"SELECT {_KEY}, d.id, d.line, d.length, p.start FROM documents d"
            " LEFT JOIN spooled p ON p.document = d.id WHERE legislature IS NOT NULL"
            f" ORDER BY {_KEY}"
        )
        together = self.base.execute(f"SELECT * FROM merged ORDER BY {_KEY}")
        shared = together.fetchone()
        last = None
        for *parts, document, line, length, start in alone:
            key = tuple(parts)
            if shared and shared[:3] == key:
                last = shared
                shared = together.fetchone()
                yield key, last[3], last[4], None, last[5], last[6]
            elif last is None or last[:3] != key:
                yield key, line, length, document, None, start


class _Out:
    """The records as they come to be: a new file, or nothing as long as all is as before."""

    def __init__(self, records: Path) -> None:
        self._records = records
        self._file: IO[bytes] | None = None
        #: Bytes that the records of before begin with, and the new ones too.
        self._same = 0
        self._different = False
        self._last: tuple[IO[bytes], int, int] | None = None
        self._old: IO[bytes] | None = None

    def __enter__(self) -> _Out:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._file, self._old):
            if file:
                file.close()
        if self._file:
            Path(self._file.name).unlink(missing_ok=True)

    def differs(self) -> None:
        """Something of before is no longer there."""
        self._different = True

    def add(self, source: IO[bytes] | None, start: int, length: int) -> None:
        """A line, or None for one of the records of before."""
        if source is None and not self._different and start == self._same:
            self._same += length
            return
        self._different = True
        if source is None:
            source = self._old = self._old or self._records.open("rb")
        if self._last and self._last[0] is source and sum(self._last[1:]) == start:
            self._last = (source, self._last[1], self._last[2] + length)
            return
        self._write_last()
        self._last = (source, start, length)

    def replace(self) -> None:
        """Puts the new file in the place of the old one, if it is another."""
        if not self._different:
            return
        self._write_last()
        file = self._opened()
        file.close()
        Path(file.name).replace(self._records)

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115  closed at the end of the context
                prefix=PREFIX, dir=self._records.parent, delete=False
            )
            if self._same:
                with self._records.open("rb") as old:
                    _copy(old, 0, self._same, self._file)
        return self._file

    def _write_last(self) -> None:
        if self._last:
            _copy(*self._last, self._opened())
            self._last = None


def _copy(source: IO[bytes], start: int, length: int, out: IO[bytes]) -> None:
    source.seek(start)
    while length:
        chunk = source.read(min(length, CHUNK))
        out.write(chunk)
        length -= len(chunk)
