"""Laws that a text tells by the name they go by and their day, or by a day that is one law's (`lois.yml`).

`la loi ALUR du 24 mars 2014`, `la loi du 1er juillet 1901`
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from parser.fold import fold

# `loi ALUR`, `loi dite « Littoral »`, `loi climat et résilience`
_CALLED: Final = re.compile(
    r"(?<![\w-])[Ll]oi\s(?:dite\s)?(?:«\s?(?P<quoted>[^«»<>]{2,30}?)\s?»"
    r"|(?P<name>[\w-]{2,20}(?:\s[\w-]{1,12}){0,2}))$"
)
#: Letters that hold the longest of them.
_LONGEST: Final = 45


class NamedLaw(NamedTuple):
    """A law: where its name begins in the text, and its number."""

    start: int
    number: str


def named_law(text: str, end: int, day: date) -> NamedLaw | None:
    """The law of that day whose name ends there."""
    begins = max(0, end - _LONGEST)
    before = text[begins:end]
    found = _CALLED.search(before) if "oi " in before else None
    if not found:
        return None
    number = _laws().named.get((fold(found["quoted"] or found["name"]), day))
    return NamedLaw(begins + found.start(), number) if number else None


def title_of_day(day: date) -> str | None:
    """The beginning of the title of the law that is called by that day alone."""
    return _laws().alone.get(day)


class _Laws(NamedTuple):
    """The number of each by its name and its day, and titles by the day."""

    named: dict[tuple[str, date], str]
    alone: dict[date, str]


@cache
def _laws() -> _Laws:
    data = yaml.safe_load(Path(__file__).with_name("lois.yml").read_text("utf-8"))
    named = {(fold(name), day): number for number, day, names in data["named"] for name in names}
    return _Laws(named, data["alone"])
