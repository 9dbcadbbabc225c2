"""Facts that were broken over several lines, as narrow pages do: joined where they certainly belong together.

A line without a label is the rest of the value above it if that ends in mid-phrase, or if it begins in lower
case itself; below a label without a value it is the value. Any other line is nobody's, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from parser import labels
from parser.labels import Labelled
from parser.values import is_broken_off, is_publication

#: Labels whose values are broken over lines.
_LONG: Final = labels.HEAD_FACTS | {"circonscription"}
#: A value is shorter, however many lines it stands on.
_LONGEST: Final = 300
# `Environne-`: whether the hyphen stays nobody can tell
_IN_A_WORD: Final = re.compile(r"\w[-‐]$")
_SIGNS: Final = re.compile("[:>]")
_DIGIT: Final = re.compile(r"\d")


def unwrapped(lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Lines that are not blank, with their indices; the joined ones at the first."""
    found: list[tuple[int, str]] = []
    last = -2
    for index, line in lines:
        if found and index == last + 1 and _belong_together(found[-1][1], line):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
        else:
            found.append((index, line))
        last = index
    return found


def goes_on(value: str, line: str) -> bool:
    """Whether a value goes on in the line below it."""
    return (
        line[:1].islower()
        or line.startswith("(")
        or is_broken_off(value)
        or value.count("(") > value.count(")")
    ) and not _IN_A_WORD.search(value)


def _belong_together(above: str, line: str) -> bool:
    """Whether a line is the value, or its rest, of the label that the line above begins with (its last
    cell, where it has several)."""
    if len(above) > _LONGEST or len(line) > _LONGEST or labels.leading_label(line):
        return False
    label = labels.leading_label(above.rpartition("\t")[2].strip())
    first = line.partition("\t")[0].strip()
    if label is None or labels.heading(first) or labels.frame(first):
        return False
    return is_rest(label, first) if label.value else _is_value(label.key, first)


def is_rest(label: Labelled, line: str) -> bool:
    """Whether a line without a label is the rest of a value."""
    if (
        len(label.value) > _LONGEST
        or label.key not in _LONG
        or _SIGNS.search(label.value)
        or _SIGNS.search(line)
    ):
        return False
    if label.key == "circonscription":
        return goes_on(label.value, line) or line.startswith(("-", "–", "—"))
    return not _DIGIT.search(line) and goes_on(label.value, line)


def _is_value(key: str, line: str) -> bool:
    if key in labels.DATES:
        return is_publication(line)
    if key == "type":
        return labels.kind(line) is not None
    if _SIGNS.search(line):
        return False
    return key in ("numero", "circonscription") or not _DIGIT.search(line)
