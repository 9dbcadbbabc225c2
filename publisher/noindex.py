"""Pages that search engines are asked to leave out: `noindex.txt`, for people who ask for it.

One address of a page of the site a line, `q14/14-55901QE.html`; `#` begins a comment. The page stays, with
`<meta name="robots" content="noindex">`, and the sitemap does not name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[1] / "noindex.txt"


def listed(file: Path = FILE) -> Mapping[str, int]:
    """The addresses, each with its line; none where there is no file."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()  # editors may put a mark first
    except FileNotFoundError:
        return {}
    named = ((line.partition("#")[0].strip(), number) for number, line in enumerate(lines, 1))
    return {address.removeprefix("/"): number for address, number in named if address}


def unknown(pages: Iterable[str]) -> list[str]:
    """A sentence for each line that names no page; ``pages``: the addresses of all."""
    there = set(pages)
    return [
        f"{FILE.name}:{number}: {address} is no page of the site; expected an address as"
        " q14/14-55901QE.html"
        for address, number in listed().items()
        if address not in there
    ]
