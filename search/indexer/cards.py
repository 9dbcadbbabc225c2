"""Cards: what a result shows before its page is fetched. See FORMAT.md, "Cards"."""

from __future__ import annotations

import json
from typing import Any, Final

from search.indexer.encode import deflate

#: Documents of a file: 8 is half the bytes of a result page in twice the files, over 12,500 of them.
CARDS: Final = 16


def encoded(cards: list[list[Any]]) -> bytes:
    """A file of cards, each a JSON list whose order FORMAT.md gives; absent tail values left out."""
    for card in cards:
        while card and card[-1] in (0, ""):
            card.pop()
    return deflate(json.dumps(cards, ensure_ascii=False, separators=(",", ":")).encode(), level=9)
