"""The pages of départements, and their list with a map."""

from __future__ import annotations

from collections.abc import Sequence

from publisher import figures
from publisher.cards import Card
from publisher.figures import Row
from publisher.french import counted, number
from publisher.groupings import Groupings
from publisher.map import Place, france
from publisher.people import departement_key
from publisher.sections import Tables, by_year, short_page
from publisher.selection import Selection
from publisher.writing import PageWriter


def write_departements(writer: PageWriter, of: Tables, cards: Sequence[Card]) -> None:
    """A page for each département of an author, and their list. ``cards``: all, newest first."""
    grouping = of.groupings.departements
    every = Selection.all(of.groupings.columns)
    found = sorted(every.grouped(grouping.numbers, grouping.searches))
    for at, asked in found:
        label = grouping.labels[at]
        sections = [by_year(asked), *of.of(asked, "auteurs", "ministeres", "rubriques", "groupes")]
        writer.page(
            f"{grouping.pages[at]}.md",
            label,
            short_page("Départements", label, asked, sections, cards),
            description=f"Les questions écrites des députés élus dans ce département : {label}.",
        )
    places = {
        departement_key(grouping.labels[at]): Place(
            grouping.labels[at], f"../{grouping.pages[at]}.html", len(asked)
        )
        for at, asked in found
    }
    rows = [Row(grouping.link(at), asked) for at, asked in found]
    nowhere = int((grouping.numbers == 0).sum())
    without = f" {counted(nowhere, 'question')} sans lieu indiqué." if nowhere else ""
    body = (
        '<h1>Départements</h1>\n<p class="chapeau">'
        f"{counted(len(found), 'lieu d’élection', 'lieux d’élection')} des auteurs.{without}</p>\n"
    )
    if rows:
        columns = [
            ("Auteurs", lambda asked: number(authors(of.groupings, asked))),
            figures.counts(),
            figures.answer_rates(),
            figures.medians(),
        ]
        caption = (
            "Auteurs&nbsp;: députés du lieu qui ont posé une question au moins. "
            "Délais des réponses datées, en jours."
        )
        table = figures.table(caption, "Département", columns, rows, whole=True)
        body += (
            f'<div class="carte-et-table">\n<div>{france(places)}</div>\n<div>{table}</div></div>\n'
        )
    writer.page("departements/index.md", "Départements", [body.encode()])


def authors(groupings: Groupings, questions: Selection) -> int:
    """How many persons asked them."""
    return len(set(groupings.people.numbers[questions.at].tolist()) - {0})
