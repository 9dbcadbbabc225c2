"""One question in several sources: what is kept, what is told, and that order changes nothing."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.copies import ORIGINS, Copy, Origin
from parser.merging import Merged, merged
from parser.question import (
    FIELDS,
    Attribution,
    Question,
    Tableau,
    official_address,
    official_id,
)
from parser.sameness import same_ministry

ASKED, ANSWERED = date(2014, 5, 20), date(2014, 7, 29)


def copy(origin: Origin = "opendata", path: str | None = None, **fields: Any) -> Copy:
    name = path or f"{origin}.src"
    values: dict[str, Any] = {"etat": "en_attente", "source": name} | fields
    question = Question(
        id=official_id(14, "QE", 5),
        legislature=14,
        type="QE",
        numero=5,
        url_officielle=official_address(14, "QE", 5),
        **values,
    )
    return Copy(question, origin, name)


def answered(origin: Origin = "opendata", path: str | None = None, **fields: Any) -> Copy:
    values = {"etat": "repondue", "date_reponse": ANSWERED, "reponse": ("Oui.",)}
    return copy(origin, path, **(values | fields))


def doubts(found: Merged) -> list[str]:
    return [finding.found for finding in found.findings if finding.severity == "doubtful"]


def test_identical_copies_are_one() -> None:
    one, two = copy("texte", "a.txt", titre="Eau"), copy("texte", "b.txt", titre="Eau")
    found = merged([two, one])
    assert found.question == one.question
    assert [(f.path, f.severity, f.found) for f in found.findings] == [
        ("b.txt", "ignored", "14-5QE again, identical")
    ]


def test_a_field_that_the_first_source_lacks_comes_from_the_next() -> None:
    found = merged(
        [
            copy("texte", circonscription="Nord (2e circonscription)", departement="Nord",
                 circonscription_numero=2, page_question=3995, date_question=ASKED),
            copy("opendata", acteur_ref="PA1", date_question=ASKED, rubrique="eau"),
        ]
    )  # fmt: skip
    assert doubts(found) == []
    question = found.question
    assert (question.acteur_ref, question.page_question, question.rubrique) == ("PA1", 3995, "eau")
    assert question.circonscription == "Nord (2e circonscription)"
    assert question.source == "opendata.src"


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(ORIGINS, 2)))
def test_sources_count_in_their_order(first: Origin, second: Origin) -> None:
    found = merged([copy(second, rubrique="air"), copy(first, rubrique="eau")])
    assert found.question.rubrique == "eau"
    assert doubts(found) == [f'rubrique: "air" here, "eau" in {first}.src']


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("rubrique", "eau", "air"),
        ("tete_analyse", "eau", "air"),
        ("analyse", "eau.", "air."),
        ("titre", "eau", "air"),
        ("acteur_ref", "PA1", "PA2"),
        ("mandat_ref", "PM1", "PM2"),
        ("auteur", "Anne Petit", "Anne Grand"),
        ("departement", "Nord", "Gironde"),
        ("circonscription_numero", 2, 3),
        ("ministere_interroge", "Justice", "Intérieur"),
        ("ministere_attributaire", "Justice", "Intérieur"),
        ("date_question", ASKED, ANSWERED),
        ("page_question", 12, 13),
        ("signalement", ASKED, ANSWERED),
        ("renouvellements", (ASKED,), (ANSWERED,)),
        ("errata", (ASKED,), (ANSWERED,)),
        ("attributions", (Attribution(ASKED, "Justice"),), (Attribution(ASKED, "Culture"),)),
        ("question", ("Où va l'eau ?",), ("Où va l'air ?",)),
    ],
)
def test_a_disagreement_is_told_with_both_values_and_both_sources(
    name: str, one: Any, other: Any
) -> None:
    found = merged([copy("opendata", **{name: one}), copy("html", **{name: other})])
    assert getattr(found.question, name) == one
    (conflict,) = [f for f in found.findings if f.severity == "doubtful"]
    assert (conflict.path, conflict.kind) == ("html.src", "conflit")
    assert conflict.found.startswith(f"{name}: ")
    assert conflict.found.endswith("in opendata.src")


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("rubrique", "télécommunications", "Télécommunications"),
        ("tete_analyse", "Internet", "internet"),
        ("analyse", "équipements. bilan.", "équipements. bilan"),
        ("analyse", "lutte contre l'illettrisme", "lutte contre l’illettrisme"),
        ("auteur", "Sébastien Huyghe", "Sebastien Huyghe"),
        ("auteur", "Marie-Noëlle Battistel", "Marie Noëlle Battistel"),
        ("departement", "Seine-Maritime", "Seine maritime"),
        ("ministere_interroge", "Intérieur", "Ministère de l'intérieur"),
        ("ministere_interroge", "Famille", "Secrétariat d’État chargé de la famille"),
        ("question", ("Elle demande. Quoi ?",), ("Elle demande.", "Quoi ?")),
        ("question", ("Le no 43, vingt *via* un.",), ("Le n° 43, vingt via un.",)),
        ("question", (Tableau("<table><tr><td>A</td><td>1</td></tr></table>"),), ("A 1",)),
        ("question", ("Reponse a l'ecole",), ("Réponse à l’école",)),
    ],
)
def test_the_same_value_written_otherwise_is_no_disagreement(
    name: str, one: Any, other: Any
) -> None:
    found = merged([copy("opendata", **{name: one}), copy("texte", **{name: other})])
    assert doubts(found) == []
    assert getattr(found.question, name) == one


@pytest.mark.parametrize(
    ("one", "other"),
    [("Intérieur", "Justice"), ("Ministère de la justice", "Ministère de l'intérieur"),
     ("Intérieur et outre-mer", "Ministère de l'intérieur"), ("De la", "Ministère de la santé")],
)  # fmt: skip
def test_two_ministries_are_two(one: str, other: str) -> None:
    assert not same_ministry(one, other)


def test_the_groups_of_two_days_are_no_disagreement_and_come_whole_from_one_source() -> None:
    found = merged(
        [
            copy("texte", groupe="Les Républicains", groupe_sigle="LR", groupe_date="export"),
            copy("opendata", groupe="Union pour un mouvement populaire", groupe_date="question"),
        ]
    )
    assert doubts(found) == []
    question = found.question
    assert (question.groupe, question.groupe_sigle, question.groupe_date) == (
        "Union pour un mouvement populaire", None, "question",
    )  # fmt: skip


def test_a_name_that_a_page_writes_comes_before_one_that_the_text_holds() -> None:
    found = merged(
        [
            copy("opendata", auteur="Sebastien Huyghe", auteur_source="texte", nom="Huyghe"),
            copy("html", auteur="Sébastien Huyghe", civilite="M.", nom="Huyghe"),
        ]
    )
    assert doubts(found) == []
    assert (found.question.auteur, found.question.auteur_source) == ("Sébastien Huyghe", None)


def test_mlle_and_mme_are_no_disagreement_and_m_and_mme_are() -> None:
    anne = {"auteur": "Anne Petit"}
    one = copy("opendata", civilite="Mme", **anne)
    assert doubts(merged([one, copy("html", civilite="Mlle", **anne)])) == []
    assert len(doubts(merged([one, copy("html", civilite="M.", **anne)]))) == 1


def test_the_title_of_a_page_that_is_the_analysis_of_the_data_is_no_disagreement() -> None:
    data = copy("opendata", titre="Prix de l'eau", analyse="Prix de l'eau", rubrique="eau")
    found = merged([data, copy("html", titre="Prix de l’eau", rubrique="Eau")])
    assert doubts(found) == []
    assert found.question.titre == "Prix de l'eau"


def test_a_heading_of_the_analysis_is_the_title_whichever_source_has_it() -> None:
    found = merged(
        [
            copy("opendata", titre="prix", analyse="prix", rubrique="eau"),
            copy("html", titre="Internet", tete_analyse="Internet", analyse="prix"),
        ]
    )
    assert (found.question.titre, found.question.tete_analyse) == ("Internet", "Internet")
    assert doubts(found) == []


def test_an_answer_counts_before_a_pending_copy_and_that_is_no_doubt() -> None:
    pending = copy("opendata", ministere_attributaire="Justice", date_question=ASKED)
    answer = answered("texte", ministere_attributaire="Intérieur", page_reponse=6524)
    found = merged([pending, answer])
    assert doubts(found) == []
    question = found.question
    assert (question.etat, question.reponse, question.page_reponse) == ("repondue", ("Oui.",), 6524)
    assert question.ministere_attributaire == "Intérieur"
    assert question.date_question == ASKED
    assert [(f.path, f.found) for f in found.findings if f.severity == "ignored"] == [
        (
            "opendata.src",
            '14-5QE again, saved earlier: pending, ministere_attributaire: "Justice" for "Intérieur"',
        ),
        ("texte.src", "14-5QE again, with other fields"),
    ]


def test_the_text_of_an_answer_comes_from_the_source_that_has_it() -> None:
    dated = copy("opendata", etat="repondue_sans_texte", date_reponse=ANSWERED, page_reponse=6524)
    found = merged([dated, answered("html", page_reponse=None)])
    assert doubts(found) == []
    assert (found.question.etat, found.question.page_reponse) == ("repondue", 6524)


def test_an_answered_question_has_no_closing_and_a_withdrawal_elsewhere_is_told() -> None:
    closed = copy("opendata", etat="retiree", date_cloture=ANSWERED, motif_cloture="retrait")
    found = merged([closed, answered("html")])
    assert found.question.etat == "repondue"
    assert found.question.date_cloture is None
    assert found.question.motif_cloture is None
    assert doubts(found) == ['etat: "retiree" here, "repondue" in html.src']


def test_an_end_of_mandate_counts_before_a_pending_copy() -> None:
    closed = copy("html", etat="close", date_cloture=ANSWERED, motif_cloture="fin de mandat")
    other = copy("vue_xml", etat="close", code_cloture="FIN_MAN", motif_cloture="Fin de mandat")
    found = merged([copy("opendata"), closed, other])
    assert doubts(found) == []
    question = found.question
    assert (question.etat, question.date_cloture, question.code_cloture, question.motif_cloture) == (
        "close", ANSWERED, "FIN_MAN", "Fin de mandat",
    )  # fmt: skip


def test_of_two_answers_the_first_is_kept_whole_and_the_other_told() -> None:
    found = merged(
        [
            answered("opendata", reponse=("Oui.", "Le projet est prêt.")),
            answered("html", reponse=("Oui.", "Le projet est retiré.", "Fin.")),
        ]
    )
    assert found.question.reponse == ("Oui.", "Le projet est prêt.")
    assert doubts(found) == ['reponse: "retiré. Fin." here, "prêt." in opendata.src']


def test_a_page_number_belongs_to_its_day() -> None:
    found = merged(
        [
            copy("opendata", date_question=ASKED),
            copy("html", date_question=ANSWERED, page_question=12),
        ]
    )
    assert (found.question.date_question, found.question.page_question) == (ASKED, None)
    assert len(doubts(found)) == 1


def test_the_copy_that_was_passed_on_later_names_who_is_in_charge() -> None:
    later = copy(
        "html",
        ministere_attributaire="Intérieur",
        attributions=(Attribution(ASKED), Attribution(ANSWERED)),
    )
    first = copy(
        "opendata",
        ministere_attributaire="Justice",
        attributions=(Attribution(ASKED, "Justice"),),
    )
    found = merged([first, later])
    assert doubts(found) == []
    assert found.question.ministere_attributaire == "Intérieur"
    assert found.question.attributions == (Attribution(ASKED, "Justice"), Attribution(ANSWERED))


def test_a_longer_list_of_days_holds_the_shorter() -> None:
    found = merged(
        [copy("opendata", renouvellements=(ASKED,)), copy("html", renouvellements=(ASKED, ANSWERED))]
    )  # fmt: skip
    assert doubts(found) == []
    assert found.question.renouvellements == (ASKED, ANSWERED)


def test_no_copy_is_no_question() -> None:
    with pytest.raises(ValueError, match="one at least"):
        merged([])


WORDS = st.sampled_from(
    ["eau", "Eau", "air", "prix de l'eau", "prix de l’eau.", "Ministère de l'air"]
)
NAMES = st.sampled_from(["Anne Petit", "Annè Petit", "Jean Grand", "Anne-Marie Petit"])
DAYS = st.sampled_from([date(2014, 1, d) for d in (7, 14, 21)])
TEXT = st.lists(st.sampled_from(["Oui.", "Oui. Non.", "Non.", "*Oui.*"]), max_size=2).map(tuple)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "etat": st.sampled_from(
        ["repondue", "repondue_sans_texte", "en_attente", "retiree", "close", "inconnu"]
    ),
    "titre": WORDS, "rubrique": WORDS, "tete_analyse": WORDS, "analyse": WORDS,
    "auteur": NAMES, "auteur_source": st.just("texte"), "civilite": st.sampled_from(["M.", "Mme"]),
    "acteur_ref": st.sampled_from(["PA1", "PA2"]), "groupe": WORDS,
    "groupe_date": st.sampled_from(["export", "question"]),
    "departement": WORDS, "circonscription_numero": st.integers(1, 2),
    "ministere_interroge": WORDS, "ministere_attributaire": WORDS,
    "date_question": DAYS, "page_question": st.integers(1, 2),
    "date_reponse": DAYS, "page_reponse": st.integers(1, 2),
    "date_cloture": DAYS, "motif_cloture": WORDS, "signalement": DAYS,
    "renouvellements": st.lists(DAYS, max_size=2, unique=True).map(lambda d: tuple(sorted(d))),
    "attributions": st.lists(st.builds(Attribution, DAYS, st.none() | WORDS), max_size=2).map(
        lambda entries: tuple(sorted(entries, key=lambda e: e.date))
    ),
    "question": TEXT, "reponse": TEXT,
}  # fmt: skip
COPIES = st.lists(
    st.builds(
        lambda origin, path, fields: copy(origin, path, **fields),
        st.sampled_from(ORIGINS),
        st.sampled_from(["a", "b", "c"]),
        st.fixed_dictionaries({}, optional=VALUES),
    ),
    min_size=1,
    max_size=4,
)


@given(COPIES, st.randoms(use_true_random=False))
def test_the_order_of_the_sources_changes_nothing(copies: list[Copy], random: Any) -> None:
    shuffled = list(copies)
    random.shuffle(shuffled)
    assert merged(shuffled) == merged(copies)


@given(COPIES)
def test_merging_again_changes_nothing(copies: list[Copy]) -> None:
    found = merged(copies).question
    assert merged([*copies, *copies]).question == found
    assert merged([Copy(found, "opendata", "a")]) == Merged(found, ())


@given(COPIES)
def test_nothing_is_invented_and_nothing_of_a_lone_field_is_lost(copies: list[Copy]) -> None:
    found = merged(copies).question
    for name in FIELDS:
        value = getattr(found, name)
        given_values = [getattr(c.question, name) for c in copies]
        if name == "attributions":
            assert set(value) <= {entry for entries in given_values for entry in entries}
        elif name == "titre":
            subject = ("titre", "tete_analyse")
            assert value in [getattr(c.question, n) for c in copies for n in subject]
        elif value not in (None, ()):
            assert value in given_values
    for name in ("rubrique", "acteur_ref", "auteur", "ministere_interroge", "question"):
        if any(getattr(c.question, name) for c in copies):
            assert getattr(found, name)


@given(COPIES)
def test_a_value_that_is_not_kept_is_told_or_the_same(copies: list[Copy]) -> None:
    distinct = {dataclasses.replace(c.question, source=""): c for c in copies}.values()
    found = merged(distinct)
    told = " ".join(f"{finding.path} {finding.found}" for finding in found.findings)
    for one in distinct:
        for name in ("acteur_ref", "circonscription_numero", "date_question", "signalement"):
            value = getattr(one.question, name)
            if value is not None and value != getattr(found.question, name):
                assert f"{one.path} {name}: " in told


def test_a_record_has_no_field_that_merging_forgets() -> None:
    """Two copies alike but for one field: the result has it, whichever it is."""
    full = answered(
        titre="t", rubrique="r", tete_analyse="t", analyse="a", auteur="A B", prenom="A", nom="B",
        civilite="M.", acteur_ref="PA1", mandat_ref="PM1", groupe="g", groupe_sigle="s",
        groupe_date="export", departement="d", circonscription="c", circonscription_numero=1,
        ministere_interroge="m", ministere_attributaire="m", date_question=ASKED, page_question=1,
        page_reponse=2, attributions=(Attribution(ASKED, "m"),), renouvellements=(ASKED,),
        signalement=ASKED, errata=(ASKED,), question=("q",),
    ).question  # fmt: skip
    empty = answered("html").question
    for order in ((full, empty), (empty, full)):
        copies = [Copy(q, o, o) for q, o in zip(order, ("opendata", "html"), strict=True)]  # type: ignore[arg-type]
        found = merged(copies).question
        assert dataclasses.replace(found, source="") == dataclasses.replace(full, source="")
