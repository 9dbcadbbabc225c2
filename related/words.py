"""Texts as plain words: lower case, without accents, punctuation and marks; `.` where a sentence ends.

For comparing only. Letters that Windows-1252 lacks are all one letter: texts that differ by them alone
are rare, and are the same here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

#: What a text is in a record read as JSON: paragraphs, tables among them as `{"tableau": html}`.
Paragraphs = Sequence[str | Mapping[str, str]]
_ENCODING: Final = "cp1252"
_TAG: Final = re.compile(r"<[^>]*>")
#: Ends of sentences, and the letter that stands for those unknown to the encoding.
_ENDS: Final = ".!?;\n"
END: Final = b"."
#: Words that follow the person who speaks.
PERSONS: Final = {
    b"elle": b"il", b"elles": b"ils", b"mme": b"m", b"mlle": b"m", b"madame": b"m",
    b"mademoiselle": b"m", b"monsieur": b"m", b"celle": b"celui", b"celles": b"ceux",
}  # fmt: skip
#: Words that tell no subject.
TOOLS: Final = frozenset(
    word.encode()
    for word in (
        "a afin ai ainsi alors apres au aucun aucune aujourd aupres auquel aussi autre autres aux"
        " auxquels auxquelles avait avant avec avoir ayant bien c ca car ce ceci cela celle celles celui"
        " cependant certain certaine certaines certains ces cet cette ceux chaque ci comme comment"
        " concernant contre d dans de deja depuis des desormais deux devant doit doivent donc dont du"
        " dun effet egalement elle elles en encore enfin entre est et etaient etait etant ete etre eu"
        " eux fait faire faut font hui il ils j jusqu l la laquelle le lequel les lesquelles lesquels leur"
        " leurs lors lorsque lui m ma mais malgre meme memes mes mettre mis mlle mme moins mon n ne"
        " neanmoins ni no non nos notamment notre nous on ont or ou outre par parce parmi pas pendant"
        " peut peuvent plus plusieurs pour pourrait pourquoi pres puis puisque qu quand quant que"
        " quel quelle quelles quelque quelques quels qui quoi s sa sans selon sera serait seront ses si"
        " sienne soient soit son sont sous souvent sur t tant tel telle telles tels tous tout toute"
        " toutefois toutes tres un une vers via voire vos votre vous vu y"
        # of questions and answers as such
        " accorder alerte appele appelle apporter appeler apprecier attention attire attirer aviser"
        " compte connaitre demande demander depute deputee desire egard ensemble entend entendre"
        " envisage envisager gouvernement honorable indiquer informer intentions interroge lui"
        " madame matiere mesure mesures ministere ministre monsieur parlementaire part position"
        " precisement preciser prendre prevoit question questions reponse savoir secretaire"
        " situation souhaite souhaiterait sujet"
    ).split()
)


def _table(cased: bool) -> bytes:
    letters = bytearray()
    for code in range(256):
        letter = bytes([code]).decode(_ENCODING, "replace")
        bare = unicodedata.normalize("NFKD", letter)[0]
        if letter in _ENDS:
            letters += END
        elif letter == "º":  # `nº 12`, typed for `n° 12`
            letters += b" "
        elif bare.isascii() and bare.isalnum():
            letters += (bare if cased else bare.lower()).encode()
        elif letter in "œŒæÆ":
            letters += b"o" if letter in "œŒ" else b"a"
        else:
            letters += b" "
    return bytes(letters)


#: For `bytes.translate`.
LOWER: Final = _table(cased=False)
CASED: Final = _table(cased=True)


def encoded(text: str) -> bytes:
    """Some text in one byte a letter, for `LOWER` and `CASED`."""
    return text.replace("œ", "oe").replace("Œ", "OE").encode(_ENCODING, "replace")


def plain_text(paragraphs: Paragraphs) -> str:
    """A text of a record, its paragraphs on lines of their own."""
    return "\n".join(p if isinstance(p, str) else _TAG.sub(" ", p["tableau"]) for p in paragraphs)


def words_of(text: str) -> list[bytes]:
    """The words, without ends of sentences."""
    return encoded(text).translate(LOWER).replace(END, b" ").split()


def text_of(record: Mapping[str, Any], name: str) -> str:
    """A text of a record read as JSON; empty if it has none."""
    return plain_text(record.get(name, ()))
