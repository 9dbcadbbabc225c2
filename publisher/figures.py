"""Numbers of some questions as HTML: in short, and in tables. Every count leads to the search that finds it.

A table is a table, with a bar under the name of each row: a picture of the first number, for the eye alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from parser.deadline import REFORM
from publisher.french import NO_BREAK, counted, number
from publisher.selection import Selection

#: Words of headings, by syllables.
_SYLLABLES: Final = {
    word.replace(" ", ""): word
    for word in ("Légis latures", "Ques tions", "Ré ponses", "ré ponse", "mé dian", "Au teurs")
}
#: Columns of numbers that leave no room for names beside them on a telephone: there names stand above.
_MANY: Final = 5
NOTHING: Final = "–"
_UNFOUND: Final = (
    '<p class="note">Aucune recherche ne trouve ces questions et elles seules&nbsp;: leurs nombres '
    "sont donnés sans lien.</p>\n"
)


_EARLIER: Final = (
    '<p class="note">« En deux mois » se compte de même toutes les années. Jusqu’en juin 2009, le délai '
    "était d’un mois, qu’un ministre pouvait demander à prolonger d’un autre&#8239;; les sources ne disent "
    "pas quand il l’a fait.</p>\n"
)


class Row(NamedTuple):
    """A row of a table: its name as HTML, the questions it counts, and more cells as HTML."""

    name: str
    questions: Selection
    more: Sequence[str] = ()


#: A column: its heading, and what stands in it for some questions, as HTML.
Column = tuple[str, Callable[[Selection], str]]


def linked(questions: Selection, root: str = "../") -> str:
    """How many they are, leading to them; without a search, or of none, the number alone."""
    return _leading(questions, number(len(questions)), root)


def _leading(questions: Selection, shown: str, root: str) -> str:
    address = questions.address(root)
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def share(part: int, whole: int) -> str:
    """`88 %`; neither all nor nothing unless it is."""
    if not whole:
        return NOTHING
    percent = (200 * part + whole) // (2 * whole)
    if 0 < part < whole:
        if percent == 0:
            return f"<{NO_BREAK}1{NO_BREAK}%".replace("<", "&lt;")
        percent = min(percent, 99)
    return f"{percent}{NO_BREAK}%"


def in_short(asked: Selection, root: str = "../") -> str:
    """A list of a few numbers: how many, what became of them, how long the answers took."""
    parts = [_figure("Questions", linked(asked, root)), *_outcome(asked, root)]
    return _list(parts, asked)


def of_ministry(asked: Selection, charged: Selection, root: str = "../") -> str:
    """As `in_short`: how many it was asked, how many it was in charge of, and what became of these."""
    parts = [
        _figure("Questions posées", linked(asked, root)),
        _figure("Attribuées", linked(charged, root)),
        *_outcome(charged, root),
    ]
    return _list(parts, asked, charged)


def _list(parts: Sequence[str], *questions: Selection) -> str:
    found = all(part.search is not None or not len(part) for part in questions)
    unfound = "" if found else _UNFOUND
    return f'<dl class="chiffres">{"".join(parts)}</dl>\n{unfound}{on_the_term(questions[-1])}'


def on_the_term(questions: Selection) -> str:
    """A note on the legal term, where some answers are of the time when it was another; HTML."""
    columns, at = questions.columns, questions.against_term().at
    return _EARLIER if (columns.day[at] < REFORM.toordinal()).any() else ""


def _outcome(asked: Selection, root: str) -> Iterator[str]:
    answered, pending = asked.answered(), asked.pending()
    yield _figure(
        "Avec réponse",
        share(len(answered), len(asked)),
        f"{linked(answered, root)} sur {number(len(asked))}",
    )
    yield from _delays(asked, answered, root)
    if len(pending):
        yield _figure("En attente", linked(pending, root))
    for etat, name in _ENDS.items():
        if len(of := asked.of_state(etat)):
            yield _figure(name, linked(of, root))


_ENDS: Final = {
    "retiree": "Retirées",
    "close": "Closes sans réponse",
    "inconnu": "Suite inconnue",
}


def _delays(asked: Selection, answered: Selection, root: str) -> Iterator[str]:
    delays = asked.delays()
    if delays is None:
        return
    undated = len(answered) - delays.answers
    of = counted(delays.answers, "réponse datée", "réponses datées")
    told = f"de {of}" + (f"&#8239;; {number(undated)} sans date utilisable" if undated else "")
    told += (
        f"&#8239;; 9&nbsp;sur&nbsp;10 en {counted(delays.ninth, 'jour')}"
        if delays.answers > 9
        else ""
    )
    yield _figure("Délai médian", counted(delays.median, "jour"), told)
    within, against = asked.within_term(), asked.against_term()
    yield _figure(
        "En deux mois au plus",
        share(len(within), len(against)),
        f"{linked(within, root)} sur {counted(len(against), 'réponse datée', 'réponses datées')}",
    )


def _figure(name: str, value: str, told: str = "") -> str:
    small = f"<small>{told}</small>" if told else ""
    return f"<div><dt>{name}</dt><dd>{value}{small}</dd></div>"


def table(
    caption: str,
    first: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    more: Sequence[str] = (),
    *,
    whole: bool = False,
) -> str:
    """A table; the bars picture how many questions each row counts.

    ``caption``, ``first`` (the heading of the names) and ``more`` (those of `Row.more`) are HTML. ``whole``:
    of values to compare, none of which is left out: a script lets the reader sort them.
    """
    longest = max((len(row.questions) for row in rows), default=0) or 1
    headings = [*(heading for heading, _ in columns), *more]
    annual = first == "Année"  # short names, long headings
    above = len(headings) >= _MANY and not annual

    def part(tag: str, role: str) -> str:
        """The tag; browsers forget what parts of a table are that stand otherwise, unless they are told."""
        return f'<{tag} role="{role}">' if above else f"<{tag}>"

    head, line = part('th scope="col"', "columnheader"), part("tr", "row")
    name_of, cell_of = part('th scope="row"', "rowheader"), part("td", "cell")
    heads = "".join(f"{head}{_breakable(heading)}</th>" for heading in (first, *headings))
    lines = []
    told = f"<caption>{caption}</caption>\n" if caption else ""
    for name, questions, others in rows:
        width = f"{100 * len(questions) / longest:.1f}".removesuffix(".0")
        bar = f'<svg aria-hidden="true"><rect width="{width}%" height="3"/></svg>'
        shown = [*(column(questions) for _, column in columns), *others]
        cells = "".join(f"{cell_of}{cell}</td>" for cell in shown)
        lines.append(f"{line}{name_of}{name}{bar}</th>{cells}</tr>\n")
    kinds = {"annuelles": annual, "noms-dessus": above, "triable": whole and len(rows) > 2}
    kind = " ".join(["mesures", *(name for name, of in kinds.items() if of)])
    table_of = part(f'table class="{kind}"', "table")
    return (
        f"{table_of}{told}{part('thead', 'rowgroup')}{line}{heads}</tr></thead>\n"
        f"{part('tbody', 'rowgroup')}\n{''.join(lines)}</tbody></table>\n"
    )


@lru_cache
def _breakable(heading: str) -> str:
    """With soft hyphens, for the narrowest telephones: no browser hyphenates for sure."""
    for word, syllables in _SYLLABLES.items():
        heading = heading.replace(word, "&shy;".join(syllables.split()))
    return heading


def counts(root: str = "../", heading: str = "Questions") -> Column:
    """How many."""
    return heading, lambda questions: linked(questions, root)


def answer_rates(root: str = "../") -> Column:
    """The share that was answered, leading to these."""

    def shown(questions: Selection) -> str:
        answered = questions.answered()
        return _leading(answered, share(len(answered), len(questions)), root)

    return "Avec réponse", shown


def medians() -> Column:
    """The median delay of the dated answers."""
    return "Délai médian", lambda questions: _days(questions, "median")


def ninths() -> Column:
    """Nine dated answers in ten came within so long."""
    return "9&nbsp;sur&nbsp;10 en", lambda questions: _days(questions, "ninth")


def _days(questions: Selection, which: str) -> str:
    delays = questions.delays()
    return f"{number(getattr(delays, which))}{NO_BREAK}j" if delays else NOTHING


def within_terms() -> Column:
    """The share of the dated answers that kept the legal term."""
    return "En deux mois", lambda questions: share(*questions.kept_term())
