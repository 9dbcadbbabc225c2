"""The weeks of the Journal officiel: the questions and the answers of each, one line each, and lists by year.

Weeks are those of ISO 8601, as `2014-W21`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np

from publisher import figures
from publisher.cards import UNDATED, Card
from publisher.columns import Array, Columns
from publisher.figures import Row
from publisher.french import capitalised, counted, long_date, number
from publisher.rendering import text
from publisher.searches import Search
from publisher.sections import Section, contents, search_within
from publisher.selection import Selection
from publisher.weeks import week_of
from publisher.writing import PageWriter

#: Lines of a page at most, of questions and of answers: 110 to 170 bytes each.
MOST_LINES: Final = 400
_DAYS: Final = 7


def write_weeks(writer: PageWriter, columns: Columns, cards: Sequence[Card]) -> None:
    """A page for each week that has a question or an answer, one for each year, and the list of years."""
    every = Selection.all(columns)
    asked = _by_week(every, columns.day, {})
    answered = _by_week(every.answered(), columns.answer_day, {"date": ("reponse",)})
    weeks = sorted(asked.keys() | answered.keys())
    nothing = Selection(columns, every.at[:0])
    years: defaultdict[int, list[int]] = defaultdict(list)
    for at, week in enumerate(weeks):
        years[iso(week)[0]].append(week)
        around = [
            (way, weeks[other])
            for way, other in (("précédente", at - 1), ("suivante", at + 1))
            if 0 <= other < len(weeks)
        ]
        _write_week(
            writer, week, around, asked.get(week, nothing), answered.get(week, nothing), cards
        )
    rows = []
    for year, of_year in sorted(years.items(), reverse=True):
        _write_year(writer, year, of_year, asked, answered, nothing)
        rows.append(
            f'<li><a href="{year}.html">{year}</a> '
            f'<span class="compte">{counted(len(of_year), "semaine")}</span></li>'
        )
    body = (
        '<h1>Semaines du Journal officiel</h1>\n<p class="chapeau">Les questions et les réponses '
        "publiées chaque semaine, année par année. Les semaines vont du lundi au dimanche&#8239;; "
        "la première d’une année est celle du premier jeudi.</p>\n"
        f'<ul class="index">{"".join(rows)}</ul>\n'
    )
    writer.page("semaines/index.md", "Semaines du Journal officiel", [body.encode()])


def iso(week: int) -> tuple[int, int]:
    """Year and number of a week that is counted from the year 1."""
    year, of_year, _ = _monday(week).isocalendar()
    return year, of_year


def name_of(week: int) -> str:
    """`2014-W21`"""
    return week_of(_monday(week))


def label_of(week: int) -> str:
    """`du 19 au 25 mai 2014`, `du 30 juin au 6 juillet 2014`"""
    first = _monday(week)
    last = first + timedelta(days=_DAYS - 1)
    shown = long_date(first)
    if first.year == last.year:
        shown = shown.removesuffix(f" {first.year}")
        if first.month == last.month:
            shown = shown.partition("\N{NO-BREAK SPACE}")[0]
    return f"du {shown} au {long_date(last)}"


def _monday(week: int) -> date:
    return date.fromordinal(week * _DAYS + 1)


def _by_week(questions: Selection, days: Array, which: Search) -> dict[int, Selection]:
    """Those that have such a day, by week counted from the year 1; ``which``: the parameter of the day."""

    def search(week: int) -> Search:
        return {**which, "semaine": (name_of(week),)}

    weeks = np.where(days > UNDATED, (days - 1) // _DAYS, 0)
    return {week: of for week, of in questions.split(weeks, search) if week}


def _write_week(
    writer: PageWriter,
    week: int,
    around: Sequence[tuple[str, int]],
    asked: Selection,
    answered: Selection,
    cards: Sequence[Card],
) -> None:
    year, of_year = iso(week)
    title = f"Semaine {label_of(week)}"
    ways = "".join(
        f'<li><a href="{name_of(other)}.html">Semaine {way}</a></li>' for way, other in around
    )
    parts = [
        Section("questions", "Questions posées", _lines(asked, "ministere_interroge", cards)),
        Section("reponses", "Réponses publiées", _lines(answered, "ministere_attributaire", cards)),
    ]
    shown = "".join(
        f'<h2 id="{part.anchor}">{part.title} <span class="compte">{count}</span></h2>\n'
        f"{search_within(of)}{part.html}"
        for part, of in zip(parts, (asked, answered), strict=True)
        if part.html
        for count in [figures.linked(of)]
    )
    body = (
        '<p class="fil"><a href="index.html">Semaines du JO</a> › '
        f'<a href="{year}.html">{year}</a></p>\n<h1>{text(title)}</h1>\n'
        f'<p class="chapeau">Semaine {of_year} de {year}&nbsp;: {counted(len(asked), "question")} '
        f"et {counted(len(answered), 'réponse')} au Journal officiel.</p>\n"
        f'<ul class="semaines-voisines">{ways}</ul>\n{contents(parts)}{shown}'
    )
    writer.page(
        f"semaines/{name_of(week)}.md",
        title,
        [body.encode()],
        description=f"Questions écrites et réponses du Journal officiel, semaine {label_of(week)}.",
    )


def _lines(questions: Selection, facet: str, cards: Sequence[Card]) -> str:
    """The questions by ministry, one line each, by number: as the Journal officiel lists them."""
    if not len(questions):
        return ""
    columns, at = questions.columns, questions.at
    of = columns.facets[facet]
    column = of.column[at]
    order = np.lexsort((columns.numero[at], columns.legislature[at], column, column == 0))
    shown = order[:MOST_LINES]
    groups: dict[int, list[str]] = {}
    for place, group in zip(at[shown].tolist(), column[shown].tolist(), strict=True):
        facts = columns.questions[place]
        groups.setdefault(group, []).append(
            f'<li><a href="../{cards[place].path[:-3]}.html">{facts.numero}</a>'
            f"{_about(facts.rubrique)}{_by(facts.auteur)}</li>\n"
        )
    lists = "".join(
        f"<h3>{text(capitalised(of.labels[group])) or 'Sans ministère indiqué'}</h3>\n"
        f'<ul class="lignes">\n{"".join(lines)}</ul>\n'
        for group, lines in groups.items()
    )
    if len(order) > MOST_LINES:
        lists += (
            f'<p class="note">Les {MOST_LINES} premières sur {figures.linked(questions)}.</p>\n'
        )
    return lists


@lru_cache(maxsize=16_384)
def _about(rubrique: str | None) -> str:
    return f" {text(capitalised(rubrique))}" if rubrique else ""


@lru_cache(maxsize=16_384)
def _by(author: str | None) -> str:
    return f"<span>, {text(author)}</span>" if author else ""


def _write_year(
    writer: PageWriter,
    year: int,
    weeks: Sequence[int],
    asked: dict[int, Selection],
    answered: dict[int, Selection],
    nothing: Selection,
) -> None:
    rows = [
        Row(
            f'<a href="{name_of(week)}.html">{text(capitalised(label_of(week)))}</a>',
            asked.get(week, nothing),
            (figures.linked(answered.get(week, nothing)),),
        )
        for week in weeks
    ]
    table = figures.table("", "Semaine", [figures.counts()], rows, ("Réponses",))
    body = (
        '<p class="fil"><a href="index.html">Semaines du JO</a></p>\n'
        f"<h1>Semaines de {year}</h1>\n"
        f'<p class="chapeau">{number(len(weeks))} semaines avec une question ou une réponse.</p>\n'
        f'<div class="tables">{table}</div>\n'
    )
    writer.page(f"semaines/{year}.md", f"Semaines de {year}", [body.encode()])
