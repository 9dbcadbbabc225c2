"""The opening formula of a question: who asks whom. It tells no subject, and differs between repeats."""

from __future__ import annotations

import re
from typing import Final

#: The formula names a minister with a title of up to some 300 characters.
FORMULA: Final = 500
_ASKS: Final = (
    "attire|appelle|interroge|alerte|interpelle|questionne|sollicite|signale|rappelle|souhaite|"
    "souhaiterait|désire|désirerait|demande|fait part|expose|s'inquiète|s'étonne|s'interroge|"
    "souligne|insiste|remercie|prie|voudrait|renouvelle|réitère|fait|saisit|aimerait|s'adresse"
)
# `M. Guillaume Chevrollier attire`, `13382. — 10 mars 2026. — Mme Anne Martin, députée de l'Ain, interroge`
_AUTHOR: Final = re.compile(
    r"\W*(?:\d{1,6}\. ?[—–-][^—–]{5,25}[—–-] ?)?"
    r"(?:M\.?|MM\.|Mmes?\.?|Mlle|Monsieur|Madame|Mademoiselle)\s.{2,160}?\s(?:" + _ASKS + r")\b",
    re.DOTALL | re.IGNORECASE,
)
# ` l'attention de M. le ministre de l'intérieur sur `
_ABOUT: Final = re.compile(
    r".{0,400}?[\s,](?:sur|concernant|au sujet d[eu]s?|à propos d[eu]s?|quant (?:à|aux?))\s",
    re.DOTALL | re.IGNORECASE,
)
# ` à Mme la ministre de la justice de bien vouloir lui indiquer `
_ADDRESSEE: Final = re.compile(
    r".{0,60}?(?:M\.|Mme|Monsieur|Madame)\s(?:le|la)\s(?:\w+\s)?"
    r"(?:ministre|secrétaire|garde|premier|première|haut)\b"
    r".{0,300}?(?=[\s,](?:de (?:bien )?(?:vouloir|lui)|quel(?:le)?s?|si|s'ils?|s'elles?|qu[e']|ce que|"
    r"comment|les|où|pourquoi)\b|[.;?])",
    re.DOTALL | re.IGNORECASE,
)
# ` de bien vouloir lui indiquer `: the same to all that is asked
_TELL: Final = re.compile(
    r"[\s,]+(?:de\s)?(?:bien\s)?(?:vouloir\s)?(?:lui|leur)\s"
    r"(?:indiquer|préciser|dire|communiquer|exposer|faire\s(?:savoir|connaître|part\sde)|donner\sconnaissance\sde)\b",
    re.IGNORECASE,
)
# `. Il`, but not `M. Dupont`
_SENTENCE: Final = re.compile(r"(?<!\bM)[.?!]\s+[A-ZÉÀ]")


def opening_end(text: str) -> int:
    """Where the formula ends and what is asked begins; 0 where there is none.

    >>> text = "M. Jean Petit attire l'attention de M. le ministre de l'intérieur sur les taxis."
    >>> text[opening_end(text):]
    'les taxis.'
    """
    text = text[:FORMULA].replace("’", "'")
    author = _AUTHOR.match(text)
    if not author:
        return 0
    # what is asked may itself speak of a minister, or say `sur`: the nearer of the two is meant
    ends = [
        found.end() for shape in (_ABOUT, _ADDRESSEE) if (found := shape.match(text, author.end()))
    ]
    end = min(ends, default=0)
    if not end or _SENTENCE.search(text, author.end(), end):
        end = author.end()
    told = _TELL.match(text, end)
    return told.end() if told else end
