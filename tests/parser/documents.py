"""Source documents made for tests: a sheet or a table head with any of its parts changed."""

from __future__ import annotations

from typing import NamedTuple

from parser.findings import Finding
from parser.question import Question
from parser.read import read_question

SHEET = """



ASSEMBLÉE NATIONALE

14ème législature

{titre}

Question écrite n° {numero}

Texte de la question

{question}

Texte de la réponse

{reponse}

Données clés

Auteur : [{auteur}](#)

Circonscription : {circonscription}

Type de question : {type}

Numéro de la question : {numero_bis}

Rubrique : Énergie

Ministère interrogé : Écologie

Ministère attributaire : Industrie

Date(s) clé(s)

Question publiée au JO le : {publiee}

Réponse publiée au JO le : [29 juillet 2014](#), page 6524
"""

HEAD = """
14ème législature
Question N° : {numero}\tDe {auteur} ({bracket})\tQuestion écrite
Ministère interrogé > Écologie\t\tMinistère attributaire > Industrie
Rubrique > énergie\tTête d'analyse > éoliennes\tAnalyse > implantation. procédure.{more}
{dates}\t\t

Texte de la question

{question}

Texte de la réponse

{reponse}
"""

VALUES = {
    "titre": "Éoliennes",
    "numero": "123",
    "question": "Mme Anne Martin interroge M. le ministre.",
    "reponse": "Le Gouvernement y veille.",
    "auteur": "Mme Anne Martin",
    "circonscription": "Nord (2^e circonscription) - Groupe",
    "type": "Question écrite",
    "publiee": "[20 mai 2014](#), page 3995",
    "bracket": "Groupe - Nord",
    "dates": "Question publiée au JO le : 20/05/2014 page : 3995 "
    "Réponse publiée au JO le : 29/07/2014 page : 6524",
    "more": "",
}


def sheet(**changed: str) -> str:
    values = VALUES | changed
    return SHEET.format(**{"numero_bis": values["numero"]} | values)


def head(**changed: str) -> str:
    return HEAD.format(**VALUES | changed)


class Read(NamedTuple):
    """What a test looks at."""

    question: Question | None
    findings: tuple[Finding, ...]


def read(text: str | bytes) -> Read:
    content = text if isinstance(text, bytes) else text.encode()
    reading = read_question(content, source="f.txt", path="dir/f.txt")
    return Read(reading.question, reading.findings)


def read_well(text: str) -> Question:
    """The question of a document about which there is nothing to say."""
    question, findings = read(text)
    assert findings == ()
    assert question
    return question


def messages(text: str | bytes) -> list[str]:
    return [str(finding) for finding in read(text).findings]
