"""What templates write of a record: HTML, always escaped; MkDocs' templates do not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from html import escape, unescape
from itertools import count

from publisher.french import NARROW, NO_BREAK, long_date, spaced
from publisher.references import NO_QUESTIONS, linked

#: `11e circonscription`, `1er juin`, `XIe`
_ORDINAL = re.compile(r"\b(\d{1,3}|[IVX]{1,6})(er|re|e)\b")
#: `14e législature`: stays on one line.
_ORDINAL_OF = re.compile(r"(?<=\d)(er|re|e) (?=législature|circonscription)")
_TAG = re.compile(r"(<[^>]*>)")
# A no-break space where typesetting would put one
_TYPESET = re.compile(
    f"{NARROW}(?=[;!?])|{NO_BREAK}(?=[:»])|(?<=«){NO_BREAK}|(?<=\\b[nN]°){NO_BREAK}"
)
#: Where a paragraph of a text begins, or a table: words have no tags, and tables no `<p>`.
_PARAGRAPH = re.compile("<(p|table)>")
#: As `parser/page.py` titles the two texts; the text itself holds no heading.
_HEADING = re.compile(r'<h2 id="(question|reponse)">(.*?)</h2>\s*')


@lru_cache(maxsize=16_384)  # authors, ministries, rubriques: a few thousand over all pages
def text(value: object) -> str:
    """Plain text as HTML, in French typography."""
    kept = _ORDINAL_OF.sub(rf"\1{NO_BREAK}", spaced(str(value)))
    return _ORDINAL.sub(r"\1<sup>\2</sup>", escape(kept))


@lru_cache(maxsize=65_536)
def day(value: date) -> str:
    """A date as HTML."""
    shown = _ORDINAL.sub(r"\1<sup>\2</sup>", long_date(value))
    return f'<time datetime="{value.isoformat()}">{shown}</time>'


def sections(content: str, questions: Mapping[str, str] = NO_QUESTIONS) -> str:
    """The two texts of a question's page, each in an element of its own, their references as links.

    `content` is the HTML of the page: `<h2 id="question">`, paragraphs, `<h2 id="reponse">`,
    paragraphs. The text stands in `<div data-texte="question">` and `<div data-texte="reponse">`, its
    paragraphs with the ids `q1`, `q2` and `r1`, `r2`.
    ``questions``: as `references.linked` takes them.
    """
    before, *parts = _HEADING.split(content)
    out = [typeset(before)] if before.strip() else []
    for name, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        out.append(
            f'<section id="{name}"><h2>{title}</h2>\n<div data-texte="{name}">\n'
            f"{_paragraphs(linked(body, questions), name[0])}\n"
            "</div></section>\n"
        )
    return "".join(out)


def _paragraphs(body: str, letter: str) -> str:
    """A text, typeset, its paragraphs with their ids."""
    body = body.strip()
    shown = typeset(body)
    own = _own_spaces(body, shown) if NO_BREAK in body or NARROW in body else {}
    number = count(1)

    def opening(tag: re.Match[str]) -> str:
        at = next(number)
        # wide tables are moved by hand, or by the keys
        focus = ' tabindex="0"' if tag[1] == "table" else ""
        return f'<{tag[1]} id="{letter}{at}"{own.get(at, "")}{focus}>'

    return _PARAGRAPH.sub(opening, shown)


def _own_spaces(typed: str, shown: str) -> dict[int, str]:
    """An attribute for each paragraph in which the source has no-break spaces where typesetting puts them.

    It tells which, in their order, so that the words of the source can be read back from the page.
    """
    found = {}
    lines = zip(typed.split("\n"), shown.split("\n"), strict=True)
    paragraphs = ((before, after) for before, after in lines if _PARAGRAPH.match(before))
    for number, (before, after) in enumerate(paragraphs, start=1):
        # what stands between two tags is typeset by itself
        letters = unescape(_TAG.sub("\n", before))
        places = enumerate(_TYPESET.finditer(unescape(_TAG.sub("\n", after))))
        own = [str(place) for place, space in places if letters[space.start()] != " "]
        if own:
            found[number] = f' data-insecables="{" ".join(own)}"'
    return found


def typeset(html: str) -> str:
    """HTML with the spaces of its text made no-break where French wants it; tags untouched."""
    parts = _TAG.split(html)
    parts[::2] = [spaced(part) for part in parts[::2]]
    return "".join(parts)
