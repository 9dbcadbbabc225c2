"""One source file → its question, told apart by content, never by name or extension."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from parser import labels
from parser.document import Document, read_document
from parser.findings import Finding, NotOursError, SourceError
from parser.layouts.sheet import parse_sheet
from parser.layouts.table_head import NUMBER, parse_table_head
from parser.question import Question

# `Question de M. DUPONT Jean (Gironde - SOC) publiée le 01/02/2013`: capitals
_SENAT: Final = re.compile(
    r"Question\s+(?:(?:écrite|orale).*\b)?de\s+(?:M\.|Mme|Mlle)\s+"
    r"[A-ZÀ-Ý][A-ZÀ-Ý'’\- ]+\b.*\(.*-.*\)"
)
_SENAT_HEADING: Final = re.compile(r"\s*S[ÉE]NAT\s*|.*\bsenat\.fr\b.*", re.IGNORECASE)


class Reading(NamedTuple):
    """What became of one file: the question unless it was refused or ignored, and what to say."""

    question: Question | None
    findings: tuple[Finding, ...]


def read_question(content: bytes, *, source: str, path: str) -> Reading:
    """Reads the bytes of one file. Never raises on what they hold.

    ``source`` goes into the record (the path within its `--source`), ``path`` into messages.
    """
    try:
        document = read_document(content, path)
        question = _layout(document)(document, source)
    except SourceError as error:
        refusal = Finding(path, error.line, error.severity, error.found, error.expected)
        return Reading(None, (refusal,))
    return Reading(question, tuple(document.findings))


def _layout(document: Document) -> Callable[[Document, str], Question]:
    """The parser of the document's layout. Raises SourceError where none is known."""
    lines = document.filled()
    top = [line for _, line in lines[:12]]
    if any(_SENAT.match(line) or _SENAT_HEADING.fullmatch(line) for line in top):
        raise NotOursError(
            "a question of the Sénat", "left out: only the Assemblée nationale's are published"
        )
    for _, line in lines:
        if NUMBER.match(line):
            return parse_table_head
        if labels.numbered_heading(line) or labels.heading(line) == "donnees_cles":
            return parse_sheet
    index, first = lines[0]
    raise SourceError(
        f'no known layout, it begins with "{first[:60]}"',
        'expected a line "Question écrite n° N" or "Question N° : N"',
        index + 1,
    )
