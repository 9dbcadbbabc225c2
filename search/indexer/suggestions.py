"""The words that a misspelt one may mean, by length. See FORMAT.md, "Suggestions"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from search.indexer.encode import deflate

#: Only words of letters, this long, are suggested.
SHORTEST: Final = 4
LONGEST: Final = 24
#: Words of one file at most, the most frequent ones: 12 kB.
MOST: Final = 4000


def files(words: Iterable[tuple[str, int]]) -> dict[int, bytes]:
    """By length of key: the key, a space, the log₂ of its documents, one a line."""
    by_length: dict[int, list[tuple[int, str]]] = {}
    for key, documents in words:
        if SHORTEST <= len(key) <= LONGEST and key.isalpha():
            by_length.setdefault(len(key), []).append((-documents, key))
    out = {}
    for length, found in sorted(by_length.items()):
        best = sorted(key_count[::-1] for key_count in sorted(found)[:MOST])
        text = "\n".join(f"{key} {(-documents).bit_length()}" for key, documents in best)
        out[length] = deflate(text.encode())
    return out
