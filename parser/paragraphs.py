"""The text of a question or answer: from the lines of a source to paragraphs of marked text.

What the extraction from a PDF broke is mended here, and nothing else: sentences cut by a page break
are joined, links that lead nowhere become their text, addresses shown with stray blanks lose them,
`2^e` becomes `2e`. The marks that remain are those `question.py` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from parser.markup import EMPHASIS, LINK, is_address

#: A blank line after any of these ends a paragraph; after anything else it is a page break.
FINAL: Final = (".", "!", "?", "…", ";", ":", "»")

# `[M. Dupont](#)`
_DEAD_LINK: Final = re.compile(r"\[([^\[\]]{0,300})\]\(#\)")
# `[www. internet-signalement. gouv. fr](http://www.internet-signalement.gouv.fr)`
_ANY_LINK: Final = re.compile(r"\[([^\[\]]{1,300})\]\(([^\s()\[\]]{1,500})\)")
# `2^e circonscription`, `XIX^e siècle`
_ORDINAL: Final = re.compile(r"(?<=[0-9IVXLC])\^(ère|ème|er|re|nde|nd|es|e)(?!\w)")
# Blanks that one blank stands for; single ones stay as they are
_BLANKS: Final = re.compile(r"[ \t]{2,}|\t")
_ASTERISK: Final = re.compile(r"\\?\*")


def read_paragraphs(lines: Iterable[str]) -> tuple[str, ...]:
    """Paragraphs of marked text from the raw lines between two headings."""
    paragraphs: list[str] = []
    open_ = False
    for block in _blocks(lines):
        if open_:
            paragraphs[-1] += f" {block}"
        else:
            paragraphs.append(block)
        open_ = not ends_sentence(block)
    return tuple(_mark(paragraph) for paragraph in paragraphs)


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, marks of emphasis and typed asterisks aside."""
    return text.rstrip("*\\ ").endswith(FINAL)


def _blocks(lines: Iterable[str]) -> Iterable[str]:
    """Lines joined up to a blank one."""
    block: list[str] = []
    for line in lines:
        text = _BLANKS.sub(" ", line).strip()
        if text:
            block.append(text)
        elif block:
            yield " ".join(block)
            block = []
    if block:
        yield " ".join(block)


def _mark(text: str) -> str:
    if "](" in text:
        text = _DEAD_LINK.sub(r"\1", text)
        text = _ANY_LINK.sub(_mend_address, text)
    if "^" in text:
        text = _ORDINAL.sub(r"\1", text)
    return _escape_asterisks(text) if "*" in text else text


def _mend_address(link: re.Match[str]) -> str:
    shown, target = link.groups()
    joined = "".join(shown.split())
    if is_address(target) and joined in (target, re.sub(r"^https?://", "", target).rstrip("/")):
        return f"[{joined}]({target})"
    return link[0]


def _escape_asterisks(text: str) -> str:
    r"""Every asterisk that is no emphasis and stands in no link gets its `\`."""
    out: list[str] = []
    end = 0
    for mark in re.finditer(rf"{LINK.pattern}|{EMPHASIS.pattern}", text):
        out += [_ASTERISK.sub(r"\\*", text[end : mark.start()]), mark[0]]
        end = mark.end()
    return "".join(out) + _ASTERISK.sub(r"\\*", text[end:])
