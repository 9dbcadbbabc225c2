"""Text → forms: what counts as one word, and which forms stand for it. Twin of `browser/forms.js`.

Specified in `search/french/README.md`; `cases.json` there is run by both sides. A text is cut at
white space into chunks; `grouped` joins the chunks that are one number or one legal reference; a
chunk is cut into units. Case is folded, accents stay: `fold` removes them, for keys.
"""

from __future__ import annotations

import re
import string
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
#: One of, in this order: `L.80-A`, `A231-1`; `S.N.C.F.`; `RN 20` (put together by `group_at`);
#: `1.170`, `01.40.63.60.00`; `3,5`, `49.3`; `aujourd'hui`, `plate-forme`, `2014`.
UNIT: Final = re.compile(
    r"(?<![^\W_])(?P<code>LO|L\.O|[LRDlrd]|A(?=\.|\d+-\d)|a(?=\.?\d+-\d))\.?\*?\.?"
    r"(?P<article>\d+(?:-\d+)*)(?:-?(?P<lettre>[A-Za-z]))?(?![^\W_])"
    r"|(?P<sigle>[^\W\d_](?:\.[^\W\d_])+(?![^\W_]))"
    r"|(?<![^\W_])(?P<lettres>[A-Z]{1,5}) (?P<chiffres>\d{1,5})(?![^\W_])"
    r"|(?<!\d)(?P<nombre>\d{1,3}(?:\.\d{3})+|0\d(?:[.-]\d\d){4})(?!\d)"
    r"|(?<![^\W_])(?<!\d[.,])(?P<decimal>\d{1,9}[.,]\d{1,9})(?![^\W_]|[.,]\d)"
    r"|(?P<mot>[^\W_]+(?:['-](?![^\W\d_]\.[^\W\d_])[^\W_]+)*)"
)
#: `1er`, `1re`, `2e`, `2ème`, `3ièmes`, `2nd`, `2de`
ORDINAL: Final = re.compile(r"(\d+)(?:er|re|ere|ère|e|i?eme|i?ème|nd|n?de)s?$")
#: `XIXe`, `Ier`; in small letters `xixe`, but not `vie`, `ire`.
ROMAN: Final = re.compile(r"(X{0,3}(?:IX|IV|V?I{0,3}))(?:er|re|ère|e|i?ème|i?eme|nd|n?de)$")
SMALL_ROMAN: Final = re.compile(r"(x{0,3}(?:ix|iv|v?i{0,3}))(?:e|ème|eme)$")
NOT_ROMAN: Final = frozenset({"vie", "ie"})
#: `XIV`, of a king, a title, an annex
NUMERAL: Final = re.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})$")
#: `17h30`, `8h00`, `08h`
HOUR: Final = re.compile(r"0?(\d{1,2}h)(?:00|(\d\d))?$")
#: `1`, `(55`, `n°55` before `901`
THOUSANDS: Final = re.compile(r"(?:^|[^\w.,/-])\d{1,3}$")
HUNDREDS: Final = re.compile(r"\d{3}(?!\w)")
#: `L.`, `R.*`, `L`, `(L.` before `312-3`, then perhaps `A`
CODE: Final = re.compile(r"[^\w]*(?:LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?$")
#: `A` before `231-1`, `231‑1`
SPORT: Final = re.compile(r"[^\w]*(?:A\.?|a\.)$")
HYPHENED: Final = re.compile(r"\d+[-‐‑]\d")
ARTICLE: Final = re.compile(r"\*?\d+(?:-\d+)*(?:-?[A-Za-z])?(?![^\W_])")
WHOLE_ARTICLE: Final = re.compile(r"\*?\d+(?:-\d+)*$")
LETTER: Final = re.compile(r"[A-Z](?![\w'’.*])")
#: `L.80`, `(L80` before `A`
CODED: Final = re.compile(r"[^\w]*(?:LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?\d+(?:-\d+)*$")
SMALL_LETTER: Final = re.compile(r"[a-z]$")
#: `A`, `(RN` before `320`, `20,`, but not before `1 500` or `17 h`
LETTERS: Final = re.compile(r"[^\w]*[A-Z]{1,5}$")
DIGITS: Final = re.compile(r"\d{1,5}(?![.,/'’‐‑–-]?\w)")
CONTINUED: Final = re.compile(r"\d|[hH](?!\w)")
#: `R. S. A.`, `l’U. R. S. S.`, `R S A`: three letters or more, two are initials of a name
SPELT: Final = re.compile(
    r"[^\w]*(?:\w{1,2}['’])?(?:(?:[^\W\d_]\. ){2,7}[^\W\d_]\.?|(?:[A-Z] ){2,7}[A-Z])(?![.'’‐‑-]?\w)"
)
SPELT_MOST: Final = 8
#: `17` before `h`, `17h` before `30`
HOURS: Final = re.compile(r"(?:^|[^\w.,/-])\d{1,2}$")
HOUR_MARK: Final = re.compile(r"[hH](?!\w)")
MARKED_HOURS: Final = re.compile(r"(?:^|[^\w.,/-])\d{1,2}[hH]$")
MINUTES: Final = re.compile(r"[0-5]\d(?![.,/-]?\w)")
#: `01` before `40 63 60 00`
PHONE: Final = re.compile(r"(?:^|[^\w.,/-])0\d(?: \d\d){4}(?![.,/-]?\w)")
PHONE_PIECES: Final = 5
#: What a piece that starts a group without a number ends with.
START_ENDS: Final = frozenset(string.ascii_uppercase + "lrdh.*")
#: What a group can start with where it does not start with a number.
STARTS: Final = re.compile(
    r"[^\w]*(?:(?:LO|L\.O|[LRDlrdA])\.?\*?\.?|[A-Z]{1,5}|(?:\w{1,2}['’])?(?:[^\W\d_]\.|[A-Z]))$"
)
#: Longer joined forms are addresses and accidents, not words.
LONGEST_JOINED: Final = 40
ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Unit:
    """What one piece of a chunk says: its words, one position each, and forms of several words.

    `joined` are (offset in words, form). With `strict`, a query asks for the last joined form
    alone: a legal reference or a compound number is not found by its parts. What a single word is
    joined to stands in texts only: `1er` is `1` too, `XIV` is `14`. `apart` is how a word with an
    apostrophe may be typed: `aujourd hui`.
    """

    words: tuple[str, ...]
    joined: tuple[tuple[int, str], ...] = ()
    strict: bool = False
    apart: str = ""


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
    if PHONE.search(" ".join(pieces[at : at + PHONE_PIECES])):
        return PHONE_PIECES, "".join(pieces[at : at + PHONE_PIECES])
    if HOURS.search(piece) and HOUR_MARK.match(following):
        if len(following) == 1 and at + 2 < len(pieces) and MINUTES.match(pieces[at + 2]):
            return 3, "".join(pieces[at : at + 3])
        return 2, piece + following
    if MARKED_HOURS.search(piece) and MINUTES.match(following):
        return 2, piece + following
    if CODE.match(piece) and ARTICLE.match(following):
        letter = pieces[at + 2] if at + 2 < len(pieces) else ""
        if WHOLE_ARTICLE.match(following) and (
            LETTER.match(letter) or (piece.islower() and SMALL_LETTER.match(letter))
        ):
            return 3, f"{piece}{following}-{letter}"
        return 2, piece + following
    if CODED.match(piece) and LETTER.match(following):
        return 2, f"{piece}-{following}"
    if SPORT.match(piece) and HYPHENED.match(following):
        return 2, piece + following
    if LETTERS.match(piece) and DIGITS.match(following):
        after = pieces[at + 2] if at + 2 < len(pieces) else ""
        return (1, piece) if CONTINUED.match(after) else (2, f"{piece} {following}")
    spelt = SPELT.match(" ".join(pieces[at : at + SPELT_MOST]))
    if spelt:
        length = spelt[0].count(" ") + 1
        return length, ("" if "." in piece else ".").join(pieces[at : at + length])
    return 1, piece


