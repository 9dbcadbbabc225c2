"""A few hundred invented records out of the sentences of the seeds: the same for a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from parser.question import Question, official_address, official_id
from search.indexer.repeats import KINDS

SEEDS = Path(__file__).parents[2] / "seeds"
SENTENCE = re.compile(r"[^.!?\n]{20,}[.!?]")
AUTHORS = ("Guillaume Chevrollier", "Marie-George Buffet", "Charles de Courson", "Élise Le Goff")
MINISTRIES = ("Intérieur", "Économie et finances", "Santé", "Droits des femmes")
SUBJECTS = ("Télécommunications", "télécommunications", "santé", "eau", "sécurité publique")
TITLES = ("Internet", "accès aux soins", "écoles rurales", "plate-forme numérique", "L. 80 A")
GROUPS = ("Les Républicains", "Socialiste, écologiste et républicain", "Non inscrit")
PLACES = ("Mayenne", "Côte-d'Or", "Hauts-de-Seine", "La Réunion")


@cache
def sentences() -> tuple[str, ...]:
    """Sentences of the seeds, each once, in order."""
    found: dict[str, None] = {}
    for path in sorted(SEEDS.glob("*.txt")):
        for match in SENTENCE.finditer(path.read_text("utf-8")):
            found.setdefault(" ".join(match[0].split()))
    return tuple(found)


def groups(questions: Sequence[Question], chance: random.Random) -> dict[str, list[list[int]]]:
    """Random repeats of questions and of answers, by their places: half of all are in some group."""
    out: dict[str, list[list[int]]] = {}
    for kind in KINDS:
        places = [
            at for at, question in enumerate(questions)
            if chance.random() < 0.5 and (kind == "question" or question.reponse)
        ]  # fmt: skip
        chance.shuffle(places)
        out[kind] = []
        while len(places) > 1:
            size = chance.choice((2, 2, 3, 6))
            out[kind].append(sorted(places[:size]))
            del places[:size]
        out[kind] = [group for group in out[kind] if len(group) > 1]
    return out


def records(number: int, seed: int = 1, legislatures: tuple[int, ...] = (14,)) -> list[Question]:
    """`number` records a legislature: some without answer, some without date or ministry."""
    chance = random.Random(seed)
    out = []
    for legislature in legislatures:
        for numero in range(1, number + 1):
            day = date(2012 + legislature % 3, 7, 3) + timedelta(days=7 * chance.randrange(90))
            answered = chance.random() < 0.8
            ministry = chance.choice(MINISTRIES)
            out.append(
                Question(
                    id=official_id(legislature, "QE", numero),
                    legislature=legislature,
                    type="QE",
                    numero=numero,
                    etat="repondue" if answered else "en_attente",
                    source="test",
                    url_officielle=official_address(legislature, "QE", numero),
                    titre=chance.choice(TITLES),
                    rubrique=chance.choice(SUBJECTS),
                    analyse=chance.choice((None, "accès", "mise en œuvre")),
                    auteur=chance.choice(AUTHORS),
                    groupe=chance.choice(GROUPS),
                    departement=chance.choice(PLACES),
                    ministere_interroge=ministry,
                    ministere_attributaire=chance.choice((ministry, chance.choice(MINISTRIES))),
                    date_question=day if chance.random() < 0.98 else None,
                    page_question=1000 + numero,
                    date_reponse=day + timedelta(days=chance.randrange(20, 400))
                    if answered
                    else None,
                    page_reponse=2000 + numero if answered else None,
                    question=tuple(chance.sample(sentences(), chance.randrange(1, 4))),
                    reponse=tuple(chance.sample(sentences(), chance.randrange(1, 6)))
                    if answered
                    else (),
                )
            )
    chance.shuffle(out)
    return out
