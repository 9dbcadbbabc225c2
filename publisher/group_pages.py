"""The pages of political groups, and their list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from publisher import figures
from publisher.cards import Card
from publisher.departement_pages import authors
from publisher.figures import Row
from publisher.french import counted, number, ordinal
from publisher.rendering import text
from publisher.sections import Tables, by_year, short_page
from publisher.selection import Selection
from publisher.writing import PageWriter

_CAUTION: Final = (
    '<p class="note">Le groupe est souvent le dernier que connaît la source, et non celui du député '
    "à la date de la question.</p>\n"
)


def write_groups(writer: PageWriter, of: Tables, cards: Sequence[Card]) -> None:
    """A page for each group, and their list. ``cards``: all, newest first."""
    grouping = of.groupings.groupes
    columns = of.groupings.columns
    every = Selection.all(columns)
    rows = []
    for at, asked in every.grouped(grouping.numbers, grouping.searches):
        label = grouping.labels[at]
        sections = [by_year(asked), *of.of(asked, "auteurs", "ministeres", "rubriques")]
        writer.page(
            f"{grouping.pages[at]}.md",
            label,
            short_page("Groupes politiques", label, asked, sections, cards, _CAUTION),
            description=f"Les questions écrites des députés du groupe {label}.",
        )
        rows.append(Row(grouping.link(at), asked))
    without = int((grouping.numbers == 0).sum())
    nowhere = f" {counted(without, 'question')} sans groupe indiqué." if without else ""
    body = (
        f'<h1>Groupes politiques</h1>\n<p class="chapeau">{counted(len(rows), "groupe")}.{nowhere}'
        f"</p>\n{_CAUTION}"
    )
    if rows:
        shown: list[figures.Column] = [
            ("Législatures", legislatures),
            ("Auteurs", lambda asked: number(authors(of.groupings, asked))),
            figures.counts(),
            figures.answer_rates(),
            figures.medians(),
        ]
        caption = (
            "Auteurs&nbsp;: députés du groupe qui ont posé une question au moins. "
            "Délais des réponses datées, en jours."
        )
        body += figures.table(caption, "Groupe", shown, rows, whole=True)
    writer.page("groupes/index.md", "Groupes politiques", [body.encode()])


def legislatures(questions: Selection) -> str:
    """`13e, 14e`, as HTML."""
    found = sorted(set(questions.columns.legislature[questions.at].tolist()))
    return ", ".join(text(ordinal(number, feminine=True)) for number in found)
