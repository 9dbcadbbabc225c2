"""The site's style sheets: Material's part of them, and ours joined.

Ours are written one concept a file and joined by `@import` rules, which are resolved here: a browser would
ask for one file after the other. Of Material's sheet only what it says of plain elements can match a page
of ours: its frame (`.md-header`, …) is replaced by `theme/base.html`. So rules that name another class than
`.md-typeset` are left out, and then the variables and the animations that nothing uses: 137 kB become 13,
for every page to match its elements with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import tinycss2

#: The one class of Material's that pages carry.
TYPESET: Final = "md-typeset"
#: Extensions that MkDocs has by itself: none gives a page a class that Material knows.
PLAIN_EXTENSIONS: Final = frozenset({"toc", "tables", "fenced_code"})
_IMPORT: Final = re.compile(r'^@import "([a-z-]+\.css)";\n', re.M)
_COMMENT: Final = re.compile(r"[ \t]*/\*.*?\*/\n*", re.S)
_NEGATION: Final = re.compile(r":not\([^()]*\)")
_CLASS: Final = re.compile(r"\.((?:\\.|[\w-])+)")
#: Attributes that no page of ours has.
_FRAME: Final = re.compile(r"\[(?:dir|data-md-)")
_USED: Final = re.compile(r"var\(\s*(--[\w-]+)")
#: Rules with rules inside.
_NESTING: Final = ("media", "supports")
#: Rounds of taking out variables that only variables taken out used.
_ROUNDS: Final = 10


class StyleError(Exception):
    """A style sheet that cannot be read."""


def joined(sheet: Path) -> str:
    """A sheet with what it imports in the place of its imports, without comments.

    Raises StyleError where a file that it imports is not there.
    """

    def imported(match: re.Match[str]) -> str:
        try:
            return (sheet.parent / match[1]).read_text("utf-8")
        except FileNotFoundError as error:
            raise StyleError(f"{sheet.name} imports {match[1]}, which is not there") from error

    return _COMMENT.sub("", _IMPORT.sub(imported, sheet.read_text("utf-8")))


def imports_of(sheet: Path) -> list[str]:
    """The names of the files that a sheet imports, which stand beside it."""
    return _IMPORT.findall(sheet.read_text("utf-8"))


def material(sheet: str, ours: str, extensions: Iterable[str]) -> str:
    """What of Material's sheet pages of the site can need.

    ``ours`` are the sheets that come after it, for the variables that they use; ``extensions`` the
    Markdown extensions of the settings: where there is one more than MkDocs' own, rules of its classes stay.
    Raises StyleError where something is no CSS.
    """
    plain = PLAIN_EXTENSIONS.issuperset(extensions)

    def can_match(selector: str) -> bool:
        classes = set(_CLASS.findall(_NEGATION.sub("", selector))) - {TYPESET}
        if plain and classes:
            return False
        return not (_FRAME.search(selector) or any(name.startswith("md-") for name in classes))

    rules = list(_kept(_parsed(sheet), can_match))
    for _ in range(_ROUNDS):
        used = set(_USED.findall("".join(rules) + ours))
        fewer = list(_used(_parsed("".join(rules)), used, "".join(rules)))
        if fewer == rules:
            break
        rules = fewer
    return "".join(rules)


def _parsed(css: str) -> list[Any]:
    rules: list[Any] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return list(_sound(rules))


def _sound(nodes: Iterable[Any]) -> Iterator[Any]:
    for node in nodes:
        if node.type == "error":
            raise StyleError(f"line {node.source_line}: {node.message}")
        yield node


def _kept(rules: Sequence[Any], can_match: Callable[[str], bool]) -> Iterator[str]:
    """Rules with the selectors that can match."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _selectors(rule.prelude) if can_match(one)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.lower_at_keyword in _NESTING:
            inner = "".join(_kept(_inside(rule), can_match))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.lower_at_keyword != "charset":  # ours is the first in the sheet that both are in
            yield rule.serialize()


def _used(rules: Sequence[Any], variables: set[str], css: str) -> Iterator[str]:
    """Rules without the variables and animations that nothing uses."""
    for rule in rules:
        if rule.type == "qualified-rule":
            found = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            kept = [
                one.serialize()
                for one in _sound(found)
                if not one.name.startswith("--") or one.name in variables
            ]
            if kept:
                yield f"{tinycss2.serialize(rule.prelude)}{{{';'.join(kept)}}}"
        elif rule.lower_at_keyword in _NESTING:
            inner = "".join(_used(_inside(rule), variables, css))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.lower_at_keyword == "keyframes":
            name = tinycss2.serialize(rule.prelude).strip()
            if re.search(rf"animation[^;{{}}]*\b{re.escape(name)}\b", css):
                yield rule.serialize()
        else:
            yield rule.serialize()


def _inside(rule: Any) -> list[Any]:
    found = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    return list(_sound(found))


def _selectors(prelude: Sequence[Any]) -> Iterator[str]:
    """The selectors of a rule, which commas part."""
    part: list[Any] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(token)
    yield tinycss2.serialize(part).strip()
