"""Which lists a report has: one for each count in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from parser.findings import Severity
from parser.question import Key
from publisher.facts import Facts
from publisher.french import capitalised, counted
from publisher.quality import lists
from publisher.quality.account import SEVERITIES, Account, Count, Entry, Gap
from publisher.quality.lists import List
from publisher.quality.words import FIELDS, GRAVITIES, KINDS, layout_name
from publisher.rendering import text
from publisher.writing import PageWriter

#: What was found most often, in the list of a kind.
FREQUENT: Final = 20

#: Name, title and head of two lists of questions.
_BY_REFERENCE: Final = (
    "auteurs-par-reference",
    "Auteurs connus par leur seul numéro",
    "<p>La source ne donne que le numéro de l’auteur. L’archive des députés (AMO30), ajoutée aux sources, "
    "leur rendrait leur nom.</p>\n",
)
_BY_TEXT: Final = (
    "auteurs-du-texte",
    "Auteurs nommés d’après le texte",
    "<p>Aucune source ne nomme l’auteur ailleurs que dans les premiers mots de la question, où son nom a été "
    "lu. Pour les données ouvertes, l’archive des députés (AMO30) le donne.</p>\n",
)


@dataclass(frozen=True, slots=True)
class Titre:
    """The title of a ministry that the table of portfolios lacks, and the page of its questions."""

    titre: str
    questions: int
    page: str


class Contents:
    """The lists; `write` writes them, and those who tell of the report lead to them."""

    def __init__(
        self, account: Account, questions: Sequence[Facts], titres: Iterable[Titre] = ()
    ) -> None:
        self._account = account
        self.questions = len(questions)
        self.groups = account.groups()
        self.by_place = {severity: self._of_severity(severity) for severity in SEVERITIES}
        self.by_kind = [(count, self._of_kind(count)) for count in account.kinds()]
        #: Where all documents of a layout lack a field there is no list.
        self.gaps = [(gap, _of_gap(gap) if gap.absent < gap.of else None) for gap in account.gaps()]
        self._by_reference = _keys(f for f in questions if f.acteur_ref and not f.auteur)
        self.by_reference = _of_questions(*_BY_REFERENCE, len(self._by_reference))
        self._by_text = _keys(f for f in questions if f.auteur_source)
        self.by_text = _of_questions(*_BY_TEXT, len(self._by_text))
        self._titles = sorted(titres, key=lambda titre: (-titre.questions, titre.titre))
        self.titles = _of_titles(len(self._titles))

    def write(self, writer: PageWriter) -> None:
        """The lists that hold something."""
        account = self._account
        for severity, place in self.by_place.items():
            if place.length:
                place.write(writer, account.findings_of(severity))
        for count, of_kind in self.by_kind:
            of_kind.write(writer, account.findings_of_kind(count.severity, count.kind))
        for gap, of_gap in self.gaps:
            if of_gap:
                of_gap.write(writer, account.lacking(gap))
        for authors, keys in (
            (self.by_reference, self._by_reference),
            (self.by_text, self._by_text),
        ):
            if keys:
                authors.write(writer, keys)
        if self._titles:
            self.titles.write(writer, self._titles)

    def _of_severity(self, severity: Severity) -> List[Entry]:
        """The findings of one severity, under a heading for each lot and layout."""
        gravity = GRAVITIES[severity]
        headings = {}
        length = 0
        for position, group in enumerate(self.groups):
            findings = group.findings.get(severity, 0)
            if findings:
                name = f"{lot_html(group.lot)}, {escape(layout_name(group.layout))}"
                headings[length] = (anchor(position), name)
            length += findings
        return List(
            gravity.address,
            f"{capitalised(gravity.many)}, par source",
            f"<p>{text(gravity.told)}</p>\n",
            length,
            lists.FINDINGS,
            lists.finding_of_place_html,
            lists.finding_data,
            headings,
        )

    def _of_kind(self, count: Count) -> List[Entry]:
        gravity, kind = GRAVITIES[count.severity], KINDS[count.kind]
        frequent = self._account.frequent(count.severity, count.kind, FREQUENT)
        return List(
            f"{gravity.address}-{count.kind.replace('_', '-')}",
            kind.name,
            f"<p>{text(kind.told)} {text(gravity.told)}</p>\n{lists.frequent_html(frequent)}",
            count.findings,
            lists.FINDINGS,
            lists.finding_html,
            lists.finding_data,
        )


def anchor(position: int) -> str:
    """The id of the heading of a group, by its place among the groups."""
    return f"s{position}"


def lot_html(lot: str) -> str:
    """An archive under its name, the others in words."""
    if lot in ("", "fichiers"):
        return "Fichiers donnés seuls" if lot else "Hors des sources"
    if lot == "dossier" or lot.startswith("dossier "):
        return escape(f"Dossier de sources {lot[8:]}".strip())
    return f"<code>{lists.cut(lot)}</code>"


def _keys(questions: Iterable[Facts]) -> list[Key]:
    return sorted((facts.legislature, "QE", facts.numero) for facts in questions)


def _of_gap(gap: Gap) -> List[Key]:
    name = FIELDS[gap.field]
    return _of_questions(
        f"absent-{gap.layout}-{gap.field}".replace("_", "-"),
        f"Sans {name}",
        f"<p>Documents au format «&nbsp;{escape(layout_name(gap.layout))}&nbsp;» qui ne donnent pas "
        f"cette indication&nbsp;: {escape(name)}. Une autre source de la même question peut la donner."
        "</p>\n",
        gap.absent,
    )


def _of_questions(name: str, title: str, head: str, length: int) -> List[Key]:
    return List(name, title, head, length, lists.QUESTIONS, lists.number_link, lists.question_data)


def _of_titles(length: int) -> List[Titre]:
    return List(
        "titres-de-ministeres",
        "Titres de ministères hors de la table",
        "<p>La table des portefeuilles ne connaît pas ces titres&nbsp;: chacun a sa propre page.</p>\n",
        length,
        lists.FINDINGS,
        lambda titre: (
            f'<p><a href="../{titre.page}">{text(titre.titre)}</a> '
            f'<span class="compte">{counted(titre.questions, "question")}</span></p>'
        ),
        lambda titre: {"titre": titre.titre, "questions": titre.questions, "page": titre.page},
    )
