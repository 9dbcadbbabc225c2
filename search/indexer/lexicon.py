"""The lexicon: keys in order, their forms, the records of their families, in blocks of some 8 kB.

The record of a family is written in every block where one of its keys falls, so that any typed form
is answered by one block. See FORMAT.md, "Lexicon".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from search.indexer.encode import varint

#: Bytes of a block before deflate: 4 kB makes the manifest twice as long, 16 kB every answer.
BLOCK: Final = 8000


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


def blocks(keys: Iterable[Key], record_size: Callable[[int], int]) -> Iterator[Block]:
    """Cuts the sorted keys into blocks of BLOCK bytes or a little more."""
    block: Block | None = None
    for key in keys:
        if block is None:
            block = Block(key.key)
        block.keys.append(key)
        block.size += len(key.key) // 2 + 4
        for form in key.forms:
            block.size += 2 + len(form.accented)
            if form.family not in block.families:
                block.families[form.family] = len(block.families)
                block.size += record_size(form.family)
        if block.size >= BLOCK:
            yield block
            block = None
    if block is not None:
        yield block


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


def boundaries(blocks_first: list[str], last_keys: list[str]) -> list[str]:
    """Shortest prefixes that tell where each block starts: above the last key before it."""
    out = []
    for first, before in zip(blocks_first, ["", *last_keys[:-1]], strict=True):
        size = 1
        while size < len(first) and first[:size] <= before:
            size += 1
        out.append(first[:size])
    return out
