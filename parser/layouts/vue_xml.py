"""The site's own XML of one question, `…/q14/14-47351QE.htm/vue/xml`, in capitals.

    <QUESTION TYPE="QE"><LEGISLATURE>14</LEGISLATURE><DEPOT NUMERO="47351"><DATE_JO>07/01/2014</DATE_JO>…

It names the author, the group (that of the day of the export) and the circonscription. Empty blocks are
there with empty children.
"""

from __future__ import annotations

from typing import Any, Final

from parser.document import Document
from parser.findings import NotOursError, SourceError
from parser.labels import KIND_NAMES
from parser.layouts import opendata
from parser.question import Question
from parser.tree import Branch
from parser.values import CIRCONSCRIPTIONS

#: Of a day in the Journal officiel: which of its series, its number.
_TYPE_AND_NUMBER: Final = ("TYPE_JO", "NUMERO_JO")


def parse_vue_xml(document: Document, values: dict[str, Any], source: str) -> Question:
    """Raises SourceError where the key of the question is not known, NotOursError for other kinds."""
    root = Branch(values, "QUESTION", document)
    kind = root.text("@TYPE")
    if kind != "QE":
        raise NotOursError(
            KIND_NAMES.get(kind or "", f"type {kind}"),
            "left out: only written questions are published",
        )
    deposit = Branch({}, "QUESTION.DEPOT", document)
    text = None
    for block in root.branches("DEPOT"):  # twice: the metadata, then the text
        text = block.text("TEXTE_DEPOT") or text
        if block.values:
            deposit = block
    numero, legislature = deposit.text("@NUMERO"), root.text("LEGISLATURE")
    if not numero or not legislature:
        raise SourceError(
            "no number or legislature", "expected DEPOT@NUMERO and LEGISLATURE", kind="identite"
        )
    erratum_q, erratum_r = root.branch("ERRATUM_QUESTION"), root.branch("ERRATUM_REPONSE")
    tree = {
        "type": "QE",
        "identifiant": {"numero": numero, "legislature": legislature},
        "indexationAN": _subject(root.branch("INDEXATION_AN")),
        "minInt": _ministry(root.branch("MINI")),
        "minAttribs": {"minAttrib": _attributions(root.branch("MINA"))},
        "textesQuestion": {"texteQuestion": {"infoJO": _day(deposit), "texte": text}},
        "textesReponse": _answer(root.branch("REPONSE")),
        "cloture": _closing(root.branch("CLOTURE")),
        "signalement": _signalement(root.branch("SIGNALEMENT")),
        "renouvellements": {"renouvellement": _renewals(root.branch("RENOUVELLEMENT"))},
    }
    author = _author(root)
    errata = [_day(erratum) for erratum in (erratum_q, erratum_r)]
    root.end()
    return opendata.parse_tree(document, tree, source, author=author, errata=errata)


def _author(root: Branch) -> dict[str, Any]:
    """Name, references, group and place."""
    person, group, place = (
        root.branch("AUTEUR"),
        root.branch("GROUPE"),
        root.branch("CIRCONSCRIPTION"),
    )
    found = opendata.named(person.text("CIVILITE"), person.text("PRENOM"), person.text("NOM"))
    found |= {
        "acteur_ref": _reference(person, "ID_ACTEUR", "PA"),
        "mandat_ref": _reference(person, "@ID_MANDAT", "PM"),
        "groupe": opendata.line(group.text("LIBELLE")),
        "groupe_sigle": opendata.line(group.text("@SIGLE")),
        "groupe_date": "export",
    }
    if not found["groupe"] and not found["groupe_sigle"]:
        found["groupe_date"] = None
    group.ignore("ID_GROUPE")
    departement, numero = (
        opendata.line(place.text("DEPARTEMENT")),
        place.text("@NUMERO_CIRCONSCRIPTION"),
    )
    found["departement"] = departement
    if departement and numero:
        if numero.isascii() and numero.isdecimal() and int(numero[:4]) in CIRCONSCRIPTIONS:
            found |= opendata.circonscription(departement, int(numero))
        else:
            place.doubt("@NUMERO_CIRCONSCRIPTION", f'"{numero}"', "left out; expected 1 to 99")
    place.ignore("CODE_DEPARTEMENT", "CODE_REGION", "REGION")
    for branch in (person, group, place):
        branch.end()
    return found


def _reference(branch: Branch, key: str, letters: str) -> str | None:
    """`PA923` for `923`, as open data writes it."""
    written = branch.text(key)
    number = (written or "").removeprefix(letters)
    if written and not (number.isascii() and number.isdecimal()):
        branch.doubt(key, f'"{written}"', f"left out; expected {letters} and a number")
        return None
    return f"{letters}{number}" if written else None


def _subject(branch: Branch) -> dict[str, Any]:
    analyses = branch.branch("ANALYSE")
    subject = {
        "rubrique": branch.text("@RUBRIQUE"),
        "teteAnalyse": branch.text("TETE_ANALYSE"),
        "analyses": {"analyse": analyses.texts("ANA")},
    }
    analyses.end()
    branch.end()
    return subject


def _ministry(branch: Branch) -> dict[str, Any]:
    names = {"abrege": branch.text("ABREGE"), "developpe": branch.text("DEVELOPPE")}
    branch.ignore("ID_MINI", "ID_MINA")
    branch.end()
    return names


def _attributions(branch: Branch) -> list[dict[str, Any]]:
    found = []
    for entry in branch.branches("ORDRE"):
        entry.ignore("@NUMERO")
        day = {"dateJO": entry.text("DATE_JO")}
        entry.ignore(*_TYPE_AND_NUMBER)
        found.append({"infoJO": day, "denomination": _ministry(entry)})
    branch.end()
    return found


def _answer(branch: Branch) -> dict[str, Any] | None:
    info = {"dateJO": branch.text("DATE_JO_REPONSE"), "pageJO": branch.text("PAGE_JO_REPONSE")}
    text = branch.text("TEXTE_REPONSE")
    branch.end()
    if not text and not info["dateJO"]:
        return None
    return {"texteReponse": {"infoJO": info, "texte": text}}


def _closing(branch: Branch) -> dict[str, Any]:
    labels = {"codeCloture": branch.text("ABREGE"), "libelleCloture": branch.text("LIBELLE")}
    return labels | {"infoJO": _day(branch)}


def _signalement(branch: Branch) -> dict[str, Any]:
    return {"dateDepotSignal": branch.text("DATE_DEPOT_SIGNAL"), "infoJO": _day(branch)}


def _renewals(branch: Branch) -> list[dict[str, Any]]:
    found = []
    for entry in branch.branches("ORDRE"):
        entry.ignore("@NUMERO", *_TYPE_AND_NUMBER)
        found.append({"infoJO": {"dateJO": entry.text("DATE_RENOUVELLEMENT")}})
        entry.end()
    branch.end()
    return found


def _day(branch: Branch) -> dict[str, Any]:
    """The day and page of a block, as the open data has them."""
    info = {"dateJO": branch.text("DATE_JO"), "pageJO": branch.text("PAGE_JO")}
    branch.ignore(*_TYPE_AND_NUMBER)
    branch.end()
    return info
