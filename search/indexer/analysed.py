"""Slices of records, analysed: one file each, kept from build to build and named by its content."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from unicodedata import unidata_version
from zlib import ZLIB_RUNTIME_VERSION

import numpy as np
import numpy.typing as npt

from search.indexer import columns, facts, langue, records
from search.indexer.formulas import SOURCE as FORMULAS
from search.indexer.positions import KINDS
from search.indexer.slices import index_slice, texts

HERE: Final = Path(__file__).parent
#: Files that say what an index of given records holds.
CODE: Final = (
    *sorted(HERE.glob("*.py")),
    langue.SOURCE,
    FORMULAS,
    HERE.parent.parent / "parser" / "question.py",
)
SUFFIX: Final = ".slice"


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


def analyse(source: Path, part: Sequence[records.Line], target: Path, positioned: bool) -> None:
    """Writes the file of a slice, unless it is there and whole."""
    if columns.is_whole(target):
        return
    questions = list(records.questions(source, part))
    postings = index_slice(map(texts, questions), positioned)
    held: dict[str, npt.NDArray[Any]] = {
        "forms": _text(postings.forms),
        "compounds": _text(postings.compounds),
        "facts": facts.packed(facts.of_slice(questions)),
        "lengths": postings.lengths,
        "bounds": postings.bounds,
        "doc": postings.doc,
        "weight": postings.weight,
        "mask": postings.mask,
    }
    if postings.places:
        held |= {kind: getattr(postings.places, kind) for kind, _ in KINDS}
        held |= {f"bounds.{name}": array for name, array in postings.places.bounds.items()}
    columns.write(target, held)


@dataclass(frozen=True, slots=True)
class Slice:
    """An analysed slice: its arrays, views of its file."""

    held: dict[str, npt.NDArray[Any]]

    def lines(self, name: str) -> list[str]:
        """The forms, or the compounds."""
        text = self.held[name].tobytes().decode()
        return text.split("\n") if text else []

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.held[name]


def load(path: Path) -> Slice:
    """The slice that `analyse` wrote."""
    return Slice(columns.read(path))


def _text(names: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), np.uint8)
