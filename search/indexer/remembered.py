"""The words of a legislature, kept from build to build: forms, stems, families, numbers of slices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.indexer import columns
from search.indexer.columns import lines, text
from search.indexer.encode import edges
from search.indexer.errors import IndexingError

Ints = npt.NDArray[np.int32]


def _none() -> Ints:
    return np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Words:
    """Sorted forms, the stem of each, the first form of its family; the forms of slices, by name."""

    forms: Sequence[str] = ()
    stems: Sequence[str] = ()
    roots: Ints = field(default_factory=_none)
    slices: Mapping[str, Ints] = field(default_factory=dict)


def load(path: Path, version: bytes) -> Words:
    """What `save` wrote; nothing if another program wrote it, or the file is not whole."""
    if not columns.is_whole(path):
        return Words()
    try:
        held = columns.read(path)
        if held["version"].tobytes() != version:
            return Words()
        forms, stems, names = (lines(held[name]) for name in ("forms", "stems", "names"))
        cuts = held["bounds"].tolist()
        numbers = {
            name: held["numbers"][a:b] for name, a, b in zip(names, cuts, cuts[1:], strict=False)
        }
        return Words(forms, stems, held["roots"], numbers)
    except (OSError, ValueError, KeyError, IndexingError):
        return Words()


def save(path: Path, version: bytes, words: Words) -> None:
    """For the next build."""
    columns.write(
        path,
        {
            "version": np.frombuffer(version, np.uint8),
            "forms": text(words.forms),
            "stems": text(words.stems),
            "roots": words.roots,
            "names": text(list(words.slices)),
            "numbers": np.concatenate([_none(), *words.slices.values()]),
            "bounds": edges(np.array([len(own) for own in words.slices.values()], np.int64)),
        },
    )
