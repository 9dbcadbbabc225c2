"""The lexicon: keys in order, their forms, the records of their families, in blocks of some 8 kB.

The record of a family is written in every block where one of its keys falls, so that any typed form
is answered by one block. See FORMAT.md, "Lexicon".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from search.indexer import columns
from search.indexer.columns import text
from search.indexer.encode import Bytes, Ints, Pieces, edges, gathered, spread, varint, varints

#: Bytes of a block before deflate: 4 kB makes the manifest twice as long, 16 kB every answer.
BLOCK: Final = 8000
#: Bytes by which a block may be longer or shorter.
SLACK: Final = 800
#: Bytes that a key takes of its block, about: so many keys are looked at to find where it ends.
KEY: Final = 16
#: Letters that an edge is told to share with the one before, at most: those of the alphabet after A.
_MOST_SHARED: Final = 25
#: Bytes of words compared at once.
WIDTH: Final = 32
#: The numbers and the names of a `Lexicon`.
NUMBERS: Final = ("starts", "family", "member", "number")
NAMES: Final = ("keys", "accented")
_LINE_END, _SPACE, _ASCII = 10, 32, 128

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The keys in order: folded forms, and `plate forme` for what is joined as `plateforme`.

    The forms of key i lie from starts[i] to starts[i + 1]: each a family, a member of it, its number
    among all forms by family then member, and its accents if it has any.
    """

    keys: list[str]
    starts: Numbers
    family: Numbers
    member: Numbers
    number: Numbers
    accented: list[str]

    def save(self, path: Path) -> None:
        """For the processes that write blocks."""
        numbers = {name: getattr(self, name) for name in NUMBERS}
        columns.write(path, numbers | {name: text(getattr(self, name)) for name in NAMES})


@dataclass(frozen=True, slots=True)
class Saved:
    """A lexicon as `save` wrote it: its names as bytes."""

    starts: Numbers
    family: Numbers
    member: Numbers
    number: Numbers
    keys: Pieces
    accented: Pieces

    @classmethod
    def load(cls, path: Path) -> Saved:
        """What `save` wrote."""
        held = columns.read(path)
        return cls(
            held["starts"],
            held["family"],
            held["member"],
            held["number"],
            _named(held["keys"]),
            _named(held["accented"]),
        )

    def forms(self, first: int, last: int) -> slice:
        """Those of keys first ≤ i < last."""
        return slice(int(self.starts[first]), int(self.starts[last]))

    def is_compound(self, first: int, last: int) -> npt.NDArray[np.bool_]:
        """Of each of these keys, whether it is of several words."""
        data, starts, sizes = self.keys.of(slice(first, last))
        spaces = edges(data == _SPACE)
        several: npt.NDArray[np.bool_] = spaces[starts + sizes] > spaces[starts]
        return several


def _named(column: Bytes) -> Pieces:
    """Each name of a column; one without any holds one empty name."""
    ends = np.append(np.flatnonzero(column == _LINE_END), len(column))
    starts = np.append(0, ends[:-1] + 1)
    return Pieces(column, starts, ends - starts)


def blocks(lexicon: Lexicon, record_sizes: Ints) -> Iterator[tuple[int, int]]:
    """Cuts the keys into blocks of about BLOCK bytes: the first key of each, and the one after.

    Near that size the cut is made where the next key is told from the last by the fewest letters:
    the manifest is shorter, and fewer families lie on both sides.
    """
    starts, family = lexicon.starts, lexicon.family
    own = np.fromiter(map(len, lexicon.keys), np.int64, len(lexicon.keys)) // 2 + 4
    accents = np.fromiter(map(len, lexicon.accented), np.int64, len(lexicon.accented)) + 2
    own += np.diff(edges(accents)[starts])
    # a family counts where a block has it first: the form before of the same family is outside
    order = np.argsort(family, kind="stable")
    before = np.full(len(family), -1, np.int64)
    same = family[order[1:]] == family[order[:-1]]
    before[order[1:][same]] = order[:-1][same]
    record = record_sizes[family] + 2
    letters = _letters(lexicon.keys)
    at, reach = 0, 1 + (BLOCK + SLACK) // KEY
    while at < len(own):
        last = min(at + reach, len(own))
        first, after = starts[at], starts[last]
        records = edges(np.where(before[first:after] < first, record[first:after], 0))
        sizes = np.cumsum(own[at:last]) + records[starts[at + 1 : last + 1] - first]
        kept = int(np.searchsorted(sizes, BLOCK + SLACK)) + 1
        if kept > len(sizes) and last < len(own):
            reach *= 2
            continue
        end = at + kept
        if end < len(own):
            least = at + 1 + int(np.searchsorted(sizes, BLOCK - SLACK))
            end -= int(np.argmin(letters[least : end + 1][::-1]))
        yield at, min(end, len(own))
        at = end


