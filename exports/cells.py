"""A record as the cells of a CSV file, for spreadsheets: each can be taken back to what it was.

- A text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@` or a control character first,
  blanks aside) gets an apostrophe in front, and so does one that begins with an apostrophe: whoever reads a
  cell that begins with one takes it away.
- Paragraphs are joined by an empty line; a table is a paragraph that begins with `<table`. A typed text that
  begins so, behind any number of `\\`, gets one `\\` more.
- Lists are JSON, as in JSON Lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from exports.dictionary import Type, fields

#: =cmd|' /C calc'!A0
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n\x00]|'")
#: <table><tr><td>1</td></tr></table>
_TABLE: Final = re.compile(r"\\*<table")
BETWEEN: Final = "\n\n"


def safe(text: str) -> str:
    """A text that no spreadsheet computes."""
    return f"'{text}" if _FORMULA.match(text) else text


def paragraph(value: str | Mapping[str, str]) -> str:
    """One paragraph of a text as it stands in a record's JSON."""
    if isinstance(value, str):
        return f"\\{value}" if _TABLE.match(value) else value
    return value["tableau"]


def _paragraphs(values: list[str | Mapping[str, str]]) -> str:
    return safe(BETWEEN.join(map(paragraph, values)))


def _list(values: list[dict[str, str]]) -> str:
    return orjson.dumps(values).decode()


_CELL: Final[dict[Type, Callable[[Any], str | int]]] = {
    "text": safe,
    "integer": int,
    "day": str,
    "day of": lambda value: str(value["date"]),
    "list": _list,
    "paragraphs": _paragraphs,
}


def columns() -> list[tuple[str, Callable[[Any], str | int]]]:
    """The columns in their order, each with what makes a cell of a value of a record's JSON."""
    return [(field.name, _CELL[field.type]) for field in fields()]
