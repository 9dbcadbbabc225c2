r"""Marked text: the few marks a paragraph may hold, and how a Markdown page writes them.

Marked text is what `Question.question` and `.reponse` hold: ``*x*`` is emphasis, ``\*`` a typed
asterisk, ``[text](https://…)`` a link, everything else literal. `to_markdown` writes it so that
Python-Markdown gives back exactly those marks and characters; `from_markdown` undoes it
without loss.
"""

from __future__ import annotations

import html
import re
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from parser.question import Tableau

# `[www.example.fr](http://www.example.fr)`; only addresses of the web are links
LINK: Final = re.compile(
    r"\[(?P<shown>[^\[\]\\*\n]{1,500})\]\((?P<target>https?://[^\s()<>\[\]\\*\"'`]{1,1000})\)"
)
# `*via*`
EMPHASIS: Final = re.compile(
    r"(?<![*\\\w])\*(?P<inner>[^\s*\\\[\]](?:[^*\\\[\]\n]*[^\s*\\\[\]])?)\*(?![*\w])"
)
_MARK: Final = re.compile(rf"(?P<typed>\\\*)|{LINK.pattern}|{EMPHASIS.pattern}")

#: Written with a backslash: Python-Markdown gives the character back, and people can read it.
_BACKSLASHED: Final = re.compile(r"[\\_\[\]{}]")
#: Written as numbers: characters that open HTML, code or tables, blanks that Markdown would strip
#: or take for a line's end, controls that it uses itself, and an asterisk that is no mark.
_NUMBERED: Final = re.compile(
    "[<>&`|~^*\x00-\x1f\x7f-\x9f\u1680\u2000-\u200a\u2028\u2029\u205f\u3000\ufeff]"
)
_EDGES: Final = re.compile(r"^\s+|\s+$|  +")
# What would open a block at the start of a line: `# `, `+ `, `- `, `---`, `1. `
_OPENING: Final = re.compile(r"(?P<digits>\d*)(?P<mark>[#+\-.])")
_WRITTEN: Final = re.compile(
    r"(?P<typed>\\\*)|\\(?P<escaped>[\\_\[\]{}#+\-.!])|&\#(?P<number>\d+);"
)


# `<td colspan="2">` in a table
_TAG: Final = re.compile(r"<[^>]*>")


class Span(NamedTuple):
    """A stretch of marked text: its kind, what it shows, where it leads (links only)."""

    kind: Literal["text", "emphasis", "link"]
    text: str
    target: str = ""


def is_address(target: str) -> bool:
    """Whether a link may lead there: an address of the web that every reader can take apart."""
    try:
        return urlsplit(target).scheme in ("http", "https") and bool(urlsplit(target).hostname)
    except ValueError:  # `http://[foo`: "Invalid IPv6 URL"
        return False


def spans(marked: str) -> list[Span]:
    """The marked text taken apart, with typed asterisks as plain text."""
    if "*" not in marked and "[" not in marked:  # as most are, and ten times faster
        return [Span("text", marked)] if marked else []
    found: list[Span] = []
    end = 0
    for mark in _MARK.finditer(marked):
        span = _span(mark)
        found += [Span("text", marked[end : mark.start()])] if mark.start() > end else []
        found.append(span)
        end = mark.end()
    found += [Span("text", marked[end:])] if end < len(marked) else []
    return found


def typed(text: str) -> str:
    """Marked text that shows a text without any mark, as typed."""
    return text.replace("*", r"\*")


def plain(marked: str) -> str:
    """The words alone, as a reader sees them; the cells of a table parted by blanks."""
    if isinstance(marked, Tableau):
        return " ".join(html.unescape(_TAG.sub(" ", marked)).split())
    return "".join(span.text for span in spans(marked))


def to_markdown(marked: str) -> str:
    """One paragraph of Markdown, on one line, that shows the marked text and nothing else."""
    if "*" not in marked and "[" not in marked:
        return _escape(marked, first=True, last=True)
    out: list[str] = []
    end = 0
    for mark in _MARK.finditer(marked):
        out.append(_escape(marked[end : mark.start()], first=not end, last=False))
        span = _span(mark)
        if mark["typed"]:
            out.append(r"\*")
        elif span.kind == "emphasis":
            out.append(f"*{_escape(span.text, first=False, last=False)}*")
        elif span.kind == "link":
            if out[-1].endswith("!"):  # `![` would open an image
                out[-1] = f"{out[-1][:-1]}\\!"
            out.append(f"[{_escape(span.text, first=True, last=True)}]({_in_address(span.target)})")
        else:  # looked like a link, leads nowhere
            out.append(_escape(span.text, first=mark.start() == 0, last=mark.end() == len(marked)))
        end = mark.end()
    out.append(_escape(marked[end:], first=not end, last=True))
    return "".join(out)


def from_markdown(paragraph: str) -> str:
    """The marked text that `to_markdown` wrote."""
    return _WRITTEN.sub(_read, paragraph)


def _span(mark: re.Match[str]) -> Span:
    if mark["typed"]:
        return Span("text", "*")
    if mark["inner"]:
        return Span("emphasis", mark["inner"])
    if is_address(mark["target"]):
        return Span("link", mark["shown"], mark["target"])
    return Span("text", mark[0])


def _escape(text: str, *, first: bool, last: bool) -> str:
    """``first``, ``last``: whether the text opens or ends the paragraph."""
    text = _BACKSLASHED.sub(r"\\\g<0>", text)
    text = _NUMBERED.sub(lambda c: f"&#{ord(c[0])};", text)
    if "  " in text or text != text.strip():
        text = _EDGES.sub(
            lambda run: (
                _numbers(run[0])
                if (first and run.start() == 0)
                or (last and run.end() == len(text))
                or len(run[0]) > 1
                else run[0]
            ),
            text,
        )
    if first and (opening := _OPENING.match(text)):
        text = f"{opening['digits']}\\{text[opening.start('mark') :]}"
    return text


def _in_address(target: str) -> str:
    """`&` as a number: an address that holds `&amp;` leads where it says."""
    return target.replace("&", "&#38;")


def _numbers(blanks: str) -> str:
    return "".join(f"&#{ord(c)};" for c in blanks)


def _read(written: re.Match[str]) -> str:
    if written["typed"]:
        return r"\*"
    return written["escaped"] or chr(int(written["number"]))
