"""What a record holds and its page does not show: attributes of a few bytes, for who takes the record away.

`theme/assets/javascripts/question/record.js` reads the record back from the page: what is shown from where it
stands, the rest from here. Nothing is said twice: a value that follows from what is shown is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from publisher.timeline import first_is_asked

#: Never shown.
_NEVER = ("source", "acteur_ref", "mandat_ref", "groupe_sigle", "code_cloture")
#: Shown beside another value alone.
_BESIDE = (
    ("groupe_date", "groupe"),
    ("page_question", "date_question"),
    ("page_reponse", "date_reponse"),
    ("motif_cloture", "date_cloture"),
)
_PLACES = ("departement", "circonscription", "circonscription_numero")
_AUTHOR = ("prenom", "nom", "civilite", *_PLACES)
# `Mayenne (2e circonscription)`
_PLACE = re.compile(r"(.*) \(([0-9]+)(?:re|er|e) circonscription\)")


def unseen(facts: Mapping[str, Any]) -> str:
    """Attributes of the line with the number, ` data-source="…"`."""
    return "".join(
        f' data-{name.replace("_", "-")}="{escape(str(value))}"' for name, value in _values(facts)
    )


def _values(facts: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name in _NEVER:
        if name in facts:
            yield name, facts[name]
    titre = facts.get("titre")
    # what is the title too is shown once
    if alike := [
        name for name in ("tete_analyse", "analyse") if titre and facts.get(name) == titre
    ]:
        yield "titre", " ".join(alike)
    if titre is None:
        yield "titre", "absent"
    if "auteur" in facts:
        yield from _of_author(facts)
    else:  # nothing of an author is shown
        yield from ((name, facts[name]) for name in _AUTHOR if name in facts)
    if first_is_asked(facts):
        yield "attributions", 1
    yield from ((name, facts[name]) for name, of in _BESIDE if name in facts and of not in facts)


def _of_author(facts: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """What does not follow from the name and the place as they are shown."""
    prenom, _, nom = facts["auteur"].partition(" ")
    if not nom:
        prenom, nom = None, prenom
    if facts.get("prenom") != prenom:
        yield "prenom", facts.get("prenom", "")
    if facts.get("nom") != nom:
        yield "nom", facts.get("nom", "")
    shown = _PLACE.fullmatch(facts.get("circonscription", ""))
    if shown is None:
        shown_alone = () if "circonscription" in facts else ("departement",)
        yield from (
            (name, facts[name]) for name in _PLACES if name in facts and name not in shown_alone
        )
        return
    if facts.get("departement") != shown[1]:
        yield "departement", facts.get("departement", "")
    if facts.get("circonscription_numero") != int(shown[2]):
        yield "circonscription_numero", facts.get("circonscription_numero", 0)
