"""The HTML that official texts hold → paragraphs of marked text.

`<em>` is emphasis, `<a>` to an address of the web a link, `<br>` and block elements end a paragraph or a
line of it, everything else loses its tags and keeps its words. A table is reduced to its rows and cells.
Entities are decoded once. The tags are those that lxml sees: see DESIGN.md for why it and no other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from html.entities import name2codepoint
from typing import Any, Final
from unicodedata import normalize

from lxml import etree

from parser.document import composed
from parser.findings import SourceError
from parser.markup import EMPHASIS, LINK, is_address, typed
from parser.question import Tableau

# What makes a text HTML: a tag, a comment or an entity
_HTML: Final = re.compile(r"</?[a-zA-Z!]|&(?:#\d|#[xX]|[a-zA-Z]{2,8};)")
# Blanks that one blank stands for; single ones stay as they are
_BLANKS: Final = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
#: Elements that begin and end a paragraph.
BLOCKS: Final = frozenset(
    "p div center blockquote ul ol li dl dt dd h1 h2 h3 h4 h5 h6 section article".split()
)
EMPHASIS_TAGS: Final = frozenset({"em", "i"})
#: What a cell may say of itself.
_SPANS: Final = ("colspan", "rowspan")
# `2`, `2"`: official tables forget a quotation mark
_SPAN: Final = re.compile(r"\s*([1-9]\d?)(?!\d)")
# `<br/>`, `</br>`, `<em>`, `</i>`
_PLAIN_TAG: Final = re.compile(r"(</?br\s*/?>|</?(?:em|i)>)", re.IGNORECASE)
# `&#8364;`, `&eacute;`: no control, no surrogate, nothing that readers take in several ways
_ENTITY: Final = re.compile(
    rf"&(?:#(1[6-9]\d|[2-9]\d\d|[1-9]\d{{3}}|[1-4]\d{{4}});|({'|'.join(name2codepoint)});)"
)
# `</br>`: browsers take it for `<br>`, libxml2 leaves it out
_CLOSED_BREAK: Final = re.compile(r"</br\s*>", re.IGNORECASE)
#: What is not shown.
UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "noscript"})
#: Stand for the ends of an emphasis until its paragraph is whole; sources hold no controls.
_START, _STOP = "\x02", "\x03"
# What is emphasised, blanks aside
_EMPHASISED: Final = re.compile(f"{_START}([^{_START}{_STOP}]*){_STOP}")


def read_html_text(text: str) -> tuple[str, ...]:
    """Paragraphs of marked text; a plain text is one paragraph."""
    if ("<" not in text and "&" not in text) or not _HTML.search(text):
        text = _single_blanks(text)
        paragraph = typed(text.strip())
        return (paragraph,) if paragraph else ()
    plain = read_plain_html(text)
    if plain is not None:
        return plain
    found: tuple[str, ...] = read_html(text, Paragraphs())
    return found


def read_plain_html(text: str) -> tuple[str, ...] | None:
    """What `read_html` gives, in a fifth of its time, where all tags are breaks, and emphasis that closes
    where it should; None for any other text."""
    target = Paragraphs()
    emphasis = ""
    for number, part in enumerate(_PLAIN_TAG.split(text)):
        if number % 2 == 0:
            words = _words(part)
            if words is None:
                return None
            if words:
                target.data(words)
            continue
        name = part.strip("</ >").lower()
        if name == "br":
            target.start("br", {})
        elif part[1] != "/" and not emphasis:
            emphasis = name
            target.start(name, {})
        elif part[1] == "/" and name == emphasis:
            emphasis = ""
            target.end(name)
        else:
            return None
    return None if emphasis else target.close()


def _words(part: str) -> str | None:
    """What stands between two tags, its entities decoded; None where there is more to it."""
    if "<" in part:
        return None
    if "&" not in part:
        return part
    words, known = _ENTITY.subn(_letter, part)
    return words if known == part.count("&") else None


def _letter(entity: re.Match[str]) -> str:
    """`€` for `&#8364;`, `é` for `&eacute;`."""
    return chr(int(entity[1]) if entity[1] else name2codepoint[entity[2]])


def read_html(text: str, target: Paragraphs | None = None) -> Any:
    """The root element of an HTML text, or what a ``target`` makes of its tags; None for no tag at all.

    Raises SourceError for elements nested beyond reason, where libxml2 stops.
    """
    parser = etree.HTMLParser(
        target=target, encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    content = _CLOSED_BREAK.sub("<br>", text).encode("utf-8", "replace")
    try:
        found = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:  # nothing but comments
        found = target.close() if target else None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise SourceError("HTML nested beyond reason", "expected a written question")
    return found


class Paragraphs:
    """Gathers paragraphs from the tags and words of an HTML text, in their order."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.parts: list[str] = []
        self.emphasised = False
        self.unseen = 0
        self.breaks = 0
        self.table: _Table | None = None
        #: Where the words of a link begin among the parts, and where it leads.
        self.link: tuple[int, str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if tag in UNSEEN:
            self.unseen += 1
        elif self.table:
            self.table.start(tag, attributes)
        elif tag == "table":
            self._end()
            self.table = _Table()
        elif tag in BLOCKS:
            self._end()
        elif tag == "br":
            self._break()
        elif tag in EMPHASIS_TAGS and not self.emphasised:
            self.emphasised = True
            self.parts.append(_START)
        elif tag == "a":
            self.link = (len(self.parts), attributes.get("href", "").strip())

    def end(self, tag: str) -> None:
        """An element closes."""
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif self.table:
            if self.table.end(tag):
                self._end_table()
        elif tag in BLOCKS:
            self._end()
        elif tag in EMPHASIS_TAGS:
            self._end_emphasis()
        elif tag == "a":
            self._end_link()

    def data(self, data: str) -> None:
        """Words within the element that is open."""
        if self.unseen:
            return
        data = composed(data)
        if self.table:
            self.table.text(data)
            return
        if data.strip():
            self.breaks = 0
        self.parts.append(typed(data))

    def close(self) -> tuple[str, ...]:
        """What was read; this is of no more use."""
        self._end_table()
        self._end()
        return tuple(self.paragraphs)

    def _break(self) -> None:
        """One break is a blank, two end the paragraph."""
        self.breaks += 1
        if self.breaks > 1:
            self._end()
        else:
            self.parts.append(" ")

    def _end_table(self) -> None:
        if self.table:
            self.paragraphs += self.table.finish()
            self.table = None

    def _end_emphasis(self) -> None:
        if self.emphasised:
            self.parts.append(_STOP)
            self.emphasised = False

    def _end_link(self) -> None:
        """`[words](address)` where marked text can say so, else the words alone."""
        if self.link is None:
            return
        (start, address), self.link = self.link, None
        inner = "".join(self.parts[start:])
        shown = _BLANKS.sub(" ", inner).strip()
        marked = f"[{shown}]({address})"
        if LINK.fullmatch(marked) and is_address(address) and _START not in inner:
            self.parts[start:] = [inner.replace(inner.strip(), marked)]

    def _end(self) -> None:
        self._end_emphasis()
        self.breaks, self.link = 0, None
        text = _line("".join(self.parts))
        self.parts = []
        paragraph = text
        if _START in text:
            marked = _EMPHASISED.sub(lambda found: _emphasis(found, text), text)
            paragraph = _single_blanks(marked).strip()
        if paragraph:
            self.paragraphs.append(paragraph)


class _Table:
    """Rows and cells of a table, whatever is left open or closed twice in it."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.cell: list[str] | None = None
        self.opening = ""
        self.depth = 1

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens; a table within a cell gives its words to the cell."""
        if tag == "table":
            self.depth += 1
        if self.depth > 1 or tag not in ("tr", "td", "th"):
            self.text(" ")
            return
        self._close_cell()
        if tag == "tr":
            self.rows.append([])
            return
        spans = {name: _SPAN.match(attributes.get(name, "")) for name in _SPANS}
        shown = [f' {name}="{int(found[1])}"' for name, found in sorted(spans.items()) if found]
        self.opening, self.cell = f"<{tag}{''.join(shown)}>", []

    def end(self, tag: str) -> bool:
        """An element closes; whether the table does."""
        if tag == "table":
            self.depth -= 1
            return self.depth == 0
        if self.depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()
        else:
            self.text(" ")
        return False

    def text(self, data: str) -> None:
        """Words within a cell; between cells there are only blanks, or words that would be lost."""
        if self.cell is not None:
            self.cell.append(data)
        elif data.strip():
            self.opening, self.cell = "<td>", [data]

    def finish(self) -> list[str]:
        """The table, if there is anything in it."""
        self._close_cell()
        rows = [f"<tr>{''.join(cells)}</tr>" for cells in self.rows if cells]
        return [Tableau(f"<table>{''.join(rows)}</table>")] if rows else []

    def _close_cell(self) -> None:
        if self.cell is None:
            return
        if not self.rows:
            self.rows.append([])
        words = escape(_line("".join(self.cell)), quote=False)
        self.rows[-1].append(f"{self.opening}{words}</{self.opening[1:3]}>")
        self.cell = None


def _line(text: str) -> str:
    """On one line; letters that came in two pieces (`e&#769;`) composed."""
    return normalize("NFC", _single_blanks(text)).strip()


def _single_blanks(text: str) -> str:
    """One blank for each run of them; one search for each kind is faster than the pattern."""
    if "\n" in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text or "  " in text:
        return _BLANKS.sub(" ", text)
    return text


def _emphasis(found: re.Match[str], text: str) -> str:
    """`*words*` where marked text can say so, the words alone where it cannot (`p<em>ar</em>t`)."""
    inner = found[1]
    words = inner.strip()
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    left = (text[: found.start()][-1:] + before)[-1:]
    right = (after + text[found.end() :][:1])[:1]
    marked = f"*{words}*"
    mark = EMPHASIS.match(left + marked + right, len(left))
    if mark and mark.end() == len(left) + len(marked):
        return f"{before}{marked}{after}"
    return inner
