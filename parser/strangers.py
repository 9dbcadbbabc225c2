"""Documents that are no page of a question of the Assemblée nationale: named, and left out or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from parser.findings import NotOursError, SourceError

# `Question de M. du DUPONT Jean (Gironde - SOC) publiée le 01/02/2013`, `Question écrite n° 12345 de
# Mme Anne DUPONT (Orne - UDI-UC)`, `Question orale n° 0123S de…`: the Sénat writes surnames in capitals
_ASKED: Final = re.compile(
    r"Question (?:(?:écrite|orale|d'actualité)\b[^()]{0,40} )?(?:de |d')(?:M\.|Mme|Mlle)"
    r" [^()]{0,60}?\b[A-ZÀ-Ý][A-ZÀ-Ý'’-]+\b[^()]{0,60}\([^()]{1,80}\)|\bJO Sénat\b|^SÉNAT$|^Sénat$",
    re.MULTILINE,
)
# `Réponse du Ministère de la santé publiée le 02/03/2013`, `En attente de réponse du Ministère…`,
# `Transmise au Ministère de la justice`, `La question est caduque`, `Page mise à jour le 3 mai 2013`
_OF_SENAT: Final = (
    re.compile(r"Réponse d(?:u|e la|e l'|es) (?:Minist|Premi|Secr).{1,200} publiée le\b.{0,40}"),
    re.compile(r"(?:En attente de réponse|Transmise) (?:du|de la|au|à la) (?:Minist|Premi|Secr).{1,200}"),
    re.compile(r"La question est caduque\.?"),
    re.compile(r"La question a été retirée pour cause de .{1,60}"),
    re.compile(r"Page mise à jour le\b.{0,40}"),
)  # fmt: skip
#: So many of these lines are no accident.
_TELLING: Final = 2
#: Lines of a document that tell of which chamber it is.
_TOP: Final = 6
# `https://www.senat.fr/questions/base/2013/qSEQ13010123.html`, `Question - Sénat`
_SENAT_PLACE: Final = re.compile(r"^https?://(?:\w+\.)?senat\.fr\b|[-–|] ?Sénat$")
# `502 Bad Gateway`, `Erreur 404`, `Error 503 Service Unavailable`, `Page non trouvée`
_ERROR: Final = re.compile(
    r"(?:(?:http )?(?:error|erreur)\s*:?\s*)?(?:40[0-9]|410|429|50[0-9]|52[0-9])\b(?:\W.{0,80})?"
    r"|.{0,40}(?:bad gateway|service unavailable|gateway time-?out|internal server error|not found"
    r"|page (?:introuvable|non trouvée|indisponible)|service (?:temporairement )?indisponible"
    r"|accès (?:refusé|interdit)|access denied|too many requests)\b.{0,60}",
    re.IGNORECASE,
)
# `DEBAT :`, `| DEBAT | M. le président. …`
_DEBATE: Final = re.compile(r"[|*#\s]{0,9}D[EÉ]BAT\s{0,3}(?:[:|\t]|$)")
_LONGEST_DEBATE: Final = 9 + len("DEBAT")


def require_no_error(lines: Sequence[str]) -> None:
    """Raises SourceError for a page of an error that was saved in place of a question."""
    shown = [line for line in lines if line][:2]
    for line in shown:
        if len(line) <= 160 and _ERROR.fullmatch(line):
            raise SourceError(
                f'a saved page of an error: "{line[:80]}"',
                "expected a question: fetch the page again",
                kind="erreur",
            )


def require_assemblee(
    lines: Sequence[str], places: Sequence[str] = (), *, anywhere: bool = False
) -> None:
    """Raises NotOursError for a question of the Sénat; ``places``: title and addresses of a page.

    Whoever hands over ``lines`` knows that they have no layout of the Assemblée, whose texts may speak of
    the Sénat. ``anywhere``: who asks may stand below the menus of a page.
    """
    top = "\n".join(lines[:_TOP])
    telling = sum(
        1 for line in lines if len(line) < 300 and any(p.fullmatch(line) for p in _OF_SENAT)
    )
    if (
        _ASKED.search(top)
        or _ASKED.search(" ".join(top.split()))
        or (anywhere and any(_ASKED.match(line[:400]) for line in lines))
        or any(_SENAT_PLACE.search(place) for place in places)
        or telling >= _TELLING
    ):
        raise NotOursError(
            "a question of the Sénat", "left out: only the Assemblée nationale's are published"
        )


def require_written_page(lines: Sequence[str]) -> None:
    """Raises NotOursError for a page with a debate: an oral question of the oldest pages."""
    for line in lines:
        if "BAT" in line[:_LONGEST_DEBATE] and _DEBATE.match(line):
            raise NotOursError(
                "an oral question, by its DEBAT", "left out: only written questions are published"
            )
