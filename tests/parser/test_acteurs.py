"""The archives of deputies: who stands behind a reference, whatever the archive and its order."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from fetching.archives import archives, base
from parser.acteurs import Acteurs, Person, Seat, advice, read_amo
from parser.authors import with_author
from parser.document import Document
from parser.question import Question, official_address, official_id
from parser.tree import read_json, read_xml

SAMPLE = Path(__file__).parents[1] / "official" / "acteur_PA1008.json"
NIL = {"@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "@xsi:nil": "true"}
#: The mandate of Alain David in the 17th legislature, as in the real file.
SEAT = "PM842621"


def mandat(ref: str = "PM1", **changes: Any) -> dict[str, Any]:
    lieu = {"region": NIL, "departement": "Gironde", "numDepartement": "33", "numCirco": "4"}
    return {
        "@xsi:type": "MandatParlementaire_type",
        "uid": ref,
        "acteurRef": "PA1",
        "typeOrgane": "ASSEMBLEE",
        "election": {"lieu": lieu | changes.pop("lieu", {})},
    } | changes


def acteur(*mandats: Any, nom: str = "David", prenom: str = "Alain", **changes: Any) -> Any:
    ident = {"civ": "M.", "prenom": prenom, "nom": nom}
    return {
        "uid": {"@xsi:type": "IdActeur_type", "#text": "PA1"},
        "etatCivil": {"ident": ident, "dateDeces": NIL},
        "uri_hatvp": None,
        "mandats": {"mandat": list(mandats)},
    } | changes


def table(*objects: tuple[str, Any]) -> Acteurs:
    """The table of some objects, of which none must be odd."""
    document = Document("amo", [])
    acteurs = Acteurs()
    for name, values in objects:
        acteurs.add(read_amo(document, name, values))
    assert document.findings == []
    return acteurs


def question(**fields: Any) -> Question:
    values: dict[str, Any] = {"acteur_ref": "PA1", "mandat_ref": "PM1"} | fields
    return Question(
        id=official_id(17, "QE", 5),
        legislature=17,
        type="QE",
        numero=5,
        etat="en_attente",
        source="s",
        url_officielle=official_address(17, "QE", 5),
        **values,
    )


def test_the_real_file_gives_name_and_circonscription() -> None:
    tree = read_json(SAMPLE.read_text("utf-8"))
    known = table(("acteur", tree["acteur"])).author_of("PA1008", SEAT)
    assert known
    assert (known.civilite, known.prenom, known.nom) == ("M.", "Alain", "David")
    assert known.auteur == "Alain David"
    assert known.departement == "Gironde"
    assert known.circonscription == "Gironde (4e circonscription)"
    assert known.circonscription_numero == 4


def test_xml_says_the_same_as_json() -> None:
    xml = (
        '<acteur xmlns="http://schemas.assemblee-nationale.fr/referentiel"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<uid xsi:type="IdActeur_type">PA1</uid><etatCivil><ident><civ>M.</civ><prenom>Alain</prenom>'
        '<nom>David</nom></ident><dateDeces xsi:nil="true"/></etatCivil><mandats>'
        '<mandat xsi:type="MandatParlementaire_type"><uid>PM1</uid><acteurRef>PA1</acteurRef>'
        "<typeOrgane>ASSEMBLEE</typeOrgane><election><lieu><departement>Gironde</departement>"
        "<numCirco>4</numCirco></lieu></election></mandat></mandats></acteur>"
    )
    name, values = read_xml(xml)
    same = table(("acteur", acteur(mandat())))
    assert table((name, values)).digest() == same.digest()


def test_the_place_is_that_of_the_mandate_of_the_question_and_of_no_other() -> None:
    acteurs = table(
        ("acteur", acteur(mandat("PM1"), mandat("PM2", lieu={"departement": "Nord"}))),
    )
    assert acteurs.author_of("PA1", "PM1").departement == "Gironde"  # type: ignore[union-attr]
    assert acteurs.author_of("PA1", "PM2").departement == "Nord"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "other",
    [
        mandat("PM1", typeOrgane="CONFPT", lieu={"departement": NIL, "numCirco": NIL}),
        mandat("PM1", typeOrgane="SENAT"),
        mandat("PM9"),
        mandat("PM1", lieu={"departement": None, "numCirco": None}),
        mandat("PM1", election=NIL),
    ],
    ids=["another organ, same type", "the Sénat", "another mandate", "no place", "no election"],
)
def test_without_the_mandate_there_is_a_name_and_no_place(other: dict[str, Any]) -> None:
    known = table(("acteur", acteur(other))).author_of("PA1", "PM1")
    assert known
    assert known.auteur == "Alain David"
    assert (known.departement, known.circonscription) == (None, None)


def test_a_mandate_of_somebody_else_gives_no_place() -> None:
    acteurs = table(("acteur", acteur()), ("mandat", mandat(acteurRef="PA2")))
    assert acteurs.author_of("PA1", "PM1").departement is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "mandats",
    [{"mandat": mandat()}, {"mandat": [mandat(), mandat()]}, [{"mandat": mandat()}]],
    ids=["one", "twice", "a list of lists"],
)
def test_a_mandate_stands_alone_or_in_a_list(mandats: Any) -> None:
    known = table(("acteur", acteur(mandats=mandats))).author_of("PA1", "PM1")
    assert known
    assert known.circonscription_numero == 4


@pytest.mark.parametrize("mandats", [None, NIL, "", {"mandat": "PM1"}, {"mandat": ["PM1", "PM2"]}])
def test_a_person_without_mandates_or_with_references_to_them_has_a_name(mandats: Any) -> None:
    assert table(("acteur", acteur(mandats=mandats))).author_of("PA1", "PM1")


def test_nested_divided_and_exported_archives_in_any_order_give_one_table() -> None:
    apart = [("mandat", mandat()), ("acteur", acteur()), ("organe", {"uid": "PO1"})]
    nested = table(("acteur", acteur(mandat())))
    exported = {"acteurs": {"acteur": [acteur(mandat())]}, "organes": {"organe": [{"uid": "PO1"}]}}
    assert table(("export", exported)).digest() == nested.digest()
    for order in itertools.permutations(apart):
        assert table(*order).digest() == nested.digest()
        assert table(*order).author_of("PA1", "PM1") == nested.author_of("PA1", "PM1")


@pytest.mark.parametrize(
    ("nom", "prenom", "auteur", "by"),
    [
        ("de Courson", "Charles", "Charles de Courson", "Courson (de)"),
        ("D'Intorni", "Christelle", "Christelle D'Intorni", "D'Intorni"),
        ("Le Fur", "Marc", "Marc Le Fur", "Le Fur"),
        ("Pérol-Dumont", "Marie-Françoise", "Marie-Françoise Pérol-Dumont", "Pérol-Dumont"),
        ("de la Verpillière", "Charles", "Charles de la Verpillière", "Verpillière (de la)"),
    ],
)
def test_names_with_particles_and_hyphens(nom: str, prenom: str, auteur: str, by: str) -> None:
    known = table(("acteur", acteur(nom=nom, prenom=prenom))).author_of("PA1", None)
    assert known
    assert (known.auteur, known.prenom, known.nom) == (auteur, prenom, by)


@pytest.mark.parametrize(
    ("departement", "numero", "expected"),
    [
        ("Saint-Pierre-et-Miquelon", "1", "Saint-Pierre-et-Miquelon (1re circonscription)"),
        ("Français établis hors de France", "11", "Français établis hors de France (11e circonscription)"),
        ("Saint-Barthélemy et Saint-Martin", "01", "Saint-Barthélemy et Saint-Martin (1re circonscription)"),
        ("Nord", "0", None),
        ("Nord", None, None),
    ],
)  # fmt: skip
def test_places_as_pages_write_them(departement: str, numero: str, expected: str | None) -> None:
    seat = mandat(lieu={"departement": departement, "numCirco": numero})
    known = table(("acteur", acteur(seat))).author_of("PA1", "PM1")
    assert known
    assert (known.departement, known.circonscription) == (departement, expected)


def test_what_cannot_be_is_reported_and_left_out() -> None:
    document = Document("amo.json", [])
    ident = {"civ": "Dr", "prenom": "Alain", "nom": "David"}
    entries = read_amo(
        document,
        "acteur",
        acteur(
            mandat(lieu={"numCirco": "quatre"}),
            mandat("PM2", acteurRef="PA2"),
            etatCivil={"ident": ident},
        ),
    )
    assert entries == [
        Person("PA1", None, "Alain", "David"),
        Seat("PM1", "PA1", "Gironde", None),
    ]
    assert [finding.found for finding in document.findings] == [
        'acteur.etatCivil.ident.civ: "Dr"',
        'acteur.mandats.mandat.election.lieu.numCirco: "quatre" of PM1',
        "acteur.mandats.mandat.acteurRef: PA2 within PA1",
    ]


@pytest.mark.parametrize(
    "values",
    [{}, {"uid": "PA1"}, {"uid": ["PA1", "PA2"]}, {"uid": "PA1", "etatCivil": "M. X"},
     {"uid": "PA1", "etatCivil": {"ident": {"nom": "<script>"}}}, {"mandats": [[[]]]},
     acteur(mandats={"mandat": [1, None, {"typeOrgane": "ASSEMBLEE"}]}) | {"etatCivil": 3}],
)  # fmt: skip
def test_a_wrong_shape_names_nobody_and_says_so(values: Any) -> None:
    document = Document("amo", [])
    assert Acteurs(read_amo(document, "acteur", values)).author_of("PA1", "PM1") is None
    assert document.findings


def test_two_archives_that_disagree_name_nobody_and_say_so() -> None:
    acteurs = table(("acteur", acteur()), ("acteur", acteur(nom="Durand")))
    assert acteurs.author_of("PA1", "PM1") is None
    assert [finding.found for finding in acteurs.findings("amo")] == [
        'PA1 is "M. Alain David" and "M. Alain Durand"'
    ]


def test_of_two_spellings_of_a_name_the_accented_one_is_taken() -> None:
    acteurs = table(("acteur", acteur(prenom="Herve")), ("acteur", acteur(prenom="Hervé")))
    assert acteurs.author_of("PA1", None).prenom == "Hervé"  # type: ignore[union-attr]
    assert acteurs.findings("amo") == []


def test_the_digest_changes_with_what_the_table_answers_only() -> None:
    one = table(("acteur", acteur(mandat())))
    assert Acteurs().digest() == ""
    assert one.digest() == table(("acteur", acteur(mandat(), dateDeces=None))).digest()
    assert one.digest() != table(("acteur", acteur())).digest()


def test_a_question_takes_name_and_place_from_the_archive() -> None:
    acteurs = table(("acteur", acteur(mandat())))
    found, findings = with_author(question(), acteurs, "s")
    assert findings == ()
    assert (found.auteur, found.auteur_source) == ("Alain David", None)
    assert found.circonscription == "Gironde (4e circonscription)"


def test_the_archive_comes_before_the_opening_of_the_text_and_a_disagreement_is_told() -> None:
    acteurs = table(("acteur", acteur(mandat(), prenom="Hervé")))
    said = question(auteur="Herve David", prenom="Herve", nom="David", auteur_source="texte")
    found, findings = with_author(said, acteurs, "s")
    assert (found.auteur, found.auteur_source, findings) == ("Hervé David", None, ())
    other = question(auteur="Anne Petit", prenom="Anne", nom="Petit", auteur_source="texte")
    found, findings = with_author(other, acteurs, "s")
    assert found.auteur == "Hervé David"
    assert len(findings) == 1
    assert '"Anne Petit"' in findings[0].found
    assert '"Hervé David"' in findings[0].found


def test_a_name_and_a_place_that_the_source_writes_itself_stay() -> None:
    acteurs = table(("acteur", acteur(mandat())))
    written = question(
        auteur="Anne Petit",
        departement="Gironde",
        circonscription="Gironde (5e circonscription)",
        circonscription_numero=5,
    )
    found, findings = with_author(written, acteurs, "s")
    assert found == written
    assert len(findings) == 2


def test_a_question_without_a_known_reference_is_as_it_was() -> None:
    assert with_author(question(), Acteurs(), "s") == (question(), ())


def test_one_line_tells_how_many_authors_are_references_and_which_archive_to_add() -> None:
    line = advice(12, 340)
    assert "\n" not in line
    for part in ("12", "340", "AMO30", "--source", "--fetch amo"):
        assert part in line
    assert line.endswith(archives()["amo"].address(base()))
