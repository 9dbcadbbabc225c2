"""The name of an author where the sources write it in several ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from parser.fold import fold
from parser.values import Author, split_name

#: Legislatures whose pages write `Nom Prénom`.
SURNAME_FIRST: Final = range(8, 11)
#: A letter that was lost before us.
LOST: Final = "\ufffd"


def reconciled(
    written: Author,
    opening: Author | None,
    legislature: int | None,
    *,
    texts: Sequence[str] = (),
    surname_first: bool = False,
) -> Author:
    """The author as `Prénom Nom`, spelt as in the facts and ordered as in the text.

    Texts of the oldest legislatures are unaccented, their facts are not: letters come from the facts,
    but for one that is lost there (U+FFFD). Without an opening, the last word of `Nom Prénom` is the
    first name: compound ones are written with a hyphen. ``texts``: where the name may stand elsewhere than in
    the opening; ``surname_first``: the page writes `Nom Prénom` in whatever legislature.
    """
    surname_first = surname_first or legislature in SURNAME_FIRST
    if surname_first and not (opening and same_words(written.auteur, opening.auteur)):
        opening = _in_texts(written, texts)
    if opening and same_words(written.auteur, opening.auteur):
        if LOST in written.auteur:
            written = _author(written.civilite, _mended(written.auteur, opening.auteur))
        words = written.auteur.split()
        ordered = [_taken(words, word) for word in opening.auteur.split()]
        return _turned(written, written.civilite or opening.civilite, ordered)
    words = written.auteur.split()
    if surname_first and len(words) > 1:
        return _author(written.civilite, " ".join([words[-1], *words[:-1]]))
    return written


def _mended(written: str, other: str) -> str:
    """A name with its damaged words as another spelling has them."""
    return " ".join(
        next(like for like in other.split() if _alike(word, like)) if LOST in word else word
        for word in written.split()
    )


def _turned(written: Author, civilite: str | None, ordered: list[str]) -> Author:
    """The author of words in the order of the text; where it turns round those of the facts, the
    surname is known whole, and so is the first name."""
    name = " ".join(ordered)
    words = written.auteur.split()
    for count in range(1, len(words)):
        if [*words[count:], *words[:count]] == ordered:
            surname = split_name(f"_ {' '.join(words[:count])}")[1]
            return Author(civilite, name, " ".join(words[count:]), surname)
    return _author(civilite, name)


def _in_texts(written: Author, texts: Sequence[str]) -> Author | None:
    """The name as a text has it with its first name first: `Ginesta Georges` in "M. Georges Ginesta"."""
    words = written.auteur.split()
    folded = " ".join(fold(text) for text in texts)
    found = [
        turned
        for start in range(1, len(words))
        if re.search(
            rf"(?<!\w){re.escape(fold(turned := ' '.join((*words[start:], *words[:start]))))}(?!\w)",
            folded,
        )
    ]
    return _author(written.civilite, found[0]) if len(found) == 1 else None


def _author(civilite: str | None, name: str) -> Author:
    prenom, nom = split_name(name)
    return Author(civilite, name, prenom, nom)


def same_name(written: str, other: str) -> bool:
    """Whether two spellings are one name: order, accents, case and hyphens aside."""
    return written == other or same_words(written.replace("-", " "), other.replace("-", " "))


def same_words(written: str, other: str) -> bool:
    """Whether two names are the same words, in any order, accents and lost letters aside."""
    left = sorted(written.split(), key=fold)
    right = other.split()
    if len(left) != len(right):
        return False
    for word in left:
        match = next((candidate for candidate in right if _alike(word, candidate)), None)
        if match is None:
            return False
        right.remove(match)
    return True


def _taken(words: list[str], like: str) -> str:
    """The word of a list that another is like, taken out of it."""
    found = next(word for word in words if _alike(word, like))
    words.remove(found)
    return found


def _alike(word: str, other: str) -> bool:
    pattern = ".".join(re.escape(part) for part in fold(word).split(LOST))
    return re.fullmatch(pattern, fold(other)) is not None
