"""All generated pages that are not a question's own: the home page and the hubs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from parser.question import Question
from parser.reading import line_of
from publisher.addresses import ADDRESSES_FILE, Addresses
from publisher.cards import cards_of
from publisher.columns import Columns
from publisher.departement_pages import write_departements
from publisher.deputies import Deputies, Named
from publisher.deputy_pages import write_deputies
from publisher.facts import Facts
from publisher.feeds import Feeds
from publisher.group_pages import write_groups
from publisher.groupings import Groupings
from publisher.home import LATEST, Extent, write_home
from publisher.hubs import Hubs
from publisher.legislature_pages import write_legislatures
from publisher.ministries import Ministries
from publisher.ministry_figures import MinistryFigures
from publisher.ministry_pages import write_ministries
from publisher.portfolios import unknown_titles
from publisher.quality.account import Account
from publisher.quality.contents import Titre
from publisher.quality.report import write_quality
from publisher.sections import Tables
from publisher.semblables import write_shards
from publisher.statistics_page import write_statistics
from publisher.subjects import write_rubriques, write_years
from publisher.surroundings import SURROUNDINGS_FILE, surroundings
from publisher.week_pages import write_weeks
from publisher.writing import PageWriter
from related.repeats import Repeats

#: Of the sources, read by the browser for the delay of pending questions, and by hand-written pages:
#: {"au": "2014-09-16", "questions": 5, "legislatures": [13, 14]}.
STATE_FILE = "etat.json"
NO_REPEATS = Repeats()


def write_pages(
    questions: Iterable[Question],
    pages: Path,
    *,
    au: date | None = None,
    site_url: str | None = None,
) -> set[str]:
    """As `write_hubs`, with the shards of similar questions, from the records themselves and nothing kept."""
    # numpy takes a while to load: not where nothing changed
    from related.analysis import analyse
    from related.similar import find_anew

    given = list(questions)
    known = {f"{question.address}.md": Facts.of(question) for question in given}
    cards = {path: html for path, (_, html) in known.items()}
    writer = PageWriter(pages, lambda: cards)
    facts = {path: facts for path, (facts, _) in known.items()}
    write_hubs(facts, writer, au=au, site_url=site_url)
    similar = find_anew(analyse([line_of(question)[0] for question in given]), NO_REPEATS)
    write_shards(writer, facts, [question.key for question in given], similar)
    return set(writer.written)


def write_hubs(
    questions: Mapping[str, Facts],
    writer: PageWriter,
    *,
    au: date | None = None,
    account: Account | None = None,
    repeats: Repeats = NO_REPEATS,
    site_url: str | None = None,
    donnees: bool = False,
) -> Sequence[str]:
    """Write the home page, the hubs, their feeds, the report, `etat.json` and what pages of questions lead
    to (`.adresses.json`, `.alentours`).

    `questions` by the paths of their pages. `au` stands in for the latest date of the Journal officiel
    in the records; ``account`` is of their sources; ``repeats`` has places in the order of `questions`;
    ``site_url`` ends with `/`, and without it there are no feeds; ``donnees``: whether it has the exports.
    Files of an earlier run that the writer was not asked for are stale. Returns the letters of the list of
    deputies, which the home page leads to one by one.
    """
    extent = Extent.of(questions.values(), au)
    deputies, ministries, rubriques, years = Deputies(), Ministries(), Hubs(), Hubs()
    cards = cards_of(questions)
    columns = Columns([questions[card.path] for card in cards])
    for card in cards:
        facts = questions[card.path]
        deputies.add(facts, card)
        ministries.add(facts, card)
        rubriques.add(facts.rubrique, card)
        years.add(str(card.date.year) if card.date else None, card)
    undated = [card for card in cards if not card.date]
    latest = cards[:LATEST]

    addresses = Addresses()
    named = Named(deputies.everyone(), addresses)
    in_order = ministries.sorted()
    titles = sorted(title.key for ministry in in_order for title in ministry.titles)
    addresses.settle("ministeres", titles)
    addresses.settle("rubriques", [hub.key for hub in rubriques.sorted()])
    tables = Tables(Groupings(columns, named, in_order, addresses))
    feeds = Feeds(writer, columns, cards, site_url)
    letters = write_deputies(writer, named, tables, feeds, cards)
    numbers = MinistryFigures(in_order, tables, cards, extent.au)
    write_ministries(writer, in_order, addresses, numbers, feeds)
    write_rubriques(writer, rubriques, addresses, tables, feeds)
    write_years(writer, years, tables, undated)
    write_departements(writer, tables, cards)
    write_groups(writer, tables, cards)
    write_legislatures(writer, tables, cards)
    write_weeks(writer, columns, cards)
    write_statistics(writer, tables, extent)
    write_home(
        writer,
        extent,
        latest,
        letters,
        len(named.everyone),
        (
            ("ministeres", "Ministères", [ministry.hub for ministry in in_order]),
            ("rubriques", "Rubriques", rubriques.sorted()),
            ("annees", "Années", years.sorted()),
        ),
        addresses,
        feeds.write("index", "Questions écrites et réponses", cards, cards),
    )
    titres = (
        Titre(titre, count, f"{addresses.of_value('ministeres', titre)}.html")
        for titre, count in unknown_titles(questions.values())
    )
    write_quality(writer, account or Account(), [*questions.values()], titres)
    writer.file(SURROUNDINGS_FILE, surroundings(questions, cards, deputies, repeats))
    writer.file(ADDRESSES_FILE, addresses.to_json().encode("ascii"))
    state: dict[str, Any] = {"au": extent.au.isoformat()} if extent.au else {}
    state["questions"] = extent.questions
    if donnees:
        state["donnees"] = True
    state["legislatures"] = sorted({facts.legislature for facts in questions.values()})
    writer.file(STATE_FILE, json.dumps(state).encode("ascii"))
    return letters
