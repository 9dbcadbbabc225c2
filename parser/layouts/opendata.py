"""The official open data, one question: JSON `{"question": {…}}`, or the same tree in XML.

Every scalar is a text or null. The author is a reference (`acteurRef`); the name comes from the opening
of the text. The ministries stand with the history of who was in charge, the group is that of the day
of the question. Source of the schema: data.assemblee-nationale.fr, "questions écrites".
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from parser.document import Document
from parser.fields import state_of_closing
from parser.findings import NotOursError, SourceError
from parser.fold import fold
from parser.html_text import read_html_text
from parser.labels import KIND_NAMES
from parser.opening import author_of, without_printed_number
from parser.question import Attribution, Etat, Question, official_address, official_id
from parser.remembered import remembered
from parser.tree import Branch
from parser.values import (
    check_day,
    parse_day,
    parse_legislature_number,
    parse_numero,
    parse_page,
    short_civility,
    split_name,
)

#: What an answer that was published closes a question with.
ANSWERED: Final = "REP_PUB"
#: So begins what is written without a code where an answer was published, folded.
_ANSWER: Final = "reponse"
#: Written where there is no heading of the analysis.
_NO_HEADING: Final = "aucune tete d'analyse"
# `QANR5L17QE1681`
_UID: Final = re.compile(r"QANR5L(?P<legislature>\d{1,2})(?P<type>[A-Z]{2,4})(?P<numero>\d{1,6})")
# `2024-10-08`, `2024-10-08+02:00`
_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T+Z ].*)?")
# `<em>`, `</sup>`, `<br/>` in a value
_MARK: Final = re.compile(r"</?(?:em|i|b|u|strong|sup|sub|span|br)(?:\s[^<>]*)?/?>", re.IGNORECASE)
#: Of a day in the Journal officiel: which of its series, its number, addresses that are all null.
_OF_A_DAY: Final = ("typeJO", "numJO", "urlLegifrance", "referenceNOR")


def parse_opendata(document: Document, tree: dict[str, Any], source: str) -> Question:
    """Raises SourceError where the key of the question is not known, NotOursError for other kinds."""
    return parse_tree(document, tree, source)


def parse_tree(
    document: Document,
    tree: dict[str, Any],
    source: str,
    *,
    author: dict[str, Any] | None = None,
    errata: Sequence[dict[str, Any]] = (),
) -> Question:
    """As `parse_opendata`, with what the open data does not have: an ``author``, days of errata."""
    root = Branch(tree, "question", document)
    legislature, numero = _key(root)
    reader = _Reader(document, legislature)
    values = reader.subject(root.branch("indexationAN"))
    values |= author or reader.author(root.branch("auteur"))
    question, asked = reader.texts(root.branch("textesQuestion"), "texteQuestion")
    reponse, answered = reader.texts(root.branch("textesReponse"), "texteReponse")
    question = without_printed_number(question)
    if not question:
        document.report(
            "doubtful", 0, "no text of the question", "expected textesQuestion", "absent"
        )
    opening = author_of(question[0]) if question and author is None else None
    if opening:
        values |= opening._asdict() | {"auteur_source": "texte"}
    values["ministere_interroge"] = reader.ministry(root.branch("minInt"))
    in_charge, attributions = reader.attributions(root.branch("minAttribs"))
    values["ministere_attributaire"] = in_charge
    values |= {"date_question": asked[0], "page_question": asked[1]}
    etat, closing = reader.state(root.branch("cloture"), bool(reponse), answered)
    signalement = reader.signalement(root.branch("signalement"))
    renewals = root.branch("renouvellements")
    renouvellements = [
        day for renewal in renewals.branches("renouvellement") if (day := reader.day_of(renewal)[0])
    ]
    renewals.end()
    for entry in errata:
        day = reader.day_of(Branch({"infoJO": entry}, "erratum", document))[0]
        reader.errata += [day] if day else []
    root.ignore("@xsi:type")
    root.end()
    values |= closing
    titre = next(
        (values[k] for k in ("tete_analyse", "titre", "analyse", "rubrique") if values.get(k)), None
    )
    return Question(
        id=official_id(legislature, "QE", numero),
        legislature=legislature,
        type="QE",
        numero=numero,
        etat=etat,
        source=source,
        url_officielle=official_address(legislature, "QE", numero),
        titre=titre,
        **{name: value for name, value in values.items() if value is not None},
        attributions=tuple(attributions),
        renouvellements=tuple(sorted(renouvellements)),
        signalement=signalement,
        errata=tuple(sorted(reader.errata)),
        question=question,
        reponse=reponse,
    )


def _key(root: Branch) -> tuple[int, int]:
    """Legislature and number, from the identifier and from `uid`, which must agree."""
    uid = root.text("uid")
    kind = root.text("type")
    found = _UID.fullmatch(uid or "")
    kind = kind or (found["type"] if found else None)
    if kind != "QE":
        name = KIND_NAMES.get(kind or "", f"type {kind}")
        raise NotOursError(name, "left out: only written questions are published")
    identifiant = root.branch("identifiant")
    legislature = identifiant.text("legislature") or (found["legislature"] if found else None)
    numero = identifiant.text("numero") or (found["numero"] if found else None)
    identifiant.ignore("regime")
    identifiant.end()
    if not legislature or not numero:
        raise SourceError(
            "no number or legislature", "expected question.identifiant", kind="identite"
        )
    try:
        key = parse_legislature_number(legislature), parse_numero(numero)
    except ValueError as error:
        raise SourceError(str(error), "expected question.identifiant", kind="identite") from None
    if found and (int(found["legislature"]), int(found["numero"])) != key:
        raise SourceError(
            f"uid {uid} of question {key[0]}-{key[1]}",
            "expected one number: fetch the file again",
            kind="identite",
        )
    return key


class _Reader:
    """Takes the parts of a question; what does not fit is reported and left out."""

    def __init__(self, document: Document, legislature: int) -> None:
        self.document = document
        self.legislature = legislature
        self.errata: list[date] = []

    def subject(self, branch: Branch) -> dict[str, Any]:
        """Rubrique, heading, analysis; several analyses are one, parted by dots as on the pages."""
        parts: list[str] = []
        for analyses in branch.branches("analyses"):
            parts += analyses.texts("analyse")
            analyses.end()
        heading = branch.text("teteAnalyse")
        if heading and fold(heading) == _NO_HEADING:
            heading = None
        values = {
            "rubrique": line(branch.text("rubrique")),
            "tete_analyse": line(heading),
            "analyse": line(joined_analyses(parts)),
        }
        branch.end()
        return values

    def author(self, branch: Branch) -> dict[str, Any]:
        """References and group: that of the day of the question."""
        identity, group = branch.branch("identite"), branch.branch("groupe")
        values = {
            "acteur_ref": identity.text("acteurRef"),
            "mandat_ref": identity.text("mandatRef"),
            "groupe": line(group.text("developpe")),
            "groupe_sigle": line(group.text("abrege")),
        }
        group.ignore("organeRef")
        for part in (identity, group, branch):
            part.end()
        if values["groupe"] or values["groupe_sigle"]:
            values["groupe_date"] = "question"
        return values

    def ministry(self, branch: Branch) -> str | None:
        """The short title, the only one that lasts from one government to the next."""
        short, long = branch.text("abrege"), branch.text("developpe")
        branch.ignore("organeRef")
        branch.end()
        return line(short or long)

    def attributions(self, branch: Branch) -> tuple[str | None, list[Attribution]]:
        """Who is in charge now, and the whole history by day, the ministry first given it included."""
        history: list[tuple[date, str, bool]] = []
        last = date.min
        for entry in branch.branches("minAttrib"):
            day, _ = self.day_of(entry, keep="denomination")
            name = self.ministry(entry.branch("denomination"))
            entry.end()
            if not name:
                continue
            if day is None:  # it keeps its place in the file
                entry.doubt("infoJO", f'"{name}" without a day', "left out of the attributions")
            last = day or last
            history.append((last, name, day is not None))
        branch.end()
        history.sort(key=lambda entry: entry[0])
        in_charge = history[-1][1] if history else None
        return in_charge, [Attribution(day, name) for day, name, dated in history if dated]

    def texts(
        self, branch: Branch, key: str
    ) -> tuple[tuple[str, ...], tuple[date | None, int | None]]:
        """The paragraphs, the day and the page. A second text follows the first, by day."""
        found: list[tuple[date | None, int | None, tuple[str, ...]]] = []
        for entry in branch.branches(key):
            day, page = self.day_of(entry, keep="texte erratum")
            paragraphs = read_html_text(entry.text("texte") or "")
            erratum = entry.text("erratum")
            if erratum:
                entry.doubt("erratum", f'"{erratum[:60]}"', "its text is left out", "texte")
                self.errata += [day] if day else []
            entry.end()
            found.append((day, page, paragraphs))
        branch.end()
        found.sort(key=lambda text: text[0] or date.max)
        distinct: list[tuple[str, ...]] = []
        for _, _, paragraphs in found:
            if paragraphs and paragraphs not in distinct:
                distinct.append(paragraphs)
        if len(distinct) > 1:
            branch.doubt(key, f"{len(distinct)} texts", "published one after the other", "texte")
        joined = tuple(paragraph for paragraphs in distinct for paragraph in paragraphs)
        return joined, (found[0][0], found[0][1]) if found else (None, None)

    def state(
        self, branch: Branch, has_text: bool, answered: tuple[date | None, int | None]
    ) -> tuple[Etat, dict[str, Any]]:
        """What became of the question, with the day and page of its answer or closing."""
        code, label = line(branch.text("codeCloture")), line(branch.text("libelleCloture"))
        closed = self._day(branch, "dateCloture")
        day, page = self.day_of(branch)
        answer = {"date_reponse": answered[0] or day or closed, "page_reponse": answered[1]}
        if code == ANSWERED or (code is None and fold(label or "").startswith(_ANSWER)):
            answer["page_reponse"] = answered[1] or page
            if has_text and answered[0] and (closed or day) not in (None, answered[0]):
                branch.doubt(
                    "dateCloture",
                    f"{closed or day}",
                    f"kept the answer's own, {answered[0]}",
                    "contradiction",
                )
            return ("repondue" if has_text else "repondue_sans_texte"), answer
        if has_text:
            if code or label:
                found = f"{code or label} of an answered question"
                branch.doubt("codeCloture", found, "left out", "contradiction")
            return "repondue", {"date_reponse": answered[0], "page_reponse": answered[1]}
        if answered[0]:
            return "repondue_sans_texte", {"date_reponse": answered[0], "page_reponse": answered[1]}
        if not (code or label or closed or day):
            return "en_attente", {}
        if not label:
            found = f"closed on {closed or day}, code {code}"
            branch.doubt("libelleCloture", found, "published as a withdrawal", "absent")
        return state_of_closing(label or ""), {
            "date_cloture": closed or day,
            "code_cloture": code,
            "motif_cloture": label,
        }

    def signalement(self, branch: Branch) -> date | None:
        """The day of the Journal officiel that says so, not that of its deposit."""
        deposited = self._day(branch, "dateDepotSignal")
        day = self.day_of(branch)[0]
        if deposited and day is None:
            found = f"deposited on {deposited}, no day of the Journal officiel"
            branch.doubt("infoJO", found, "left out", "absent")
        return day

    def day_of(self, branch: Branch, keep: str = "") -> tuple[date | None, int | None]:
        """The day and page of its `infoJO`; ends the branch, but for the keys to ``keep``."""
        if not branch.values:
            return None, None
        info = branch.branch("infoJO")
        day = self._day(info, "dateJO")
        page = None
        if written := info.text("pageJO"):
            try:
                page = parse_page(written)
            except ValueError as error:
                info.doubt("pageJO", f'"{written}"', f"left out: {error}")
        info.ignore(*_OF_A_DAY)
        info.end()
        if not keep:
            branch.end()
        return day, page

    def _day(self, branch: Branch, key: str) -> date | None:
        """`2024-10-08` or `08/10/2024`."""
        written = branch.text(key)
        if written is None:
            return None
        try:
            day = _written_day(written)
            check_day(day, self.legislature)
        except ValueError as error:
            branch.doubt(key, f'"{written}"', f"left out: {error}")
            return None
        return day


def joined_analyses(parts: list[str]) -> str:
    """One as it is; several as the pages print them: `équipements. vieillissement. bilan.`"""
    if len(parts) < 2:
        return "".join(parts)
    return "".join(f"{part.rstrip('. ')}. " for part in parts).strip()


def named(civilite: str | None, prenom: str | None, nom: str | None) -> dict[str, Any]:
    """The names of an author as the record has them, from their parts."""
    prenom, nom = line(prenom), line(nom)
    if not nom:
        return {"civilite": None, "auteur": None, "prenom": None, "nom": None}
    written = " ".join(part for part in (prenom, nom) if part)
    whole = split_name(f"_ {nom}")[1]  # `de Courson` is sorted by `Courson (de)`
    return {
        "civilite": short_civility(line(civilite)),
        "auteur": written,
        "prenom": prenom,
        "nom": whole,
    }


def circonscription(departement: str, numero: int) -> dict[str, Any]:
    """`Haute-Marne (2e circonscription)`."""
    ordinal = "re" if numero == 1 else "e"
    return {
        "circonscription": f"{departement} ({numero}{ordinal} circonscription)",
        "circonscription_numero": numero,
    }


@remembered
def _written_day(text: str) -> date:
    """`2024-10-08` or `08/10/2024`. Raises ValueError."""
    iso = _ISO.fullmatch(text)
    if not iso:
        return parse_day(text)
    year, month, day = iso[1].split("-")
    return parse_day(f"{day}/{month}/{year}")


def line(text: str | None) -> str | None:
    """A value on one line, its blanks single, its entities decoded, without marks of HTML."""
    return _line(text) if text else None


@remembered
def _line(text: str) -> str | None:
    if "<" in text:
        text = _MARK.sub("", text)
    return " ".join(html.unescape(text).split()) or None
