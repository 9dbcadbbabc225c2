"""The data dictionary: the fields of a record with their types and descriptions, out of FRONT_MATTER.md.

The document is the authority, so dictionary and data cannot say two things.
"""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

import yaml

from parser.question import FIELDS, TEXTS, Etat, Question

DOCUMENT: Final = Path(__file__).parents[1] / "parser" / "FRONT_MATTER.md"
#: Names of the fields for readers of French, by field.
TITLES: Final = Path(__file__).with_name("titres.yml")

#: What a cell of a CSV file holds; see `cells.py`. `list`: JSON, as in JSON Lines.
Type = Literal["text", "integer", "day", "day of", "list", "paragraphs"]

#: | `date_question` | day | of the Journal officiel … | not in the source … |
_ROW: Final = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
#: `question`, `reponse`: paragraphs of marked text, absent where there is none. …
_TEXTS: Final = re.compile(r"^`question`, `reponse`: (.+?) Compared with", re.M | re.S)
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
    description: str
    #: Whether every record has it.
    required: bool


class DictionaryError(Exception):
    """A field that the document does not describe, or in a way that is not known here."""


@cache
def fields() -> tuple[Field, ...]:
    """All fields, in their order. Raises DictionaryError."""
    text = DOCUMENT.read_text("utf-8")
    found: dict[str, Field] = {}
    for names, kind, what, absent in _ROW.findall(text):
        for name in re.findall(r"\w+", names):
            if kind not in _TYPES:
                raise DictionaryError(f'{DOCUMENT.name}: {name} is of type "{kind}"; expected one'
                                      f" of {', '.join(_TYPES)}")  # fmt: skip
            required = name in _REQUIRED
            said = what if required else f"{what}. Absent: {absent}"
            found[name] = Field(name, _TYPES[kind], said, required)
    texts = _TEXTS.search(text)
    for name in TEXTS if texts else ():
        assert texts
        said = " ".join(texts[1].split())
        found[name] = Field(name, "paragraphs", said, False)
    if missing := [name for name in FIELDS if name not in found]:
        raise DictionaryError(f"{DOCUMENT.name} does not describe {', '.join(missing)}")
    return tuple(found[name] for name in FIELDS)


def schema() -> dict[str, Any]:
    """The Frictionless Table Schema of a CSV file."""
    titles: dict[str, str] = yaml.load(TITLES.read_text("utf-8"), yaml.CSafeLoader)
    if titles.keys() != set(FIELDS):
        raise DictionaryError(f"{TITLES.name}: {sorted(titles.keys() ^ set(FIELDS))} stand in one"
                              " of titles and fields only")  # fmt: skip
    described = []
    for field in fields():
        constraints: dict[str, Any] = {"required": True} if field.required else {}
        if field.name == "id":
            constraints["unique"] = True
        if field.name == "etat":
            constraints["enum"] = list(get_args(Etat))
        one: dict[str, Any] = {
            "name": field.name,
            "title": titles[field.name],
            "type": _FRICTIONLESS[field.type],
            "description": field.description,
        }
        described.append(one | ({"constraints": constraints} if constraints else {}))
    return {"fields": described, "primaryKey": ["id"], "missingValues": [""]}
