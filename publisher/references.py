"""What a text refers to becomes a link: other questions, codes and laws, addresses of the web.

Links of a source are Markdown's (`<a href=…>`); these are told from them by their class.
"""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Iterator, Mapping
from typing import Final

from parser.markup import plain
from parser.question import Question, Tableau
from publisher.legal_texts import Link, legal_texts
from publisher.named_questions import Named, may_name, named_questions
from publisher.web_addresses import web_addresses

#: Of every link that is made here.
CLASS: Final = "renvoi"
#: What no link may begin in.
_CLOSED: Final = re.compile(r"<a\b.*?</a>|<[^>]*>", re.DOTALL)
# `<p>`, `</td>`: one text ends and another begins; `<em>` and `<a>` stand within one
_BLOCK: Final = re.compile(r"<(?!/?(?:em|a)\b)[^>]*>")
# `<em>`, `&#38;`, `a`
_TOKEN: Final = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)
# ` nos 123`, ` n o 123`, `QE 123`: numbers without the sign
_NUMBERS: Final = re.compile(r"(?: n ?os?|QE) \d")
NO_QUESTIONS: Final[Mapping[str, str]] = {}


def questions_named(question: Question) -> tuple[list[Named], list[Named]]:
    """The questions that a question names, and those that its answer names."""
    asked, answered = (
        [
            named
            for paragraph in paragraphs
            if _may_name(paragraph)
            for text in _texts(paragraph)
            for named in named_questions(text)
        ]
        for paragraphs in (question.question, question.reponse)
    )
    return asked, answered


def _may_name(paragraph: str) -> bool:
    """Whether the paragraph is worth a look: few hold such a word and a sign of numbers."""
    return may_name(paragraph) and (
        "°" in paragraph
        or "º" in paragraph
        or "uméro" in paragraph
        or _NUMBERS.search(paragraph) is not None
    )


def _texts(paragraph: str) -> Iterator[str]:
    if not isinstance(paragraph, Tableau):
        yield plain(paragraph)
        return
    for cell in _BLOCK.split(paragraph):
        yield "".join(shown for shown, _ in _shown(cell))


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
    """As `questions_named` finds them in the record: in each text as it is shown."""
    begins = 0
    for block in [*_BLOCK.finditer(html), None]:
        ends = block.start() if block else len(html)
        if may_name(html[begins:ends]):
            shown = [*_shown(html[begins:ends])]
            for named in named_questions("".join(letter for letter, _ in shown)):
                if address := questions.get(named.key):
                    start, end = shown[named.start][1][0], shown[named.end - 1][1][1]
                    yield Link(begins + start, begins + end, address)
        begins = block.end() if block else ends


def _shown(html: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each letter that HTML shows, with the place of what is written for it."""
    for token in _TOKEN.finditer(html):
        if not token[0].startswith("<"):
            for letter in html_module.unescape(token[0]):
                yield letter, token.span()


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