def _letters(keys: Sequence[str]) -> Ints:
    """Letters of the shortest beginning of each key that is above the key before it; of the first none."""
    names = _named(text(keys))
    letters = _shared(names) + 1
    # letters of several bytes
    odd = np.searchsorted(names.starts, np.flatnonzero(names.data >= _ASCII), side="right") - 1
    for at in np.unique([odd, odd + 1]).tolist():
        if 0 < at < len(keys):
            letters[at] = _told_apart(keys[at - 1], keys[at])
    return letters


def _told_apart(last: str, first: str) -> int:
    """Letters of the shortest beginning of `first` that is above `last`."""
    size = 1
    while first[:size] <= last:
        size += 1
    return size


def encoded(
    lexicon: Saved, cuts: Sequence[tuple[int, int]], records: Sequence[Pieces]
) -> Iterator[bytes]:
    """The bytes of each of some blocks that follow each other, before deflate.

    ``records``: what the record of each family is put together of.
    """
    first, last = cuts[0][0], cuts[-1][1]
    sizes = np.array([end - start for start, end in cuts])
    forms = lexicon.forms(first, last)
    family = lexicon.family[forms]
    starts = lexicon.starts[first : last + 1] - forms.start
    counts = np.diff(starts)
    block = np.repeat(np.repeat(np.arange(len(cuts)), sizes), counts)
    # 1. the families of each block, in the order of their first forms
    pairs = block * (int(family.max(initial=0)) + 1) + family
    _, met, pair = np.unique(pairs, return_index=True, return_inverse=True)
    order = np.argsort(met)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    met = met[order]
    edges_of = np.searchsorted(block[met], np.arange(len(cuts) + 1))
    told, record_bounds = gathered(*(part.of(family[met]) for part in records))
    record_sizes, size_bounds = varints(np.diff(record_bounds))
    # 2. each key before the first of its forms: what it begins with as the one before does, the rest
    keys = lexicon.keys.of(slice(first, last))
    shared = _shared(keys)
    shared[np.cumsum(sizes) - sizes] = 0
    rest = Pieces(keys.data, keys.starts + shared, keys.sizes - shared)
    of_keys = (Pieces.varints(shared), Pieces.varints(rest.sizes), rest, Pieces.varints(counts))
    accents = lexicon.accented.of(forms)
    of_forms = (
        Pieces.varints(rank[pair] - edges_of[block]),
        Pieces.varints(lexicon.member[forms]),
        Pieces.varints(accents.sizes),
        accents,
    )
    words, word_bounds = gathered(
        *(_first_of_all(part, starts[:-1], len(family)) for part in of_keys), *of_forms
    )
    word_edges = word_bounds[starts[edges(sizes)]]
    for at, size in enumerate(sizes.tolist()):
        a, b = edges_of[at], edges_of[at + 1]
        yield b"".join(
            (
                varint(size),
                varint(int(b - a)),
                record_sizes[size_bounds[a] : size_bounds[b]].data,
                words[word_edges[at] : word_edges[at + 1]].data,
                told[record_bounds[a] : record_bounds[b]].data,
            )
        )


def _first_of_all(part: Pieces, at: npt.NDArray[np.int32], count: int) -> Pieces:
    """Pieces at some of so many things, nothing at the others."""
    starts, sizes = np.zeros(count, np.int64), np.zeros(count, np.int64)
    starts[at], sizes[at] = part.starts, part.sizes
    return Pieces(part.data, starts, sizes)


def _shared(words: Pieces) -> Ints:
    """The bytes that each word begins with as the one before it does."""
    data, starts, sizes = words
    count = len(starts)
    padded = np.zeros((count, WIDTH), np.uint8)
    widths = np.minimum(sizes, WIDTH)
    padded.reshape(-1)[spread(np.arange(count) * WIDTH, widths)] = data[spread(starts, widths)]
    same = (padded[1:] == padded[:-1]).cumprod(axis=1, dtype=np.uint8).sum(axis=1, dtype=np.int64)
    found = np.zeros(count, np.int64)
    found[1:] = np.minimum(same, np.minimum(sizes[1:], sizes[:-1]))
    for at in np.flatnonzero(found == WIDTH).tolist():
        one, other = (data[starts[i] :][: sizes[i]].tolist() for i in (at - 1, at))
        pairs = zip(one, other, strict=False)
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
