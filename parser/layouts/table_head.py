"""The table head: `Question N° : N … De M. X (<Groupe> - <Dept>)`, facts, then the texts.

Its cells stand in rows, told apart by tabs, or one on each line:

    14ème législature
    Question N° : 13503⇥De M. <Nom> (<Groupe> - <Dept>)⇥Question écrite
    Ministère interrogé > <…>⇥⇥Ministère attributaire > <…>
    Rubrique > <…>⇥Tête d'analyse > <…>⇥Analyse > <…>
    Question publiée au JO le : 11/12/2012 Réponse publiée au JO le : 05/03/2013 page : 2477
    Texte de la question
    …
    Texte de la réponse
    …
"""

from __future__ import annotations

import re
from typing import Final

from parser import labels
from parser.document import Document
from parser.fields import Fields
from parser.findings import SourceError
from parser.paragraphs import ends_sentence
from parser.question import Question, Tableau
from parser.values import CIVILITY, is_publication, parse_lone_page, plain_value

# `Question N° : 13503`, `Question N° 2499`
NUMBER: Final = re.compile(
    r"Question\s+n[°ºo]\s*:?\s*(?P<numero>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)"
    r"(?=\s*(?:$|\t|de\s|question\s|\d))",
    re.IGNORECASE,
)
# `De M. Philippe Plisson (Socialiste, républicain et citoyen - Gironde)`, `de Mme X (… - Paris )`
AUTHOR: Final = re.compile(
    rf"de (?P<name>{CIVILITY}[^()]{{0,200}}?) ?(?:\((?P<bracket>.{{0,400}})\))?",
    re.IGNORECASE,
)
# `Mme X (Socialiste - Paris)`: the word before it stands in another element
AUTHOR_ALONE: Final = re.compile(
    rf"(?P<name>{CIVILITY}[^()]{{0,200}}?) ?\((?P<bracket>.{{0,400}})\)"
)
# `Question écrite` behind the author, where blanks stand for the tabs
_KIND_BEHIND: Final = re.compile(r"(?P<before>.*\S) (?P<kind>Question [^\d:>]+)", re.IGNORECASE)
# `télécommunications   Nouveauté > x`: a label not in the list, where blanks stand for the tabs
_UNKNOWN_BEHIND: Final = re.compile(r"(?:^|\s{2,}|\t)[A-ZÀ-Ý][\w'’ -]{2,40}>.*")
# `télécommunications Nouveauté > x`: the same, or words of the value
_MAYBE_BEHIND: Final = re.compile(r"\s[A-ZÀ-Ý][\w'’ -]{2,40}>.*")
#: Ten times the dates of the question that was renewed most.
_LONGEST_CELL: Final = 6000
#: Ends in a dot, and no sentence does.
_ABBREVIATION: Final = re.compile(r"\b(?:MM?|Mmes?|Mlles?|art|n)\.$")


def parse_table_head(document: Document, source: str) -> Question:
    """Raises SourceError for a head without its texts, NotOursError for another kind."""
    headings = document.headings()
    start = next((i for i, key in headings if key == "texte_question"), None)
    fields = Fields(document)
    for index, line in document.facts(0, start):
        for cell in line.split("\t"):
            if cell.strip():
                _read_cell(fields, index, cell.strip())
    if start is None:
        raise SourceError(
            f'no "{labels.spelling("texte_question")}"',
            "expected it under the head: the page is cut off, fetch it again",
            len(document.lines),
            kind="incomplet",
        )
    end = document.above_frame(len(document.lines))
    middle = next((i for i, key in headings if key == "texte_reponse" and i > start), end)
    end = _read_closing_below(fields, start, end)
    record = fields.finish(
        document.paragraphs(start + 1, min(middle, end), blocks=True),
        document.paragraphs(middle + 1, end, blocks=True),
        source,
    )
    texts = record.reponse or record.question
    if middle < end and not record.reponse and record.date_reponse:
        document.doubt(
            middle,
            f'nothing under "{labels.spelling("texte_reponse")}"',
            "expected the answer: is the file cut off?",
            "incomplet",
        )
    elif (
        texts
        and not isinstance(texts[-1], Tableau)
        and (not ends_sentence(texts[-1]) or _ABBREVIATION.search(texts[-1][-10:]))
    ):
        document.doubt(
            document.filled()[-1][0],
            f'the text ends in "{texts[-1][-40:]}"',
            "expected the end of a sentence: is the file cut off?",
            "incomplet",
        )
    return record


def _read_closing_below(fields: Fields, start: int, end: int) -> int:
    """Takes a closing that stands below the texts, too; returns where the texts end."""
    below = fields.document.filled(start + 1, end)
    if not below:
        return end
    index, line = below[-1]
    found = labels.leading_label(line)
    if not found or found.key != "retrait" or not is_publication(found.value):
        return end
    fields.read_label(index, found.key, found.value)
    return index


def _read_cell(fields: Fields, line: int, cell: str) -> None:
    if len(cell) > _LONGEST_CELL:
        fields.unknown(line, f"{cell[:80]}…")
        return
    if "**" in cell:  # `**Rubrique >** santé`
        cell = plain_value(cell)
    spaced = plain_value(cell)
    if labels.heading(cell) == "assemblee" or fields.read_legislature(line, cell):
        return
    if found := NUMBER.match(cell):
        rest = cell[found.end() :].strip()
        if rest[:1].isdigit():
            raise SourceError(
                f'number "{cell[:60]}"', "expected one number", line + 1, kind="identite"
            )
        fields.read_numero(line, found["numero"])
        if rest:
            _read_cell(fields, line, rest)
        return
    if labels.kind(cell):
        fields.read_kind(line, cell)
        return
    if found := AUTHOR.fullmatch(spaced) or AUTHOR_ALONE.fullmatch(spaced):
        fields.read_author(line, found["name"], found["bracket"])
        return
    if found := _KIND_BEHIND.fullmatch(spaced):
        kind = labels.kind(found["kind"])
        if kind:
            _read_cell(fields, line, found["before"])
            _read_cell(fields, line, found["kind"])
            return
    page = parse_lone_page(cell)
    if page:
        fields.read_lone_page(line, page)
        return
    if fields.read_reason(line, cell):
        return
    for key, value in labels.split_labels(cell):
        if key:
            fields.read_label(line, key, _known_part(fields, line, value))
        else:
            fields.unknown(line, value)


def _known_part(fields: Fields, line: int, value: str) -> str:
    """The value up to a label that is not in the list, which is reported."""
    if found := _UNKNOWN_BEHIND.search(value):
        fields.unknown(line, found[0].strip())
        return value[: found.start()]
    if found := _MAYBE_BEHIND.search(value):
        fields.document.doubt(
            line,
            f'"{found[0].strip()}" in a value',
            "kept as part of it; is it an unknown label?",
            "inconnu",
        )
    return value
