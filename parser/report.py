"""What became of the sources: counts, findings, and each document with its layout and its fields."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from heapq import merge
from pathlib import Path
from typing import Any, NamedTuple

from parser.compact import Digests, Keys
from parser.findings import Finding
from parser.question import FIELDS, Key
from parser.reading import BITS


class Read(NamedTuple):
    """A document: what messages call it, what was made of it, and what there is to say."""

    shown: str
    #: A module of `parser/layouts`; `acteurs`, `archive`, `bulk` for what holds no question itself;
    #: None for what was refused before it was known.
    layout: str | None
    key: Key | None
    #: The fields that its record has, a bit for each; see `has`.
    fields: int
    findings: tuple[Finding, ...]

    def has(self, name: str) -> bool:
        """Whether the record that was read has this field."""
        return bool(self.fields & BITS[name])

    def missing(self) -> list[str]:
        """The fields that the record lacks."""
        return [name for name in FIELDS if not self.fields & BITS[name]]


@dataclass(slots=True)
class Report:
    """What became of the sources. What is not held here stands in the base, and is read when asked for."""

    #: Documents: files, members of archives, questions of files of many.
    files: int = 0
    keys: Keys = field(default_factory=Keys)
    #: A digest of the record of each key, and the length of its line.
    digests: Digests = field(default_factory=Digests)
    lengths: array[int] = field(default_factory=lambda: array("I"))
    #: Documents that were parsed; the others are as the last build read them.
    parsed: int = 0
    #: Authors that are references only, and their questions.
    unknown_authors: tuple[int, int] = (0, 0)
    #: Findings that do not stand in the base, sorted.
    more: list[Finding] = field(default_factory=list)
    base: Path | None = None

    def each_finding(self) -> Iterator[Finding]:
        """All findings, by path and line; not held in memory."""
        query = (
            "SELECT path, line, severity, found, expected, kind FROM findings"
            " ORDER BY path, line, severity, found, expected, kind"
        )
        return merge((Finding(*row) for row in self._rows(query)), self.more)

    @property
    def findings(self) -> list[Finding]:
        """All findings, by path and line."""
        return list(self.each_finding())

    @property
    def doubts(self) -> int:
        """Findings that a person should look at: whatever is not merely ignored."""
        query = "SELECT count(*) FROM findings WHERE severity != 'ignored'"
        return sum(int(count) for (count,) in self._rows(query)) + sum(
            finding.severity != "ignored" for finding in self.more
        )

    def counts(self) -> Counter[str]:
        """How many documents were ignored, doubtful, refused."""
        query = "SELECT severity, count(DISTINCT path) FROM findings GROUP BY severity"
        counts = Counter(dict(self._rows(query)))
        counts.update(severity for severity, _ in {(f.severity, f.path) for f in self.more})
        return counts

    def documents(self) -> Iterator[Read]:
        """Every document, by path, with its findings; not held in memory."""
        documents = self._rows(
            "SELECT id, shown, layout, legislature, type, numero, fields FROM documents"
            " ORDER BY shown, id"
        )
        found = self._rows(
            "SELECT d.id, f.path, f.line, f.severity, f.found, f.expected, f.kind FROM findings f"
            " JOIN documents d ON d.id = f.document"
            " ORDER BY d.shown, d.id, f.line, f.severity, f.found, f.expected"
        )
        finding = next(found, None)
        for number, shown, layout, legislature, kind, numero, fields in documents:
            own = []
            while finding and finding[0] == number:
                own.append(Finding(*finding[1:]))
                finding = next(found, None)
            key = None if legislature is None else (legislature, kind, numero)
            yield Read(shown, layout, key, fields, tuple(own))

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        if self.base is None:
            return
        with closing(sqlite3.connect(self.base)) as base:
            yield from base.execute(query)
