"""Legislature and number in the name or address of a page, for documents that do not hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from parser.findings import NotOursError, SourceError
from parser.labels import KIND_NAMES
from parser.values import LEGISLATURES, NUMBERS

# `q14/14-55901QE.htm`, `8-39863.txt`, `17-9624QE`
_ADDRESS: Final = re.compile(r"(?<![\d-])(\d{1,2})-(\d{1,6})(?:QE)?(?![\d-]|[A-Z])")
# `QANR5L17QE9624.html`
_UID: Final = re.compile(r"(?<![A-Z0-9])QANR5L(\d{1,2})QE(\d{1,6})(?!\d)")
# `https://2007-2012.nosdeputes.fr/13/question/QE/92799`
_NOSDEPUTES: Final = re.compile(r"/(\d{1,2})/question/QE/(\d{1,6})$")
# `10-2052QG.htm`, `QANR5L16QG10`, `15-8QOSD.htm`
_OTHER: Final = re.compile(
    r"(?<![\dA-Z-])(?:QANR5L\d{1,2}(?P<kind>QG|QOSD|QO|QST)\d{1,6}"
    r"|\d{1,2}-\d{1,6}(?P<kind_behind>QG|QOSD|QO|QST))(?![A-Z\d])"
)


class Name(NamedTuple):
    """What tells a question from all others."""

    legislature: int
    numero: int


def named(path: str) -> Name | None:
    """What the last part of a path or address says, where it says it once; None otherwise.

    >>> named("q9/9-1701QE.htm")
    Name(legislature=9, numero=1701)
    """
    path = path.replace("\\", "/").rstrip("/")
    last = path.rpartition("/")[2]
    found = {
        Name(int(legislature), int(numero))
        for legislature, numero in (
            _UID.findall(last) or _ADDRESS.findall(last) or _NOSDEPUTES.findall(path)
        )
        if int(legislature) in LEGISLATURES and int(numero) in NUMBERS
    }
    return found.pop() if len(found) == 1 else None


def agreed(source: str, addresses: Iterable[str]) -> Name | None:
    """What the name of a file and the addresses that its page gives for itself say together.

    Raises SourceError where two of them disagree, NotOursError where one is of another kind.
    """
    found: dict[Name, str] = {}
    for place in (source, *addresses):
        require_written(place)
        name = named(place)
        if name:
            found.setdefault(name, place)
    if len(found) > 1:
        (first, where), (second, other) = [*found.items()][:2]
        raise SourceError(
            f"question {first.legislature}-{first.numero} by {where[-80:]},"
            f" {second.legislature}-{second.numero} by {other[-80:]}",
            "expected one question: name the file after its address, or fetch it again",
            kind="identite",
        )
    return next(iter(found), None)


def require_written(path: str) -> None:
    """Raises NotOursError for the name or address of a question of another kind: `10-2052QG.htm`."""
    found = _OTHER.search(path.rstrip("/").rpartition("/")[2])
    if found:
        kind = found["kind"] or found["kind_behind"]
        raise NotOursError(
            f"{KIND_NAMES.get(kind, f'type {kind}')}, by its address {path[-80:]}",
            "left out: only written questions are published",
        )
