"""The HTML that official texts hold → paragraphs of marked text.

`<em>` is emphasis, `<br>` and block elements end a paragraph or a line of it, everything else loses its
tags and keeps its words. A table is reduced to its rows and cells. Entities are decoded once, after the
tags are taken.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Final

from parser.markup import EMPHASIS, typed
from parser.question import Tableau

# What makes a text HTML: a tag, a comment or an entity
_HTML: Final = re.compile(r"</?[a-zA-Z!]|&(?:#\d|#[xX]|[a-zA-Z]{2,8};)")
# Blanks that one blank stands for; single ones stay as they are
_BLANKS: Final = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
#: Elements that begin and end a paragraph.
_BLOCKS: Final = frozenset(
    "p div center blockquote ul ol li dl dt dd h1 h2 h3 h4 h5 h6 section article".split()
)
_EMPHASIS: Final = frozenset({"em", "i"})
#: What a cell may say of itself.
_SPANS: Final = ("colspan", "rowspan")
# `2`, `2"`: official tables forget a quotation mark
_SPAN: Final = re.compile(r"\s*([1-9]\d?)(?!\d)")
#: What is not shown.
_UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "noscript"})
#: Stand for the ends of an emphasis until its paragraph is whole; sources hold no controls.
_START, _STOP = "\x02", "\x03"
# What is emphasised, blanks aside
_EMPHASISED: Final = re.compile(f"{_START}([^{_START}{_STOP}]*){_STOP}")


def read_html_text(text: str) -> tuple[str, ...]:
    """Paragraphs of marked text; a plain text is one paragraph."""
    if ("<" not in text and "&" not in text) or not _HTML.search(text):
        paragraph = typed(_BLANKS.sub(" ", text).strip())
        return (paragraph,) if paragraph else ()
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    """Gathers paragraphs. Never raises: what is no tag is text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.parts: list[str] = []
        self.emphasised = False
        self.unseen = 0
        self.breaks = 0
        self.table: _Table | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif self.table:
            self.table.start(tag, attrs)
        elif tag == "table":
            self._end()
            self.table = _Table()
        elif tag in _BLOCKS:
            self._end()
        elif tag == "br":
            self._break()
        elif tag in _EMPHASIS and not self.emphasised:
            self.emphasised = True
            self.parts.append(_START)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # `<br/>` is one break, not one and its end

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif self.table:
            if self.table.end(tag):
                self._end_table()
        elif tag in _BLOCKS:
            self._end()
        elif tag == "br":  # official texts write `</br>` too
            self._break()
        elif tag in _EMPHASIS:
            self._end_emphasis()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.table:
            self.table.text(data)
            return
        if data.strip():
            self.breaks = 0
        self.parts.append(typed(data))

    def finish(self) -> tuple[str, ...]:
        """What was read; the reader is of no more use."""
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

    def _end(self) -> None:
        self._end_emphasis()
        self.breaks = 0
        text = _BLANKS.sub(" ", "".join(self.parts)).strip()
        self.parts = []
        paragraph = _EMPHASISED.sub(lambda found: _emphasis(found, text), text).strip()
        if paragraph:
            self.paragraphs.append(paragraph)


class _Table:
    """Rows and cells of a table, whatever is left open or closed twice in it."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.cell: list[str] | None = None
        self.opening = ""
        self.depth = 1

    def start(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
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
        spans = {name: _SPAN.match(value or "") for name, value in attrs if name in _SPANS}
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
        words = escape(_BLANKS.sub(" ", "".join(self.cell)).strip(), quote=False)
        self.rows[-1].append(f"{self.opening}{words}</{self.opening[1:3]}>")
        self.cell = None


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
