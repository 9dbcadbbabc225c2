"""Facets: the values that results are filtered by and counted over. See FORMAT.md, "Facets".

A value is told by its casefolded, unaccented text; it is shown as most often written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from search.indexer.encode import deflate, gaps, varint, varints
from search.indexer.forms import fold

#: Each is a field of the record; year, legislature and state are told from little.
FACETS: Final = (
    "auteur",
    "ministere_interroge",
    "ministere_attributaire",
    "rubrique",
    "groupe",
    "departement",
    "etat",
)
#: Lists of values are cut into files of this many bytes before deflate.
LISTS: Final = 3000
ABSENT: Final = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet over all documents: its values in order, and the number of each document's.

    Value i is number i + 1 in `column`; 0 is no value.
    """

    name: str
    values: list[str]
    column: npt.NDArray[np.uint16]


def facet_key(value: str) -> str:
    """Two spellings with one key are one value."""
    return fold(value.replace("’", "'").casefold().replace("œ", "oe"))


class Values:
    """Gathers the values of a facet while records go by; keeps a number a record, not texts."""

    def __init__(self) -> None:
        self.spellings: dict[str, int] = {}
        self.numbers: list[int] = []

    def add(self, value: str | None) -> None:
        if value is None:
            self.numbers.append(-1)
        else:
            self.numbers.append(self.spellings.setdefault(value, len(self.spellings)))

    def facet(self, name: str, order: npt.NDArray[np.int64]) -> Facet:
        """With documents in `order`."""
        numbers = np.array(self.numbers, np.int64)
        counts = Counter(numbers.tolist())
        spelt: dict[str, list[tuple[int, str]]] = {}
        for text, number in self.spellings.items():
            if counts[number]:
                spelt.setdefault(facet_key(text), []).append((-counts[number], text))
        keys = sorted(spelt)
        rank = {key: at + 1 for at, key in enumerate(keys)}
        table = np.zeros(len(self.spellings) + 1, np.uint16)
        for text, number in self.spellings.items():
            table[number] = rank.get(facet_key(text), ABSENT)
        return Facet(name, [min(spelt[key])[1] for key in keys], table[numbers][order])


def lists(facet: Facet) -> tuple[list[int], list[bytes]]:
    """The documents of each value, in files of about LISTS bytes: the first value of each file.

    A file holds for each of its values a count, then gaps.
    """
    order = np.argsort(facet.column, kind="stable")
    bounds = np.searchsorted(facet.column[order], np.arange(1, len(facet.values) + 2))
    firsts: list[int] = []
    files: list[bytes] = []
    current: list[bytes] = []
    for value in range(len(facet.values)):
        docs = order[bounds[value] : bounds[value + 1]]
        data = varints(gaps(docs))[0].tobytes()
        if not current:
            firsts.append(value)
        current += [varint(len(docs)), varint(len(data)), data]
        if sum(map(len, current)) >= LISTS:
            files.append(deflate(b"".join(current)))
            current = []
    if current:
        files.append(deflate(b"".join(current)))
    return firsts, files


def column(facet: Facet) -> bytes:
    """Low bytes then high bytes of the numbers: deflates better than pairs."""
    return deflate(
        (facet.column & 255).astype(np.uint8).tobytes()
        + (facet.column >> 8).astype(np.uint8).tobytes()
    )
