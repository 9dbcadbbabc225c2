"""The current page as plain text: `Question de :`, the texts, then the facts.

    [Question écrite n° <N> :]
    <titre>
    [<NN>e Législature]
    Question de : M. <Nom>
    <Dept> (<n>e circonscription) - <Groupe>
    <texte>
    [Réponse publiée le <j mois aaaa>
    <texte de la réponse>]
    [Données clés]
    Auteur : M. <Nom>
    Type de question : Question écrite
    Rubrique : <…>
    …
    Dates :
    Question publiée le <j mois aaaa>
    [Réponse publiée le <j mois aaaa>]
    [Date de cloture :
    <j mois aaaa>
    Fin de mandat]

Without its heading it holds no number: the name of the file tells it. Pages have no page of the JO.
"""

from __future__ import annotations

import re
from typing import Final

from parser import labels
from parser.document import Document
from parser.fields import Fields
from parser.findings import SourceError
from parser.fold import fold
from parser.marks import unmarked
from parser.names import reconciled
from parser.opening import author_of
from parser.question import Question
from parser.values import Author, parse_author, plain_value
from parser.wrapped import goes_on

# `Question de : M. Jean Dupont`, `Question de :` with the name on the next line
ASKED_BY: Final = re.compile(r"Question de\s*:\s*(?P<name>.*)", re.IGNORECASE)
# `Question écrite n° 9624 :`
HEADING: Final = re.compile(
    r"(?P<kind>Question [^\d:°]{1,60}?)\s+n[°ºo]\s*(?P<numero>\d[\d\s]*)(?::\s*(?P<title>.*))?",
    re.IGNORECASE,
)
# `Réponse publiée le 12 mars 2013`, `Question publiée le : 1er février 1988`
PUBLISHED: Final = re.compile(
    r"(?P<what>Question|R[ée]ponse) publi[ée]e le\s*:?\s*(?P<day>\d.*)", re.IGNORECASE
)
# `Question signalée au Gouvernement le 8 juillet 2025`
_SIGNALLED: Final = re.compile(
    r"Question signal[ée]e au Gouvernement le\s*(?P<day>\d.*)", re.IGNORECASE
)
# `Dates :`, `Date :`
_DATES: Final = re.compile(r"Dates?\s*:", re.IGNORECASE)
# `Date de cloture :`, `Date de clôture : 21 juin 2022`
CLOSED: Final = re.compile(r"Date de cl[oô]ture\s*:\s*(?P<day>.*)", re.IGNORECASE)
# `Question retirée le 10 juin 2025`, the reason in brackets or below
_WITHDRAWN: Final = re.compile(
    r"Question retir[ée]e(?: au JO)? le\s*:?\s*(?P<day>\d.*)", re.IGNORECASE
)
# What a reason for a closing speaks of, folded
_END: Final = re.compile(
    r"\b(?:mandat|retir|retrait|cadu|deces|demission|dissolution|legislature|auteur|initiative|sans objet)"
)
# `Mayenne (2e circonscription) - Les Républicains`, `- SOC`
PLACE: Final = re.compile(r"[^()]{1,80}\(\d{1,2}\s?\^?\w{1,3} circonscription\).*|[-–—] ?\S.{0,78}")
# `Gironde - Socialiste`: the same without a circonscription; a text is longer, or ends as one does
SHORT_PLACE: Final = re.compile(r"[^()]{2,60} [-–—] [^()]{1,80}(?<![.!?…:;»])")
# `- Les Républicains`, on a line of its own below the place
GROUP: Final = re.compile(r"[-–—] ?\S.{1,78}")
#: Lines that are no text.
_STRUCTURE: Final = (ASKED_BY, HEADING, PUBLISHED, _SIGNALLED, _DATES, CLOSED, _WITHDRAWN)
#: A title is shorter, on however many lines.
LONGEST_TITLE: Final = 300
#: Neither place nor group.
_DASHES: Final = ("-", "–", "—")
#: What every page has.
_EXPECTED: Final = ("auteur", "rubrique", "ministere_interroge", "question_publiee")


def is_current_page(document: Document) -> bool:
    """Whether a document is of this layout: who asks, and the type of question below."""
    lines = [unmarked(line) for _, line in document.filled()]
    return any(map(ASKED_BY.fullmatch, lines)) and any(_key(line) == "type" for line in lines)


def parse_current_page(document: Document, source: str) -> Question:
    """Raises SourceError for a page without its parts or number, NotOursError for another kind."""
    if document.wraps:
        _take_marks_off(document)
    lines = document.filled()
    asked = next(i for i, line in lines if ASKED_BY.fullmatch(line))
    facts = _first_fact(document, asked)
    fields = Fields(document)
    _read_opening(fields, asked)
    start, shown = _read_asker(fields, asked, facts)
    answer = next(
        (i for i in range(start, facts) if PUBLISHED.fullmatch(document.lines[i].strip())), facts
    )
    if answer < facts:
        found = PUBLISHED.fullmatch(document.lines[answer].strip())
        assert found
        if fold(found["what"]) != "reponse":
            raise SourceError("dates before the facts", "expected them last", answer + 1)
        fields.read_label(answer, "reponse_publiee", found["day"])
    _read_facts(fields, facts)
    fields.complete_key(source)
    if fields.numero is None:
        raise SourceError(
            "a page without its number",
            'expected it in the name of the file, as "17-9624QE.txt"',
            kind="identite",
        )
    question = document.paragraphs(start, document.above_frame(answer), blocks=True)
    reponse = document.paragraphs(answer + 1, document.above_frame(facts), blocks=True)
    _name_author(fields, asked, shown, question)
    return fields.finish(question, reponse, source, expected=_EXPECTED)


