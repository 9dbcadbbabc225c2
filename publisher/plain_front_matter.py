"""The front matter of a question's page without PyYAML, where it is plain.

`parser/page.py` writes nearly every key on one line, as a text without escapes, a number or a date.
PyYAML takes 0.7 ms for a page's, and this 0.03. Its answer is the same or None, for PyYAML to do; each
build compares the two for a sample.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import yaml
from mkdocs.utils import meta

from publisher.errors import SiteError

#: `titre: "hôpitaux"`, `numero: 13504`, `date_question: 2012-12-18`, or `attributions:` and its lines.
_ENTRY: Final = re.compile(
    r"(?P<key>[a-z]+(?:_[a-z]+)*): ?(?:"
    r'"(?P<text>[^"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff\U00010000-\U0010ffff]*)"'
    r"|(?P<day>\d{4}-\d\d-\d\d)|(?P<number>0|[1-9]\d{0,17})|(?P<lines>(?:\n[ -] [^\n]*)+))\n"
)
_OPENING: Final = "---\n"
_CLOSING: Final = "\n---\n"
#: Keys of a mapping that YAML would read as something else than their letters.
_NOT_TEXT: Final = frozenset(("y", "n", "yes", "no", "true", "false", "on", "off", "null"))


def read(page: str) -> tuple[str, dict[str, Any]]:
    """The Markdown and the front matter of a page, as MkDocs reads them."""
    return _plain(page) or meta.get_data(page)


def check(src_uri: str, page: str) -> None:
    """Raises SiteError where the two ways differ."""
    fast, slow = read(page), meta.get_data(page)
    if fast != slow or list(fast[1]) != list(slow[1]):
        raise SiteError(f"{src_uri}: its front matter read without PyYAML differs: {fast[1]!r}")


def _plain(page: str) -> tuple[str, dict[str, Any]] | None:
    end = page.find(_CLOSING, len(_OPENING) - 1)
    if end < 0 or not page.startswith(_OPENING):
        return None
    values: dict[str, Any] = {}
    at, end = len(_OPENING), end + 1
    while at < end:
        entry = _ENTRY.match(page, at, end)
        if entry is None or entry["key"] in values or entry["key"] in _NOT_TEXT:
            return None
        try:
            values[entry["key"]] = _value(entry)
        except (ValueError, yaml.YAMLError):
            return None
        at = entry.end()
    if not values:
        return None
    return page[end + len(_CLOSING) - 1 :].lstrip("\n"), values


def _value(entry: re.Match[str]) -> Any:
    if (text := entry["text"]) is not None:
        return text
    if entry["day"]:
        return date.fromisoformat(entry["day"])
    if entry["number"]:
        return int(entry["number"])
    return yaml.load(entry["lines"], yaml.CSafeLoader)
