"""What the parser has to say about a source: where, what it found, what it expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["ignored", "doubtful", "refused"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something in a source that a person should know of.

    ``ignored``: not ours, or there already, named and left out; ``doubtful``: the question is
    published, without the part in doubt; ``refused``: nothing of this file is published.
    """

    path: str
    line: int
    severity: Severity
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        expected = f"; {self.expected}" if self.expected else ""
        return f"{place}: {self.severity}: {self.found}{expected}"


class SourceError(Exception):
    """A source of which nothing can be published. ``line`` counts from 1; 0: the whole file."""

    severity: Severity = "refused"

    def __init__(self, found: str, expected: str = "", line: int = 0) -> None:
        super().__init__(found)
        self.found, self.expected, self.line = found, expected, line


class NotOursError(SourceError):
    """A document of another chamber or another kind: named, and no error."""

    severity = "ignored"
