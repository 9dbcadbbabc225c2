"""What machines read in a question's page: schema.org, and the name and place of what one cites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

from publisher.citation import cited, is_answered, surname
from publisher.french import NO_BREAK

#: The paper that questions and answers are printed in.
JOURNAL: Final = "Journal officiel, Assemblée nationale, Questions"


def publication(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values of what Zotero's translator "Embedded Metadata" and others read, but for the title.

    A journal title makes it an article; the author is `Surname, First name`, which nobody has to guess.
    The language is that of `<html lang>`.
    """
    day, page = cited(facts)
    values = {
        "citation_author": _author(facts),
        "citation_publication_date": day,
        "citation_journal_title": JOURNAL,
        "citation_firstpage": page,
    }
    return [(name, str(value)) for name, value in values.items() if value is not None]


def _author(facts: Mapping[str, Any]) -> str | None:
    """`de Courson, Charles`, which nobody has to guess.

    Where two words stand on both sides of the comma, Zotero takes them for two authors.
    """
    if "nom" not in facts:
        return None
    name = surname(facts["nom"])
    if "prenom" not in facts:
        return name
    prenom: str = facts["prenom"]
    return f"{name}, {prenom.replace(' ', NO_BREAK) if ' ' in name else prenom}"


def json_ld(facts: Mapping[str, Any]) -> str:
    """A `Question`, and its `Answer` where its text is known, in a `WebPage`; safe within `<script>`.

    Not `QAPage`, where anyone may answer, nor `FAQPage`. Addresses are relative: a page knows its own.
    """
    question: dict[str, Any] = {
        "@type": "Question",
        "identifier": facts["id"],
        "name": facts.get("titre") or facts.get("rubrique") or facts["title"],
    }
    if "auteur" in facts:
        question["author"] = {"@type": "Person", "name": facts["auteur"]}
    if "date_question" in facts:
        question["datePublished"] = facts["date_question"]
    question["answerCount"] = int(is_answered(facts))
    if facts["etat"] == "repondue":
        answer: dict[str, Any] = {"@type": "Answer", "url": "#reponse"}
        if "ministere_attributaire" in facts:
            name = facts["ministere_attributaire"]
            answer["author"] = {"@type": "GovernmentOrganization", "name": name}
        if "date_reponse" in facts:
            answer["datePublished"] = facts["date_reponse"]
        question["acceptedAnswer"] = answer
    page = {"@context": "https://schema.org", "@type": "WebPage", "mainEntity": question}
    return orjson.dumps(page).decode().replace("<", "\\u003c")
