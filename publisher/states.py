"""What became of a question, in words a reader understands at once. Plain text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from parser.deadline import REFORM, deadline
from publisher.french import NO_BREAK, counted, long_date

#: On cards, where the dates stand beside.
SHORT: Final = {
    "repondue": "Réponse publiée",
    "repondue_sans_texte": "Réponse publiée",
    "en_attente": "En attente de réponse",
    "retiree": "Retirée",
    "close": "Close sans réponse",
    "inconnu": "Suite inconnue",
}

#: First day after each legislature: its pending questions no longer wait for anything.
ENDED: Final = {
    7: date(1986, 4, 2),
    8: date(1988, 6, 12),
    9: date(1993, 4, 2),
    10: date(1997, 6, 12),
    11: date(2002, 6, 19),
    12: date(2007, 6, 20),
    13: date(2012, 6, 20),
    14: date(2017, 6, 21),
    15: date(2022, 6, 22),
    16: date(2024, 6, 10),
}


def delay(facts: Mapping[str, Any]) -> int | None:
    """Days from the question to its answer; None where a date is absent or they contradict."""
    asked, answered = facts.get("date_question"), facts.get("date_reponse")
    if asked is None or answered is None or answered < asked:
        return None
    days: int = (answered - asked).days
    return days


def in_words(facts: Mapping[str, Any]) -> str:
    """The state of a question from its facts (keys as in the front matter)."""
    etat = facts["etat"]
    if etat == "repondue":
        days = delay(facts)
        if days is not None:
            return (
                f"Réponse publiée en {counted(days, 'jour')}"
                if days
                else ("Réponse publiée le jour même")
            )
        return "Réponse publiée" + _on(facts.get("date_reponse"))
    if etat == "repondue_sans_texte":
        return (
            "Réponse publiée" + _on(facts.get("date_reponse"))
            + ", son texte n’est pas dans les sources"
        )  # fmt: skip
    if etat == "en_attente":
        asked = facts.get("date_question")
        return "En attente de réponse" + (f" depuis le {long_date(asked)}" if asked else "")
    if etat in ("retiree", "close"):
        words = "Retirée" if etat == "retiree" else "Close sans réponse"
        reason = facts.get("motif_cloture")
        return words + _on(facts.get("date_cloture")) + (f" ({reason})" if reason else "")
    if etat == "inconnu":
        return "Suite inconnue : la source ne dit pas s’il y a une réponse"
    raise ValueError(f"etat: {etat!r} is none of {', '.join(SHORT)}")


def against_the_term(facts: Mapping[str, Any]) -> str | None:
    """How an answer, or the wait for one, stands to the time that ministers have; None for nothing to say.

    Of a wait, what stands before its last day (`question.html`).
    """
    asked, etat = facts.get("date_question"), facts["etat"]
    if asked is None or etat == "inconnu":
        return None
    limit = deadline(asked)
    before = "" if asked >= REFORM else " (un mois, qui pouvait être prolongé d’un autre)"
    if etat in ("repondue", "repondue_sans_texte"):
        answered = facts.get("date_reponse")
        if answered is None or answered < asked:
            return None
        if answered > limit:
            late = counted((answered - limit).days, "jour")
            return f"{late} après l’échéance de deux mois{before}"
        if before and answered <= deadline(asked, 1):
            return "Dans le délai d’un mois"
        return f"Dans le délai de deux mois{before}"
    if etat == "en_attente":
        return f"Délai de deux mois{before} :"
    closed = facts.get("date_cloture")
    if closed is None or closed <= limit:
        return None
    return f"Délai de deux mois{before} échu le {long_date(limit)}"


def _on(day: date | None) -> str:
    return f" le{NO_BREAK}{long_date(day)}" if day else ""
