"""The bytes of a source file → its lines, with what was odd about them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from string import ascii_letters
from typing import ClassVar, Final, NamedTuple

from parser import labels
from parser.charset import CHARSETS, declared, decoded
from parser.findings import Finding, Kind, Severity, SourceError
from parser.labels import LONGEST_HEADING, heading
from parser.paragraphs import read_page_paragraphs, read_paragraphs
from parser.wrapped import unwrapped

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
_OPENS_JSON: Final = (b"{", b"[")
_BEFORE_JSON: Final = b"\xef\xbb\xbf \t\r\n"
# Half of a letter that JSON may hold, `"\ud83d"`, and no file in UTF-8.
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# Letters that are perhaps not in their composed form: none before U+0300 is, nor joins one before it.
_PERHAPS_LOOSE: Final = re.compile("[^\x00-\u02ff]")
#: The accents of French, where they stand loose; to look for them costs next to nothing.
_ACCENTS: Final = ("\u0300", "\u0301", "\u0302", "\u0308", "\u0327")
#: In UTF-8, an accent is this byte and another; a letter and that other, and the two composed.
_ACCENT: Final = b"\xcc"
_COMPOSED: Final = {
    letter.encode() + accent.encode().removeprefix(_ACCENT): whole.encode()
    for letter in ascii_letters
    for accent in _ACCENTS
    if len(whole := unicodedata.normalize("NFC", letter + accent)) == 1
}
# Escapes of JSON that may stand for what is to be mended, or put a letter before an accent: `\u00ad`, `\n`.
_HIDING: Final = re.compile(rb"\\[a-z]")
# In UTF-8, by the first bytes of letters: nothing is to be mended or reported of ASCII that prints, ends of
# lines, letters of Latin; of other signs and of loose accents it depends on which.
_PLAIN: Final = bytes((0x09, 0x0A, *range(0x20, 0x7F), *range(0x80, 0xC0), 0xC3, 0xC4, 0xC5))
_PERHAPS: Final = b"\xc2\xcc\xe2"
_ODD_LATIN: Final = re.compile(rb"\xc2[\x80-\x9f\xad]")
# All signs but dashes, quotation marks, narrow blanks, `…`, `‰`, `€`, `≤`, `●`
_ODD_SIGN: Final = re.compile(
    rb"\xe2(?!\x80[\x90-\xa7\xaf-\xbf]|\x81[\x80-\x9e]|\x82[\xa0-\xbf]|[\x88\x96\x97][\x80-\xbf])"
)
# What a text may hold that a message speaks of.
_REPORTED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffdÃ]|â€")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class Document:
    """The lines of one source, and the findings gathered while it is read.

    ``path`` is what messages call the file; lines are numbered from 1 in messages, from 0 here.
    """

    #: Whether a value may stand on several lines.
    wraps: ClassVar[bool] = True

    path: str
    lines: list[str]
    findings: list[Finding] = field(default_factory=list)
    #: What a saved page says of its own address.
    addresses: tuple[str, ...] = ()
    #: Whether the values of an official file are known to be `is_clean`, from the whole of it.
    clean_values: bool = field(default=False, kw_only=True)
    _filled: list[tuple[int, str]] = field(default_factory=list, init=False, repr=False)
    _headings: list[tuple[int, str]] | None = field(default=None, init=False, repr=False)

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
        if self.clean_values or (text.isascii() and text.isprintable()):
            return text
        try:
            found = mended(text.encode())
        except UnicodeEncodeError:
            found = None
        if found is not None:
            return found.decode()
        text = _SURROGATES.sub("\ufffd", text)
        text = _compose(_INVISIBLE.sub("", _ENDS.sub("\n", text)))
        if not _REPORTED.search(text):
            return text
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
        if not self._filled:  # once: nothing changes the lines of a document that is being read
            self._filled = [
                (i, text) for i, line in enumerate(self.lines) if line and (text := line.strip())
            ]
        if start == 0 and end is None:
            return self._filled
        stop = len(self.lines) if end is None else end
        first, last = (bisect_left(self._filled, (i,)) for i in (start, stop))
        return self._filled[first:last]

    def look_again(self) -> None:
        """Forgets what `filled` and `headings` said: the lines were changed."""
        self._filled, self._headings = [], None

    def facts(self, start: int = 0, end: int | None = None) -> list[tuple[int, str]]:
        """As `filled`, values that were broken over several lines on the first of them."""
        lines = self.filled(start, end)
        return unwrapped(lines) if self.wraps else lines

    def above_frame(self, end: int) -> int:
        """Where a text ends that would go up to ``end``: words of the site below it are none of it."""
        for index, line in reversed(self.filled(0, end)):
            if (
                not self.wraps or labels.frame(line) != "site"
            ):  # a page told them apart by its elements
                break
            end = index
        return end

    def headings(self) -> list[tuple[int, str]]:
        """The lines that are headings: their indices, and their keys in `labels.yml`."""
        if self._headings is None:
            self._headings = [
                (i, key)
                for i, line in self.filled()
                if len(line) <= LONGEST_HEADING and (key := heading(line))
            ]
        return self._headings

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
    return _CONTROLS.sub("", _compose(_INVISIBLE.sub("", _ENDS.sub("\n", text))))


def is_clean(text: str) -> bool:
    """Whether a text has nothing to mend or report: the usual case, told at the speed of C."""
    return _is_plain(text) and unicodedata.is_normalized("NFC", text)


def _compose(text: str) -> str:
    """The text in the form NFC. To tell that nothing is to be done is fast only where there is no loose
    accent; to do it is not, so that it is done for the letters alone that need it."""
    if not any(accent in text for accent in _ACCENTS) and unicodedata.is_normalized("NFC", text):
        return text
    parts = []
    end = 0
    for found in _PERHAPS_LOOSE.finditer(text):
        start = found.start()
        if start < end:
            continue
        parts.append(text[end : max(start - 1, 0)])
        end = start + 1
        while text[end : end + 1] > "\u02ff":
            end += 1
        parts.append(unicodedata.normalize("NFC", text[max(start - 1, 0) : end]))
    return "".join((*parts, text[end:])) if parts else text


def mended(content: bytes) -> bytes | None:
    """UTF-8 with its accents composed and its lines ended by `\\n`, where that is all that there is to mend,
    and nothing to report; None for what takes a closer look. As `_compose` and `_is_plain`, at a fifth of
    their time; bytes that are no UTF-8 may pass."""
    content = content.removeprefix(BOM_UTF8)
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    odd = content.translate(None, _PLAIN)
    if (
        odd.strip(_PERHAPS)
        or _ODD_LATIN.search(content)
        or _ODD_SIGN.search(content)
        or (b"\x83" in content and "Ã".encode() in content)
        or (b"\xac" in content and "â€".encode() in content)
    ):
        return None
    return _with_accents(content) if _ACCENT in odd else content


def _with_accents(content: bytes) -> bytes | None:
    """A text with its loose accents on their letters; None where these are others than those of French."""
    first, *others = content.split(_ACCENT)
    parts = [first]
    for part in others:
        letter = _COMPOSED.get(parts[-1][-1:] + part[:1])
        if letter is None:
            return None
        parts[-1] = parts[-1][:-1] + letter
        parts.append(part[1:])
    return b"".join(parts)


def _is_plain(text: str) -> bool:
    """As `is_clean`, for a text whose letters are composed."""
    usual = text.replace("\n", " ").replace("\u00a0", " ")
    return usual.isprintable() and not ("\ufffd" in text or "Ã" in text or "â€" in text)


class JsonText(NamedTuple):
    """JSON before it is read; ``clean``: each of its values is clean, since all of it is (as `is_clean`)."""

    json: str | bytes
    clean: bool


def read_json_text(content: bytes) -> JsonText | None:
    """The text of a file that begins as JSON does, None for any other: its values are cleaned apart.

    Raises SourceError as `read_document` does.
    """
    if content[:1] not in _OPENS_JSON and content.lstrip(_BEFORE_JSON)[:1] not in _OPENS_JSON:
        return None
    _require_short(content)
    hiding = _HIDING.search(content) is not None
    if not hiding and (found := mended(content)):
        return JsonText(found, clean=True)
    text = decode(content).lstrip("\ufeff")
    _require_read_well(text)
    if hiding:
        return JsonText(text, clean=False)
    text = _compose(text)
    return JsonText(text, clean=_is_plain(text))


def read_document(content: bytes, path: str) -> Document:
    """Raises SourceError for what is no text: empty, binary, not in UTF-8, or far too long."""
    _require_short(content)
    if found := mended(content):
        text = decode(found)
        if text.strip():
            return Document(path, text.split("\n"))
    text = _compose(decode(content))
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    text = _compose(text)
    if _ENDS.search(text):
        text = _ENDS.sub("\n", text)
    if not _REPORTED.search(text) and text.strip():
        return Document(path, text.split("\n"))
    if not _CONTROLS.sub("", text).strip():
        raise SourceError("empty file", "expected a written question", kind="illisible")
    _require_read_well(text)
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


def _require_short(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise SourceError(
            f"more than {MAX_BYTES:,} bytes", "expected one question", kind="illisible"
        )


def _require_read_well(text: str) -> None:
    if ("Ã" in text or "â€" in text) and len(_MISREAD.findall(text)) >= _MISREADINGS:
        found = _MISREAD.search(text)
        assert found
        raise SourceError(
            f'letters misread, as in "{text[max(0, found.start() - 10) : found.end() + 10].strip()}"',
            "expected UTF-8 that was not read as Windows-1252 before: fetch the file again",
            text.count("\n", 0, found.start()) + 1,
            kind="illisible",
        )


def decode(content: bytes) -> str:
    """The text of the bytes of a file. Raises SourceError for what is binary, or not in UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise SourceError("broken UTF-16", "expected text in UTF-8", kind="illisible") from None
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise SourceError("binary file", "expected text in UTF-8", line, kind="illisible")
    content = content.removeprefix(BOM_UTF8)
    try:
        return content.decode()
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
