"""Numbers and pages of the Journal officiel → documents: sorted tables cut into small files.

See FORMAT.md, "References".
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from search.indexer.encode import deflate, varints

#: Entries of a file: 2 to 3 kB, of which a search for one number reads one.
ENTRIES: Final = 1024
#: A JO reference is days × PAGES + page.
PAGES: Final = 1_000_000


def tables(
    keys: npt.NDArray[np.int64], docs: npt.NDArray[np.int64]
) -> tuple[list[int], list[bytes]]:
    """The first key of each file, and the files: gaps of keys, then documents as zigzag steps."""
    order = np.lexsort((docs, keys))
    keys, docs = keys[order], docs[order]
    firsts: list[int] = []
    files: list[bytes] = []
    for at in range(0, len(keys), ENTRIES):
        part, numbers = keys[at : at + ENTRIES], docs[at : at + ENTRIES]
        step = np.diff(part, prepend=0)
        move = np.diff(numbers, prepend=0)
        signed = np.where(move >= 0, move << 1, (-move << 1) - 1)
        firsts.append(int(part[0]))
        files.append(
            deflate(varints(np.array([len(part)]))[0].tobytes() + varints(step)[0].tobytes()
                    + varints(signed)[0].tobytes())
        )  # fmt: skip
    return firsts, files


def jo_keys(days: npt.NDArray[np.int64], pages: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The keys of pages of the Journal officiel (days since 1 January 1970)."""
    return days * PAGES + pages
