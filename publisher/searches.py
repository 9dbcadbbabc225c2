"""Links to the search: some of its filters, and the address that asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote_plus

#: Parameters of the search page and their values; several of one are “or”.
Search = Mapping[str, tuple[str, ...]]

PAGE = "recherche.html"


@lru_cache(maxsize=65_536)
def _quoted(value: str) -> str:
    return quote_plus(value, safe=",()")


def address(search: Search, root: str) -> str:
    """Of the search, from a page that ``root`` leads to the root of the site from; as HTML."""
    pairs = "&".join(
        f"{name}={_quoted(value)}" for name, values in search.items() for value in values
    )
    return f"{root}{PAGE}?{pairs}" if pairs else f"{root}{PAGE}"


def period(first: str, last: str, which: str = "question") -> Search:
    """From one day to another, both ISO and included, of questions or of answers (`reponse`)."""
    days = {"de": (first,), "a": (last,)}
    return days if which == "question" else {"date": (which,), **days}
