"""Legislature and number in the name or address of a page, for documents that do not hold them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from parser.values import LEGISLATURES, NUMBERS

# `q14/14-55901QE.htm`, `8-39863.txt`, `17-9624QE`
_ADDRESS: Final = re.compile(r"(?<![\d-])(\d{1,2})-(\d{1,6})(?:QE)?(?![\d-]|[A-Z])")
# `QANR5L17QE9624.html`
_UID: Final = re.compile(r"(?<![A-Z0-9])QANR5L(\d{1,2})QE(\d{1,6})(?!\d)")


class Name(NamedTuple):
    """What tells a question from all others."""

    legislature: int
    numero: int


def named(path: str) -> Name | None:
    """What the last part of a path says, where it says it once; None otherwise.

    >>> named("q9/9-1701QE.htm")
    Name(legislature=9, numero=1701)
    """
    last = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    found = {
        Name(int(legislature), int(numero))
        for legislature, numero in (_UID.findall(last) or _ADDRESS.findall(last))
        if int(legislature) in LEGISLATURES and int(numero) in NUMBERS
    }
    return found.pop() if len(found) == 1 else None
