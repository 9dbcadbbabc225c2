"""What each distinct chunk of text says, told once and kept from slice to slice."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from search.indexer.encode import edges
from search.indexer.forms import fold, group_at, starts_group, units
from search.indexer.langue import LANGUE

#: Tool words in order: their number + 1 is a digit of what stands before a word.
TOOLS: Final = tuple(sorted(LANGUE.mots_outils))
TOOL_DIGITS: Final = {word: at + 1 for at, word in enumerate(TOOLS)}
#: Chunks kept at most, some 200 bytes each; then the table starts again.
MOST: Final = 2_000_000
#: Pieces looked at for one group: the longest numbers are shorter.
WINDOW: Final = 8


#: What `str.split` cuts at and `bytes.split` does not: no-break spaces above all.
OTHER_SPACES: Final = tuple(
    c for c in map(chr, range(0x3001)) if c.isspace() and c not in " \t\n\r\v\f"
)

Name = TypeVar("Name", str, bytes)


def pieces(text: str) -> list[bytes]:
    """What white space separates, in UTF-8: bytes are cut in two thirds of the time of text."""
    for space in OTHER_SPACES:
        if space in text:
            text = text.replace(space, " ")
    return text.encode().split()


class Ids(dict[Name, int]):
    """Numbers for names, in order of appearance; `names[n]` is the name of number n."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[Name] = []

    def __missing__(self, key: Name) -> int:
        self[key] = number = len(self.names)
        self.names.append(key)
        return number


@dataclass(slots=True)
class Chunks:
    """The chunks met so far, by number: their words and forms, as numbers of forms.

    The forms of chunk i lie from bounds[i] to bounds[i + 1], its words first, each with the word of
    the chunk at which it stands.
    """

    ids: Ids[bytes] = field(default_factory=Ids)
    names: list[str] = field(default_factory=list)
    forms: Ids[str] = field(default_factory=Ids)
    starts: bytearray = field(default_factory=bytearray)
    follows: bytearray = field(default_factory=bytearray)
    words: array[int] = field(default_factory=lambda: array("i"))
    bounds: array[int] = field(default_factory=lambda: array("i", [0]))
    flat: array[int] = field(default_factory=lambda: array("i"))
    offsets: array[int] = field(default_factory=lambda: array("i"))
    #: Compounds written with a hyphen, as `plate forme`, by chunk.
    compounds: dict[int, tuple[str, ...]] = field(default_factory=dict)
    #: For each form, the digit of the tool word that it is, 0 for none.
    digits: array[int] = field(default_factory=lambda: array("H"))

    def number(self, pieces: list[bytes]) -> npt.NDArray[np.int32]:
        """The numbers of the pieces of a text."""
        return np.fromiter(map(self.ids.__getitem__, pieces), np.int32, len(pieces))

    def grouped(
        self, sequence: npt.NDArray[np.int32], sizes: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Joins numbers and legal references written over several pieces; `sizes` are of fields."""
        names = self._named()
        for name in names[len(self.starts) :]:
            self.starts.append(starts_group(name))
            # What can follow: digits, or one letter ("L. 80" then "A").
            first = name[0]
            self.follows.append(
                first.isdigit() or first == "*" or (first.isalpha() and not name[1:2].isalnum())
            )
        starts = np.array(self.starts, np.bool_)
        follows = np.array(self.follows, np.bool_)
        places = np.flatnonzero(starts[sequence[:-1]] & follows[sequence[1:]])
        ends = np.cumsum(sizes)
        keep = np.ones(len(sequence), np.bool_)
        done = 0
        removed = np.zeros(len(sizes), np.int64)
        fields = np.searchsorted(ends, places, side="right")
        for place, at in zip(places.tolist(), fields.tolist(), strict=True):
            if place < done:
                continue
            last = min(place + WINDOW, int(ends[at]))
            length, joined = group_at([names[i] for i in sequence[place:last].tolist()], 0)
            if length > 1:
                sequence[place] = self.ids[joined.encode()]
                keep[place + 1 : place + length] = False
                removed[at] += length - 1
                done = place + length
        return sequence[keep], sizes - removed

    def _named(self) -> list[str]:
        """The chunks as text, by number."""
        self.names += (name.decode() for name in self.ids.names[len(self.names) :])
        return self.names

    def compounds_of(
        self, sequence: npt.NDArray[np.int32], sizes: npt.NDArray[np.int64]
    ) -> tuple[list[str], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """The compounds among the chunks of a slice, sorted; those of each document by number,
        and where each document's start. `sizes` are the chunks of documents."""
        having = np.zeros(len(self.ids), np.bool_)
        having[list(self.compounds)] = True
        places = np.flatnonzero(having[sequence])
        owners = np.searchsorted(np.cumsum(sizes), places, side="right")
        found: list[set[str]] = [set() for _ in sizes]
        for owner, chunk in zip(owners.tolist(), sequence[places].tolist(), strict=True):
            found[owner].update(self.compounds[chunk])
        return numbered(found)

    def told(self) -> Told:
        """The table as arrays, chunks that are new told first."""
        number = self.forms.__getitem__
        names = self._named()
        for at in range(len(self.words), len(names)):
            joined: list[tuple[int, str]] = []
            words: list[str] = []
            compounds = []
            for unit in units(names[at]):
                joined += [(len(words) + step, form) for step, form in unit.joined]
                if unit.joined and not unit.strict:
                    compounds.append(" ".join(unit.words))
                elif unit.apart:
                    compounds.append(unit.apart)
                words += unit.words
            self.words.append(len(words))
            self.flat.extend(map(number, words))
            self.offsets.extend(range(len(words)))
            for step, form in joined:
                self.flat.append(number(form))
                self.offsets.append(step)
            self.bounds.append(len(self.flat))
            if compounds:
                self.compounds[at] = tuple(compounds)
        for form in self.forms.names[len(self.digits) :]:
            self.digits.append(TOOL_DIGITS.get(fold(form), 0))
        return Told(
            np.array(self.words, np.int32), np.array(self.bounds, np.int32),
            np.array(self.flat, np.int32), np.array(self.offsets, np.int32),
            np.array(self.digits, np.int32),
        )  # fmt: skip


def numbered(
    found: Sequence[Collection[str]],
) -> tuple[list[str], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The compounds of documents, sorted; those of each by number, and where each document's start."""
    names = sorted(set[str]().union(*found))
    place = {name: at for at, name in enumerate(names)}
    numbers = [place[name] for own in found for name in sorted(own)]
    return names, np.array(numbers, np.int32), edges(np.array([*map(len, found)]), np.int32)


@dataclass(frozen=True, slots=True)
class Told:
    """The numbers of `Chunks` as they are now."""

    words: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int32]
    flat: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int32]
    digits: npt.NDArray[np.int32]


_own: Final = threading.local()


def of_thread() -> Chunks:
    """The table of this thread: a cluster may run several slices at once in a process."""
    table: Chunks | None = getattr(_own, "table", None)
    if table is None or len(table.ids) > MOST:
        table = _own.table = Chunks()
    return table
