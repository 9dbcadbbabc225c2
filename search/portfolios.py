"""The portfolios of an index: one ministry under the titles that it had, for the filters `portefeuille…`.

`portefeuilles.json`: by name of each portfolio, those of its titles that the index has. A title that is
in none stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from search.indexer import files
from search.names import values_of

PORTFOLIOS_FILE: Final = "portefeuilles.json"
_FACETS: Final = ("ministere_interroge", "ministere_attributaire")


def write_portfolios(index: Path, portfolio_of: Callable[[str], str | None]) -> Path:
    """Writes the portfolios of a built index beside it; `portfolio_of` gives that of a title."""
    found: dict[str, set[str]] = {}
    for facet in _FACETS:
        for title in values_of(index, facet):
            if name := portfolio_of(title):
                found.setdefault(name, set()).add(title)
    target = index / PORTFOLIOS_FILE
    files.write_whole(target, files.as_json({name: sorted(found[name]) for name in sorted(found)}))
    return target
