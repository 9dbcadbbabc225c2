"""The counts of hubs that lead to a search: found in their pages, and what each asks for."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from parser.question import Attribution, Question
from tests.search.naive import Wanted
from tests.site.conftest import make_question

# `<a href="../recherche.html?annee=2014&amp;etat=repondue">1 203</a>`; a share is no count
_COUNT = re.compile(r'<a href="(?:\.\./)*recherche\.html\?([^"]*)">([\d\u202f]+)</a>')
#: In a page of the site: how many questions the engine finds for each request.
TOTALS = """async ({ requests, base }) => {
  const { open } = await import(base + '/recherche/moteur/engine.js');
  const engine = await open(base + '/recherche/');
  const totals = [];
  for (const request of requests) totals.push((await engine.search(request)).total);
  return totals;
}"""
_PLACES = ("Nord", "La Réunion", "Réunion", "Côtes-d'Armor", "Côtes-du-Nord", None)
_AUTHORS = (
    ("Anne Martin", None), ("Anne  Martin", None), ("Pierre Martin", None), ("Pierre Martin", None),
    ("Pierre Martin", "PA7"), ("Zoé de Élan", "PA8"), ("Zoé Élan", "PA8"), (None, "PA8"),
    (None, "PA9"), (None, None),
)  # fmt: skip
_TITLES = (
    "Intérieur", "intérieur", "Intérieur et outre-mer", "Intérieur, outre-mer et collectivités territoriales",
    "Justice", "Justice et libertés", "Jeux & loisirs", "Santé", None,
)  # fmt: skip
_GROUPS = ("Les Républicains", "les républicains", "Non-inscrit", "Non inscrit", None)
_RUBRIQUES = ("Eau", "eau", "Bois et forêts", "avant-projet", "avant projet", "Œuvres", None)
_STATES = (
    "repondue",
    "repondue",
    "repondue",
    "repondue_sans_texte",
    "en_attente",
    "retiree",
    "close",
    "inconnu",
)


class Counted(NamedTuple):
    """A count of a page, and the part of the address behind `?` that it leads to."""

    page: str
    query: str
    number: int


def counts_of(site: Path) -> Iterator[Counted]:
    """Every count of the hubs of a site; pages of questions have none."""
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        if not re.match(r"q\d+/", page):
            for query, shown in _COUNT.findall(path.read_text("utf-8")):
                yield Counted(page, unescape(query), int(shown.replace("\u202f", "")))


def wanted(query: str) -> Wanted:
    """What a search of filters alone asks for."""
    given = parse_qs(query, strict_parsing=True)
    days = [
        date.fromisoformat(given.pop(name)[0]) if name in given else None for name in ("de", "a")
    ]
    given.pop("tri", None)
    which = given.pop("date", ["question"])[0]
    return Wanted(
        (),
        filters={k: tuple(v) for k, v in given.items()},
        which=which,
        first=days[0],
        last=days[1],
    )


def request(query: str) -> dict[str, Any]:
    """The same for the engine in the browser."""
    asked = wanted(query)
    days = {"de": asked.first, "a": asked.last}
    return {
        "filtres": {name: list(values) for name, values in asked.filters.items()},
        "date": asked.which,
        **{name: day.isoformat() for name, day in days.items() if day},
    }


def mixed_records(number: int, seed: int) -> list[Question]:
    """Records with all that hubs trip over: homonyms, spellings, absent values, days that contradict."""
    dice = random.Random(seed)
    found = []
    for numero in range(1, number + 1):
        legislature = dice.choice((8, 13, 14, 14))
        first = {8: date(1986, 4, 7), 13: date(2007, 7, 3), 14: date(2012, 7, 3)}[legislature]
        asked = first + timedelta(days=7 * dice.randrange(180)) if dice.random() < 0.95 else None
        etat = dice.choice(_STATES)
        answered = None
        if etat.startswith("repondue") and asked and dice.random() < 0.95:
            answered = asked + timedelta(days=7 * dice.randrange(-1, 60))
        name, ref = dice.choice(_AUTHORS)
        title = dice.choice(_TITLES)
        charge = dice.choice((title, title, dice.choice(_TITLES)))
        between = dice.choice(_TITLES)
        found.append(
            make_question(
                numero,
                legislature=legislature,
                etat=etat,
                auteur=name,
                prenom=name and name.split()[0],
                nom=name and name.split()[-1],
                acteur_ref=ref,
                departement=dice.choice(_PLACES),
                groupe=dice.choice(_GROUPS),
                rubrique=dice.choice(_RUBRIQUES),
                ministere_interroge=title,
                ministere_attributaire=charge,
                attributions=(Attribution(asked, between),)
                if asked and dice.random() < 0.3
                else (),
                date_question=asked,
                date_reponse=answered,
                question=("Il l’interroge.",),
            )
        )
    return found
