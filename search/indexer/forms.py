"""Text → forms: what counts as one word, and which forms stand for it. Twin of `browser/forms.js`.

Specified in `search/french/README.md`; `cases.json` there is run by both sides. A text is cut at
white space into chunks; `grouped` joins the chunks that are one number or one legal reference; a
chunk is cut into units. Case is folded, accents stay: `fold` removes them, for keys.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from search.indexer.langue import LANGUE

#: What Python's `str.split` cuts at; written out in forms.js.
LIGATURES: Final = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "º": "°", "ᵒ": "°", "^": "", "\u00ad": ""}
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", "")
    | dict.fromkeys("’ʼ‘′´`", "'")
    | dict.fromkeys("‐‑‒–", "-")
)
MARK: Final = re.compile(r"[\u0300-\u036f]")
#: One of, in this order: `L.80-A`, `S.N.C.F.`, `1.170`, `aujourd'hui`, `plate-forme`, `2014`.
UNIT: Final = re.compile(
    r"(?<![^\W_])(?P<code>LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?(?P<article>\d+(?:-\d+)*)"
    r"(?:-?(?P<lettre>[A-Za-z]))?(?![^\W_])"
    r"|(?P<sigle>[^\W\d_](?:\.[^\W\d_])+(?![^\W_]))"
    r"|(?<!\d)(?P<nombre>\d{1,3}(?:\.\d{3})+)(?!\d)"
    r"|(?P<mot>[^\W_]+(?:['-](?![^\W\d_]\.[^\W\d_])[^\W_]+)*)"
)
#: `1er`, `1re`, `2e`, `2ème`, `2nd`
ORDINAL: Final = re.compile(r"(\d+)(?:er|re|ere|ère|e|eme|ème|nd|nde)$")
#: `XIXe`, `Ier`; in small letters `xixe`, but not `vie`, `ire`.
ROMAN: Final = re.compile(r"(X{0,3}(?:IX|IV|V?I{0,3}))(?:er|re|ère|e|ème|eme|nd|nde)$")
SMALL_ROMAN: Final = re.compile(r"(x{0,3}(?:ix|iv|v?i{0,3}))(?:e|ème|eme)$")
NOT_ROMAN: Final = frozenset({"vie", "ie"})
#: `1`, `(55`, `n°55` before `901`
THOUSANDS: Final = re.compile(r"(?:^|[^\w.,/-])\d{1,3}$")
HUNDREDS: Final = re.compile(r"\d{3}(?!\w)")
#: `L.`, `R.*`, `L`, `(L.` before `312-3`, then perhaps `A`
CODE: Final = re.compile(r"[^\w]*(?:LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?$")
#: What a piece that CODE matches ends with.
CODE_ENDS: Final = frozenset("LRDlrdOA.*")
ARTICLE: Final = re.compile(r"\*?\d+(?:-\d+)*(?:-?[A-Za-z])?(?![^\W_])")
WHOLE_ARTICLE: Final = re.compile(r"\*?\d+(?:-\d+)*$")
LETTER: Final = re.compile(r"[A-Z](?![\w'’.*])")
#: `L.80`, `(L80` before `A`
CODED: Final = re.compile(r"[^\w]*(?:LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?\d+(?:-\d+)*$")
SMALL_LETTER: Final = re.compile(r"[a-z]$")
#: Longer joined forms are addresses and accidents, not words.
LONGEST_JOINED: Final = 40
ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Unit:
    """What one piece of a chunk says: its words, one position each, and forms of several words.

    `joined` are (offset in words, form). With `strict`, a query asks for the last joined form
    alone: a legal reference or a compound number is not found by its parts.
    """

    words: tuple[str, ...]
    joined: tuple[tuple[int, str], ...] = ()
    strict: bool = False


def fold(form: str) -> str:
    """The key of a form: its letters without accents."""
    if form.isascii():
        return form
    return MARK.sub("", unicodedata.normalize("NFD", form))


def chunks(text: str) -> list[str]:
    """The chunks of a text, numbers and legal references in one piece."""
    return grouped(text.split())


def grouped(pieces: list[str]) -> list[str]:
    """Joins `1 170 000` and `L. 80 A`, each written over several pieces, into one."""
    out = []
    at = 0
    while at < len(pieces):
        length, piece = group_at(pieces, at)
        out.append(piece)
        at += length
    return out


def group_at(pieces: list[str], at: int) -> tuple[int, str]:
    """How many pieces from `at` on are one, and what they are together."""
    piece = pieces[at]
    following = pieces[at + 1] if at + 1 < len(pieces) else ""
    if THOUSANDS.search(piece) and HUNDREDS.match(following):
        end = at + 1
        while end < len(pieces) and HUNDREDS.match(pieces[end]):
            end += 1
            if len(pieces[end - 1]) > 3:
                break
        return end - at, "".join(pieces[at:end])
    if CODE.match(piece) and ARTICLE.match(following):
        letter = pieces[at + 2] if at + 2 < len(pieces) else ""
        if WHOLE_ARTICLE.match(following) and (
            LETTER.match(letter) or (piece.islower() and SMALL_LETTER.match(letter))
        ):
            return 3, f"{piece}{following}-{letter}"
        return 2, piece + following
    if CODED.match(piece) and LETTER.match(following):
        return 2, f"{piece}-{following}"
    return 1, piece


def starts_group(piece: str) -> bool:
    """Whether a group can start here: lets the indexer look at few places only."""
    last = piece[-1]
    if last.isdigit():
        return bool(THOUSANDS.search(piece) or CODED.match(piece))
    return last in CODE_ENDS and bool(CODE.match(piece))


def units(chunk: str) -> list[Unit]:
    """The units of one chunk, in order."""
    if chunk.isascii():
        if chunk.isalpha():
            return [Unit((_word(chunk),))]
        text = chunk.replace("`", "'").replace("^", "")
    else:
        text = unicodedata.normalize("NFKC", chunk.translate(LIGATURES)).translate(LIGATURES)
    out: list[Unit] = []
    for match in UNIT.finditer(text):
        if match["code"]:
            out.append(_legal(match["code"], match["article"], match["lettre"] or ""))
        elif match["sigle"]:
            out.append(Unit((match["sigle"].replace(".", "").lower(),)))
        elif match["nombre"]:
            out.append(Unit((match["nombre"].replace(".", ""),)))
        else:
            out.extend(_compound(match["mot"]))
    return out


def _legal(code: str, article: str, letter: str) -> Unit:
    code = code.replace(".", "").lower()
    numbers = article.split("-")
    joined = [(0, code + article)]
    if len(numbers) > 1:
        joined.insert(0, (1, article))
    if letter:
        joined.append((0, code + article + letter.lower()))
    words = (code, *numbers, letter.lower()) if letter else (code, *numbers)
    return Unit(words, tuple(joined), strict=True)


def _compound(text: str) -> list[Unit]:
    """`plate-forme`, `l'État`, `aujourd'hui`, `2014`: parts, then the joined form if there is one."""
    parts = [_elided(part) for part in text.split("-")]
    lead: list[Unit] = []
    while len(parts[0]) > 1 and parts[0][0] in LANGUE.elisions:
        lead.append(Unit((parts[0][0],)))
        parts[0] = parts[0][1:]
    words = tuple(word for part in parts for word in part)
    if len(parts) == 1:
        if len(words) > 1:
            return [*lead, Unit(words, ((0, "".join(words)),))]
        return [*lead, Unit(words)]
    if all(word.isdigit() for word in words):
        return [*lead, Unit(words, ((0, "-".join(words)),), strict=True)]
    joined = "".join(words)
    if parts[-1][-1] in LANGUE.enclitiques or len(joined) > LONGEST_JOINED:
        return [*lead, *(Unit((word,)) for word in words)]
    return [*lead, Unit(words, ((0, joined),))]


def _elided(part: str) -> list[str]:
    """`l'État` is two words, `presqu'île` too, `aujourd'hui` and `O'Neill` are one."""
    head, mark, rest = part.partition("'")
    if not mark:
        return [_word(part)]
    head = head.lower()
    if head in LANGUE.elisions or head in LANGUE.soudures:
        return [head, *_elided(rest)]
    return [head + "".join(_elided(rest))]


def _word(text: str) -> str:
    """Small letters; `1er`, `1re`, `Ier` are `1e`, `2ème`, `2nd` are `2e`, `XIXe` is `19e`."""
    word = text.lower()
    first = word[0]
    if first in "xvi":
        roman = ROMAN.match(text)
        if roman and roman[1]:
            return f"{_roman(roman[1])}e"
        small = SMALL_ROMAN.match(word)
    elif first.isdigit():
        ordinal = ORDINAL.match(word)
        return f"{ordinal[1]}e" if ordinal else word
    else:
        return word
    if small and small[1] and word not in NOT_ROMAN and not text.isupper():
        return f"{_roman(small[1].upper())}e"
    return word


def _roman(letters: str) -> int:
    values = [ROMAN_VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def split(text: str) -> list[tuple[int, str]]:
    """(position, form) of every form of a text, joined forms after the words of their unit."""
    out: list[tuple[int, str]] = []
    position = 0
    for chunk in chunks(text):
        for unit in units(chunk):
            out.extend((position + i, word) for i, word in enumerate(unit.words))
            out.extend((position + i, form) for i, form in unit.joined)
            position += len(unit.words)
    return out
