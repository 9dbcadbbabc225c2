"""What a build is asked for, and whom it tells what."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
#: The hand-written pages, and the generated ones unless a folder of their own is given.
DOCS: Final = ROOT / "docs"


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one build."""

    #: `parse`, `site`, `index` or `all`.
    command: str
    #: Folders and files of questions; they exist.
    sources: tuple[Path, ...]
    #: The Markdown pages.
    pages: Path
    #: The published site.
    site: Path
    #: What the next build can use again.
    cache: Path
    #: Processes to use.
    workers: int
    #: Where the site will be published, ending with `/`; None: nothing absolute is written.
    site_url: str | None = None
    #: Whether `.gz` and `.br` copies stand beside the files.
    precompress: bool = False
    #: Today, for delays; None: the latest day of the Journal officiel in the sources.
    au: date | None = None
    #: The records as files to take away; None: none are made.
    exports: Path | None = None
    #: Whether the site has these files too, in `donnees/`.
    publish_exports: bool = False

    @property
    def written_to(self) -> tuple[Path, ...]:
        """The folders that a build writes to, where no source is looked for."""
        return (self.site, self.pages, self.cache, *([self.exports] if self.exports else []))

    @property
    def locks(self) -> list[Path]:
        """The locks of what the command writes to."""
        site = self.site.resolve()
        locks = [self.cache / "lock"]
        if self.command != "parse":
            locks.append(site.with_name(f".{site.name}.lock"))
        if self.exports:
            exports = self.exports.resolve()
            locks.append(exports.with_name(f".{exports.name}.lock"))
        return locks

    def require_apart(self) -> None:
        """What a build writes must not stand inside each other, nor hold a source.

        Raises ValueError with a sentence where it does.
        """
        folders = {"--site": self.site, "--pages": self.pages, "--cache": self.cache}
        if self.exports:
            folders["--exports"] = self.exports
        resolved = {name: folder.resolve() for name, folder in folders.items()}
        for name, folder in resolved.items():
            for other, place in resolved.items():
                if name != other and place.is_relative_to(folder):
                    raise ValueError(
                        f"{other} {place} is inside {name} {folder}; expected them apart"
                    )
            for source in self.sources:
                if Path(os.path.realpath(source)).is_relative_to(folder):
                    raise ValueError(
                        f"source {source} is inside {name} {folder}, which is written to"
                    )


def _silent(_what: str, _done: int, _total: int) -> None:
    """No counter."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a build says on its way: code here prints nothing by itself."""

    #: Results, a line each.
    say: Callable[[str], None]
    #: What a person should look at, a line each.
    warn: Callable[[str], None]
    #: What is being done, how much of it is, and how much there is.
    progress: Callable[[str, int, int], None] = _silent
