"""The page of statistics: all questions in numbers, each with what it counts and what it leaves out."""

from __future__ import annotations

from typing import Final

from publisher import figures
from publisher.columns import NO_DELAY
from publisher.figures import Row
from publisher.french import NO_BREAK, counted, long_date, number, ordinal
from publisher.home import Extent
from publisher.legislature_pages import by_legislature
from publisher.rendering import text
from publisher.searches import period
from publisher.sections import DELAYS, Section, Tables, by_year, contents, tables
from publisher.selection import Selection
from publisher.writing import PageWriter

_ROOT: Final = ""
#: Rows of the table of ministries: some 600 bytes each.
MOST_MINISTRIES: Final = 100
#: What became of a question, in the order of the table.
_STATES: Final = {
    "repondue": "Réponse publiée",
    "repondue_sans_texte": "Réponse publiée, texte absent des sources",
    "en_attente": "En attente de réponse",
    "retiree": "Retirée",
    "close": "Close sans réponse",
    "inconnu": "Suite inconnue",
}
#: Limits of the table of delays: days, and how they are called.
_LIMITS: Final = (
    (31, f"Un mois au plus (31{NO_BREAK}jours)"),
    (62, f"De un à deux mois (62{NO_BREAK}jours)"),
    (92, f"De deux à trois mois (92{NO_BREAK}jours)"),
    (183, f"De trois à six mois (183{NO_BREAK}jours)"),
    (365, f"De six mois à un an (365{NO_BREAK}jours)"),
    (730, f"De un à deux ans (730{NO_BREAK}jours)"),
)


def write_statistics(writer: PageWriter, of: Tables, extent: Extent) -> None:
    """`statistiques.md`."""
    every = Selection.all(of.groupings.columns)
    here = Tables(of.groupings, _ROOT)
    sections = [
        by_year(every, lambda year: f'<a href="annees/{year}.html">{year}</a>', True, _ROOT),
        _answers(every),
        _legislatures(every),
        _states(every),
        _delays(every),
        _ministries(here, every),
        *here.of(every, "groupes", "rubriques", "deputes", "departements"),
    ]
    until = f" Sources jusqu’au JO du {text(long_date(extent.au))}." if extent.au else ""
    head = (
        '<h1>Statistiques</h1>\n<p class="chapeau">Toutes les questions de ce site, en chiffres.'
        f"{until}</p>\n{figures.in_short(every, _ROOT)}"
        '<p class="note">Un nombre souligné mène à la liste des questions qu’il compte. Les délais, '
        "et la part des réponses en deux mois, ne portent que sur les réponses dont les deux dates sont "
        "connues&#8239;; une question sans réponse n’y compte pas.</p>\n"
        f"{contents(sections)}{tables(sections)}"
    )
    writer.page(
        "statistiques.md",
        "Statistiques",
        [head.encode()],
        description="Les questions écrites en chiffres : par année, par ministère, par groupe, et délais.",
    )


def _answers(every: Selection) -> Section:
    """The answers of each year of publication."""
    answered = every.answered()

    def search(year: int) -> dict[str, tuple[str, ...]]:
        return dict(period(f"{year}-01-01", f"{year}-12-31", "reponse"))

    years = [*answered.split(answered.columns.answer_year, search)]
    rows = [
        Row(str(year) if year else "Sans date", of)
        for year, of in sorted(years, key=lambda part: -part[0])
    ]
    columns = [figures.counts(_ROOT, "Réponses"), figures.medians(), figures.ninths()]
    caption = "Réponses par année de leur publication. Délais en jours."
    html = figures.table(caption, "Année", columns, rows) if len(rows) > 1 else ""
    return Section("reponses-par-annee", "Réponses par année", html)


def _legislatures(every: Selection) -> Section:
    rows = [
        Row(
            f'<a href="legislatures/{number}.html">{text(ordinal(number, feminine=True))}</a>',
            asked,
        )
        for number, asked in reversed([*by_legislature(every)])
    ]
    columns = [
        figures.counts(_ROOT), figures.answer_rates(_ROOT), figures.medians(), figures.ninths(),
        figures.within_terms(),
    ]  # fmt: skip
    html = figures.table(DELAYS, "Législature", columns, rows, whole=True) if len(rows) > 1 else ""
    return Section("par-legislature", "Par législature", html)


def _states(every: Selection) -> Section:
    rows = [Row(name, of) for etat, name in _STATES.items() if len(of := every.of_state(etat))]
    columns: list[figures.Column] = [
        figures.counts(_ROOT),
        ("Part", lambda of: figures.share(len(of), len(every))),
    ]
    return Section("suites", "Suites données", figures.table("", "Suite", columns, rows))


def _delays(every: Selection) -> Section:
    """The answers by how long they took; of these ranges, a search filters by more than a year alone."""
    days = every.columns.delay
    known = every.answered().where(days != NO_DELAY)
    if not len(known):
        return Section("delais", "Délais de réponse", "")
    rows = []
    before = NO_DELAY
    for last, name in _LIMITS:
        rows.append(Row(name, known.where((days > before) & (days <= last))))
        before = last
    rows.append(Row("Plus de deux ans", known.where(days > before)))
    columns: list[figures.Column] = [
        figures.counts(_ROOT, "Réponses"),
        ("Part", lambda of: figures.share(len(of), len(known))),
    ]
    left = len(every.answered()) - len(known)
    long = every.long()
    caption = (
        f"{counted(len(known), 'réponse datée', 'réponses datées')}, par jours depuis la question"
        f"{f', dont {figures.linked(long, _ROOT)} en plus d’un an' if len(long) else ''}"
        f"{f'&#8239;; {number(left)} sans date utilisable' if left else ''}."
    )
    return Section("delais", "Délais de réponse", figures.table(caption, "Délai", columns, rows))


def _ministries(of: Tables, every: Selection) -> Section:
    """The ministries asked, the fullest first."""
    grouping = of.groupings.asked
    rows = list(grouping.rows(every, _ROOT, MOST_MINISTRIES))
    columns = [
        figures.counts(_ROOT), figures.answer_rates(_ROOT), figures.medians(), figures.ninths(),
        figures.within_terms(),
    ]  # fmt: skip
    caption = f"Ministère interrogé, sous tous ses titres. {DELAYS}"
    left, rest = every.rest(grouping.numbers, MOST_MINISTRIES)
    html = figures.table(caption, "Ministère", columns, rows, whole=not left) if rows else ""
    if left:
        others = counted(left, "autre ministère", "autres ministères")
        html += f'<p class="note">Et {others}, {counted(rest, "question")}.</p>\n'
    return Section("par-ministere", "Ministères interrogés", html, wide=True)
