"""Facets: the values that results are filtered by and counted over. See FORMAT.md, "Facets".

A value is told by its text in lower case, unaccented, hyphens aside; it is shown as most often written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from search.indexer.encode import deflate, gaps, varint, varint_bytes
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
#: Facets that mostly follow from another: their columns may be told by its column.
TOLD_BY: Final = {
    "groupe": "auteur",
    "departement": "auteur",
    "ministere_attributaire": "ministere_interroge",
    "etat": "delai",
}
#: Lists of values are cut into files of this many bytes before deflate.
LISTS: Final = 3000


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet over all documents: its values in order, and the number of each document's.

    Value i is number i + 1 in `column`; 0 is no value.
    """

    name: str
    values: list[str]
    column: npt.NDArray[np.uint16]


def facet_key(value: str) -> str:
    """Two spellings with one key are one value. Twin of `facetKey` in browser/facetkey.js.

    In lower case, as browsers have no case folding: `ß` is not `ss` there.
    """
    return fold(value.replace("’", "'").lower().replace("œ", "oe").replace("-", " "))


#: The values of a facet in a slice: spellings, and the number of each document's (-1: none).
Numbered = tuple[list[str], list[int]]


def numbered(values: Iterable[str | None]) -> Numbered:
    """Values as numbers, in order of appearance."""
    spellings: dict[str, int] = {}
    numbers = [
        -1 if value is None else spellings.setdefault(value, len(spellings)) for value in values
    ]
    return list(spellings), numbers


def facet(name: str, parts: Iterable[Numbered]) -> Facet:
    """The facet over slices, one after the other."""
    spellings: dict[str, int] = {}
    columns = [np.zeros(0, np.int64)]
    for texts, numbers in parts:
        known = [spellings.setdefault(text, len(spellings)) for text in texts]
        columns.append(np.array([*known, -1], np.int64)[np.array(numbers, np.int64)])
    every = np.concatenate(columns)
    counts = np.bincount(every + 1, minlength=len(spellings) + 1).tolist()
    spelt: dict[str, list[tuple[int, str]]] = {}
    for text, number in spellings.items():
        spelt.setdefault(facet_key(text), []).append((-counts[number + 1], text))
    keys = sorted(spelt)
    rank = {key: at + 1 for at, key in enumerate(keys)}
    table = np.zeros(len(spellings) + 1, np.uint16)
    for text, number in spellings.items():
        table[number] = rank[facet_key(text)]
    return Facet(name, [min(spelt[key])[1] for key in keys], table[every])


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
        data = varint_bytes(gaps(docs))
        if not current:
            firsts.append(value)
        current += [varint(len(docs)), varint(len(data)), data]
        if sum(map(len, current)) >= LISTS:
            files.append(deflate(b"".join(current)))
            current = []
    if current:
        files.append(deflate(b"".join(current)))
    return firsts, files
