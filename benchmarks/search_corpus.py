"""Generated corpora as records: the generator's keys are its own, not the record's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from parser.question import Question, official_address, official_id


def read(
    path: Path, limit: int | None = None, legislature: int | None = None, added: int = 0
) -> Iterator[Question]:
    """The records of a corpus.jsonl, at most `limit`; `legislature` in the place of its own.

    `added` to the numbers, so that the questions of several corpora are of one legislature.
    """
    with path.open(encoding="utf-8") as file:
        for line in islice(file, limit):
            yield question(json.loads(line), legislature, added)


def question(values: dict[str, Any], legislature: int | None = None, added: int = 0) -> Question:
    """One object of the generator as a record."""
    number = values["num"] + added
    legislature = legislature or values["leg"]
    answer = values.get("reponse") or ""
    return Question(
        id=official_id(legislature, "QE", number),
        legislature=legislature,
        type="QE",
        numero=number,
        etat="repondue" if answer else "en_attente",
        source="corpus.jsonl",
        url_officielle=official_address(legislature, "QE", number),
        titre=values["tete"],
        rubrique=values["rubrique"],
        tete_analyse=values["tete"],
        analyse=values["analyse"],
        auteur=values["depute"],
        civilite=values["civ"],
        groupe=values["groupe"],
        departement=values["dept"],
        ministere_interroge=values["min_int"],
        ministere_attributaire=values["min_attr"],
        date_question=date.fromisoformat(values["date_q"]),
        page_question=values["page_q"],
        date_reponse=date.fromisoformat(values["date_r"]) if values.get("date_r") else None,
        page_reponse=values.get("page_r") or None,
        question=tuple(values["question"].split("\n")),
        reponse=tuple(answer.split("\n")) if answer else (),
    )
