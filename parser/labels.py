"""The labels of the source documents, as `labels.yml` spells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from parser.fold import fold
from parser.remembered import KEPT, remembered

_TABLES: Final[dict[str, dict[str, list[str]]]] = yaml.load(
    Path(__file__).with_name("labels.yml").read_text("utf-8"), yaml.CSafeLoader
)
#: Labels followed by a day: a table head writes them with a colon, and several on one line.
DATES: Final = frozenset(
    "question_publiee reponse_publiee attribution renouvellement signalement retrait"
    " erratum_question erratum_reponse".split()
)
#: Labels that a table head writes with `>`.
HEAD_FACTS: Final = frozenset(
    "ministere_interroge ministere_attributaire rubrique titre tete_analyse analyse".split()
)
#: Kinds of question that are not ours, in words.
KIND_NAMES: Final = {
    "QG": "question au Gouvernement",
    "QOSD": "question orale sans débat",
    "QO": "question orale",
}
_ACCENTED: Final = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü"}


class Labelled(NamedTuple):
    """A label found in a line: its key in `labels.yml`, and the text up to the next label."""

    key: str
    value: str


def _spelling(text: str) -> str:
    """`Tête d'analyse` → a pattern for it with any blanks, any accents and either apostrophe."""
    letters = {"'": "['’]", " ": r"\s+"}
    return "".join(
        letters.get(c) or (f"[{_ACCENTED[c]}]" if c in _ACCENTED else re.escape(c))
        for c in fold(text)
    )


def _alternatives(table: str) -> str:
    """One named group a key, the longest spelling first: `… au JO le` before `… le`."""
    return "|".join(
        f"(?P<{key}>{'|'.join(_spelling(s) for s in sorted(spellings, key=len, reverse=True))})"
        for key, spellings in _TABLES[table].items()
    )


# `Rubrique : Télécommunications` in a sheet, `Rubrique > télécommunications` in a table head
_LABEL: Final = re.compile(
    rf"(?<![^\W\d])(?:{_alternatives('labels')})\s*(?P<sign>[:>])", re.IGNORECASE
)
_SIGN: Final = re.compile("[:>]")
# `Données clés`, alone on its line, whatever marks of emphasis or heading stand about it
_HEADING: Final = re.compile(rf"[\s#*|]*(?:{_alternatives('headings')})\s*:?[\s*|]*", re.IGNORECASE)
# `Texte de la réponse : Le Gouvernement…`, a heading that does not stand alone
_HEADING_BEFORE_TEXT: Final = re.compile(
    rf"[\s#*]*(?:{_alternatives('headings')})\s*:", re.IGNORECASE
)
# `Rubrique`, `Analyse :`: a label alone in its cell
_ALONE: Final = re.compile(rf"(?:{_alternatives('labels')})\s*:?", re.IGNORECASE)
# `Haut de page`
_FRAME: Final = re.compile(rf"(?:{_alternatives('frame')})\W*", re.IGNORECASE)
# `Question écrite`, the whole value
_KIND: Final = re.compile(rf"\s*(?:{_alternatives('kinds')})\s*", re.IGNORECASE)
# `Question écrite n° 55901`: the heading of a sheet
_NUMBERED: Final = re.compile(
    rf"[\s#*]*(?:{_alternatives('kinds')})\s+n[°ºo]\s*(?P<numero>\d[\d\s]*)[\s*]*", re.IGNORECASE
)
#: Longer lines are text: no need to compare them with every heading. Twice the longest spelling.
LONGEST_HEADING: Final = 2 * max(
    len(spelling) for spellings in _TABLES["headings"].values() for spelling in spellings
)


def heading(line: str) -> str | None:
    """The key of the heading that this whole line is, or None."""
    return _heading(line) if len(line) <= LONGEST_HEADING else None


@lru_cache(KEPT)
def _heading(line: str) -> str | None:
    found = _HEADING.fullmatch(line)
    return found.lastgroup if found else None


def opens_with_heading(text: str) -> bool:
    """Whether a text begins with a heading and a colon: an answer may then be part of a question."""
    return ":" in text and bool(_HEADING_BEFORE_TEXT.match(text))


def kind(text: str) -> str | None:
    """`QE`, `QG`, `QOSD` or `QO` for a kind of question as written; None for any other text."""
    found = _KIND.fullmatch(text)
    return found.lastgroup if found else None


def numbered_heading(line: str) -> tuple[str, str] | None:
    """(`QE`, `55901`) for the line `Question écrite n° 55901`."""
    if len(line) > LONGEST_HEADING:
        return None
    return _numbered(line)


@lru_cache(KEPT)
def _numbered(line: str) -> tuple[str, str] | None:
    found = _NUMBERED.fullmatch(line)
    if not found:
        return None
    kinds = [key for key in _TABLES["kinds"] if found[key]]
    return kinds[0], found["numero"]


def whole_label(cell: str) -> str | None:
    """The key of the label that a cell holds and nothing else, with or without a colon."""
    found = _ALONE.fullmatch(cell) if len(cell) <= LONGEST_HEADING else None
    return found.lastgroup if found else None


def frame(line: str) -> str | None:
    """`site` or `nosdeputes` for a line that belongs to the site, not to the question."""
    found = _FRAME.fullmatch(line) if len(line) <= 2 * LONGEST_HEADING else None
    return found.lastgroup if found else None


@remembered
def leading_label(line: str) -> Labelled | None:
    """The label that a line begins with, and all the rest of the line."""
    sign = _SIGN.search(line, 0, LONGEST_HEADING)
    if not sign:
        found = _LABEL.match(line)
        return Labelled(_key(found), line[found.end() :].strip()) if found else None
    key = _label_before(line[: sign.end()])
    return Labelled(key, line[sign.end() :].strip()) if key else None


@lru_cache(KEPT)
def _label_before(sign: str) -> str | None:
    """The label that the text up to the first sign is; no label has a sign within."""
    found = _LABEL.match(sign)
    return _key(found) if found else None


@remembered
def split_labels(cell: str) -> Sequence[Labelled]:
    """The labels of a table head's cell with their values, in order.

    Text before the first has the key `""`. A label within a cell begins with a capital, and its sign
    is the one that table heads give it: `>` before a fact, `:` before a day.
    """
    return tuple(_split_labels(cell))


def _split_labels(cell: str) -> Iterator[Labelled]:
    if cell.count(":") + cell.count(">") == 1 and (alone := leading_label(cell)):
        # as most are: one sign, and its label before it
        if alone.key in (HEAD_FACTS if ">" in cell else DATES):
            yield alone
        elif cell.strip():
            yield Labelled("", cell.strip())
        return
    found = [
        label
        for label in _LABEL.finditer(cell)
        if (label.start() == 0 or cell[label.start()].isupper())
        and _key(label) in (HEAD_FACTS if label["sign"] == ">" else DATES)
    ]
    before = cell[: found[0].start()] if found else cell
    if before.strip():
        yield Labelled("", before.strip())
    ends = [*(following.start() for following in found[1:]), len(cell)]
    for this, end in zip(found, ends, strict=False):
        yield Labelled(_key(this), cell[this.end() : end].strip())


def spelling(key: str) -> str:
    """The usual spelling of a label or heading, for messages."""
    for table in _TABLES.values():
        if key in table:
            return table[key][0]
    raise KeyError(key)


def _key(found: re.Match[str]) -> str:
    return next(key for key in _TABLES["labels"] if found[key])
