"""What the parser says of the sources, in the words of the report: `messages.yml`, English template → French.

A value of a source stands in the French as it stands in the English. Where a message is none of the
templates, or could be read in two ways because a value holds the words about it, it is quoted as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import yaml

from parser.bulk import NAMES
from parser.labels import KIND_NAMES
from publisher.french import long_date, number, ordinal, spaced
from publisher.quality.words import FIELDS
from publisher.states import SHORT

FILE: Final = Path(__file__).with_name("messages.yml")
#: Sections of the table: of what was found, and what may stand within any message.
FOUND: Final = ("trouve", "erreurs", "mots", "systeme")
#: Sections of what was expected, with the name that a page gives to what they hold.
EXPECTED: Final = {"attendu": "Attendu", "suite": "Suite"}
#: What a page calls a message that the table does not have.
OTHERWISE: Final = "Attendu ou décidé"
#: What a name in braces may stand for. Those that may be any text have no pattern.
_PATTERNS: Final = {
    "nombre": r"\d[\d,]*",
    "numero": r"\d+|\?",
    "rang": r"\d{1,4}",
    "code": r"[\dA-F]{2}",
    "jour": r"\d{4}-\d\d-\d\d|None",
    "nom": r"[\w.-]+",
    "mot": r"[a-z]+(?: [a-z]+)*",
    "mots": r"[a-z]+(?:, [a-z]+)*",
    "champ": r"[a-z]+(?:_[a-z]+)*",
    # a label of `labels.yml`
    "etiquette": r'[A-Z][^":<>]{0,80}',
    "espece": rf"{'|'.join(KIND_NAMES.values())}|type \w+",
    # a key within an official file: `question.auteur.acteurRef`
    "lieu": r"\w+\.[^\s:]+",
    "objet": "|".join(NAMES),
    "exception": r"[A-Z]\w+",
}
_ANY: Final = frozenset({"texte", "chemin", "brut", "valeur", "valeurs", "erreur", "constat"})
_PLACE: Final = re.compile(r"\{([a-z]+)(\d?)\}")
# `2014-03-10 Numérique, 2014-03-25 Économie`: the days of a list
_DAYS: Final = re.compile(r"(?:^|(?<=, ))(\d{4}-\d\d-\d\d)(?= |, |$)")
#: A message quotes messages; none of the parser's goes as deep.
_DEEPEST: Final = 4


class Piece(NamedTuple):
    """A part of a message: words of the report, a value of a source, what is set as code (names of files,
    keys, JSON), or English that has no French. In the words, code stands between `.
    """

    text: str
    kind: Literal["words", "value", "code", "english"]


Told = tuple[Piece, ...]


class _Template:
    """A message with values in it, and how it is said in French."""

    def __init__(self, english: str, french: str) -> None:
        parts = _PLACE.split(english)
        pattern = re.escape(parts[0])
        #: What follows a value that may be any text, and the group of that value.
        self._behind: list[tuple[str, re.Pattern[str]]] = []
        waiting = ""
        behind = ""
        for kind, digit, literal in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            group = f"{kind}{digit}"
            if kind in _ANY:
                if waiting:
                    # what comes first counts, and is never looked for again: the time is that of one reading
                    pattern += f"(?>(?P<{waiting}>.*?){behind})"
                    self._behind.append((waiting, re.compile(behind, re.DOTALL)))
                else:
                    pattern += behind
                waiting, behind = group, ""
            else:
                behind += f"(?P<{group}>{_PATTERNS[kind]})"
            behind += re.escape(literal)
        pattern += f"(?P<{waiting}>.*?){behind}" if waiting else behind
        self._pattern = re.compile(pattern, re.DOTALL)
        self._french = _PLACE.split(spaced(french))
        self.opening = parts[0][:1]

    def told(self, table: _Table, message: str, depth: int) -> Told | None:
        """The message in French; None where it is another, or may be read in two ways."""
        found = self._pattern.fullmatch(message)
        if not found:
            return None
        for group, behind in self._behind:
            if behind.search(message, found.end(group) + 1):
                return None
        french = self._french
        pieces = [Piece(french[0], "words")] if french[0] else []
        for kind, digit, literal in zip(french[1::3], french[2::3], french[3::3], strict=True):
            said = table.value(kind, found[f"{kind}{digit}"], depth)
            if said is None:
                return None
            pieces += said
            if literal:
                pieces.append(Piece(literal, "words"))
        return tuple(pieces)


class _Table:
    """Templates, found by what they begin with."""

    def __init__(self, templates: Iterable[tuple[str, str]], within: _Table | None = None) -> None:
        """``within``: the table of what messages quote; this one where there is none."""
        self._within = within or self
        self._whole: dict[str, Told] = {}
        self._by_opening: dict[str, list[_Template]] = {}
        for english, french in templates:
            if not _PLACE.search(english):
                self._whole.setdefault(english, (Piece(spaced(french), "words"),))
                continue
            template = _Template(english, french)
            self._by_opening.setdefault(template.opening, []).append(template)

    def told(self, message: str, depth: int = 0) -> Told | None:
        """The message in French, if it has any."""
        if message in self._whole:
            return self._whole[message]
        if depth > _DEEPEST:
            return None
        for opening in dict.fromkeys((message[:1], "")):
            for template in self._by_opening.get(opening, ()):
                told = template.told(self, message, depth)
                if told:
                    return told
        return None

    def value(self, kind: str, value: str, depth: int) -> Told | None:
        """What stands in a message, as the page says it; None where it cannot stand there."""
        match kind:
            case "nombre":
                return _words(number(int(value.replace(",", ""))))
            case "rang":
                return _words(ordinal(int(value), feminine=True))
            case "jour":
                return _words(_day(value))
            case "champ":
                name = _fields().get(value)
                return _words(name) if name else None
            case "mot" | "mots":
                words = [self._within.told(word) for word in value.split(", ")]
                if None in words:
                    return None
                return _words(", ".join(piece.text for told in words for piece in told or ()))
            case "chemin" | "brut" | "lieu":
                return _code(value)
            case "valeur":
                return _of_record(value)
            case "valeurs":
                return _each_quoted(value)
            case "erreur":
                return self._within.told(value, depth + 1) or (Piece(value, "english"),)
            case "constat":
                return self._within.told(value, depth + 1) or _code(value)
        return _quoted("?" if value == "None" and kind == "nom" else value)


def found_in_french(message: str) -> Told | None:
    """What was found; None where the table does not have it."""
    return _found().told(message)


def expected_in_french(message: str) -> tuple[str, Told] | None:
    """What was expected, or done, with its name (of EXPECTED); None where the table does not have it."""
    for section, name in EXPECTED.items():
        told = _expected(section).told(message)
        if told:
            return name, told
    return None


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """The sections of `messages.yml`."""
    read: dict[str, dict[str, str]] = yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)
    return read


@cache
def _found() -> _Table:
    kinds = ((name, name) for name in KIND_NAMES.values())
    return _Table([*kinds, *(pair for section in FOUND for pair in table()[section].items())])


@cache
def _expected(section: str) -> _Table:
    return _Table(table()[section].items(), _found())


@cache
def _fields() -> Mapping[str, str]:
    return {**FIELDS, **table()["champs"]}


def _words(said: str) -> Told:
    return (Piece(said, "words"),)


def _quoted(value: str) -> Told:
    return (Piece(value, "value"),)


def _code(value: str) -> Told:
    return (Piece(value, "code"),)


def _day(value: str) -> str:
    try:
        return long_date(date.fromisoformat(value))
    except ValueError:
        return "?"


def _of_record(value: str) -> Told:
    """A value of a record: days and states in words, whatever else as it stands."""
    known = SHORT.get(value) or table()["valeurs"].get(value)
    if known:
        return _words(known)
    if not _DAYS.match(value):
        return _quoted(value)
    parts = _DAYS.split(value)
    return tuple(
        Piece(_day(part), "words") if place % 2 else Piece(part, "value")
        for place, part in enumerate(parts)
        if part
    )


def _each_quoted(value: str) -> Told | None:
    """`"A" and "B"` as « A » et « B »."""
    values = value.removeprefix('"').removesuffix('"').split('" and "')
    if len(values) < 2 or any('"' in one for one in values):
        return None
    pieces: list[Piece] = []
    for one in values:
        pieces += [*_words(spaced("« " if not pieces else " » et « ")), *_quoted(one)]
    return (*pieces, *_words(spaced(" »")))
