"""A record written in each layout and read back is the same record."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parser.question import Attribution, Etat, Question, official_address, official_id
from parser.read import read_question
from tests.parser import rendering

#: First name, surname, and what it is sorted by.
NAMES = [
    ("Anne", "Martin", "Martin"),
    ("Jean-Luc", "Pérol-Dumont", "Pérol-Dumont"),
    ("Charles", "de Courson", "Courson (de)"),
    ("Christelle", "D'Intorni", "D'Intorni"),
    ("Marc", "Le Fur", "Le Fur"),
    ("Éric", "Marin-Moskovitz", "Marin-Moskovitz"),
]
GROUPS = [
    "SOC", "UDR", "Les Républicains", "Socialiste, écologiste et républicain", "Non-inscrit",
    "La France insoumise - Nouveau Front Populaire", "Libertés, Indépendants, Outre-mer et Territoires",
]  # fmt: skip
PLACES = [
    "Mayenne", "Côtes-d'Armor", "La Réunion", "Français établis hors de France", "Wallis-et-Futuna",
    "Saint-Barthélemy et Saint-Martin", "Saint-Pierre-et-Miquelon", "Val-d'Oise",
]  # fmt: skip
MINISTRIES = [
    "Intérieur", "Première ministre", "Justice et libertés (garde des sceaux)",
    "PME, innovation et économie numérique", "équipement, logement,du transport et espace",
    "Santé, familles, autonomie et personnes handicapées",
]  # fmt: skip
SUBJECTS = [
    "énergie et carburants", "Internet", "Lutte contre l'endométriose", "TVA : taux réduit", "œuvres d'art",
    "fin de vie, soins palliatifs", "ligne Clermont-Paris", "plate-forme 3939",
]  # fmt: skip
WORDS = [
    "l'État", "œuvre", "oeuvre", "nº 43", "3 p 100", "5 %", "« sources »", "(article L. 12-1)", "d’eau",
    "*via*", "a_b", "[note]", "A < B", "R&D", "\\* puis", "actuelles,, sera", "2e", "www.gouv.fr", "…",
    "I. -", "Ã", "120 000", "coût :",
]  # fmt: skip
REASONS = [("fin de mandat", "close"), ("caducité", "retiree"), ("décès de l'auteur", "retiree")]
NUMBERS = st.integers(1, 99_999)


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[str, ...]:
    count = draw(st.integers(1, 3))
    made = []
    for _ in range(count):
        words = draw(st.lists(st.sampled_from(WORDS), max_size=6))
        made.append(" ".join(["Il rappelle", *words, draw(st.sampled_from(["ainsi.", "quoi ?"]))]))
    return tuple(made)


@st.composite
def records(draw: st.DrawFn, *, named_in_text: bool = False) -> Question:
    """All that any layout can say; each test keeps what its own can."""
    legislature = draw(st.sampled_from([13, 14, 15, 16]))
    first = date(rendering_year(legislature), 7, 1)
    days = draw(
        st.lists(st.integers(0, 1700), min_size=6, max_size=6, unique=True).map(
            lambda found: [first + timedelta(days=d) for d in sorted(found)]
        )
    )
    prenom, surname, nom = draw(st.sampled_from(NAMES))
    auteur = f"{prenom} {surname}"
    civilite = draw(st.sampled_from(["M.", "Mme"]))
    opening = f"{civilite} {auteur} attire l'attention de M. le ministre."
    departement, seat = draw(st.sampled_from(PLACES)), draw(st.integers(1, 21))
    asked, in_charge = draw(st.sampled_from(MINISTRIES)), draw(st.sampled_from(MINISTRIES))
    etat: Etat = draw(st.sampled_from(["repondue", "repondue_sans_texte", "en_attente", "retiree"]))
    answered = etat in ("repondue", "repondue_sans_texte")
    motif = None
    if etat == "retiree":
        motif, etat = draw(st.sampled_from(REASONS))  # type: ignore[assignment]
    numero = draw(NUMBERS)
    question = draw(paragraphs())
    return Question(
        id=official_id(legislature, "QE", numero),
        legislature=legislature,
        type="QE",
        numero=numero,
        etat=etat,
        source=f"{legislature}-{numero}QE.txt",
        url_officielle=official_address(legislature, "QE", numero),
        titre=draw(st.sampled_from(SUBJECTS)),
        rubrique=draw(st.sampled_from(SUBJECTS)),
        tete_analyse=draw(st.sampled_from(SUBJECTS)),
        analyse=None,
        auteur=auteur,
        prenom=prenom,
        nom=nom,
        civilite=civilite,
        acteur_ref=f"PA{draw(NUMBERS)}",
        mandat_ref=f"PM{draw(NUMBERS)}",
        groupe=draw(st.sampled_from(GROUPS)),
        groupe_sigle=draw(st.sampled_from(["RN", "LES-REP", "S&D"])),
        groupe_date="export",
        departement=departement,
        circonscription=f"{departement} ({seat}{'re' if seat == 1 else 'e'} circonscription)",
        circonscription_numero=seat,
        ministere_interroge=asked,
        ministere_attributaire=in_charge,
        date_question=days[0],
        page_question=draw(st.none() | NUMBERS),
        date_reponse=days[5] if answered else None,
        page_reponse=draw(st.none() | NUMBERS) if answered else None,
        date_cloture=days[5] if motif else None,
        code_cloture="CODE" if motif else None,
        motif_cloture=motif,
        attributions=(Attribution(days[0], asked), Attribution(days[1], in_charge)),
        renouvellements=tuple(draw(st.sampled_from([days[2:3], days[2:4], []]))),
        signalement=draw(st.none() | st.just(days[4])),
        errata=(days[1], days[3]) if draw(st.booleans()) else (),
        question=(opening, *question) if named_in_text else question,
        reponse=draw(paragraphs()) if etat == "repondue" else (),
    )


def rendering_year(legislature: int) -> int:
    """The first of a legislature."""
    return {13: 2007, 14: 2012, 15: 2017, 16: 2022}[legislature]


def only(question: Question, /, **changed: Any) -> Question:
    """A record with what a layout cannot say left out."""
    return dataclasses.replace(question, **changed)


NO_REFERENCES: dict[str, Any] = {
    "acteur_ref": None, "mandat_ref": None, "groupe_sigle": None, "code_cloture": None,
}  # fmt: skip
NO_ANALYSIS: dict[str, Any] = {"tete_analyse": None, "analyse": None}
NO_HISTORY: dict[str, Any] = {"attributions": (), "renouvellements": (), "errata": ()}


def reads_back(document: str | bytes, question: Question) -> None:
    content = document if isinstance(document, bytes) else document.encode()
    reading = read_question(content, source=question.source, path=question.source)
    assert reading.question == question, reading.findings
    assert reading.findings == ()


def without_ministries(question: Question) -> tuple[Attribution, ...]:
    """The changes as pages tell them: the first is none, and no ministry is named."""
    return tuple(Attribution(entry.date) for entry in question.attributions[1:])


@given(records(), st.data())
def test_a_sheet(question: Question, data: st.DataObject) -> None:
    def breaks(text: str) -> str:
        words = text.split(" ")
        at = data.draw(st.integers(0, len(words)))
        if 0 < at < len(words) and words[at - 1][-1].isalnum():
            words[at - 1 : at + 1] = [f"{words[at - 1]}\n\n{words[at]}"]
        return " ".join(words)

    question = only(
        question, **NO_REFERENCES, **NO_ANALYSIS, attributions=without_ministries(question)
    )
    reads_back(rendering.sheet(question, breaks), question)


@given(records(), st.booleans(), st.booleans())
def test_a_table_head(question: Question, rows: bool, analysed: bool) -> None:
    place: dict[str, Any] = {"circonscription": None, "circonscription_numero": None}
    subject: dict[str, Any] = (
        {"titre": question.tete_analyse, "analyse": "lutte. prévention."}
        if analysed
        else NO_ANALYSIS
    )
    changes = without_ministries(question)
    question = only(question, **NO_REFERENCES, **place, **subject, attributions=changes)
    reads_back(rendering.table_head(question, rows=rows), question)


@given(records(), st.booleans(), st.sampled_from(["as it is", "surname first", "no place"]))
def test_a_current_page(question: Question, headed: bool, form: str) -> None:
    question = only(
        question,
        **NO_REFERENCES,
        **NO_ANALYSIS,
        **NO_HISTORY,
        page_question=None,
        page_reponse=None,
    )
    name = f"{question.civilite} {question.auteur}"
    if form == "surname first":
        prenom, _, surname = (question.auteur or "").partition(" ")
        name = f"{question.civilite} {surname} {prenom}"
        opening = f"{question.civilite} {question.auteur} rappelle à M. le ministre ce qui suit."
        question = only(question, question=(opening, *question.question))
    if form == "no place":
        question = only(
            question, departement=None, circonscription=None, circonscription_numero=None
        )
    reads_back(rendering.current_page(question, headed=headed, name=name), question)


@given(records())
def test_a_tagged_source(question: Question) -> None:
    answered = bool(question.reponse)
    question = only(
        question, **NO_REFERENCES, **NO_HISTORY,
        etat="repondue" if answered else "en_attente", titre=question.tete_analyse, analyse="a. b.",
        groupe=None, groupe_date=None, departement=None, circonscription=None, signalement=None,
        circonscription_numero=None, date_reponse=None, page_reponse=None, page_question=None,
        date_cloture=None, motif_cloture=None,
    )  # fmt: skip
    reading = read_question(
        rendering.tagged(question).encode(), source=question.source, path=question.source
    )
    assert reading.question == question
    assert [f.expected for f in reading.findings] == (
        ["published without the date of the answer"] if answered else []
    )


def official(question: Question, headed: bool, analyses: list[str]) -> Question:
    """A record as the open data can say it."""
    joined = analyses[0] if len(analyses) == 1 else "".join(f"{a}. " for a in analyses).strip()
    return only(
        question, auteur_source="texte", groupe_date="question", errata=(), analyse=joined,
        departement=None, circonscription=None, circonscription_numero=None,
        tete_analyse=question.tete_analyse if headed else None,
        titre=question.tete_analyse if headed else joined,
    )  # fmt: skip


ANALYSES = st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=3)


@given(records(named_in_text=True), st.booleans(), ANALYSES)
def test_official_json(question: Question, headed: bool, analyses: list[str]) -> None:
    question = official(question, headed, analyses)
    tree = {"question": rendering.open_data(question, analyses)}
    reads_back(json.dumps(tree, ensure_ascii=False), question)


@given(records(named_in_text=True), st.booleans(), ANALYSES, st.booleans())
def test_official_xml(
    question: Question, headed: bool, analyses: list[str], french_days: bool
) -> None:
    question = official(question, headed, analyses)
    tree = rendering.open_data(question, analyses)
    reads_back(rendering.open_data_xml(tree, french_days=french_days), question)


@given(records(), st.booleans(), ANALYSES)
def test_vue_xml(question: Question, headed: bool, analyses: list[str]) -> None:
    question = only(official(question, headed, analyses), auteur_source=None, groupe_date="export",
        errata=question.errata, departement=question.departement,
        circonscription=question.circonscription,
        circonscription_numero=question.circonscription_numero,
    )  # fmt: skip
    reads_back(rendering.vue_xml(question, analyses), question)
