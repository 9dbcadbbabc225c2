"""What the parser has to say about a source: where, what it found, what it expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["ignored", "doubtful", "refused"]

#: What a finding is about; the report of the site counts and names them (`publisher/quality/`).
Kind = Literal[
    # of a file that is refused
    "illisible",  # no text: empty, binary, another encoding, too long, not to be opened
    "format",  # no layout that is known
    "erreur",  # a page that a server sent in place of the question
    "identite",  # no number, no legislature, or two of them
    "faute",  # of this parser
    # of a file that is refused or of a question that is published
    "incomplet",  # cut off
    # of a question that is published
    "absent",  # an expected label is not there
    "inconnu",  # a label, line or value that no list has
    "valeur",  # a value that cannot be
    "contradiction",  # two places of one document that disagree
    "caracteres",  # controls, letters that were lost
    "texte",  # something odd about a text, published as it stands
    "conflit",  # two sources of one question disagree
    # of a file that is left out
    "autre_nature",  # no written question of the Assemblée nationale
    "repetition",  # read already, identical
]


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
    kind: Kind

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        expected = f"; {self.expected}" if self.expected else ""
        return f"{place}: {self.severity}: {self.found}{expected}"


class SourceError(Exception):
    """A source of which nothing can be published. ``line`` counts from 1; 0: the whole file."""

    severity: Severity = "refused"
    #: Where the raiser names none.
    usual: Kind = "format"

    def __init__(
        self, found: str, expected: str = "", line: int = 0, *, kind: Kind | None = None
    ) -> None:
        super().__init__(found)
        self.found, self.expected, self.line = found, expected, line
        self.kind = kind or self.usual


class NotOursError(SourceError):
    """A document of another chamber or another kind: named, and no error."""

    severity = "ignored"
    usual = "autre_nature"
