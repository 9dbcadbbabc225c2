"""Generated Markdown pages on their way to the disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from parser.page import dump
from parser.pages import write_if_changed
from publisher.cards import CardList
from publisher.memory import NOTHING, Written, written

#: The first line of a body that is finished HTML.
FINISHED: Final = '<div class="page">'


class PageWriter:
    """Writes pages into a folder, where something changed, and remembers what it stands for.

    ``known``: what an earlier build of the same program wrote there, and how it looked on the disk
    then; what still looks so is not made again. ``cards`` gives the HTML of all cards, by the paths of
    their pages, and is asked when a page is to be written. ``claim`` is told of a file before it is
    written.
    """

    def __init__(
        self,
        pages: Path,
        cards: Callable[[], Mapping[str, bytes]],
        known: Mapping[str, Written] = NOTHING,
        claim: Callable[[str], None] = lambda _path: None,
    ) -> None:
        self.pages = pages
        # A Path for each of some ten thousand pages would take longer than to look at the file.
        self._folder = os.fspath(pages)
        #: Every file asked for, changed or not, relative to `pages`, with `/`.
        self.written: dict[str, Written] = {}
        self._cards = cards
        self._html: Mapping[str, bytes] | None = None
        self._known = known
        self._claim = claim

    def page(self, path: str, title: str, body: Sequence[bytes | CardList], **facts: Any) -> None:
        """A page whose body is HTML that is already escaped; `title` and `facts` are plain."""
        given = {"title": title} | {k: v for k, v in facts.items() if v is not None}
        told = [part.told() if isinstance(part, CardList) else part for part in body]
        digest = _digest(repr(given).encode(), *told)
        if not self._is_known(path, digest):
            parts = [p.html(self._all_cards()) if isinstance(p, CardList) else p for p in body]
            head = f"---\n{dump(given)}---\n\n{FINISHED}\n"
            self._write(path, digest, b"".join((head.encode(), *parts, b"</div>\n")))

    def file(self, path: str, content: bytes) -> None:
        """A file as it stands."""
        digest = _digest(content)
        if not self._is_known(path, digest):
            self._write(path, digest, content)

    def made(
        self, path: str, told: Sequence[bytes], make: Callable[[Mapping[str, bytes]], bytes]
    ) -> None:
        """A file that is made where it is not there yet; ``told`` is all that it depends on.

        ``make`` is given the HTML of all cards.
        """
        digest = _digest(*told)
        if not self._is_known(path, digest):
            self._write(path, digest, make(self._all_cards()))

    def _is_known(self, path: str, digest: bytes) -> bool:
        """Whether a file made of this is there already."""
        known = self._known.get(path)
        if known is None or known.digest != digest:
            return False
        if written(f"{self._folder}/{path}", digest) != known:
            return False
        self.written[path] = known
        return True

    def _write(self, path: str, digest: bytes, content: bytes) -> None:
        self._claim(path)
        write_if_changed(self.pages / path, content)
        now = written(self.pages / path, digest)
        assert now
        self.written[path] = now

    def _all_cards(self) -> Mapping[str, bytes]:
        if self._html is None:
            self._html = self._cards()
        return self._html


def _digest(*parts: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()
