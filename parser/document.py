"""The bytes of a source file → its lines, with what was odd about them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from parser.charset import CHARSETS, declared, decoded
from parser.findings import Finding, Kind, Severity, SourceError
from parser.paragraphs import read_page_paragraphs, read_paragraphs

#: No question comes near it: a larger file is something else.
MAX_BYTES: Final = 2_000_000
# Ends of lines and of pages (form feed); every other control character is dropped and reported.
_ENDS: Final = re.compile("\r\n|[\r\f\v\x85\u2028\u2029]")
# Marks that no reader sees and that cut words in two for a search: soft hyphen, zero-width blanks.
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
# `dÃ©putÃ©`, `lâ€™Ã‰tat`: UTF-8 that something before us read as Windows-1252
_MISREAD: Final = re.compile("Ã[\u00a0-\u00bfŽ‰€]|â€[™œ“\u009d¦]")
#: So many make a misread file; fewer may be quoted.
_MISREADINGS: Final = 3
# Half of a letter that JSON may hold, `"\ud83d"`, and no file in UTF-8.
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class Document:
    """The lines of one source, and the findings gathered while it is read.

    ``path`` is what messages call the file; lines are numbered from 1 in messages, from 0 here.
    """

    path: str
    lines: list[str]
    findings: list[Finding] = field(default_factory=list)
    #: What a saved page says of its own address.
    addresses: tuple[str, ...] = ()

    def doubt(self, line: int, found: str, expected: str = "", kind: Kind = "valeur") -> None:
        """Reports what is left out of the published question; ``line`` counts from 0."""
        self.report("doubtful", line + 1, found, expected, kind)

    def report(
        self, severity: Severity, line: int, found: str, expected: str = "", kind: Kind = "valeur"
    ) -> None:
        """As `doubt`, for any severity; ``line`` counts from 1."""
        self.findings.append(Finding(self.path, line, severity, found, expected, kind))

    def clean(self, text: str, where: str) -> str:
        """A value of an official file, as the lines of a text are: composed, without controls."""
        if (text.isascii() and text.isprintable()) or is_clean(text):
            return text
        text = _SURROGATES.sub("\ufffd", text)
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _ENDS.sub("\n", text)))
        if controls := _CONTROLS.findall(text):
            codes = ", ".join(f"U+{ord(c):04X}" for c in sorted(set(controls)))
            self.report(
                "doubtful", 0, f"{where}: control characters {codes}", "left out", "caracteres"
            )
            text = _CONTROLS.sub("", text)
        if "\ufffd" in text:
            self.report(
                "doubtful",
                0,
                f'{where}: unreadable character U+FFFD in "{_around(text)}"',
                "published as it stands; expected the original letter",
                "caracteres",
            )
        return text

    def filled(self, start: int = 0, end: int | None = None) -> list[tuple[int, str]]:
        """The lines that are not blank, stripped, with their indices."""
        stop = len(self.lines) if end is None else end
        return [(i, self.lines[i].strip()) for i in range(start, stop) if self.lines[i].strip()]

    def paragraphs(
        self, start: int, end: int | None = None, *, blocks: bool = False, bars: bool = False
    ) -> tuple[str, ...]:
        """The lines of a text, up to ``end``, as paragraphs of marked text.

        ``blocks``: a page saved as text, whose lines are blocks of the page unless they were wrapped;
        ``bars``: those that stand for the cells of a table go.
        """
        lines = self.lines[start:end]
        if bars:
            lines = [line.strip().strip("|") for line in lines]
        return (read_page_paragraphs if blocks else read_paragraphs)(lines)


def composed(text: str) -> str:
    """A text that entities were decoded in: letters composed, without controls and unseen marks."""
    if is_clean(text):
        return text
    return _CONTROLS.sub(
        "", unicodedata.normalize("NFC", _INVISIBLE.sub("", _ENDS.sub("\n", text)))
    )


def is_clean(text: str) -> bool:
    """Whether a text has nothing to mend or report: the usual case, told at the speed of C."""
    usual = text.replace("\n", " ").replace("\u00a0", " ")
    odd = "\ufffd" in text or "Ã" in text or "â€" in text
    return not odd and usual.isprintable() and unicodedata.is_normalized("NFC", text)


def read_document(content: bytes, path: str) -> Document:
    """Raises SourceError for what is no text: empty, binary, not in UTF-8, or far too long."""
    if len(content) > MAX_BYTES:
        raise SourceError(
            f"more than {MAX_BYTES:,} bytes", "expected one question", kind="illisible"
        )
    text = _decode(content)
    if is_clean(text) and text.strip():
        return Document(path, text.split("\n"))
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _ENDS.sub("\n", text)
    if not _CONTROLS.sub("", text).strip():
        raise SourceError("empty file", "expected a written question", kind="illisible")
    if len(_MISREAD.findall(text)) >= _MISREADINGS:
        found = _MISREAD.search(text)
        assert found
        raise SourceError(
            f'letters misread, as in "{text[max(0, found.start() - 10) : found.end() + 10].strip()}"',
            "expected UTF-8 that was not read as Windows-1252 before: fetch the file again",
            text.count("\n", 0, found.start()) + 1,
            kind="illisible",
        )
    document = Document(path, text.split("\n"))
    for index, line in enumerate(document.lines):
        if controls := _CONTROLS.findall(line):
            codes = ", ".join(f"U+{ord(c):04X}" for c in sorted(set(controls)))
            document.doubt(
                index, f"control characters {codes}", "left out of the text", "caracteres"
            )
            document.lines[index] = _CONTROLS.sub("", line)
        if "\ufffd" in line:
            document.doubt(
                index,
                f'unreadable character U+FFFD in "{_around(line)}"',
                "published as it stands; expected the original letter",
                "caracteres",
            )
    return document


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise SourceError("broken UTF-16", "expected text in UTF-8", kind="illisible") from None
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise SourceError("binary file", "expected text in UTF-8", line, kind="illisible")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        charset = declared(content)
        if charset and charset not in ("utf-8", "utf8"):
            return _as_declared(content, charset)
        raise SourceError(
            f"byte 0x{content[error.start]:02X} is not UTF-8",
            "expected text in UTF-8; if the file is in Windows-1252, convert it:"
            " iconv -f WINDOWS-1252 -t UTF-8",
            content.count(b"\n", 0, error.start) + 1,
            kind="illisible",
        ) from None


def _as_declared(content: bytes, charset: str) -> str:
    try:
        return decoded(content, charset)
    except LookupError:
        raise SourceError(
            f'charset "{charset}"', f"expected one of {', '.join(CHARSETS)}", kind="illisible"
        ) from None


def _around(line: str) -> str:
    """The words about the unreadable character: enough to find it."""
    at = line.index("\ufffd")
    return line[max(0, at - 20) : at + 20].strip()
