"""A record written as a source document of each layout: what `test_renderings.py` reads back.

Each function gives the document of a record that holds only what its layout can say.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

from parser.question import Question

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
NAMESPACE = "http://schemas.assemblee-nationale.fr/referentiel"


def written(day: date) -> str:
    """`1er février 1988`."""
    return f"{day.day}{'er' if day.day == 1 else ''} {MONTHS[day.month - 1]} {day.year}"


def numeric(day: date) -> str:
    """`01/02/1988`."""
    return f"{day:%d/%m/%Y}"


def typed(paragraphs: tuple[str, ...]) -> str:
    """The texts as they stood before an asterisk was marked as typed."""
    return "\n\n".join(paragraphs).replace("\\*", "*")


def sheet(question: Question, breaks: Callable[[str], str]) -> str:
    """Layout A; ``breaks`` puts page breaks into a text."""

    def day(value: date, page: int | None = None) -> str:
        return f"[{written(value)}](#)" + (f", page {page}" if page else "")

    dates = [
        ("Question publiée au JO le", question.date_question, question.page_question),
        ("Réponse publiée au JO le", question.date_reponse, question.page_reponse),
        *(("Date de changement d'attribution", a.date, None) for a in question.attributions),
        ("Date de signalement", question.signalement, None),
        *(("Date de renouvellement", renewed, None) for renewed in question.renouvellements),
        *(("Erratum de la question publié au JO le", day, None) for day in question.errata),
    ]
    raised = re.sub(r"(\d)(r?e) c", r"\1^\2 c", question.circonscription or "")
    lines = [
        "ASSEMBLÉE NATIONALE",
        f"{question.legislature}ème législature",
        question.titre,
        f"Question écrite n° {question.numero}",
        "Texte de la question",
        breaks(typed(question.question)),
        *(("Texte de la réponse", breaks(typed(question.reponse))) if question.reponse else ()),
        "Données clés",
        f"Auteur : [{question.civilite} {question.auteur}](#)",
        f"Circonscription : {raised} - {question.groupe}",
        "Type de question : Question écrite",
        f"Numéro de la question : {question.numero}",
        f"Rubrique : {question.rubrique}",
        f"Ministère interrogé : {question.ministere_interroge}",
        f"Ministère attributaire : {question.ministere_attributaire}",
        "Date(s) clé(e)s",
        *(f"{label} : {day(value, page)}" for label, value, page in dates if value),
    ]
    if question.date_cloture:
        lines.append(f"Question retirée le : {day(question.date_cloture)} {_reason(question)}")
    return "\n\n\n\n" + "\n\n".join(line or "" for line in lines)


def _reason(question: Question) -> str:
    return f"({question.motif_cloture})" if question.motif_cloture else ""


def table_head(question: Question, *, rows: bool) -> str:
    """Layout B, in rows parted by tabs or one label on each line."""
    page = {
        which: f" page : {number}" if number else ""
        for which, number in (
            ("question", question.page_question),
            ("reponse", question.page_reponse),
        )
    }
    dates = []
    if question.date_question:
        dates.append(
            f"Question publiée au JO le : {numeric(question.date_question)}{page['question']}"
        )
    if question.date_reponse:
        dates.append(
            f"Réponse publiée au JO le : {numeric(question.date_reponse)}{page['reponse']}"
        )
    dates += [f"Date de changement d'attribution: {numeric(a.date)}" for a in question.attributions]
    if question.signalement:
        dates.append(f"Date de signalement : {numeric(question.signalement)}")
    dates += [f"Date de renouvellement: {numeric(day)}" for day in question.renouvellements]
    dates += [f"Erratum de la réponse publié au JO le : {numeric(day)}" for day in question.errata]
    if question.date_cloture:
        dates.append(f"Question retirée le: {numeric(question.date_cloture)} {_reason(question)}")
    subject = (
        [f"Tête d'analyse > {question.tete_analyse}", f"Analyse > {question.analyse}"]
        if question.tete_analyse
        else [f"Titre > {question.titre}"]
    )
    cells = [
        [
            f"Question N° : {question.numero}" if rows else f"Question N° {question.numero}",
            f"{'De' if rows else 'de'} {question.civilite} {question.auteur}"
            f" ({question.groupe} - {question.departement}{'' if rows else ' '})",
            "Question écrite",
        ],
        [
            f"Ministère interrogé > {question.ministere_interroge}",
            f"Ministère attributaire > {question.ministere_attributaire}",
        ],
        [f"Rubrique > {question.rubrique}", *subject],
        [" ".join(dates)] if rows else dates,
    ]
    head = [("\t" if rows else "\n").join(row) for row in cells]
    lines = [f"{question.legislature}ème législature", *head]
    lines += ["Texte de la question", typed(question.question)]
    if question.reponse:
        lines += ["Texte de la réponse", typed(question.reponse)]
    return "\n".join(lines) + "\n"


def current_page(question: Question, *, headed: bool, name: str) -> str:
    """Layout D, or D+ with its heading; ``name`` is the author as this page writes it."""
    place = f"{question.circonscription or ''} - {question.groupe}".strip()
    lines = [
        *([f"Question écrite n° {question.numero} :"] if headed else []),
        question.titre or "",
        *([f"{question.legislature}e Législature"] if headed else []),
        "Question de :",
        name,
        place,
        typed(question.question),
    ]
    if question.reponse and question.date_reponse:
        lines += [f"Réponse publiée le {written(question.date_reponse)}", typed(question.reponse)]
    lines += [
        "Données clés",
        f"Auteur : {name}",
        "Type de question : Question écrite",
        f"Rubrique : {question.rubrique}",
        f"Ministère interrogé : {question.ministere_interroge}",
        f"Ministère répondant : {question.ministere_attributaire}",
    ]
    if question.signalement:
        day = written(question.signalement)
        lines.append(f"Signalement : Question signalée au Gouvernement le {day}")
    lines.append("Dates :" if question.date_reponse else "Date :")
    for what, value in (("Question", question.date_question), ("Réponse", question.date_reponse)):
        if value:
            lines.append(f"{what} publiée le {written(value)}")
    if question.date_cloture:
        lines += ["Date de cloture :", written(question.date_cloture), question.motif_cloture or ""]
    return "\n".join([*lines, "partager"])


def tagged(question: Question) -> str:
    """Layout E."""
    values = {
        "LEG": question.legislature,
        "NUM": question.numero,
        "NAT": "QE",
        "AUT": f"{question.civilite} {question.auteur}",
        "MINI": question.ministere_interroge,
        "MINA": question.ministere_attributaire,
        "DPQ": numeric(question.date_question) if question.date_question else "",
        "RUB": question.rubrique,
        "TANA": question.tete_analyse,
        "ANA": question.analyse,
        "QUEST": typed(question.question),
        "REP": typed(question.reponse),
    }
    return "\n".join(f"<{tag}> {value}" for tag, value in values.items())


def as_html(paragraphs: tuple[str, ...]) -> str:
    """Marked text as official files hold it."""
    marked = (html.escape(paragraph, quote=False) for paragraph in paragraphs)
    mended = (re.sub(r"(?<!\\)\*([^*]+)(?<!\\)\*", r"<em>\1</em>", text) for text in marked)
    return "<br/><br/>".join(text.replace("\\*", "*") for text in mended)


def open_data(question: Question, analyses: list[str]) -> dict[str, Any]:
    """The official tree of a question, as its JSON has it."""

    def info(
        day: date | None, page: int | None = None, kind: str = "JO_QUESTION"
    ) -> dict[str, Any]:
        return {
            "typeJO": kind,
            "dateJO": day.isoformat() if day else None,
            "pageJO": str(page) if page else None,
            "numJO": None,
            "urlLegifrance": None,
            "referenceNOR": None,
        }

    def ministry(name: str | None) -> dict[str, Any]:
        return {"organeRef": "PO1", "abrege": name, "developpe": f"Ministère : {name}"}

    def one_or_list(values: list[Any]) -> Any:
        return values[0] if len(values) == 1 else values

    answer = info(question.date_reponse, question.page_reponse)
    closing: dict[str, Any] | None = None
    if question.date_reponse:
        closing = {
            "codeCloture": "REP_PUB",
            "libelleCloture": "Réponse publiée",
            "dateCloture": question.date_reponse.isoformat(),
            "infoJO": answer,
        }
    elif question.date_cloture:
        closing = {
            "codeCloture": question.code_cloture,
            "libelleCloture": question.motif_cloture,
            "dateCloture": question.date_cloture.isoformat(),
            "infoJO": info(question.date_cloture),
        }
    renewals = [{"infoJO": info(day)} for day in question.renouvellements]
    attributions = [
        {"infoJO": info(a.date), "denomination": ministry(a.ministere)}
        for a in question.attributions
    ]
    return {
        "uid": question.id,
        "identifiant": {
            "numero": str(question.numero),
            "regime": "5eme Republique",
            "legislature": str(question.legislature),
        },
        "type": "QE",
        "indexationAN": {
            "rubrique": question.rubrique,
            "teteAnalyse": question.tete_analyse,
            "analyses": {"analyse": one_or_list(analyses)},
        },
        "auteur": {
            "identite": {"acteurRef": question.acteur_ref, "mandatRef": question.mandat_ref},
            "groupe": {
                "organeRef": "PO2",
                "abrege": question.groupe_sigle,
                "developpe": question.groupe,
            },
        },
        "minInt": ministry(question.ministere_interroge),
        "minAttribs": {"minAttrib": one_or_list(attributions)},
        "textesQuestion": {
            "texteQuestion": {
                "infoJO": info(question.date_question, question.page_question),
                "texte": as_html(question.question),
            }
        },
        "textesReponse": {"texteReponse": {"infoJO": answer, "texte": as_html(question.reponse)}}
        if question.reponse
        else None,
        "cloture": closing,
        "signalement": {"dateDepotSignal": None, "infoJO": info(question.signalement)}
        if question.signalement
        else None,
        "renouvellements": {"renouvellement": one_or_list(renewals)} if renewals else None,
    }


def open_data_xml(tree: dict[str, Any], *, french_days: bool) -> bytes:
    """The same tree in XML: siblings for lists, empty elements for null, `dd/mm/yyyy` if asked."""

    def add(parent: ElementTree.Element, name: str, value: Any) -> None:
        for entry in value if isinstance(value, list) else [value]:
            element = ElementTree.SubElement(parent, name)
            if isinstance(entry, dict):
                for key, inner in entry.items():
                    add(element, key, inner)
            elif isinstance(entry, str):
                is_day = french_days and re.fullmatch(r"\d{4}-\d\d-\d\d", entry)
                element.text = numeric(date.fromisoformat(entry)) if is_day else entry

    root = ElementTree.Element("question", {"xmlns": NAMESPACE})
    for key, value in tree.items():
        add(root, key, value)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def vue_xml(question: Question, analyses: list[str]) -> str:
    """Layout F; empty blocks are there, with empty children."""

    def tag(name: str, value: object = None) -> str:
        return f"<{name}>{html.escape(str(value))}</{name}>" if value else f"<{name}/>"

    def day(value: date | None, page: int | None = None) -> str:
        return tag("DATE_JO", numeric(value) if value else None) + tag("PAGE_JO", page)

    def ministry(name: str | None) -> str:
        return tag("ABREGE", name) + tag("DEVELOPPE", f"Ministère : {name}")

    def text(name: str, paragraphs: tuple[str, ...]) -> str:
        return f"<{name}><![CDATA[{as_html(paragraphs)}]]></{name}>" if paragraphs else f"<{name}/>"

    code, label, closed = question.code_cloture, question.motif_cloture, question.date_cloture
    if question.date_reponse:
        code, label, closed = "REP_PUB", "Réponse publiée", question.date_reponse
    answered = question.date_reponse
    errata = [*question.errata, None, None]
    orders = "".join(
        f'<ORDRE NUMERO="{i}">{ministry(a.ministere)}{day(a.date)}</ORDRE>'.replace(
            "<PAGE_JO/>", ""
        )
        for i, a in enumerate(question.attributions, 1)
    )
    renewals = "".join(
        f'<ORDRE NUMERO="{i}">{tag("DATE_RENOUVELLEMENT", numeric(renewed))}</ORDRE>'
        for i, renewed in enumerate(question.renouvellements, 1)
    )
    departement = html.escape(question.departement or "")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<QUESTION TYPE="QE">
<LEGISLATURE>{question.legislature}</LEGISLATURE>
<DEPOT NUMERO="{question.numero}">{day(question.date_question, question.page_question)}</DEPOT>
<AUTEUR ID_MANDAT="{(question.mandat_ref or "")[2:]}">{tag("ID_ACTEUR", (question.acteur_ref or "")[2:])}
{tag("CIVILITE", question.civilite)}{tag("NOM", (question.auteur or "").partition(" ")[2])}
{tag("PRENOM", question.prenom)}</AUTEUR>
<GROUPE SIGLE="{html.escape(question.groupe_sigle or "")}">{tag("LIBELLE", question.groupe)}</GROUPE>
<CIRCONSCRIPTION NUMERO_CIRCONSCRIPTION="{question.circonscription_numero}">
<DEPARTEMENT>{departement}</DEPARTEMENT><REGION>Ailleurs</REGION></CIRCONSCRIPTION>
<INDEXATION_AN RUBRIQUE="{html.escape(question.rubrique or "")}">
{tag("TETE_ANALYSE", question.tete_analyse)}<ANALYSE>{"".join(tag("ANA", a) for a in analyses)}</ANALYSE>
</INDEXATION_AN>
<MINI>{ministry(question.ministere_interroge)}</MINI><MINA>{orders}</MINA>
<DEPOT>{text("TEXTE_DEPOT", question.question)}</DEPOT>
<ERRATUM_QUESTION>{day(errata[0])}</ERRATUM_QUESTION>
<SIGNALEMENT>{day(question.signalement).replace("<PAGE_JO/>", "")}</SIGNALEMENT>
<RENOUVELLEMENT>{renewals}</RENOUVELLEMENT>
<CLOTURE>{day(closed)}{tag("ABREGE", code)}{tag("LIBELLE", label)}</CLOTURE>
<REPONSE>{text("TEXTE_REPONSE", question.reponse)}
{tag("DATE_JO_REPONSE", numeric(answered) if answered else None)}
{tag("PAGE_JO_REPONSE", question.page_reponse)}</REPONSE>
<ERRATUM_REPONSE>{day(errata[1])}</ERRATUM_REPONSE>
</QUESTION>
"""
