"""When two sources say the same thing in two ways: what is not told as a disagreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from parser.fold import fold
from parser.markup import plain

# Everything but letters and figures: blanks, dots, apostrophes, hyphens
_MARKS: Final = re.compile(r"[\W_]+")
#: `nº 43` and `n° 43` stand for `no 43`, `1ᵉʳ` for `1er`.
_RAISED: Final = str.maketrans({"º": "o", "°": "o", "ª": "a", "ᵉ": "e", "ʳ": "r", "€": "euros"})
# `Ministère de l'intérieur`, `Secrétariat d'État chargé du numérique`, `Minsitère …`
_LONG_TITLE: Final = re.compile(r"(?:min[is]{2,3}t|secretariat|haut-commissariat)")
#: Words of a ministry's long title that its short one leaves out, accents aside.
_TOOL_WORDS: Final = frozenset(
    "de du des d la le les l et en a au aux charge chargee aupres".split()
)
#: Characters shown of a text about the first place where another differs.
_SHOWN: Final = 40


def letters(text: str) -> str:
    """The letters and figures of a value, without case and accents."""
    return _MARKS.sub("", fold(text.translate(_RAISED)))


#: Rubriques, ministries and places come again in every question.
_line_letters = lru_cache(maxsize=16_384)(letters)


def same_line(one: object, other: object) -> bool:
    """Two values that differ by case, accents, blanks, dots, apostrophes or hyphens only."""
    return one == other or _line_letters(str(one)) == _line_letters(str(other))


def same_ministry(one: str, other: str) -> bool:
    """As `same_line`; or a short title (`Intérieur`) and the long one (`Ministère de l'intérieur`)."""
    if same_line(one, other):
        return True
    long, short = (one, other) if _LONG_TITLE.match(fold(one)) else (other, one)
    if not _LONG_TITLE.match(fold(long)) or _LONG_TITLE.match(fold(short)):
        return False
    told = {word for word in _words(short) if word not in _TOOL_WORDS}
    return bool(told) and told <= set(_words(long))


def same_texts(one: Sequence[str], other: Sequence[str]) -> bool:
    """Two texts with the same letters, whatever their paragraphs, marks and accents."""
    return one == other or letters(_shown(one)) == letters(_shown(other))


def difference(one: Sequence[str], other: Sequence[str]) -> tuple[str, str]:
    """The words of both texts from the first that differ on: what to show of a disagreement."""
    left, right = _shown(one).split(), _shown(other).split()
    at = 0
    while at < min(len(left), len(right)) and letters(left[at]) == letters(right[at]):
        at += 1
    return _from(left, at), _from(right, at)


def _from(words: list[str], at: int) -> str:
    text = " ".join(words[at : at + _SHOWN])
    if len(text) > _SHOWN:
        text = f"{text[:_SHOWN]}…"
    return text if text else "(its end)"


def _shown(paragraphs: Sequence[str]) -> str:
    return " ".join(plain(paragraph) for paragraph in paragraphs)


def _words(title: str) -> list[str]:
    return [word for word in _MARKS.split(fold(title)) if word]
