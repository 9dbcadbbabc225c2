"""The tagged source of the oldest pages: `<LEG>13 <NUM>1234 <AUT>M. <Nom> … <QUEST><texte> <REP><texte>`.

Tags in capitals or not, closed or not, each value up to the next tag.
"""

from __future__ import annotations

import re
from typing import Final

from parser import labels
from parser.document import Document
from parser.fields import Fields
from parser.findings import SourceError
from parser.layouts.table_head import AUTHOR_ALONE
from parser.names import reconciled
from parser.opening import author_of
from parser.paragraphs import read_paragraphs
from parser.question import Question
from parser.values import Author, parse_legislature_number, plain_value

# `<LEG>`, `</leg>`
_TAG: Final = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z]{3,8})>")
#: Tags and the labels that say the same.
_LABELS: Final = {
    "aut": "auteur",
    "mini": "ministere_interroge",
    "mina": "ministere_attributaire",
    "dpq": "question_publiee",
    "rub": "rubrique",
    "tana": "tete_analyse",
    "ana": "analyse",
}
_TEXTS: Final = ("quest", "rep")
_KEY: Final = ("leg", "num", "nat")
KNOWN: Final = frozenset((*_KEY, *_LABELS, *_TEXTS))


def is_tagged(document: Document) -> bool:
    """Whether a document opens with a tag of this layout and has those of number and text."""
    first = document.filled()[0][1]
    opening = _TAG.match(first)
    if not opening or opening["name"].lower() not in KNOWN:
        return False
    found = {tag["name"].lower() for line in document.lines for tag in _TAG.finditer(line)}
    return {"num", "quest"} <= found


def parse_tagged(document: Document, source: str) -> Question:
    """Raises SourceError without number or legislature, NotOursError for another kind."""
    fields = Fields(document)
    texts: dict[str, tuple[str, ...]] = {}
    for line, name, value in _values(document):
        one = " ".join(value.split())
        if name in _TEXTS:
            texts[name] = read_paragraphs(value.split("\n"))
        elif name == "aut" and (found := AUTHOR_ALONE.fullmatch(plain_value(one))):
            fields.read_author(line, found["name"], found["bracket"])
        elif name in _LABELS:
            fields.read_label(line, _LABELS[name], one)
        elif name == "num":
            fields.read_numero(line, one)
        elif name == "leg":
            fields.legislature = _legislature(line, one)
        elif name == "nat" and one:
            _require_written(fields, line, one)
        elif name not in _KEY:
            fields.unknown(line, f"<{name}>{one[:40]}")
    question, reponse = texts.get("quest", ()), texts.get("rep", ())
    if "auteur" in fields.values:
        written = Author(*(fields.values[key] for key in Author._fields))
        opening = author_of(question[0]) if question else None
        fields.values |= reconciled(written, opening, fields.legislature, texts=question)._asdict()
    return fields.finish(question, reponse, source)


def _values(document: Document) -> list[tuple[int, str, str]]:
    """Line, tag and text of each value; an unknown tag within a text is text."""
    found: list[tuple[int, str, list[str]]] = []
    for index, line in enumerate(document.lines):
        end = 0
        for tag in _TAG.finditer(line):
            name = tag["name"].lower()
            inside = bool(found) and found[-1][1] in _TEXTS
            if name not in KNOWN and (inside or tag["close"]):
                continue
            if found:
                found[-1][2].append(line[end : tag.start()])
            end = tag.end()
            if not tag["close"]:
                found.append((index, name, []))
        if found:
            found[-1][2].append(line[end:] + "\n")
    return [(line, name, "".join(parts)) for line, name, parts in found]


def _legislature(line: int, text: str) -> int:
    try:
        return parse_legislature_number(text)
    except ValueError as error:
        raise SourceError(str(error), "expected <LEG>13", line + 1, kind="identite") from None


def _require_written(fields: Fields, line: int, text: str) -> None:
    """`QE` or `Question écrite`."""
    kind = text.upper() if text.upper() in ("QE", *labels.KIND_NAMES) else None
    if kind:
        fields.require_written(kind, line)
    else:
        fields.read_kind(line, text)
