"""Blocks of the lexicon and of positions, written from what ranges of families left aside."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.indexer import columns, files, lexicon
from search.indexer.encode import deflate, varint
from search.indexer.merge import LEGISLATURE, RECORDS

LEXICON: Final = "lexicon"
NOTHING: Final = varint(0) + varint(0)


@dataclass(frozen=True, slots=True)
class Aside:
    """The folder of what is written aside, and the first family of each of its ranges."""

    folder: Path
    firsts: tuple[int, ...]


@dataclass(slots=True)
class _Range:
    """A range as a process reads it; `numbers` are the files of its families or forms that have one."""

    family: int
    form: int
    blobs: dict[str, tuple[bytes, list[int]]]
    lists: dict[int, int]
    places: dict[int, tuple[int, int]]

    def part(self, name: str, at: int) -> bytes:
        blob, bounds = self.blobs[name]
        return blob[bounds[at] : bounds[at + 1]]


@dataclass(slots=True)
class Records:
    """The records of families and the position data of forms, each range read when asked for."""

    aside: Aside
    forms: list[int] = field(init=False)
    ranges: dict[int, _Range] = field(default_factory=dict)
    files_before: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        by_family = columns.read(self.aside.folder / LEGISLATURE)["by_family"]
        self.forms = by_family[list(self.aside.firsts)].tolist()
        self.files_before = [(0, 0)]
        for first in self.aside.firsts:
            held = self._held(first)
            lists, places = self.files_before[-1]
            self.files_before.append((lists + len(held["big"]), places + len(held["big_forms"])))

    def _held(self, first: int) -> dict[str, npt.NDArray[Any]]:
        return columns.read(self.aside.folder / RECORDS.format(first))

    def _range(self, at: int) -> _Range:
        if at not in self.ranges:
            held = self._held(self.aside.firsts[at])
            lists, places = self.files_before[at]
            sizes = held["big_sizes"].tolist()
            self.ranges[at] = _Range(
                self.aside.firsts[at],
                self.forms[at],
                {
                    name: (held[name].tobytes(), held[f"{name}.bounds"].tolist())
                    for name in ("heads", "tails", "places")
                },
                {family: n for n, family in enumerate(held["big"].tolist(), lists)},
                {
                    form: (n, size)
                    for n, (form, size) in enumerate(
                        zip(held["big_forms"].tolist(), sizes, strict=True), places
                    )
                },
            )
        return self.ranges[at]

    def sizes(self) -> list[int]:
        """Of the record of every family, its file's number left out."""
        every = [self._held(first) for first in self.aside.firsts]
        both = [np.diff(held["heads.bounds"]) + np.diff(held["tails.bounds"]) for held in every]
        sizes: list[int] = np.concatenate([np.zeros(0, np.int64), *both]).tolist()
        return sizes

    def record(self, family: int) -> bytes:
        """The record of a family."""
        part = self._range(bisect_right(self.aside.firsts, family) - 1)
        at = family - part.family
        number = part.lists.get(family)
        head = part.part("heads", at)
        return head if number is None else head + varint(number) + part.part("tails", at)

    def places(self, form: int) -> bytes:
        """Length and position data of a form, or 0 and its file; a tool word has neither."""
        part = self._range(bisect_right(self.forms, form) - 1)
        if data := part.part("places", form - part.form):
            return varint(len(data)) + data
        if form in part.places:
            number, size = part.places[form]
            return varint(0) + varint(number + 1) + varint(size)
        return NOTHING

    def files(self) -> Iterator[tuple[str, str, int]]:
        """What each file of a list or of positions is called aside, its kind, its number."""
        for first, (lists, places) in zip(self.aside.firsts, self.files_before, strict=False):
            held = self._held(first)
            for number, family in enumerate(held["big"].tolist(), lists):
                for kind in "pf":
                    yield f"{kind}.{family}", kind, number
            for number, form in enumerate(held["big_forms"].tolist(), places):
                yield f"x.{form}", "xl", number


@functools.lru_cache(maxsize=1)
def _opened(aside: Aside) -> tuple[lexicon.Lexicon, Records]:
    """Opened once by a process for all its blocks."""
    return lexicon.Lexicon.load(aside.folder / LEXICON), Records(aside)


def place(aside: Aside, out: Path) -> None:
    """Puts the files of lists and of positions in their places."""
    for name, kind, number in Records(aside).files():
        files.move(f"{aside.folder}/{name}", files.path(out, kind, number))


def write(
    aside: Aside, out: Path, number: int, cuts: Sequence[tuple[int, int]], positions: bool
) -> None:
    """Writes the blocks of these ranges of keys, the first as `number`."""
    words, records = _opened(aside)
    for at, (first, last) in enumerate(cuts, number):
        block = lexicon.encoded(words, first, last, records.record)
        files.write(files.path(out, "l", at), deflate(block))
        if positions:
            files.write(files.path(out, "x", at), _places(words, first, last, records))


def _places(words: lexicon.Lexicon, first: int, last: int, records: Records) -> bytes:
    """Position data of the forms of a block, in its order, compounds left out."""
    out: list[bytes] = []
    for at in range(first, last):
        if " " not in words.keys[at]:
            out += map(records.places, words.number[words.starts[at] : words.starts[at + 1]])
    return deflate(b"".join(out))
