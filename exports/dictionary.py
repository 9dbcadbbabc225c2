"""The data dictionary: the fields of a record with their types, out of FRONT_MATTER.md, in French words.

The document is the authority on names and types, so dictionary and data cannot say two things.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

import yaml

from parser.question import FIELDS, TEXTS, Etat, Question

DOCUMENT: Final = Path(__file__).parents[1] / "parser" / "FRONT_MATTER.md"
#: What the fields are called and what they say, in French.
WORDS: Final = Path(__file__).with_name("dictionnaire.yml")

#: What a cell of a CSV file holds; see `cells.py`. `list`: JSON, as in JSON Lines.
Type = Literal["text", "integer", "day", "day of", "list", "paragraphs"]

#: | `date_question` | day | of the Journal officiel … | not in the source … |
_ROW: Final = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| ([^|]+) \| [^|]+ \| [^|]+ \|$", re.M)
#: How types are written in the document.
_TYPES: Final[dict[str, Type]] = {
    "text": "text",
    "integer": "integer",
    "day": "day",
    "`date`": "day of",
    "list of `date`": "list",
    "list of `date`, `ministere`": "list",
}
#: What Frictionless calls them.
_FRICTIONLESS: Final[dict[Type, str]] = {
    "text": "string",
    "integer": "integer",
    "day": "date",
    "day of": "date",
    "list": "array",
    "paragraphs": "string",
}

#: What no record can be without.
_REQUIRED: Final = frozenset(
    field.name for field in dataclasses.fields(Question) if field.default is dataclasses.MISSING
)


class Field(NamedTuple):
    """A field of a record, which is a column of an export."""

    name: str
    type: Type
    title: str
    description: str
    #: Whether every record has it.
    required: bool


class DictionaryError(Exception):
    """A field that the document or the words do not describe, or in a way that is not known here."""


@cache
def fields() -> tuple[Field, ...]:
    """All fields, in their order. Raises DictionaryError."""
    types: dict[str, Type] = dict.fromkeys(TEXTS, "paragraphs")
    for names, kind in _ROW.findall(DOCUMENT.read_text("utf-8")):
        for name in re.findall(r"\w+", names):
            if kind not in _TYPES:
                raise DictionaryError(f'{DOCUMENT.name}: {name} is of type "{kind}"; expected one'
                                      f" of {', '.join(_TYPES)}")  # fmt: skip
            types[name] = _TYPES[kind]
    if missing := [name for name in FIELDS if name not in types]:
        raise DictionaryError(f"{DOCUMENT.name} does not describe {', '.join(missing)}")
    words: dict[str, dict[str, str]] = yaml.load(WORDS.read_text("utf-8"), yaml.CSafeLoader)
    if words.keys() != set(FIELDS):
        raise DictionaryError(f"{WORDS.name}: {sorted(words.keys() ^ set(FIELDS))} stand in one of"
                              " words and fields only")  # fmt: skip
    return tuple(_field(name, types[name], words[name]) for name in FIELDS)


def _field(name: str, kind: Type, words: Mapping[str, str]) -> Field:
    required = name in _REQUIRED
    if words.keys() != {"titre", "sens"} | (set() if required else {"absent"}):
        raise DictionaryError(f"{WORDS.name}: {name} has {', '.join(words)}; expected titre, sens and,"
                              " unless every record has it, absent")  # fmt: skip
    absent = "" if required else f" Absent : {words['absent']}."
    return Field(name, kind, words["titre"], words["sens"] + absent, required)


def schema() -> dict[str, Any]:
    """The Frictionless Table Schema of a CSV file."""
    described = []
    for field in fields():
        constraints: dict[str, Any] = {"required": True} if field.required else {}
        if field.name == "id":
            constraints["unique"] = True
        if field.name == "etat":
            constraints["enum"] = list(get_args(Etat))
        one: dict[str, Any] = {
            "name": field.name,
            "title": field.title,
            "type": _FRICTIONLESS[field.type],
            "description": field.description,
        }
        described.append(one | ({"constraints": constraints} if constraints else {}))
    return {"fields": described, "primaryKey": ["id"], "missingValues": [""]}
