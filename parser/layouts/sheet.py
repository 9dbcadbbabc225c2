"""The sheet: `Question écrite n° N`, the texts, then "Données clés".

14ème législature
<titre>
Question écrite n° 55901
Texte de la question
…
Texte de la réponse
…
Données clés
Auteur : [M. <Prénom Nom>](#)
…
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parser import labels
from parser.document import Document
from parser.fields import Fields
from parser.findings import SourceError
from parser.marks import unmarked
from parser.question import Question
from parser.remembered import remembered
from parser.values import parse_lone_page, plain_value


def parse_sheet(document: Document, source: str) -> Question:
    """Raises SourceError for a sheet without its parts, NotOursError for another kind."""
    marks: dict[str, list[int]] = {"texte_question": [], "texte_reponse": [], "donnees_cles": []}
    for i, key in document.headings():
        if key in marks:
            marks[key].append(i)
    fields = Fields(document)
    start = marks["texte_question"][0] if marks["texte_question"] else len(document.lines)
    _read_opening(fields, start)
    for key, expected in (("texte_question", "first"), ("donnees_cles", "after the texts")):
        if not marks[key]:
            raise SourceError(
                f'no "{labels.spelling(key)}"',
                f"expected it {expected}: the sheet is cut off, fetch it again",
                len(document.lines),
                kind="incomplet",
            )
    end = marks["donnees_cles"][-1]
    if end < start:
        raise SourceError("Données clés before the texts", "expected them last", end + 1)
    _read_key_facts(fields, end + 1)
    answers = [i for i in marks["texte_reponse"] if start < i < end]
    middle = answers[0] if answers else end
    return fields.finish(
        document.paragraphs(start + 1, middle),
        document.paragraphs(middle + 1, end),
        source,
    )


def _read_opening(fields: Fields, end: int) -> None:
    """Legislature, title, number: the lines above the first text."""
    title: list[str] = []
    wrapped = 0
    heading = False
    for index, line in fields.document.filled(0, end):
        if not heading and not fields.legislature and labels.heading(line) == "assemblee":
            heading = True
        elif not fields.legislature and fields.read_legislature(index, line):
            continue
        elif numbered := labels.numbered_heading(line):
            kind, numero = numbered
            fields.require_written(kind, index)
            fields.read_numero(index, numero)
        elif fields.legislature and not title and (not fields.numero or _is_title(line)):
            title.append(line)
            wrapped = index + 1
            fields.read_label(index, "titre", line)
        elif title and index == wrapped:  # a long title on several lines
            title.append(line)
            wrapped = index + 1
        else:
            fields.unknown(index, line)
    if len(title) > 1:
        fields.values["titre"] = plain_value(" ".join(title))


def _is_title(line: str) -> bool:
    """Whether a line below the number is the title, where there is none above it."""
    return not re.search("[:>]", line)


def _read_key_facts(fields: Fields, start: int) -> None:
    """`Label : value`, one a line."""
    for index, line in fields.document.facts(start):
        found = _labels_of(line)
        if found is None:
            _read_loose(fields, index, line)
            continue
        for label in found:
            fields.read_found(index, label)


@remembered
def _labels_of(line: str) -> Sequence[labels.Labelled] | None:
    """The labels of a line of key facts, none for their heading; None for a line without."""
    if labels.heading(line) == "dates_cles":
        return ()
    line = unmarked(line)
    found = labels.leading_label(line)
    if found and found.key in labels.DATES:
        return labels.split_labels(line)
    return (found,) if found else None


def _read_loose(fields: Fields, index: int, line: str) -> None:
    """A line without a label: what belongs to the date above, or nothing known."""
    page = parse_lone_page(line)
    if page:
        fields.read_lone_page(index, page)
    elif not fields.read_reason(index, line):
        fields.unknown(index, line)
