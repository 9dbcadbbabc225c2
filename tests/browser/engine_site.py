"""Small sites for tests of the engine: an index, the search page, pages of questions, a server."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from parser.question import Question, official_address, official_id
from search.engine_files import install, page_fragment
from search.indexer import build
from search.indexer.repeats import NO_GROUPS, Groups
from search.names import write_names
from search.portfolios import write_portfolios

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Recherche</title>
<link rel="icon" href="data:,"><body>{fragment}
<script type="module" src="recherche/moteur/interface.js"></script></body></html>"""
QUESTION = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>{numero}</title><body>
<h1>{titre}</h1><div data-texte="question">{question}</div><div data-texte="reponse">{reponse}</div>
</body></html>"""


#: Titles stand by themselves.
NO_PORTFOLIOS: Final[Mapping[str, str]] = MappingProxyType({})


def question(numero: int, *paragraphs: str, **fields: Any) -> Question:
    """A record with the least that is needed; `fields` say more."""
    legislature = fields.pop("legislature", 14)
    values: dict[str, Any] = {
        "etat": "en_attente",
        "titre": "Zzz",
        "rubrique": "Zzr",
        "auteur": "Xx Yy",
        "ministere_interroge": "Zm",
        "ministere_attributaire": "Zm",
        "date_question": date(2014, 5, 20),
    }
    return Question(
        id=official_id(legislature, "QE", numero),
        legislature=legislature,
        type="QE",
        numero=numero,
        source="test",
        url_officielle=official_address(legislature, "QE", numero),
        question=paragraphs,
        **(values | fields),
    )


def write_site(
    records: Iterable[Question],
    site: Path,
    *,
    positions: bool = True,
    groups: Groups = NO_GROUPS,
    portfolios: Mapping[str, str] = NO_PORTFOLIOS,
) -> None:
    """The index, the engine, the search page and a page for each question.

    `groups` of repeats by places in the records, `portfolios` by title.
    """
    records = list(records)
    build(records, site / "recherche", workers=1, positions=positions, groups=groups)
    install(site / "recherche")
    write_names(site / "recherche", lambda facet, value: None)
    write_portfolios(site / "recherche", portfolios.get)
    (site / "recherche.html").write_text(PAGE.format(fragment=page_fragment()), encoding="utf-8")
    for record in records:
        path = site / f"{record.address}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            QUESTION.format(
                numero=record.numero,
                titre=html.escape(record.titre or ""),
                question="".join(f"<p>{html.escape(p)}</p>" for p in record.question),
                reponse="".join(f"<p>{html.escape(p)}</p>" for p in record.reponse),
            ),
            encoding="utf-8",
        )
