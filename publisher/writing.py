"""Generated Markdown pages on their way to the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from parser.page import dump
from parser.pages import write_if_changed
from publisher.memory import NOTHING, Written, written

#: The first line of a body that is finished HTML.
FINISHED: Final = '<div class="page">'


class PageWriter:
    """Writes pages into a folder, where something changed, and remembers what it stands for.

    ``known``: what an earlier build wrote there, and how it looked on the disk then; what still
    looks so is not read again. ``claim`` is told of a file before it is written.
    """

    def __init__(
        self,
        pages: Path,
        known: Mapping[str, Written] = NOTHING,
        claim: Callable[[str], None] = lambda _path: None,
    ) -> None:
        self.pages = pages
        #: Every file asked for, changed or not, relative to `pages`, with `/`.
        self.written: dict[str, Written] = {}
        self._known = known
        self._claim = claim

    def page(self, path: str, title: str, body: bytes, **facts: Any) -> None:
        """A page whose body is HTML that is already escaped; `title` and `facts` are plain."""
        front = dump({"title": title} | {k: v for k, v in facts.items() if v is not None})
        head = f"---\n{front}---\n\n{FINISHED}\n"
        self.file(path, head.encode() + body + b"</div>\n")

    def file(self, path: str, content: bytes) -> None:
        """A file as it stands."""
        digest = hashlib.blake2b(content, digest_size=16).digest()
        known = self._known.get(path)
        if known is None or known.digest != digest or written(self.pages / path, digest) != known:
            self._claim(path)
            write_if_changed(self.pages / path, content)
            known = written(self.pages / path, digest)
        assert known
        self.written[path] = known
