"""Blocks of the lexicon and of positions, written from what ranges of families left aside."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.indexer import columns, files, lexicon
from search.indexer.encode import Ints, Pieces, deflate, edges, gathered, varint, varints
from search.indexer.merge import RECORDS

LEXICON: Final = "lexicon"

_Held = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Aside:
    """The folder of what is written aside, and the first family of each of its ranges."""

    folder: Path
    firsts: tuple[int, ...]

    def ranges(self) -> list[_Held]:
        """What each range has left."""
        return [columns.read(self.folder / RECORDS.format(first)) for first in self.firsts]


def record_sizes(aside: Aside) -> Ints:
    """Of the record of every family, its file's number left out."""
    every = aside.ranges()
    both = [np.diff(held["heads.bounds"]) + np.diff(held["tails.bounds"]) for held in every]
    return np.concatenate([np.zeros(0, np.int64), *both])


class Records:
    """What the records of families, and the position data of forms, are put together of."""

    def __init__(self, aside: Aside) -> None:
        ranges = aside.ranges()
        heads, tails, places = (_one(ranges, name) for name in ("heads", "tails", "places"))
        #: Of each family; the number of its file stands between, where it has one.
        self.records = heads, _numbers(ranges, len(heads.sizes)), tails
        #: Of each form: the length of what follows, or 0 and its file; a tool word has neither.
        self.places = Pieces.varints(places.sizes), places, _files(ranges, places.sizes)


def _all(ranges: Sequence[_Held], name: str) -> Ints:
    """The numbers of all ranges, one after the other; questions without a word have no range."""
    return np.concatenate([np.zeros(0, np.int64), *(held[name] for held in ranges)])


def _one(ranges: Sequence[_Held], name: str) -> Pieces:
    """What all ranges have of a name, one after the other."""
    sizes = [np.diff(held[f"{name}.bounds"]) for held in ranges]
    data = np.concatenate([held[name] for held in ranges])
    return Pieces.between(data, edges(np.concatenate(sizes)))


def _numbers(ranges: Sequence[_Held], families: int) -> Pieces:
    """The numbers of the files of families that have one."""
    big = _all(ranges, "big")
    return _some(varints(np.arange(len(big))), big, np.zeros(families, np.int64))


def _files(ranges: Sequence[_Held], sizes: Ints) -> Pieces:
    """Of forms with a file its number, from 1, and its length; of others without data 0."""
    big, lengths = _all(ranges, "big_forms"), _all(ranges, "big_sizes").tolist()
    told = [varint(number) + varint(size) for number, size in enumerate(lengths, 1)]
    data = np.frombuffer(b"".join((*told, varint(0))), np.uint8)
    bounds = edges(np.array([*map(len, told)], np.int64))
    return _some((data, bounds), big, (sizes == 0).astype(np.int64))


def _some(given: tuple[Any, Ints], at: npt.NDArray[np.int64], sizes: Ints) -> Pieces:
    """Pieces at some places; the others have these sizes, from the end of the last one on."""
    data, bounds = given
    starts = np.full(len(sizes), bounds[-1])
    starts[at], sizes[at] = bounds[:-1], np.diff(bounds)
    return Pieces(data, starts, sizes)


@functools.lru_cache(maxsize=1)
def _opened(aside: Aside) -> tuple[lexicon.Saved, Records]:
    """Opened once by a process for all its blocks."""
    return lexicon.Saved.load(aside.folder / LEXICON), Records(aside)


def place(aside: Aside, out: Path) -> None:
    """Puts the files of lists and of positions in their places."""
    ranges = aside.ranges()
    for number, family in enumerate(_all(ranges, "big").tolist()):
        for kind in "pf":
            files.move(f"{aside.folder}/{kind}.{family}", files.path(out, kind, number))
    for number, form in enumerate(_all(ranges, "big_forms").tolist()):
        files.move(f"{aside.folder}/x.{form}", files.path(out, "xl", number))


def write(
    aside: Aside, out: Path, number: int, cuts: Sequence[tuple[int, int]], positions: bool
) -> None:
    """Writes the blocks of these ranges of keys, which follow each other, the first as `number`."""
    words, held = _opened(aside)
    for at, block in enumerate(lexicon.encoded(words, cuts, held.records), number):
        files.write(files.path(out, "l", at), deflate(block))
    if positions:
        for at, block in enumerate(_places(words, cuts, held.places), number):
            files.write(files.path(out, "x", at), deflate(block))


def _places(
    words: lexicon.Saved, cuts: Sequence[tuple[int, int]], places: Sequence[Pieces]
) -> Iterator[bytes]:
    """Position data of the forms of each block, in its order, compounds left out."""
    first, last = cuts[0][0], cuts[-1][1]
    forms = words.forms(first, last)
    starts = words.starts[first : last + 1] - forms.start
    told = np.repeat(~words.is_compound(first, last), np.diff(starts))
    data, bounds = gathered(*(part.of(words.number[forms][told]) for part in places))
    of_keys = bounds[edges(told)[starts]]
    for start, end in cuts:
        yield data[of_keys[start - first] : of_keys[end - first]].tobytes()
