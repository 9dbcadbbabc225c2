"""The lexicon: keys in order, their forms, the records of their families, in blocks of some 8 kB.

The record of a family is written in every block where one of its keys falls, so that any typed form
is answered by one block. See FORMAT.md, "Lexicon".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from operator import sub
from pathlib import Path
from typing import Any, Final

import numpy as np

from search.indexer import columns
from search.indexer.columns import lines, text
from search.indexer.encode import edges, varint

#: Bytes of a block before deflate: 4 kB makes the manifest twice as long, 16 kB every answer.
BLOCK: Final = 8000
#: Bytes by which a block may be longer or shorter.
SLACK: Final = 800
#: More letters than any edge has.
LONGEST_EDGE: Final = 1000
#: Letters that an edge is told to share with the one before, at most: those of the alphabet after A.
_MOST_SHARED: Final = 25
NO_BYTES: Final = varint(0)
#: Bytes of words compared at once.
WIDTH: Final = 32
#: The numbers and the names of a `Lexicon`.
NUMBERS: Final = ("starts", "family", "member", "number")
NAMES: Final = ("keys", "accented")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The keys in order: folded forms, and `plate forme` for what is joined as `plateforme`.

    The forms of key i lie from starts[i] to starts[i + 1]: each a family, a member of it, its number
    among all forms by family then member, and its accents if it has any.
    """

    keys: list[str]
    starts: list[int]
    family: list[int]
    member: list[int]
    number: list[int]
    accented: list[str]

    def save(self, path: Path) -> None:
        """For the processes that write blocks."""
        numbers = {name: np.array(getattr(self, name), np.int32) for name in NUMBERS}
        columns.write(path, numbers | {name: text(getattr(self, name)) for name in NAMES})

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """What `save` wrote."""
        held = columns.read(path)
        values: dict[str, Any] = {name: held[name].tolist() for name in NUMBERS}
        values |= {name: lines(held[name]) for name in NAMES}
        # the text of one form without accents is that of none
        values["accented"] = values["accented"] or [""] * len(values["family"])
        return cls(**values)


def blocks(lexicon: Lexicon, record_sizes: list[int]) -> Iterator[tuple[int, int]]:
    """Cuts the keys into blocks of about BLOCK bytes: the first key of each, and the one after.

    Near that size the cut is made where the next key is told from the last by the fewest letters:
    the manifest is shorter, and fewer families lie on both sides.
    """
    keys, starts, family = lexicon.keys, lexicon.starts, lexicon.family
    accents = edges(np.array([2 + len(form) for form in lexicon.accented], np.int64))[starts]
    own = [
        len(key) // 2 + 4 + size for key, size in zip(keys, np.diff(accents).tolist(), strict=True)
    ]
    at = 0
    while at < len(keys):
        known: set[int] = set()
        size, end = 0, at
        best, shortest = at, LONGEST_EDGE
        while end < len(keys) and size < BLOCK + SLACK:
            size += own[end]
            for number in family[starts[end] : starts[end + 1]]:
                if number not in known:
                    known.add(number)
                    size += record_sizes[number] + 2
            end += 1
            if end == len(keys):
                best = end
            elif size >= BLOCK - SLACK:
                letters = _told_apart(keys[end - 1], keys[end])
                if letters <= shortest:
                    best, shortest = end, letters
        yield at, best
        at = best


def _told_apart(last: str, first: str) -> int:
    """Letters of the shortest beginning of `first` that is above `last`."""
    size = 1
    while first[:size] <= last:
        size += 1
    return size


def encoded(lexicon: Lexicon, first: int, last: int, record: Callable[[int], bytes]) -> bytes:
    """The bytes of a block, keys first ≤ i < last, before deflate."""
    start, end = lexicon.starts[first], lexicon.starts[last]
    families = dict.fromkeys(lexicon.family[start:end])
    place = {family: varint(at) for at, family in enumerate(families)}
    records = [record(family) for family in families]
    out = [varint(last - first), varint(len(records)), *(varint(len(r)) for r in records)]
    forms = zip(
        lexicon.family[start:end], lexicon.member[start:end], lexicon.accented[start:end],
        strict=True,
    )  # fmt: skip
    counts = map(sub, lexicon.starts[first + 1 : last + 1], lexicon.starts[first:last])
    words = [key.encode() for key in lexicon.keys[first:last]]
    for word, shared, count in zip(words, _shared(words), counts, strict=True):
        out += (varint(shared), varint(len(word) - shared), word[shared:], varint(count))
        for family, member, accented in islice(forms, count):
            out += (place[family], varint(member))
            if accented:
                accents = accented.encode()
                out += (varint(len(accents)), accents)
            else:
                out.append(NO_BYTES)
    return b"".join(out + records)


def _shared(words: list[bytes]) -> list[int]:
    """The bytes that each word begins with as the one before it does."""
    padded = np.array(words, f"S{WIDTH}").view(np.uint8).reshape(len(words), WIDTH)
    same = (padded[1:] == padded[:-1]).cumprod(axis=1, dtype=np.uint8).sum(axis=1, dtype=np.int64)
    shortest = np.array([*map(len, words)])
    found = [0, *np.minimum(same, np.minimum(shortest[1:], shortest[:-1])).tolist()]
    for at, size in enumerate(found):
        if size == WIDTH:
            pairs = zip(words[at - 1], words[at], strict=False)
            found[at] = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return found


def boundaries(firsts: list[str], lasts: list[str]) -> str:
    """Where each block starts: the shortest beginning of its first key above the key before it.

    Front-coded: how many letters are shared with the boundary before, as a capital (no key has one), then
    the others.
    """
    out: list[str] = []
    before = ""
    for first, last in zip(firsts, ["", *lasts], strict=False):
        edge = first[: _told_apart(last, first)]
        common = 0
        while common < min(len(edge), len(before), _MOST_SHARED) and edge[common] == before[common]:
            common += 1
        out.append(chr(ord("A") + common) + edge[common:])
        before = edge
    return "".join(out)
