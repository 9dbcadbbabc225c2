"""The HTML of a question's page without Python-Markdown, where its Markdown is plain.

Nearly every text is plain paragraphs, which `parser/markup.py` wrote; Python-Markdown takes 3 ms for
each, and this 0.1. Its answer is byte-identical or None, for Python-Markdown to do: a property test
compares the two, and each build does so again for a sample. Other libraries are fast as well, but
what a plain `mkdocs build` writes is the reference, and they do not write the same.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

from parser.page import HEADINGS
from publisher.errors import SiteError

#: One page in so many is also rendered by Python-Markdown, and compared.
SAMPLE: Final = 100

_HEADINGS: Final = {
    markdown: f'<h2 id="{name}">{markdown.removeprefix("## ")}</h2>'
    for name, markdown in HEADINGS.items()
}
# `\_`, `*via*`, `[www.example.fr](https://www.example.fr)`, `&#38;`
_MARK: Final = re.compile(
    r"\\(?P<escaped>[\\*_\[\]{}#+\-.!])"
    r"|\*(?P<emphasis>[^\s*\\\[\]&](?:[^*\\\[\]&\n]*[^\s*\\\[\]&])?)\*"
    r"|\[(?P<shown>[^\[\]*\\&\n]+)\]\((?P<target>https?://[^\s()<>\[\]*\\\"'`&]+)\)"
    r"|(?P<number>&\#\d+;)"
)
# What is left of a paragraph once its marks are gone may hold none of what opens another construct.
_UNUSUAL: Final = re.compile("[\\\\`*_\\[\\]{}<>&|~^\x00-\x1f\x7f-\x9f]")
_OPENING: Final = re.compile(r"[\s#+=:-]|\d+[.)]")


def to_html(markdown: str) -> str | None:
    """The HTML that Python-Markdown would give, or None where it has to be asked."""
    out: list[str] = []
    for block in markdown.strip("\n").split("\n\n"):
        if heading := _HEADINGS.get(block):
            out.append(heading)
            continue
        if not _is_plain(block):
            return None
        out.append(f"<p>{_MARK.sub(_html, block) if _may_hold_marks(block) else block}</p>")
    return "\n".join(out)


def is_sample(src_uri: str) -> bool:
    """Whether the page is one that a build renders both ways."""
    return zlib.crc32(src_uri.encode()) % SAMPLE == 0


def check(src_uri: str, fast: str, slow: str) -> None:
    """Raises SiteError where the two ways differ."""
    if fast != slow:
        at = next((i for i, (a, b) in enumerate(zip(fast, slow, strict=False)) if a != b), 0)
        raise SiteError(
            f"{src_uri}: rendered without Python-Markdown it differs: {fast[at - 20 : at + 40]!r},"
            f" expected {slow[at - 20 : at + 40]!r}"
        )


def _is_plain(block: str) -> bool:
    """Whether only text and marks that `_MARK` knows are in the paragraph."""
    if not block or (not block[0].isalnum() and block[0] not in "«\"'(\\[*&"):
        return False
    rest = _MARK.sub("x", block) if _may_hold_marks(block) else block
    return not (
        _UNUSUAL.search(rest) or _OPENING.match(rest) or "  " in rest or rest[-1:].isspace()
    )


def _may_hold_marks(block: str) -> bool:
    """Whether `_MARK` is worth asking: it takes most of the time, and few blocks hold any."""
    return any(sign in block for sign in "\\*[&")


def _html(mark: re.Match[str]) -> str:
    if mark["escaped"]:
        return mark["escaped"]
    if mark["emphasis"]:
        return f"<em>{mark['emphasis']}</em>"
    if mark["shown"]:
        return f'<a href="{mark["target"]}">{mark["shown"]}</a>'
    return mark["number"]
