"""The lexicon: keys in order, their forms, the records of their families, in blocks of some 8 kB.

The record of a family is written in every block where one of its keys falls, so that any typed form
is answered by one block. See FORMAT.md, "Lexicon".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from search.indexer.encode import varint

#: Bytes of a block before deflate: 4 kB makes the manifest twice as long, 16 kB every answer.
BLOCK: Final = 8000
#: Bytes by which a block may be longer or shorter.
SLACK: Final = 800


@dataclass(frozen=True, slots=True)
class Form:
    """A form under its key: (family, member of the family), and its accents if it has any."""

    family: int
    member: int
    accented: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the lexicon: a folded form, or `plate forme` for what is joined as `plateforme`."""

    key: str
    forms: tuple[Form, ...]


@dataclass(slots=True)
class Block:
    """A block in the making; `first` is its first key."""

    first: str
    keys: list[Key] = field(default_factory=list)
    families: dict[int, int] = field(default_factory=dict)
    size: int = 0


def blocks(keys: list[Key], record_size: Callable[[int], int]) -> Iterator[Block]:
    """Cuts the sorted keys into blocks of about BLOCK bytes.

    Near that size the cut is made where the next key is told from the last by the fewest letters:
    the manifest is shorter, and fewer families lie on both sides.
    """
    at = 0
    while at < len(keys):
        block = Block(keys[at].key)
        best, shortest = at + 1, 1000
        end = at
        while end < len(keys) and block.size < BLOCK + SLACK:
            _add(block, keys[end], record_size)
            end += 1
            if end == len(keys):
                best = end
            elif block.size >= BLOCK - SLACK:
                letters = _told_apart(keys[end - 1].key, keys[end].key)
                if letters <= shortest:
                    best, shortest = end, letters
        if best < end:
            block = Block(keys[at].key)
            for key in keys[at:best]:
                _add(block, key, record_size)
        yield block
        at = best


def _add(block: Block, key: Key, record_size: Callable[[int], int]) -> None:
    block.keys.append(key)
    block.size += len(key.key) // 2 + 4
    for form in key.forms:
        block.size += 2 + len(form.accented)
        if form.family not in block.families:
            block.families[form.family] = len(block.families)
            block.size += record_size(form.family)


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
    previous = b""
    for key in block.keys:
        word = key.key.encode()
        shared = 0
        for a, b in zip(word, previous, strict=False):
            if a != b:
                break
            shared += 1
        previous = word
        out += [varint(shared), varint(len(word) - shared), word[shared:], varint(len(key.forms))]
        for form in key.forms:
            accents = form.accented.encode()
            out += [varint(block.families[form.family]), varint(form.member)]
            out += [varint(len(accents)), accents]
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
