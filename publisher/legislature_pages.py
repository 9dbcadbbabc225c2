"""The pages of legislatures, and their list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from publisher import figures
from publisher.cards import UNDATED, Card
from publisher.figures import Row
from publisher.french import counted, legislature, long_date
from publisher.rendering import text
from publisher.sections import DELAYS, Tables, by_year, short_page
from publisher.selection import Selection
from publisher.writing import PageWriter


def write_legislatures(writer: PageWriter, of: Tables, cards: Sequence[Card]) -> None:
    """A page for each legislature, and their list, newest first. ``cards``: all, newest first."""
    every = Selection.all(of.groupings.columns)
    found = [*by_legislature(every)][::-1]
    rows = []
    for number, asked in found:
        label = legislature(number)
        sections = [
            by_year(asked, linked_year),
            *of.of(asked, "groupes", "ministeres", "rubriques", "deputes", "departements"),
        ]
        writer.page(
            f"legislatures/{number}.md",
            label,
            short_page("Législatures", label, asked, sections, cards, _extent(asked)),
            description=f"Les questions écrites de la {label} : chiffres et listes.",
        )
        rows.append(Row(f'<a href="{number}.html">{text(label)}</a>', asked))
    columns = [figures.counts(), figures.answer_rates(), figures.medians(), figures.within_terms()]
    shown = figures.table(DELAYS, "Législature", columns, rows, whole=True) if rows else ""
    body = (
        f'<h1>Législatures</h1>\n<p class="chapeau">{counted(len(rows), "législature")}.</p>\n'
        f"{figures.on_the_term(every)}{shown}"
    )
    writer.page("legislatures/index.md", "Législatures", [body.encode()])


def by_legislature(questions: Selection) -> Sequence[tuple[int, Selection]]:
    """The questions of each, the oldest first."""
    numbers = questions.columns.legislature
    return [*questions.split(numbers, lambda number: {"legislature": (str(number),)})]


def linked_year(year: int) -> str:
    """A year, leading to its page; HTML."""
    return f'<a href="../annees/{year}.html">{year}</a>'


def _extent(asked: Selection) -> str:
    """From when to when its questions are; HTML."""
    days = asked.columns.day[asked.at]
    days = days[days > UNDATED]
    if not len(days):
        return ""
    first, last = (text(long_date(date.fromordinal(int(of(days))))) for of in (min, max))
    return f'<p class="chapeau">Questions publiées du {first} au {last}.</p>\n'
