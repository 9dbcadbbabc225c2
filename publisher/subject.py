"""What a question is about, in one line: its text after the opening formula."""

from __future__ import annotations

import re
from typing import Final

from parser.markup import plain
from parser.question import Tableau
from publisher.french import capitalised

#: Characters of an excerpt on a card: two lines, enough that two questions titled alike differ.
EXCERPT: Final = 160
#: The formula names a minister with a title of up to some 300 characters.
FORMULA: Final = 500
#: What is left of a shorter text than this tells nothing: the formula stays.
SHORTEST: Final = 20

#: `M. Guillaume Chevrollier attire l'attention de M. le ministre de l'intérieur sur …`
_FORMULA = re.compile(
    r"(?:M\.|MM\.|Mmes?|Mlle)\s.{2,120}?\b(?:attire|appelle|interroge|alerte|interpelle|questionne|"
    r"sollicite|signale|rappelle|souhaite|souhaiterait|désire|demande|fait part|expose)\b"
    r".*?[\s,](?:sur|concernant|au sujet d[eu]s?|à propos d[eu]s?|quant (?:à|aux?))\s+",
    re.DOTALL,
)


def subject(paragraphs: tuple[str, ...], longest: int = EXCERPT) -> str | None:
    """The first words of what is asked, cut at a word; None for a question without text."""
    first = next((p for p in paragraphs if not isinstance(p, Tableau)), None)
    if first is None:
        return None
    text = " ".join(plain(first[: 2 * FORMULA]).split())
    formula = _FORMULA.match(text, 0, FORMULA)
    if formula and len(text) - formula.end() > SHORTEST:
        text = text[formula.end() :]
    return shortened(capitalised(text.lstrip(" ,;:.»")), longest)


def shortened(text: str, longest: int) -> str:
    """The text, cut at a word where it is longer. Twin of `shortened` in search/browser/page/card.js."""
    if len(text) <= longest:
        return text
    cut = text.rfind(" ", longest // 2, longest)
    return text[: cut if cut > 0 else longest].rstrip(" ,;:–-(«") + "…"
