"""What became of the documents of a build, as the report needs it: counts, and lists one by one.

A document is a file, a member of an archive, or a question of a file of many. Nothing here names a place on
this machine: a ``source`` is a path within its `--source`, a ``lot`` an archive, or what lies beside them.
What is listed waits in a temporary base on the disk: there may be as many entries as questions.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from parser.findings import Finding, Kind, Severity
from parser.question import Key
from parser.reading import BITS
from parser.report import Read, Report
from publisher.quality.places import Places

#: The gravest first; the order of the report.
SEVERITIES: Final[tuple[Severity, ...]] = ("refused", "doubtful", "ignored")
#: Layouts of what holds other documents and no question itself.
_CONTAINERS: Final = ("archive", "bulk")
#: Fields that a reader expects of every question, and of every answer.
ALWAYS: Final = (
    "auteur", "groupe", "departement", "circonscription", "rubrique", "titre", "ministere_interroge",
    "ministere_attributaire", "date_question", "page_question", "question",
)  # fmt: skip
ANSWERED: Final = ("date_reponse", "page_reponse", "reponse")
_QUESTION: Final = sum(BITS[name] for name in ALWAYS)
_ALL: Final = _QUESTION | sum(BITS[name] for name in ANSWERED)
_ANSWER: Final = BITS["reponse"] | BITS["date_reponse"]

_TABLES: Final = """
CREATE TABLE findings (
    lot TEXT, layout TEXT, source TEXT, line INTEGER, severity TEXT, kind TEXT, found TEXT, expected TEXT,
    legislature INTEGER, type TEXT, numero INTEGER
);
CREATE TABLE gaps (layout TEXT, field TEXT, legislature INTEGER, type TEXT, numero INTEGER);
"""
_ENTRY: Final = "source, line, severity, kind, found, expected, legislature, type, numero"


class Entry(NamedTuple):
    """A finding. ``line`` is 0 where it is about the whole; ``key`` is of the page it has, if any."""

    source: str
    line: int
    severity: Severity
    kind: Kind
    found: str
    expected: str
    key: Key | None = None


class Count(NamedTuple):
    """How often one kind of finding was made."""

    severity: Severity
    kind: Kind
    findings: int


class Gap(NamedTuple):
    """A field that documents of a layout lack; ``of``: those that could have it."""

    layout: str
    field: str
    absent: int
    of: int


@dataclass(slots=True)
class Group:
    """The documents of one lot and one layout; the layout is "" where none was found."""

    lot: str
    layout: str
    documents: int = 0
    #: Those that were read; those in doubt; those of which nothing is published; those that are not
    #: ours, or copies of a question that was read.
    read: int = 0
    doubtful: int = 0
    refused: int = 0
    ignored: int = 0
    #: How many findings there are of each severity.
    findings: dict[Severity, int] = field(default_factory=dict)


class Account:
    """The account of one build. Every order is one of contents, never of how the build went."""

    def __init__(
        self,
        documents: Iterable[Read] = (),
        more: Iterable[Finding] = (),
        sources: Sequence[Path] = (),
    ) -> None:
        """``more``: findings of no document; ``sources``: each `--source`, to tell what is within."""
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")
        self._places = Places(sources)
        self._groups: dict[tuple[str, str], Group] = {}
        #: Questions that were read, by layout and by whether they are answered.
        self._read: dict[tuple[str, bool], int] = {}
        for document in documents:
            self._add(document)
        for finding in more:
            self._add(Read(finding.path, None, None, 0, (finding,)))
        self._base.execute("COMMIT")

    @classmethod
    def of(cls, report: Report, sources: Sequence[Path]) -> Account:
        """The account of sources that were read."""
        return cls(report.documents(), report.more, sources)

    def groups(self) -> list[Group]:
        """By lot, then layout."""
        return [group for _, group in sorted(self._groups.items())]

    def findings_of(self, severity: Severity) -> Iterator[Entry]:
        """In the order of the groups, then by source and line."""
        return self._entries("severity = ?", "lot, layout", severity)

    def kinds(self) -> list[Count]:
        """The kinds of findings that there are, the gravest first, then the most frequent."""
        query = "SELECT severity, kind, count(*) FROM findings GROUP BY severity, kind"
        counts = [Count(*row) for row in self._base.execute(query)]
        return sorted(counts, key=lambda c: (SEVERITIES.index(c.severity), -c.findings, c.kind))

    def findings_of_kind(self, severity: Severity, kind: Kind) -> Iterator[Entry]:
        """By source and line."""
        return self._entries("severity = ? AND kind = ?", "source", severity, kind)

    def frequent(self, severity: Severity, kind: Kind, most: int) -> list[tuple[str, int]]:
        """What was found most often, and how often; what was found once is left out."""
        query = (
            "SELECT found, count(*) AS times FROM findings WHERE severity = ? AND kind = ?"
            " GROUP BY found HAVING times > 1 ORDER BY times DESC, found LIMIT ?"
        )
        return list(self._base.execute(query, (severity, kind, most)))

    def gaps(self) -> list[Gap]:
        """By layout, in the order of the fields."""
        query = "SELECT layout, field, count(*) FROM gaps GROUP BY layout, field"
        order = (*ALWAYS, *ANSWERED)
        gaps = [
            Gap(layout, name, absent, self._could(layout, name))
            for layout, name, absent in self._base.execute(query)
        ]
        return sorted(gaps, key=lambda gap: (gap.layout, order.index(gap.field)))

    def lacking(self, gap: Gap) -> Iterator[Key]:
        """The questions of the documents of which it speaks, in their order."""
        query = (
            "SELECT legislature, type, numero FROM gaps WHERE layout = ? AND field = ?"
            " ORDER BY legislature, type, numero"
        )
        yield from self._base.execute(query, (gap.layout, gap.field))

    def digest(self) -> str:
        """Of all that the report may say."""
        digest = hashlib.blake2b(digest_size=16)
        for group in self.groups():
            digest.update(repr(group).encode("utf-8", "surrogatepass"))
        for table in ("findings", "gaps"):
            width = len(self._base.execute(f"SELECT * FROM {table} LIMIT 0").description)
            order = ", ".join(map(str, range(1, width + 1)))
            for row in self._base.execute(f"SELECT * FROM {table} ORDER BY {order}"):
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def _add(self, document: Read) -> None:
        lot, source = self._places.of(document.shown)
        layout = document.layout or ""
        if layout in _CONTAINERS:
            self._places.contain(document.shown, source)
            if not document.findings:
                return
        group = self._groups.get((lot, layout))
        if group is None:
            group = self._groups[lot, layout] = Group(lot, layout)
        group.documents += 1
        if document.key:
            self._look_for_gaps(document.key, layout, document.fields)
        if not document.findings:
            group.read += 1
            return
        severities = {finding.severity for finding in document.findings}
        group.read += document.key is not None or severities <= {"doubtful"}
        group.doubtful += "doubtful" in severities
        group.refused += "refused" in severities
        group.ignored += "ignored" in severities
        key = document.key or (None, None, None)
        for finding in document.findings:
            group.findings[finding.severity] = group.findings.get(finding.severity, 0) + 1
            row = (
                lot, layout, source, finding.line, finding.severity, finding.kind,
                self._places.within(finding.found), self._places.within(finding.expected), *key,
            )  # fmt: skip
            self._base.execute(f"INSERT INTO findings VALUES ({', '.join('?' * 11)})", row)

    def _look_for_gaps(self, key: Key, layout: str, fields: int) -> None:
        answered = bool(fields & _ANSWER)
        self._read[layout, answered] = self._read.get((layout, answered), 0) + 1
        lacking = (_ALL if answered else _QUESTION) & ~fields
        if lacking:
            names = (name for name in (*ALWAYS, *ANSWERED) if lacking & BITS[name])
            rows = ((layout, name, *key) for name in names)
            self._base.executemany("INSERT INTO gaps VALUES (?, ?, ?, ?, ?)", rows)

    def _could(self, layout: str, name: str) -> int:
        """Documents that could have a field."""
        answered = self._read.get((layout, True), 0)
        return answered + (0 if name in ANSWERED else self._read.get((layout, False), 0))

    def _entries(self, where: str, order: str, *values: object) -> Iterator[Entry]:
        query = (
            f"SELECT {_ENTRY} FROM findings WHERE {where}"
            f" ORDER BY {order}, source, line, kind, found, expected, numero"
        )
        for row in self._base.execute(query, values):
            yield _entry(row)


def _entry(row: tuple[Any, ...]) -> Entry:
    source, line, severity, kind, found, expected, *key = row
    legislature, type_, numero = key
    page = None if legislature is None else (legislature, type_, numero)
    return Entry(source, line, severity, kind, found, expected, page)
