"""Marks of Markdown about a label or a heading: `## Données clés`, `- **Auteur :** M. Dupont`."""

from __future__ import annotations

import re
from typing import Final

from parser.values import plain_value

# `## `, `- `, `* `
_LEADING: Final = re.compile(r"(?:#{1,6}|[-*•·])\s+(?=\S)")
_MARKS: Final = ("#", "-", "*", "•", "·")


def unmarked(line: str) -> str:
    """The line without them; whoever asks keeps it only where it is a label or a heading."""
    if not line.startswith(_MARKS):
        return line
    if found := _LEADING.match(line):
        line = line[found.end() :]
    return plain_value(line) if "*" in line else line
