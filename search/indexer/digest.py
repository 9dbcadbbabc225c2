"""The name of a legislature's folder says what is in it."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import Final

from search.indexer.workers import SERIAL

#: Put beside the files of a finished site for its server: not part of the index.
COPIES: Final = (".gz", ".br")
#: Files read by a process at once.
FILES: Final = 3000


def digest(folder: Path, processes: Executor = SERIAL) -> str:
    """Twelve hexadecimal digits over every name and byte of a folder, compressed copies aside."""
    whole = hashlib.sha256()
    below = len(f"{folder}/")
    paths = sorted(f"{at}/{name}" for at, _, names in os.walk(folder) for name in names)
    paths = [path for path in paths if not path.endswith(COPIES)]
    parts = [paths[at : at + FILES] for at in range(0, len(paths), FILES)]
    contents = chain.from_iterable(processes.map(_contents, parts))
    for path, content in zip(paths, contents, strict=True):
        whole.update(f"{path[below:]}\n".encode() + content)
    return whole.hexdigest()[:12]


def _contents(paths: list[str]) -> list[bytes]:
    """The digest of each file."""
    found = []
    for path in paths:
        with open(path, "rb") as file:  # noqa: PTH123 - a tenth of the time of Path.open
            found.append(hashlib.sha256(file.read()).digest())
    return found
