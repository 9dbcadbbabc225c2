"""All generated pages that are not a question's own: the home page and the hubs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from parser.question import Question
from publisher.addresses import ADDRESSES_FILE, Addresses
from publisher.cards import Card
from publisher.deputies import Deputies
from publisher.home import LATEST, Extent, write_home
from publisher.hubs import Hubs
from publisher.listing import newest_first
from publisher.ministries import Ministries
from publisher.subjects import write_rubriques, write_years
from publisher.writing import PageWriter

#: Read by the browser for the delay of pending questions: {"au": "2014-09-16"}.
STATE_FILE = "etat.json"


def write_pages(questions: Iterable[Question], pages: Path, *, au: date | None = None) -> set[str]:
    """Write the home page, the hubs, `etat.json` and `.adresses.json` into `pages`.

    Goes over `questions` once and keeps a card of each. `au` stands in for the latest date of the
    Journal officiel in the records. Returns what was written, relative to `pages`; files of an
    earlier run that are not among them are stale.
    """
    extent = Extent()
    deputies, ministries, rubriques, years = Deputies(), Ministries(), Hubs(), Hubs()
    latest: list[Card] = []
    undated: list[Card] = []
    for question in questions:
        card = Card(question)
        asked = question.date_question
        extent.add(asked, _days(question))
        deputies.add(question, card)
        ministries.add(question, card)
        rubriques.add(question.rubrique, card)
        years.add(str(asked.year) if asked else None, card)
        if not asked:
            undated.append(card)
        latest.append(card)
        if len(latest) > 1000:
            latest = newest_first(latest)[:LATEST]
    extent.au = au or extent.au

    writer, addresses = PageWriter(pages), Addresses()
    letters = deputies.write(writer, addresses)
    ministries.write(writer, addresses)
    write_rubriques(writer, rubriques, addresses)
    write_years(writer, years, undated)
    write_home(
        writer,
        extent,
        newest_first(latest),
        letters,
        len(deputies),
        (
            ("ministeres", "Ministères", ministries.sorted()),
            ("rubriques", "Rubriques", rubriques.sorted()),
            ("annees", "Années", years.sorted()),
        ),
        addresses,
    )
    writer.file(ADDRESSES_FILE, addresses.to_json().encode("ascii"))
    state = {"au": extent.au.isoformat()} if extent.au else {}
    writer.file(STATE_FILE, json.dumps(state).encode("ascii"))
    return writer.written


def _days(question: Question) -> list[date | None]:
    """Every day of the Journal officiel that a record names but that of the question."""
    return [
        question.date_reponse,
        question.date_cloture,
        question.signalement,
        *question.renouvellements,
        *question.errata,
        *(attribution.date for attribution in question.attributions),
    ]