def starts_group(piece: str) -> bool:
    """Whether a group can start here: lets the indexer look at few places only."""
    if piece[-1].isdigit():
        return bool(THOUSANDS.search(piece) or CODED.match(piece))
    if piece[-1] not in START_ENDS:
        return False
    return bool(STARTS.match(piece) or MARKED_HOURS.search(piece))


def units(chunk: str) -> list[Unit]:
    """The units of one chunk, in order."""
    if chunk.isascii():
        if chunk.isalpha():
            word = _word(chunk)
            return [_single(chunk, word) if chunk[0] in "XVI" else Unit((word,))]
        text = chunk.replace("`", "'").replace("^", "")
    else:
        text = unicodedata.normalize("NFKC", chunk.translate(LIGATURES)).translate(LIGATURES)
    out: list[Unit] = []
    for match in UNIT.finditer(text):
        if match["code"]:
            out.append(_legal(match[0], match["code"], match["article"], match["lettre"] or ""))
        elif match["sigle"]:
            out.append(Unit((match["sigle"].replace(".", "").lower(),)))
        elif match["lettres"]:
            words = (match["lettres"].lower(), match["chiffres"])
            out.append(Unit(words, ((0, "".join(words)),), strict=len(words[0]) == 1))
        elif match["nombre"]:
            out.append(Unit((match["nombre"].replace(".", "").replace("-", ""),)))
        elif match["decimal"]:
            out.append(_decimal(match["decimal"]))
        else:
            out.extend(_compound(match["mot"]))
    return out


