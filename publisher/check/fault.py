"""Something in a finished site that is wrong: where, what was found, what was expected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`path` is within the site; `line` counts from 1, 0 is the whole file."""

    path: str
    line: int
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.found}; expected {self.expected}"
