"""Addresses of the web as a text has them typed: `https://…`, `www.example.fr`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from publisher.legal_texts import Link, places

_LETTER: Final = (
    r"(?:[\w.~:/?#\[\]@!$'()*+,;=-]|%[0-9A-Fa-f]{2}|&amp;|&#(?:38|126|95|42|91|93|124);)"
)
# In HTML: `https://www.example.fr/page?a=1&amp;b=2`, `www.example.fr`
_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?://)?(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}"
    r"(?-i:[a-z]{2,18}|[A-Z]{2,18})\b)"
    rf"(?P<port>:\d{{2,5}})?(?P<path>[/?#]{_LETTER}{{0,500}})?",
    re.ASCII | re.IGNORECASE,
)
#: What begins an address, as it is quickly found.
_BEGINNINGS: Final = ("http", "www.")
# `.`, `, `, `&amp;`: at the end they are the sentence's, not the address's
_TRAILING: Final = re.compile(r"(?:&#?\w+;|[.,;:!?'*\[])+$")
# `é`, `’b`, `…`, `&lt;`: what follows an address that is cut, or that is none
_GOES_ON: Final = re.compile(r"[\w@%#|\\^{}…-]|’\w|&(?:lt|#60|#94);")
#: Letters that addresses hold as they are typed, and do not as they are valid.
_ENCODED: Final = {"[": "%5B", "&#91;": "%5B", "]": "%5D", "&#93;": "%5D", "&#124;": "%7C"}
_LAST_PORT: Final = 65_535
_BEFORE: Final = re.compile(r"[\w@./:&=-]$")


def web_addresses(html: str) -> Iterator[Link]:
    """Each address in the HTML of a text; none that goes on in a way that no address does."""
    for beginning in _BEGINNINGS:
        for at in places(html, beginning):
            if link := _address(html, at):
                yield link


def _address(html: str, start: int) -> Link | None:
    found = _ADDRESS.match(html, start)
    if not found or _BEFORE.search(html[max(0, start - 1) : start]):
        return None
    if found["host"].lower().startswith("www.") and found["host"].count(".") < 2:
        return None  # `www.exemple`
    if _GOES_ON.match(html, found.end()) or int((found["port"] or ":0")[1:]) > _LAST_PORT:
        return None
    written = _trimmed(found[0])
    following = html[start + len(written) : start + len(written) + 1]
    if (
        following.isalnum()
        or following in ("_", "@", "%")
        or re.search(r"(?<!&)#.*(?<!&)#", written)
    ):
        return None
    address = written if found["scheme"] else f"http://{written}"
    for typed, valid in _ENCODED.items():
        address = address.replace(typed, valid)
    return Link(start, start + len(written), address)


def _trimmed(address: str) -> str:
    """Without what belongs to the sentence: its punctuation, a bracket that it opened."""
    while True:
        shorter = _TRAILING.sub("", address)
        for opening, closing in ("()", "[]"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
