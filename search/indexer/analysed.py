"""Slices of records, analysed: one file each, kept from build to build and named by its content."""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from unicodedata import unidata_version
from zlib import ZLIB_RUNTIME_VERSION

import numpy as np
import numpy.typing as npt

from search.indexer import columns, facts, langue, patched, records
from search.indexer.errors import IndexingError
from search.indexer.formulas import SOURCE as FORMULAS
from search.indexer.positions import KINDS, Places
from search.indexer.slices import Postings, index_slice, texts

HERE: Final = Path(__file__).parent
#: Files that say what an index of given records holds.
CODE: Final = (
    *sorted(HERE.glob("*.py")),
    langue.SOURCE,
    FORMULAS,
    HERE.parent.parent / "parser" / "question.py",
)
SUFFIX: Final = ".slice"
#: Arrays of `Postings` that a file has under their own names.
NUMBERS: Final = ("compound", "compound_bounds", "lengths", "bounds", "doc", "weight", "mask")
#: Slices, and the earlier slice that each is made from.
Earlier = dict[Path, Path]


@functools.cache
def version_of_analysis() -> bytes:
    """Changes with anything but the records that the index depends on."""
    libraries = (version("numpy"), version("PyStemmer"), ZLIB_RUNTIME_VERSION, unidata_version)
    digest = hashlib.sha256(" ".join(libraries).encode())
    for path in CODE:
        digest.update(path.read_bytes())
    return digest.digest()


def salt(positioned: bool) -> bytes:
    """What the digest of a slice begins with."""
    return version_of_analysis() + bytes([positioned])


@dataclass(frozen=True, slots=True)
class Work:
    """A slice to be made: its lines in `source`, its file; an earlier slice with most of them."""

    source: Path
    part: Sequence[records.Line]
    target: Path
    positioned: bool
    earlier: Path | None = None


def analyse(work: Work) -> None:
    """Writes the file of a slice."""
    made = _whole(work) if work.earlier is None else _from_earlier(work, work.earlier)
    columns.write(work.target, _held(work, *made))


def _whole(work: Work) -> tuple[Postings, dict[str, Any]]:
    questions = list(records.questions(work.source, work.part))
    return index_slice(map(texts, questions), work.positioned), facts.of_slice(questions)


def _from_earlier(work: Work, earlier: Path) -> tuple[Postings, dict[str, Any]]:
    """The same, only the documents analysed that the earlier slice lacks."""
    if not columns.is_whole(earlier):
        return _whole(work)
    before = load(earlier)
    place = {line.digest: at for at, line in enumerate(work.part)}
    kept = np.array([place.pop(digest, -1) for digest in before.digests()], np.int64)
    lacking = [at for at, line in enumerate(work.part) if line.digest in place]
    if len(lacking) + int((kept >= 0).sum()) != len(work.part):  # a record stands there twice
        return _whole(work)
    questions = list(records.questions(work.source, (work.part[at] for at in lacking)))
    fresh = index_slice(map(texts, questions), work.positioned)
    places = np.array(lacking, np.int64)
    parts = patched.Part(before.postings(), kept), patched.Part(fresh, places)
    known = facts.of_places(
        [(before.facts(), kept), (facts.of_slice(questions), places)], len(work.part)
    )
    return patched.patched(parts, len(work.part)), known


def _held(work: Work, postings: Postings, known: dict[str, Any]) -> dict[str, npt.NDArray[Any]]:
    """The columns of a slice's file."""
    held: dict[str, npt.NDArray[Any]] = {
        "version": np.frombuffer(salt(work.positioned), np.uint8),
        "digests": np.frombuffer(b"".join(line.digest for line in work.part), np.uint8),
        "forms": columns.text(postings.forms),
        "compounds": columns.text(postings.compounds),
        "facts": facts.packed(known),
    }
    held |= {name: getattr(postings, name) for name in NUMBERS}
    if postings.places:
        held |= {kind: getattr(postings.places, kind) for kind, _ in KINDS}
        held |= {f"bounds.{name}": array for name, array in postings.places.bounds.items()}
    return held


@dataclass(frozen=True, slots=True)
class Slice:
    """An analysed slice: its arrays, views of its file."""

    held: dict[str, npt.NDArray[Any]]

    def lines(self, name: str) -> list[str]:
        """The forms, or the compounds."""
        return columns.lines(self.held[name])

    def digests(self) -> list[bytes]:
        """Of the lines of its documents, in order."""
        text, size = self.held["digests"].tobytes(), records.DIGEST
        return [text[at : at + size] for at in range(0, len(text), size)]

    def facts(self) -> dict[str, Any]:
        """As `facts.of_slice` gave them."""
        return facts.unpacked([self.held["facts"]])[0]

    def postings(self) -> Postings:
        """As `index_slice` gave them."""
        places = None
        if KINDS[0][0] in self.held:
            bounds = {name: self.held[f"bounds.{name}"] for _, name in KINDS}
            places = Places(**{kind: self.held[kind] for kind, _ in KINDS}, bounds=bounds)
        held: dict[str, Any] = {name: self.held[name] for name in NUMBERS}
        held |= {name: self.lines(name) for name in ("forms", "compounds")}
        return Postings(**held, places=places)

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.held[name]


def load(path: Path) -> Slice:
    """The slice that `analyse` wrote."""
    return Slice(columns.read(path))


def earlier(
    kept: Path,
    parts: Mapping[Path, Sequence[records.Line]],
    current: Collection[Path],
    positioned: bool,
) -> Earlier:
    """For the slices (by path) that the cache lacks, those of an earlier build most like them.

    `current` are all slices of this build: they are nothing's earlier one.
    """
    if not parts:
        return {}
    version = salt(positioned)
    owner: dict[bytes, Path] = {}
    for path in sorted(kept.glob(f"*{SUFFIX}")):
        if path not in current:
            owner |= dict.fromkeys(_lines_of(path, version), path)
    found = {}
    for path, part in parts.items():
        having = Counter(owner[line.digest] for line in part if line.digest in owner)
        for best, count in having.most_common(1):
            if 2 * count >= len(part):
                found[path] = best
    return found


def _lines_of(path: Path, version: bytes) -> list[bytes]:
    """The digests of the lines of a slice; none if another program made it, or it is damaged."""
    try:
        part = load(path)
        return part.digests() if part["version"].tobytes() == version else []
    except (OSError, ValueError, KeyError, IndexingError):
        return []
