"""The parts of a hub's page: what leads to each, tables that many hubs have, a search in its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

from publisher import figures
from publisher.addresses import UNNAMED
from publisher.cards import Body, Card, CardList
from publisher.figures import Column, Row
from publisher.french import counted, number
from publisher.groupings import Grouping, Groupings
from publisher.rendering import text
from publisher.selection import Selection

#: What the delays of a table are of.
DELAYS: Final = "Délais des réponses datées, en jours."
#: The last part of most hubs.
QUESTIONS: Final = "questions"
#: Questions on a page that is no list of its own.
LATEST: Final = 20
#: Rows of a table of groups: who reads on takes the search, which counts them all.
MOST_ROWS: Final = 12
#: Of fewer questions the list itself tells all that tables would.
FEWEST: Final = 10
_OTHER_DEPUTIES: Final = ("autre député", "autres députés")
_WIDE: Final = ' class="large"'


class Section(NamedTuple):
    """A part of a page: its anchor, its title, and its HTML; without HTML it is left out."""

    anchor: str
    title: str
    html: str
    #: Takes the whole width.
    wide: bool = False


def contents(sections: Iterable[Section], *more: tuple[str, str]) -> str:
    """The ways to the parts of the page, and to more of it by anchor and title."""
    ways = [(part.anchor, part.title) for part in sections if part.html] + list(more)
    if len(ways) < 2:
        return ""
    items = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in ways)
    return f'<nav class="parties-de-page" aria-label="Sur cette page"><ul>{items}</ul></nav>\n'


def tables(sections: Iterable[Section]) -> str:
    """The parts, side by side where there is room."""
    shown = "".join(
        f'<section aria-labelledby="{part.anchor}"{_WIDE if part.wide else ""}>'
        f'<h2 id="{part.anchor}">{part.title}</h2>\n{part.html}</section>\n'
        for part in sections
        if part.html
    )
    return f'<div class="tables">{shown}</div>\n' if shown else ""


def by_year(
    asked: Selection,
    year: Callable[[int], str] = str,
    ninths: bool = False,
    root: str = "../",
    title: str = "Par année",
) -> Section:
    """The questions of each year, newest first, the share that was answered, and the delays.

    ``year``: its name as HTML. Nothing for a single year, or for few questions.
    """
    years = asked.split(asked.columns.year, lambda of: {"annee": (str(of),)})
    rows = [Row(year(of) if of else "Sans date", part) for of, part in years]
    dated = [row for row in rows if row.questions.columns.year[row.questions.at[0]]]
    rows = dated[::-1] + rows[len(dated) :]
    columns = [figures.counts(root), figures.answer_rates(root), figures.medians()]
    columns += [figures.ninths()] if ninths else []
    columns += [figures.within_terms()]
    told = len(rows) > 1 and len(asked) >= FEWEST
    html = figures.table(DELAYS, "Année", columns, rows) if told else ""
    return Section("par-annee", title, html)


class Tables:
    """The tables of values of some questions, seen from a page that ``root`` leads to the root from."""

    def __init__(self, groupings: Groupings, root: str = "../") -> None:
        self.groupings = groupings
        self.root = root

    def of(self, asked: Selection, *names: str) -> list[Section]:
        """The tables of these names (`ministeres`, …), in their order; none of few questions."""
        return [getattr(self, name)(asked) for name in names] if len(asked) >= FEWEST else []

    def ministeres(self, asked: Selection) -> Section:
        """By ministry asked, under all its titles."""
        grouping, others = self.groupings.asked, ("autre ministère", "autres ministères")
        return self._of(
            "par-ministere", "Ministères interrogés", "Ministère", grouping, others, asked
        )

    def rubriques(self, asked: Selection) -> Section:
        """By rubrique."""
        grouping, others = self.groupings.rubriques, ("autre rubrique", "autres rubriques")
        return self._of("par-rubrique", "Rubriques", "Rubrique", grouping, others, asked)

    def deputes(self, asked: Selection) -> Section:
        """By author."""
        grouping = self.groupings.people
        return self._of("par-depute", "Députés", "Député", grouping, _OTHER_DEPUTIES, asked)

    def auteurs(self, asked: Selection) -> Section:
        """As `deputes`, each of them named: on their pages one finds what a short page does not list.

        Questions without a named author have theirs.
        """
        grouping = self.groupings.people
        html = most(
            "Député", asked, grouping, _OTHER_DEPUTIES, self._columns(), 1, self.root, named=True
        )
        if unnamed := int((grouping.numbers[asked.at] == 0).sum()):
            link = f'<a href="{self.root}deputes/{UNNAMED}.html">sans auteur nommé</a>'
            html += f'<p class="note">{counted(unnamed, "question")} {link}.</p>\n'
        return Section("par-depute", "Députés", html)

    def groupes(self, asked: Selection) -> Section:
        """By group."""
        grouping, others = self.groupings.groupes, ("autre groupe", "autres groupes")
        return self._of("par-groupe", "Groupes politiques", "Groupe", grouping, others, asked)

    def departements(self, asked: Selection) -> Section:
        """By département of the author."""
        grouping = self.groupings.departements
        others = ("autre département", "autres départements")
        return self._of("par-departement", "Départements", "Département", grouping, others, asked)

    def _of(
        self,
        anchor: str,
        title: str,
        first: str,
        grouping: Grouping,
        others: tuple[str, str],
        asked: Selection,
    ) -> Section:
        html = most(first, asked, grouping, others, self._columns(), 2, self.root)
        return Section(anchor, title, html)

    def _columns(self) -> list[Column]:
        return [figures.counts(self.root), figures.answer_rates(self.root), figures.medians()]


def most(
    first: str,
    questions: Selection,
    grouping: Grouping,
    others: tuple[str, str],
    columns: Sequence[Column],
    fewest: int = 2,
    root: str = "../",
    *,
    named: bool = False,
) -> str:
    """The groups with the most questions, in order; nothing for fewer groups than ``fewest``.

    ``first``: what a group is called; ``others``: what one and several more are called, and ``named`` whether
    each of these is led to.
    """
    rows = list(grouping.rows(questions, root, MOST_ROWS))
    if len(rows) < fewest:
        return ""
    left, rest = questions.rest(grouping.numbers, MOST_ROWS)
    told = f"Et {counted(left, *others)}, {counted(rest, 'question')}"
    more = f'<p class="note">{told}.</p>\n'
    if named:
        names = ", ".join(grouping.names(questions, root)[MOST_ROWS:])
        more = f"<details><summary>{told}</summary>\n<p>{names}.</p></details>\n"
    return figures.table("", first, columns, rows, whole=not left) + (more if left else "")


def search_within(questions: Selection, root: str = "../") -> str:
    """A search box for these questions alone; nothing where no search finds them, or for one."""
    if questions.search is None or len(questions) < 2:
        return ""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, values in questions.search.items()
        for value in values
    )
    label = f"Chercher dans ces {counted(len(questions), 'question')}"
    return (
        f'<form class="chercher-ici" action="{root}recherche.html">{hidden}'
        f'<label>{label} <input type="search" name="q" autocomplete="off"></label>'
        "<button>Chercher</button></form>\n"
    )


def short_page(
    kind: str,
    label: str,
    asked: Selection,
    sections: Sequence[Section],
    cards: Sequence[Card],
    note: str = "",
) -> Body:
    """A page of numbers and the latest questions: the others stand on other hubs, and the search has all.

    ``kind``: the title of the list that the page is in; ``note``: HTML; ``cards``: all, newest first.
    """
    head = (
        f'<p class="fil"><a href="index.html">{kind}</a></p>\n<h1>{text(label)}</h1>\n{note}'
        f"{figures.in_short(asked)}{contents(sections, (QUESTIONS, 'Questions'))}"
        f'{tables(sections)}<h2 id="{QUESTIONS}">Questions</h2>\n{search_within(asked)}'
    )
    address = asked.address("../")
    if len(asked) > LATEST:
        all_of = f'<a href="{escape(address)}&amp;tri=recent">Toutes</a>' if address else ""
        head += f'<p class="note">Les {LATEST}&nbsp;plus récentes sur {number(len(asked))}. {all_of}</p>\n'
    return [head.encode(), CardList([cards[at] for at in asked.at[:LATEST].tolist()], "../")]
