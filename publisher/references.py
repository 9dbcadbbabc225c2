"""What a text refers to becomes a link: other questions, codes and laws, addresses of the web.

Links of a source are Markdown's (`<a href=…>`); these are told from them by their class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from publisher.legal_texts import Link, legal_texts
from publisher.named_questions import named_questions
from publisher.web_addresses import web_addresses

#: Of every link that is made here.
CLASS: Final = "renvoi"
_CLOSED: Final = re.compile(r"<a\b.*?</a>|<[^>]*>", re.DOTALL)
NO_QUESTIONS: Final[Mapping[str, str]] = {}


def linked(html: str, questions: Mapping[str, str] = NO_QUESTIONS) -> str:
    """The HTML of a text with its references as links; not one letter of the text is another.

    ``questions``: the address, as HTML, of each question named, by its `Named.key`; others are not linked.
    """
    links = [*legal_texts(html), *web_addresses(html)]
    if questions:
        links += _to_questions(html, questions)
    if not links:
        return html
    out: list[str] = []
    end = 0
    for link in _apart(html, links):
        shown = html[link.start : link.end]
        out += (html[end : link.start], f'<a class="{CLASS}" href="{link.address}">{shown}</a>')
        end = link.end
    return "".join((*out, html[end:]))


def _to_questions(html: str, questions: Mapping[str, str]) -> Iterator[Link]:
    for named in named_questions(html):
        if address := questions.get(named.key):
            yield Link(named.start, named.end, address)


def _apart(html: str, links: list[Link]) -> Iterator[Link]:
    """In their order, without those in a link or a tag, and of two that overlap the first."""
    closed = [found.span() for found in _CLOSED.finditer(html)]
    at, end = 0, 0
    for link in sorted(links, key=lambda link: (link.start, -link.end)):
        while at < len(closed) and closed[at][1] <= link.start:
            at += 1
        inside = closed[at] if at < len(closed) else (len(html), len(html))
        if link.start < end or inside[0] <= link.start < inside[1]:
            continue
        shown = html[link.start : link.end]
        if "<" in shown and (shown.count("<em>") != shown.count("</em>") or "<a" in shown):
            continue
        yield link
        end = link.end
