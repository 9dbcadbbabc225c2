"""The lexicon: keys in order, their forms, the records of their families, in blocks of some 8 kB.

The record of a family is written in every block where one of its keys falls, so that any typed form
is answered by one block. See FORMAT.md, "Lexicon".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from search.indexer.encode import varint

#: Bytes of a block before deflate: 4 kB makes the manifest twice as long, 16 kB every answer.
BLOCK: Final = 8000
#: Bytes by which a block may be longer or shorter.
SLACK: Final = 800
#: More letters than any edge has.
LONGEST_EDGE: Final = 1000
NO_BYTES: Final = varint(0)


class Form(NamedTuple):
    """A form under its key: (family, member of the family), and its accents if it has any."""

    family: int
    member: int
    accented: str


class Key(NamedTuple):
    """A key of the lexicon: a folded form, or `plate forme` for what is joined as `plateforme`."""

    key: str
    forms: list[Form]


@dataclass(frozen=True, slots=True)
class Block:
    """The keys of a block, and its families: the place of each in the block."""

    keys: list[Key]
    families: dict[int, int]


def blocks(keys: list[Key], record_sizes: list[int]) -> Iterator[Block]:
    """Cuts the sorted keys into blocks of about BLOCK bytes.

    Near that size the cut is made where the next key is told from the last by the fewest letters:
    the manifest is shorter, and fewer families lie on both sides.
    """
    at = 0
    while at < len(keys):
        families: dict[int, int] = {}
        size, end = 0, at
        best, shortest, known = at, LONGEST_EDGE, 0
        while end < len(keys) and size < BLOCK + SLACK:
            key, forms = keys[end]
            size += len(key) // 2 + 4
            for family, _, accented in forms:
                size += 2 + len(accented)
                if family not in families:
                    families[family] = len(families)
                    size += record_sizes[family] + 2
            end += 1
            if end == len(keys):
                best, known = end, len(families)
            elif size >= BLOCK - SLACK:
                letters = _told_apart(key, keys[end].key)
                if letters <= shortest:
                    best, shortest, known = end, letters, len(families)
        yield Block(keys[at:best], dict(islice(families.items(), known)))
        at = best


def _told_apart(last: str, first: str) -> int:
    """Letters of the shortest beginning of `first` that is above `last`."""
    size = 1
    while first[:size] <= last:
        size += 1
    return size


def encoded(block: Block, record: Callable[[int], bytes]) -> bytes:
    """The bytes of a block before deflate."""
    records = [record(family) for family in block.families]
    out = [varint(len(block.keys)), varint(len(records)), *(varint(len(r)) for r in records)]
    place = block.families
    previous = b""
    for key in block.keys:
        word = key.key.encode()
        shared = 0
        for a, b in zip(word, previous, strict=False):
            if a != b:
                break
            shared += 1
        previous = word
        out += (varint(shared), varint(len(word) - shared), word[shared:], varint(len(key.forms)))
        for family, member, accented in key.forms:
            out += (varint(place[family]), varint(member))
            if accented:
                accents = accented.encode()
                out += (varint(len(accents)), accents)
            else:
                out.append(NO_BYTES)
    return b"".join(out + records)


def boundaries(firsts: list[str], lasts: list[str]) -> dict[str, list[int] | str]:
    """Where each block starts: the shortest beginning of its first key above the key before it.

    Front-coded: letters shared with the boundary before, then the others, a comma between.
    """
    shared: list[int] = []
    others: list[str] = []
    before = ""
    for first, last in zip(firsts, ["", *lasts], strict=False):
        edge = first[: _told_apart(last, first)]
        common = 0
        while common < min(len(edge), len(before)) and edge[common] == before[common]:
            common += 1
        shared.append(common)
        others.append(edge[common:])
        before = edge
    return {"communs": shared, "suites": ",".join(others)}