def _legal(text: str, code: str, article: str, letter: str) -> Unit:
    code = code.replace(".", "").lower()
    numbers = article.split("-")
    joined = [(0, code + article)]
    if len(numbers) > 1:
        joined.insert(0, (1, article))
    if code == "a" and "." not in text:
        joined.insert(0, (0, code + numbers[0]))  # `A320-200` is no article
    if letter:
        joined.append((0, code + article + letter.lower()))
    words = (code, *numbers, letter.lower()) if letter else (code, *numbers)
    return Unit(words, tuple(joined), strict=True)


def _decimal(text: str) -> Unit:
    """`3,5` is `3.5`; `49.3` is `49-3` too."""
    whole, rest = text.replace(",", ".").split(".")
    joined = [(0, f"{whole}.{rest}")]
    if "." in text:
        joined.append((0, f"{whole}-{rest}"))
    return Unit((whole, rest), tuple(joined), strict=True)


def _compound(text: str) -> list[Unit]:
    """`plate-forme`, `l'État`, `aujourd'hui`, `2014`: parts, then the joined form if there is one."""
    raw = text.split("-")
    parts = [_elided(part) for part in raw]
    lead: list[Unit] = []
    while len(parts[0]) > 1 and parts[0][0] in LANGUE.elisions:
        lead.append(Unit((parts[0][0],)))
        parts[0] = parts[0][1:]
    words = tuple(word for part in parts for word in part)
    if len(parts) == 1:
        if len(words) > 1:
            return [*lead, Unit(words, ((0, "".join(words)),))]
        return [*lead, _single(text, words[0], len(lead))]
    if all(word.isdigit() for word in words):
        return [*lead, Unit(words, ((0, "-".join(words)),), strict=True)]
    joined = "".join(words)
    if parts[-1][-1] in LANGUE.enclitiques or len(joined) > LONGEST_JOINED:
        return [*lead, *(Unit((word,)) for word in words)]
    numbers = (
        (at, _number(part, words[at])) for at, part in enumerate(raw) if len(words) == len(raw)
    )
    return [*lead, Unit(words, ((0, joined), *((at, number) for at, number in numbers if number)))]


def _single(text: str, word: str, elisions: int = 0) -> Unit:
    number = _number(text, word)
    if number:
        return Unit((word,), ((0, number),), strict=True)
    parts = text.split("'")[elisions:]
    return Unit((word,), apart=" ".join(map(str.lower, parts)) if len(parts) > 1 else "")


def _number(text: str, word: str) -> str:
    """The number that `1er` and `XIV` are."""
    if word == "1e":
        return "1"
    return str(_roman(text)) if NUMERAL.match(text) else ""


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
        if ordinal:
            return f"{ordinal[1]}e"
        hour = HOUR.match(word)
        return hour[1] + (hour[2] or "") if hour else word
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
