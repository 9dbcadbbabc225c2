"""The labels of the source documents, as `labels.yml` spells them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import yaml

_TABLES: Final[dict[str, dict[str, list[str]]]] = yaml.safe_load(
    Path(__file__).with_name("labels.yml").read_text("utf-8")
)


class Labelled(NamedTuple):
    """A label found in a line: its key in `labels.yml`, and the text up to the next label."""

    key: str
    value: str


def _spelling(text: str) -> str:
    """`Tête d'analyse` → a pattern for it with any blanks and either apostrophe."""
    return re.escape(text).replace(r"\ ", r"\s+").replace("'", "['’]")


def _alternatives(table: str) -> str:
    """One named group a key, the longest spelling first: `… au JO le` before `… le`."""
    return "|".join(
        f"(?P<{key}>{'|'.join(_spelling(s) for s in sorted(spellings, key=len, reverse=True))})"
        for key, spellings in _TABLES[table].items()
    )


# `Rubrique : Télécommunications` in a sheet, `Rubrique > télécommunications` in a table head
_LABEL: Final = re.compile(rf"(?<!\w)(?:{_alternatives('labels')})\s*[:>]", re.IGNORECASE)
# `Données clés`, alone on its line
_HEADING: Final = re.compile(rf"\s*(?:{_alternatives('headings')})\s*:?\s*", re.IGNORECASE)
#: Longer lines are text: no need to compare them with every heading. Twice the longest spelling.
_LONGEST_HEADING: Final = 2 * max(
    len(spelling) for spellings in _TABLES["headings"].values() for spelling in spellings
)
# `Question écrite`, the whole value
_KIND: Final = re.compile(rf"\s*(?:{_alternatives('kinds')})\s*", re.IGNORECASE)
# `Question écrite n° 55901`: the heading of a sheet
_NUMBERED: Final = re.compile(
    rf"\s*(?:{_alternatives('kinds')})\s+n[°ºo]\s*(?P<numero>\d[\d\s]*)\s*", re.IGNORECASE
)


def heading(line: str) -> str | None:
    """The key of the heading that this whole line is, or None."""
    if len(line) > _LONGEST_HEADING:
        return None
    found = _HEADING.fullmatch(line)
    return found.lastgroup if found else None


def kind(text: str) -> str | None:
    """`QE`, `QG` or `QOSD` for a kind of question as written; None for any other text."""
    found = _KIND.fullmatch(text)
    return found.lastgroup if found else None


def numbered_heading(line: str) -> tuple[str, int] | None:
    """(`QE`, 55901) for the line `Question écrite n° 55901`."""
    found = _NUMBERED.fullmatch(line)
    if not found:
        return None
    kinds = [key for key in _TABLES["kinds"] if found[key]]
    return kinds[0], int("".join(found["numero"].split()))


def leading_label(line: str) -> Labelled | None:
    """The label that a line begins with, and all the rest of the line."""
    found = _LABEL.match(line)
    return Labelled(str(found.lastgroup), line[found.end() :].strip()) if found else None


def split_labels(line: str) -> Iterator[Labelled]:
    """The labels of a line with their values, in order; text before the first has key `""`."""
    found = list(_LABEL.finditer(line))
    before = line[: found[0].start()] if found else line
    if before.strip():
        yield Labelled("", before.strip())
    ends = [*(following.start() for following in found[1:]), len(line)]
    for this, end in zip(found, ends, strict=False):
        yield Labelled(str(this.lastgroup), line[this.end() : end].strip())


def spelling(key: str) -> str:
    """The usual spelling of a label or heading, for messages."""
    for table in _TABLES.values():
        if key in table:
            return table[key][0]
    raise KeyError(key)
