"""A question as French lawyers cite it, in plain text; what is absent is left out.

`Rép. min. Chevrollier n° 55901 : JO AN, 29 juill. 2014, p. 6524` for an answer; a question that has none is
`QE Plisson n° 13503 : JO AN, 11 déc. 2012, p. 7334`. DESIGN.md says why so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from publisher.french import NO_BREAK, SHORT_MONTHS, legislature

#: Both texts stand in one paper: Journal officiel, Débats parlementaires, Assemblée nationale, Questions.
JOURNAL: Final = f"JO{NO_BREAK}AN"


def citation(facts: Mapping[str, Any]) -> str:
    """The citation of a question from its facts (keys as in the front matter)."""
    answered = is_answered(facts)
    day, page = cited(facts)
    parts = ["Rép. min." if answered else "QE"]
    if facts.get("nom"):
        parts.append(surname(facts["nom"]))
    parts.append(f"n°{NO_BREAK}{facts['numero']}")
    head = " ".join(parts)
    if day is None:  # numbers restart with each legislature
        return f"{head}, {legislature(facts['legislature'])}"
    journal = f"{head}{NO_BREAK}: {JOURNAL}, {short_date(day)}"
    return f"{journal}, p.{NO_BREAK}{page}" if page else journal


def is_answered(facts: Mapping[str, Any]) -> bool:
    """Whether it is the answer that one cites."""
    return facts["etat"] in ("repondue", "repondue_sans_texte")


def cited(facts: Mapping[str, Any]) -> tuple[date | None, int | None]:
    """The day and the page of the Journal officiel that one cites."""
    which = "reponse" if is_answered(facts) else "question"
    return facts.get(f"date_{which}"), facts.get(f"page_{which}")


def surname(nom: str) -> str:
    """`de Courson` for `Courson (de)`, `d'Aubert` for `Aubert (d')`."""
    name, bracket, particle = nom.removesuffix(")").rpartition(" (")
    if not bracket or not nom.endswith(")"):
        return nom
    return particle + ("" if particle.endswith(("'", "’")) else " ") + name


def short_date(day: date) -> str:
    """29 juill. 2014, 1er sept. 2015"""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{SHORT_MONTHS[day.month - 1]} {day.year}"
