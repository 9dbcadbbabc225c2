"""The author in the opening words of a question: `Mme Anaïs Sabatini attire l'attention de…`.

Open data names authors by reference only, and the oldest pages not at all; the text does. What does
not open exactly so is left alone: "M. le ministre" or a person spoken of is no author.
"""

from __future__ import annotations

import re
from typing import Final

from parser.fold import fold
from parser.remembered import remembered
from parser.values import Author, parse_author

#: The verbs that follow the name of an author, unaccented.
VERBS: Final = frozenset(
    "aimerait alerte appelle attire avertit cherche constate demande denonce deplore desire desirerait"
    " entend evoque exhorte exprime expose fait felicite informe insiste interpelle interroge invite"
    " indique note observe partage porte pose precise presse prie propose questionne rappelle rapporte"
    " reclame regrette reinterroge reitere relaie releve remercie renouvelle revient s'adresse s'alarme"
    " s'associe s'emeut s'enquiert s'etonne s'indigne s'inquiete s'interroge saisit se sensibilise"
    " signale sollicite souhaite souhaiterait souleve souligne soumet suggere temoigne tient transmet"
    " veut voudrait".split()
)
# `vivement`, `à nouveau`, `une nouvelle fois`, between the name and its verb
_AGAIN: Final = re.compile(
    r"(?:[^\W\d]{3,}ment|à nouveau|de nouveau|une nouvelle fois)\s+(?P<verb>\S+)"
)
#: The first words of these end so.
_ENDS_AGAIN: Final = ("ment", "à", "de", "une")
#: What an author is called behind a comma.
_DEPUTY: Final = ("depute d", "deputee d")
#: Words within a name that have no capital.
_PARTICLES: Final = frozenset("de du des d' la le les von van der den el al ben y e da dos".split())
#: The words of a name, civility aside: two at least, and no name has more than this.
_LONGEST: Final = 7
# `M. Jean Dupont`, `Mme Marie-Christine d'Intorni`, `M Jean Dupont`
_CIVILITY: Final = re.compile(
    r"(?:M\.|M|Mme|Mlle|Mme\.|Monsieur|Madame|Mademoiselle)[ \u00a0]+(?=\S)"
)
# `attire`, `s'inquiète`, `appelle,`
_WORD: Final = re.compile(r"\S+")
# `13382. — 10 mars 2026. — Mme …`: the printed Journal officiel numbers and dates each question
_PRINTED: Final = re.compile(
    r"\d{1,6}\. ?[—–-] ?(?:1er|\d{1,2}) [a-zéû]{3,9} \d{4}\. ?[—–-] ?(?=M\.|M |Mme |Mlle )"
)


def without_printed_number(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """Without `13382. — 10 mars 2026. — `, which the printed Journal officiel puts before."""
    if paragraphs and (found := _PRINTED.match(paragraphs[0])):
        return (paragraphs[0][found.end() :], *paragraphs[1:])
    return paragraphs


def author_of(text: str) -> Author | None:
    """The author whom the opening of a question names, or None.

    >>> author_of("Mme Christelle D'Intorni appelle l'attention de M. le ministre").auteur
    "Christelle D'Intorni"
    """
    if text[:1].isdigit():
        text = without_printed_number((text,))[0]
    found = _CIVILITY.match(text)
    if not found:
        return None
    name: list[str] = []
    opening = text[found.end() : found.end() + 160]
    for place in _WORD.finditer(opening):
        word = place[0]
        bare = word.rstrip(",")
        if name and _is_verb(bare):
            break
        again = None
        if name and word.endswith(_ENDS_AGAIN):  # since few do
            again = _AGAIN.match(opening, place.start())
        if again and _is_verb(again["verb"]):
            break
        if not (_capitalised(bare) or (name and _is_particle(bare))) or len(name) >= _LONGEST:
            return None
        name.append(bare)
        if bare != word:  # `M. Jean Dupont, député de…, `: anyone else may be spoken of
            if fold(opening.partition(",")[2]).startswith(_DEPUTY):
                break
            return None
    else:
        return None
    if len(name) < 2:
        return None
    try:
        return parse_author(f"{found[0].strip()} {' '.join(name)}")
    except ValueError:
        return None


@remembered
def _is_verb(word: str) -> bool:
    return fold(word) in VERBS


def _capitalised(word: str) -> bool:
    elided = word[:2].lower() in ("d'", "d’", "l'", "l’")
    return word[2:3].isupper() if elided else word[:1].isupper()


def _is_particle(word: str) -> bool:
    return word.replace("’", "'") in _PARTICLES
