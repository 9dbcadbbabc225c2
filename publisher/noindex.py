"""Pages that search engines are asked to leave out: `noindex.txt`, for people who ask for it.

One address of a page of the site a line, `q14/14-55901QE.html`; `#` begins a comment. The page stays, with
`<meta name="robots" content="noindex">`, and the sitemap does not name it; so do those in the folder of its
name, as the lists of a deputy.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

FILE: Final = Path(__file__).parents[1] / "noindex.txt"


class Listed(Container[str]):
    """Addresses of pages that are left out."""

    def __init__(self, lines: Mapping[str, int]) -> None:
        #: Those of the file, each with its line.
        self.lines = lines

    def __contains__(self, address: object) -> bool:
        if not self.lines:
            return False
        folders = PurePosixPath(str(address)).parents
        return address in self.lines or any(f"{folder}.html" in self.lines for folder in folders)


def listed(file: Path = FILE) -> Listed:
    """What the file names; nothing where there is no file."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()  # editors may put a mark first
    except FileNotFoundError:
        return Listed({})
    named = ((line.partition("#")[0].strip(), number) for number, line in enumerate(lines, 1))
    return Listed({address.removeprefix("/"): number for address, number in named if address})


def unknown(pages: Iterable[str]) -> list[str]:
    """A sentence for each line that names no page; ``pages``: the addresses of all."""
    there = set(pages)
    return [
        f"{FILE.name}:{number}: {address} is no page of the site; expected an address as"
        " q14/14-55901QE.html"
        for address, number in listed().lines.items()
        if address not in there
    ]