def _take_marks_off(document: Document) -> None:
    """Has labels and headings stand as they do without Markdown."""
    for index, line in document.filled():
        plain = unmarked(line)
        if plain != line and (
            _key(plain)
            or labels.heading(plain)
            or any(pattern.fullmatch(plain) for pattern in _STRUCTURE)
        ):
            document.lines[index] = plain
    document.look_again()


def _first_fact(document: Document, asked: int) -> int:
    """The line that the facts begin with: the last `Auteur :` before the type, or its heading."""
    kind = max((i for i, line in document.filled(asked) if _key(line) == "type"), default=None)
    if kind is None:
        raise SourceError(
            "no facts below the text",
            'expected "Type de question" there: is the file cut off?',
            asked + 1,
            kind="incomplet",
        )
    before = [i for i, line in document.filled(asked + 1, kind) if _key(line) == "auteur"]
    first = before[-1] if before else kind
    above = document.filled(asked + 1, first)
    if above and labels.heading(above[-1][1]) == "donnees_cles":
        return above[-1][0]
    return first


def _read_opening(fields: Fields, end: int) -> None:
    """Heading, title, legislature: the lines above who asks."""
    title, last = "", -1
    lines = fields.document.filled(0, end)
    numbered = any(HEADING.fullmatch(line) for _, line in lines)
    for index, line in lines:
        if found := HEADING.fullmatch(line):
            kind = labels.kind(found["kind"])
            if kind:
                fields.require_written(kind, index)
            fields.read_numero(index, found["numero"])
            if found["title"]:
                title, last = found["title"], index
                fields.read_label(index, "titre", title)
        elif labels.heading(line) == "assemblee" or fields.read_legislature(index, line):
            continue
        elif not title and (fields.numero or not (numbered or labels.frame(line))):
            title, last = line, index
            fields.read_label(index, "titre", line)
        elif title and index == last + 1 and len(title) < LONGEST_TITLE and goes_on(title, line):
            title, last = f"{title} {line}", index
            fields.values["titre"] = plain_value(title)
        else:
            fields.unknown(index, line)


def _read_asker(fields: Fields, asked: int, end: int) -> tuple[int, str]:
    """Takes the place below the name; returns where the text starts, and the name as shown there."""
    lines = fields.document.filled(asked, end)
    found = ASKED_BY.fullmatch(lines[0][1])
    assert found
    name, rest = found["name"].strip(), lines[1:]
    if not name and rest:
        name, rest = rest[0][1], rest[1:]
    if rest and (
        PLACE.fullmatch(rest[0][1]) or (len(rest) > 1 and SHORT_PLACE.fullmatch(rest[0][1]))
    ):
        (index, place), rest = rest[0], rest[1:]
        if place.endswith(")") and rest and GROUP.fullmatch(rest[0][1]):
            place, rest = f"{place} {rest[0][1]}", rest[1:]
        fields.read_label(index, "circonscription", place)
    elif rest and rest[0][1] in _DASHES:
        rest = rest[1:]
    return (rest[0][0] if rest else end), name


def _read_facts(fields: Fields, start: int) -> None:
    """`Label : value`, one a line; days under `Dates :`."""
    closing = False
    for index, line in fields.document.facts(start):
        if (
            labels.heading(line) == "donnees_cles"
            or _DATES.fullmatch(line)
            or labels.frame(line) == "site"
        ):
            continue
        if found := PUBLISHED.fullmatch(line):
            what = "question_publiee" if fold(found["what"]) == "question" else "reponse_publiee"
            fields.read_label(index, what, found["day"])
        elif found := _SIGNALLED.fullmatch(line):
            fields.read_label(index, "signalement", found["day"])
        elif found := CLOSED.fullmatch(line):
            closing = True
            if found["day"]:
                fields.read_label(index, "retrait", found["day"])
        elif found := _WITHDRAWN.fullmatch(line):
            closing = True
            fields.read_label(index, "retrait", found["day"])
        elif closing:
            closing = _read_closing(fields, index, line)
        elif label := labels.leading_label(line):
            fields.read_label(index, label.key, label.value)
        else:
            fields.unknown(index, line)


def _read_closing(fields: Fields, index: int, line: str) -> bool:
    """Takes the day of a closing, then its reason; returns whether more of it can follow."""
    if not fields.has("retrait"):
        fields.read_label(index, "retrait", line)
        return True
    if not (_END.search(fold(line)) and fields.read_reason(index, f"({line})")):
        fields.unknown(index, line)
    return False


def _name_author(fields: Fields, asked: int, shown: str, question: tuple[str, ...]) -> None:
    """The name of the facts and of the head, in the order that the text has them."""
    head = None
    try:
        head = parse_author(shown)
    except ValueError as error:
        if shown or "auteur" not in fields.values:
            fields.document.doubt(asked, f'name "{shown}"', f"left out: {error}")
    author = head
    if "auteur" in fields.values:
        author = Author(*(fields.values[key] for key in Author._fields))
        if head and fold(head.auteur) != fold(author.auteur):
            fields.document.doubt(
                asked,
                f'asked by "{shown}"',
                f'kept the author of the facts, "{author.auteur}"',
                "contradiction",
            )
    if author:
        opening = author_of(question[0]) if question else None
        fields.values |= reconciled(author, opening, fields.legislature, texts=question)._asdict()


def _key(line: str) -> str | None:
    found = labels.leading_label(line)
    return found.key if found else None
