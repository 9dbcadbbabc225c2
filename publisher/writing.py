"""Generated Markdown pages on their way to the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from parser.pages import write_if_changed

#: The first line of a body that is finished HTML.
FINISHED = '<div class="page">'
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class PageWriter:
    """Writes pages into a folder, where something changed, and remembers what it stands for."""

    def __init__(self, pages: Path) -> None:
        self.pages = pages
        #: Every file asked for, changed or not, relative to `pages`, with `/`.
        self.written: set[str] = set()

    def page(self, path: str, title: str, body: bytes, **facts: Any) -> None:
        """A page whose body is HTML that is already escaped; `title` and `facts` are plain."""
        front = yaml.dump(
            {"title": title} | {name: value for name, value in facts.items() if value is not None},
            Dumper=_DUMPER,
            allow_unicode=True,
            sort_keys=False,
            width=1_000_000,
        )
        text = f"---\n{front}---\n\n".encode() + f"{FINISHED}\n".encode() + body + b"</div>\n"
        self.file(path, text)

    def file(self, path: str, content: bytes) -> None:
        """A file as it stands."""
        self.written.add(path)
        write_if_changed(self.pages / path, content)
