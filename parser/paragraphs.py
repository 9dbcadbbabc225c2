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

#: Longer lines were not wrapped: those that wrap text do it at 80 or 100 characters.
WRAPPED: Final = 120
# `selon M.`, `(cf. art.`, `l'article L.`: a dot that ends no sentence, if what follows goes with it
_ABBREVIATED: Final = re.compile(r"(?:^|[\s('’])(?:(?P<title>MM?\.)|(?:art|al|n|p|[ADLR])\.)$")

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
    for block in _blocks(lines):
        if paragraphs and not (
            ends_sentence(paragraphs[-1]) and not _is_cut(paragraphs[-1], block)
        ):
            paragraphs[-1] += f" {block}"
        else:
            paragraphs.append(block)
    return tuple(_mark(paragraph) for paragraph in paragraphs)


def read_page_paragraphs(lines: Iterable[str]) -> tuple[str, ...]:
    """As `read_paragraphs`, for a page saved as text: each of its lines is a block of the page, unless
    they were wrapped on the way."""
    kept = list(lines)
    filled = [line.rstrip() for line in kept if line.strip()]
    if len(filled) > 1 and (
        any(len(line) > WRAPPED for line in filled) or all(map(ends_sentence, filled))
    ):
        kept = [part for line in kept for part in (line, "")]
    return read_paragraphs(kept)


def _is_cut(before: str, after: str) -> bool:
    """Whether a page break fell behind an abbreviation: `selon M.` `Martin`, `l'article L.` `2131-1`."""
    found = _ABBREVIATED.search(before[-8:])
    if found is None:
        return False
    return after[:1].isupper() if found["title"] else after[:1].isdigit()


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, marks of emphasis and typed asterisks aside."""
    return text.rstrip("*\\ ").endswith(FINAL)


def _blocks(lines: Iterable[str]) -> Iterable[str]:
    """Lines joined up to a blank one."""
    block: list[str] = []
    for line in lines:
        text = line.strip()
        if "  " in text or "\t" in text:
            text = _BLANKS.sub(" ", text)
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
