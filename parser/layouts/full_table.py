"""The oldest pages whole: a table of labels and values, two cells a row, and the texts in its last rows.

    Question N° : <N> | de M. <Nom Prénom> ( <Groupe> - <Dept> )
    Ministère interrogé : | <…>
    Ministère attributaire : | <…>
                      | Question publiée au JO le : 02/07/2001 page : 3700
                      | Réponse publiée au JO le : 01/10/2001 page : 5600
    Rubrique : | <…>
    Tête d'analyse : | <…>
    Analyse : | <…>
    Texte de la QUESTION : | <texte>
    Texte de la REPONSE : | <texte>

As text, cells are told apart by tabs, by bars, or stand one on each line. The surname is first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from parser import labels
from parser.document import Document
from parser.fields import Fields
from parser.labels import Labelled
from parser.layouts.table_head import AUTHOR, NUMBER
from parser.names import reconciled
from parser.opening import author_of
from parser.paragraphs import read_paragraphs
from parser.question import Question
from parser.values import CIVILITY, Author, parse_lone_page, plain_value
from parser.wrapped import is_rest

# What parts the cells of a row
_BARS: Final = re.compile(r"[\t|]")
# `Texte de la QUESTION :⇥<texte>`, `| Texte de la QUESTION : | <texte> |`
_BESIDE: Final = re.compile(r"\s*\|?\s*(?P<heading>[^\t|]{1,40}?)\s*[\t|](?P<text>.*)", re.DOTALL)
# `Question N°`, without the number or before its cell
_NUMBER_LABEL: Final = re.compile(r"Question\s+n\s*[°ºo]\s*:?", re.IGNORECASE)
# `M.Abelin Jean-Pierre ( UDF - Vienne )`, in the cell beside the number
_AUTHOR_ALONE: Final = re.compile(
    rf"(?P<name>{CIVILITY}[^()]{{0,200}}?) ?(?:\((?P<bracket>.{{0,400}})\))?"
)
_TEXTS: Final = ("texte_question", "texte_reponse")


def is_full_table(document: Document) -> bool:
    """Whether labels stand in cells of their own above the text of the question, without `>`."""
    start = next(
        (i for i, line in document.filled() if _heading(line)[0] == "texte_question"), None
    )
    if start is None:
        return False
    cells = [cell for _, line in document.filled(0, start) for cell in _cells(line)]
    labelled = [label for cell in cells if (label := labels.leading_label(cell))]
    if any(">" in cell for cell in cells if labels.leading_label(cell)):
        return False
    return any(labels.whole_label(cell) in labels.HEAD_FACTS for cell in cells) or (
        any(label.key in labels.HEAD_FACTS for label in labelled)
        and not any(labels.numbered_heading(cell) for cell in cells)
    )


def parse_full_table(document: Document, source: str) -> Question:
    """Raises SourceError where the number is nowhere, NotOursError for another kind."""
    marks: dict[str, int] = {}
    for index, line in document.filled():
        key, _ = _heading(line)
        if key:
            marks.setdefault(key, index)
    start, end = marks["texte_question"], document.above_frame(len(document.lines))
    middle = marks.get("texte_reponse", end)
    fields = Fields(document)
    _Cells(fields).read(start)
    question = _text(document, start, middle if middle > start else end)
    reponse = _text(document, middle, end) if start < middle < end else ()
    fields.complete_key(source)
    if "auteur" in fields.values:
        written = Author(*(fields.values[key] for key in Author._fields))
        opening = author_of(question[0]) if question else None
        author = reconciled(
            written, opening, fields.legislature, texts=question, surname_first=True
        )
        fields.values |= author._asdict()
    return fields.finish(question, reponse, source)


class _Cells:
    """Reads the cells above the texts: a label, and the cell behind it."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        #: The label that waits for its value, and its line.
        self.label: tuple[int, str] | None = None
        #: A label and its value, which may go on in the line below; the last line of it.
        self.value: tuple[int, Labelled, int] | None = None

    def read(self, end: int) -> None:
        """All cells up to a line."""
        for index, line in self.fields.document.filled(0, end):
            for cell in _cells(line):
                if not self._is_joined(index, cell):
                    self._give()
                    self._cell(index, cell)
        self._take("")
        self._give()

    def _is_joined(self, line: int, cell: str) -> bool:
        """Whether a cell was the rest of the value above it."""
        if self.value is None or not self.fields.document.wraps:
            return False
        first, label, last = self.value
        if line != last + 1 or self._is_known(cell) or not is_rest(label, cell):
            return False
        self.value = (first, Labelled(label.key, f"{label.value} {cell}"), line)
        return True

    def _give(self) -> None:
        """Has the value read that is now whole."""
        if self.value:
            line, (key, value), _ = self.value
            self.value = None
            self.fields.read_label(line, key, value)

    def _cell(self, line: int, cell: str) -> None:
        if key := labels.whole_label(cell):
            self._take("")
            self.label = (line, key)
        elif _NUMBER_LABEL.fullmatch(cell):
            self._take("")
            self.label = (line, "numero")
        elif self.label and not self._is_known(cell):
            self._take(cell, line)
        else:
            self._take("")
            self._known(line, cell)

    def _take(self, value: str, at: int = 0) -> None:
        """The value of the label that waits; none where the next label comes first."""
        if self.label is None:
            return
        (line, key), self.label = self.label, None
        if key == "numero" and value:
            self.fields.read_numero(line, value)
        elif value and key in labels.HEAD_FACTS:
            self.value = (line, Labelled(key, value), at)
        elif key != "numero":
            self.fields.read_label(line, key, value)

    def _is_known(self, cell: str) -> bool:
        """Whether a cell says itself what it is."""
        number = self.label and self.label[1] == "numero" and AUTHOR.fullmatch(plain_value(cell))
        return bool(number or labels.leading_label(cell) or NUMBER.match(cell))

    def _known(self, line: int, cell: str) -> None:
        fields, spaced = self.fields, plain_value(cell)
        label = labels.leading_label(cell)
        if label and label.key in labels.HEAD_FACTS:
            fields.read_label(line, label.key, label.value)
        elif label and label.key in labels.DATES:
            for found_label in labels.split_labels(cell):
                fields.read_found(line, found_label)
        elif found := NUMBER.match(cell):
            fields.read_numero(line, found["numero"])
            if rest := cell[found.end() :].strip():
                self._cell(line, rest)
        elif labels.kind(cell):
            fields.read_kind(line, cell)
        elif cell in ("QE", *labels.KIND_NAMES):
            fields.require_written(cell, line)
        elif found := AUTHOR.fullmatch(spaced) or _AUTHOR_ALONE.fullmatch(spaced):
            fields.read_author(line, found["name"], found["bracket"])
        elif page := parse_lone_page(cell):
            fields.read_lone_page(line, page)
        elif not (
            labels.heading(cell) == "assemblee"
            or fields.read_legislature(line, cell)
            or fields.read_reason(line, cell)
        ):
            fields.unknown(line, cell)


def _cells(line: str) -> Iterator[str]:
    for part in _BARS.split(line):
        if cell := part.strip():
            yield plain_value(cell) if "**" in cell else cell


def _heading(line: str) -> tuple[str | None, str]:
    """The heading of a text that a line opens with, and what of the text stands beside it."""
    found = _BESIDE.fullmatch(line)
    heading, beside = (found["heading"], found["text"]) if found else (line.strip(" |"), "")
    key = labels.heading(heading)
    return (key if key in _TEXTS else None), beside


def _text(document: Document, start: int, end: int) -> tuple[str, ...]:
    """The text whose heading is at ``start``: what stands beside it, and the lines below."""
    beside = _heading(document.lines[start])[1]
    if not beside.strip(" |"):
        return document.paragraphs(start + 1, end, bars=True)
    return read_paragraphs(
        line.strip().strip("|") for line in (beside, *document.lines[start + 1 : end])
    )
