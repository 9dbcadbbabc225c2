"""Which questions and answers are repeats of each other, and which only look like it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from benchmarks.repeats import measure, repeats_of
from parser.workers import Workers
from related.analysed import FILE, analysed
from related.analysis import analyse
from related.comparing import TELLING, Outcome
from related.grouping import CANDIDATES, FIRSTS, OFTEN, find_repeats
from related.lines import Lines
from related.opening import opening_end
from related.repeats import Repeats
from tests.related.plants import plants

ROOT = Path(__file__).parents[2]
LETTER = (
    "la situation des buralistes. Leur revenu baisse depuis trois ans, et les contrôles se multiplient."
    " Il souhaite savoir ce que le Gouvernement compte faire pour ces commerces de proximité, qui animent"
    " nos villages et rendent des services que la Poste et les banques n'y rendent plus."
)
ANSWER = (
    "La loi de finances a relevé la remise nette de deux points. Un fonds de transformation, doté de vingt"
    " millions d'euros, aide les débitants à diversifier leur activité. Les préfets réunissent chaque"
    " trimestre les représentants de la profession."
)


def question(text: str) -> dict[str, Any]:
    return {"question": text.split("\n")}


def answer(text: str, **told: str) -> dict[str, Any]:
    return {"reponse": text.split("\n"), **told}


@pytest.mark.parametrize(
    "other",
    [
        "M. Jean Petit attire l'attention de M. le ministre de l'économie sur {}",
        "Mme Anne Martin interroge Mme la ministre déléguée auprès du ministre de l'économie, chargée du commerce, sur {}",  # noqa: E501
        "Mme Anne Martin appelle l'attention de M. le ministre sur\n{}",
    ],
)
def test_who_asks_whom_makes_no_other_question(other: str) -> None:
    first = "M. Paul Durand, député de l'Ain, alerte M. le ministre de l'intérieur sur {}"
    texts = [first.format(LETTER), other.format(LETTER.replace("Il souhaite", "Elle souhaite"))]
    assert repeats_of([question(text) for text in texts]).questions == ((0, 1),)


TOGETHER = {
    "the same": ANSWER,
    "case, blanks and typography": ANSWER.upper().replace(" ", "\u00a0 ").replace("'", "’"),
    "a word replaced": ANSWER.replace("trimestre", "semestre"),
    "a word mistyped": ANSWER.replace("diversifier", "diversfier"),
    "a word less": ANSWER.replace("nette ", ""),
    "a word more": ANSWER.replace("aide", "aide aussi largement"),
    "a paragraph more": ANSWER + "\nPar ailleurs, la lutte contre le commerce parallèle est renforcée.",
    "a longer paragraph before": ANSWER.replace(".", " ; enfin :") * 2 + "\n" + ANSWER,
    "a sentence more in the paragraph": ANSWER + " Ce fonds a reçu deux mille demandes en un an déjà.",
}  # fmt: skip


@pytest.mark.parametrize("sign", ["nº", "no", "N°"])
def test_the_sign_of_a_number_may_be_another(sign: str) -> None:
    text = f"{ANSWER} Les décrets n° 12, n° 13 et n° 14, l'arrêté n° 15 et la circulaire n° 16 le disent."
    assert repeats_of([answer(text), answer(text.replace("n°", sign))]).answers == ((0, 1),)


@pytest.mark.parametrize("change", TOGETHER)
def test_an_answer_is_the_same_with(change: str) -> None:
    assert repeats_of([answer(ANSWER), answer(TOGETHER[change])]).answers == ((0, 1),)


APART = {
    "the ministry of a short one": (
        "Cette question relève de la compétence du ministre de la justice.",
        "Cette question relève de la compétence du ministre de l'intérieur.",
    ),
    "a phrase": (ANSWER, ANSWER.replace("les débitants", "les marins pêcheurs artisans")),
    "a word that comes again": (
        f"{ANSWER} Les préfets en rendent compte.",
        f"{ANSWER} Les préfets en rendent compte.".replace("préfets", "maires"),
    ),
    "the name of a town": (
        "Le tribunal de Vierzon est maintenu, comme le demandaient les élus et les avocats du ressort,"
        " et les moyens nécessaires seront donnés aux magistrats dès la rentrée prochaine.",
        "Le tribunal de Guéret est maintenu, comme le demandaient les élus et les avocats du ressort,"
        " et les moyens nécessaires seront donnés aux magistrats dès la rentrée prochaine.",
    ),
    "the law": (
        "Le décret d'application de la loi n° 2014-344 paraîtra dans les prochains mois, après l'avis du"
        " Conseil d'État et celui des organisations représentatives, qui ont été consultées cet été.",
        "Le décret d'application de la loi n° 2015-990 paraîtra dans les prochains mois, après l'avis du"
        " Conseil d'État et celui des organisations représentatives, qui ont été consultées cet été.",
    ),
    "all but the first sentence": (
        "Le Gouvernement est attentif à ce sujet. La remise nette a été relevée de deux points par la loi.",
        "Le Gouvernement est attentif à ce sujet. Un rapport sur les digues sera rendu au Parlement en mars.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", APART)
def test_an_answer_is_another_with_another(change: str) -> None:
    assert repeats_of(list(map(answer, APART[change]))).answers == ()


def test_a_word_of_which_the_rest_of_the_question_speaks_is_its_subject() -> None:
    one = f"{ANSWER} Ces mesures seront évaluées au printemps prochain."
    other = one.replace("débitants", "pharmaciens")
    assert repeats_of([answer(one), answer(other)]).answers == ((0, 1),)
    told = [answer(one, rubrique="Débitants"), answer(other, rubrique="Pharmaciens")]
    assert repeats_of(told).answers == ()


def test_an_article_is_the_subject_of_a_short_text_and_where_the_question_speaks_of_it() -> None:
    article = " L'article 568 du code général des impôts le prévoit."
    short = ANSWER + article
    long = " ".join(
        (
            ANSWER,
            "Les douanes ont saisi l'an dernier deux cents tonnes de tabac de contrebande, dont la",
            "moitié aux frontières, et les peines ont été alourdies. Le prix du paquet restera inchangé",
            "jusqu'à l'été, afin que les revendeurs s'adaptent, et une campagne d'information accompagnera",
            "la hausse suivante. Un bilan en sera présenté aux commissions des finances des deux",
            "assemblées dès que les chiffres de vente seront connus." + article,
        )
    )

    def with_article(text: str, number: int) -> str:
        return text.replace("568", str(number))

    assert repeats_of([answer(short), answer(with_article(short, 575))]).answers == ()
    assert repeats_of([answer(long), answer(with_article(long, 575))]).answers == ((0, 1),)
    told = [
        answer(with_article(long, number), analyse=f"application de l'article {number}")
        for number in (568, 575)
    ]
    assert repeats_of(told).answers == ()
    three = [answer(with_article(long, number)) for number in (568, 575, 302)]
    assert repeats_of(three).answers == ()


def test_a_place_that_holds_three_words_in_three_answers_is_that_of_a_subject() -> None:
    words = ("débitants", "pharmaciens", "vétérinaires")
    texts = [ANSWER.replace("débitants", word) for word in words]
    assert repeats_of(list(map(answer, texts))).answers == ()


def test_in_a_long_text_one_word_or_name_is_not_its_subject() -> None:
    towns = ("Vierzon", "Guéret")
    short = [
        answer(f"{ANSWER} À {town}, un centre de conseil a ouvert ses portes.") for town in towns
    ]
    assert repeats_of(short).answers == ()
    long = max((ROOT / "seeds").glob("*.txt")).read_text("utf-8")
    assert len(long.split()) > TELLING
    told = [answer(f"{long} À {town}, un centre de conseil a ouvert ses portes.") for town in towns]
    assert repeats_of(told).answers == ((0, 1),)
    words = ("conseil", "soutien", "formation")
    told = [answer(f"{long} Hier un centre de {word} a ouvert ses portes.") for word in words]
    assert repeats_of(told).answers == ((0, 1, 2),)


def test_a_number_that_is_not_of_an_article_is_no_subject() -> None:
    text = f"{ANSWER} Un bilan en sera dressé."
    texts = [text.replace("deux points", f"{n} points") for n in (2, 3, 5)]
    assert repeats_of(list(map(answer, texts))).answers == ((0, 1, 2),)


#: As long as ANSWER, with nothing in common.
MORE = (
    "Par ailleurs, les douanes ont saisi l'an dernier deux cents tonnes de marchandises de contrebande,"
    " dont la moitié aux frontières du nord. Les peines encourues ont été alourdies, et un bilan sera"
    " présenté en mars.",
    "Enfin, le prix de vente restera inchangé jusqu'à l'été, afin que chacun s'adapte. Une campagne de"
    " presse accompagnera la hausse suivante, dont le produit reviendra à la recherche contre le cancer du"
    " poumon.",
    "Un rapport sur les digues du littoral sera remis au Parlement avant la fin du printemps. Les"
    " communes exposées recevront une dotation particulière pour entretenir ces ouvrages, que les tempêtes"
    " récentes ont abîmés.",
    "Les écoles rurales gardent leurs maîtres pendant trois ans au moins. Les transports scolaires,"
    " confiés aux régions depuis peu, feront l'objet d'une convention type que les maires avaient demandée"
    " au congrès.",
    "La retraite des marins sera calculée sur les vingt-cinq meilleurs mois de navigation. Une caisse"
    " unique instruira leurs dossiers, comme le souhaitaient les syndicats de pêcheurs entendus par la"
    " commission des affaires.",
    "Le musée rouvrira ses salles égyptiennes dès que la toiture aura été reprise. Des prêts consentis"
    " par plusieurs collections étrangères permettent entre-temps une exposition itinérante dans une"
    " dizaine de villes.",
    "Quant aux abeilles, un réseau de ruchers témoins suit leur mortalité chaque hiver. Les substances"
    " suspectes sont retirées du marché tant que l'agence compétente n'a pas achevé l'examen de leurs"
    " effets à faible dose.",
)  # fmt: skip


@pytest.mark.parametrize("place", [0, 1, 4, 7])
def test_texts_with_another_paragraph_each_are_one_with_the_text_that_has_none(place: int) -> None:
    text = f"{ANSWER} Un bilan de ces mesures sera dressé avec eux."
    texts = [f"{text}\n{more}" for more in MORE]
    assert repeats_of(list(map(answer, texts))).answers == ()
    texts.insert(place, text)
    assert repeats_of(list(map(answer, texts))).answers == (tuple(range(8)),)


def test_a_text_of_which_more_were_made_than_share_a_formula_is_their_head() -> None:
    dice = random.Random(2)
    made = [
        f"{ANSWER}\n{' '.join(f'm{dice.randrange(10**6)}' for _ in range(50))}"
        for _ in range(OFTEN + 9)
    ]
    made.insert(dice.randrange(len(made)), ANSWER)
    assert repeats_of(list(map(answer, made))).answers == (tuple(range(len(made))),)


def test_a_text_is_the_head_of_those_that_differ_from_it_by_a_word_each() -> None:
    changes = {
        "remise": "part",
        "quarts": "tiers",
        "aide": "incite",
        "chaque": "ce",
        "représentants": "élus",
    }
    text = ANSWER.replace("deux points", "trois quarts de points")
    texts = [text.replace(*change) for change in changes.items()]
    assert repeats_of(list(map(answer, [*texts, text]))).answers == (tuple(range(6)),)


def test_a_paragraph_within_a_sentence_of_a_short_text_leaves_it_the_same() -> None:
    text = (
        "La remise que touchent les débitants de nos villages n'a pas suivi la hausse des prix depuis que la"
        " loi de finances en a fixé le taux{} pour trois ans et sans égard au recul des ventes."
    )
    more = (
        "\nLes banques ont toutes fermé leurs guichets. La Poste ne rend plus ces services. Les cafés"
        " suivront sans doute bientôt. Il ne restera donc que les mairies.\n"
    )
    texts = [answer(text.format("")), answer(text.format(more))]
    assert repeats_of(texts).answers == ((0, 1),)


def test_a_formula_of_a_third_of_the_texts_that_hold_it_does_not_join_them() -> None:
    texts = [" ".join((ANSWER, *MORE[n : n + 3])) for n in (0, 3, 4)]
    assert repeats_of(list(map(answer, [ANSWER, *texts[:2]]))).answers == ((0, 1, 2),)
    assert repeats_of(list(map(answer, [ANSWER, *texts]))).answers == ()


def test_a_short_formula_in_many_answers_does_not_join_them() -> None:
    formula = (
        "Le Gouvernement demeure particulièrement attentif à cette situation et à son évolution."
    )
    more = [
        ANSWER,
        LETTER,
        "Un rapport sur les digues sera rendu au Parlement avant la fin du mois de mars.",
    ]
    texts = [formula, *(f"{formula}\n{text}" for text in more)]
    assert repeats_of(list(map(answer, texts))).answers == ()


def test_no_text_is_no_repeat() -> None:
    records = [{}, {}, {"question": []}, {"reponse": []}, question("."), question("!")]
    assert repeats_of(records) == Repeats()


def test_tables_are_read_without_their_tags() -> None:
    table = {"tableau": f"<table><tr><td>{ANSWER}</td></tr></table>"}
    assert repeats_of([answer(ANSWER), {"reponse": [table]}]).answers == ((0, 1),)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("M. Jean Petit demande à Mme la ministre de la justice quelles mesures", "quelles mesures"),
        ("M. Jean Petit demande à M. le ministre de bien vouloir lui indiquer si l'eau", "si l'eau"),
        ("M. Jean Petit demande à M. le ministre de lui faire connaître combien", "combien"),
        ("Mme Anne Martin attire l’attention de M. le Premier ministre sur l’eau.", "l’eau."),
        ("13382. — 10 mars 2026. — Mme Anne Martin interroge M. le ministre sur l'eau.", "l'eau."),
        ("M. Jean Petit s'inquiète. Il a vu M. le maire de Pau sur ce point.", ". Il a vu M. le maire de Pau sur ce point."),  # noqa: E501
        ("Les digues cèdent.", "Les digues cèdent."),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_asked_begins_after_who_asks_whom(text: str, asked: str) -> None:
    assert text[opening_end(text) :].strip() == asked


def paragraphs() -> list[str]:
    """Sentences of the words of the seeds, each another."""
    words = [
        word for seed in (ROOT / "seeds").glob("*.txt") for word in seed.read_text("utf-8").split()
    ]
    dice = random.Random(5)
    return [" ".join(dice.choices(words, k=dice.randint(12, 40))) + "." for _ in range(4000)]


@pytest.mark.parametrize("families", [False, True])
def test_planted_repeats_are_found_and_others_are_not(families: bool) -> None:
    planted = plants(paragraphs(), 3, "known", 1)
    some = [plant for plant in planted if not plant.same or (len(plant.records) > 2) == families]
    precision, recall = measure(some)
    assert precision >= 0.99
    assert recall >= 0.95


def compared_of(texts: Sequence[str]) -> int:
    """Pairs of texts that are compared."""
    compared = 0

    def compare(_name: str, pairs: Sequence[tuple[int, int]]) -> list[Outcome]:
        nonlocal compared
        compared += len(pairs)
        return [Outcome(False)] * len(pairs)

    find_repeats(analyse([orjson.dumps(answer(text)) for text in texts]), compare)
    return compared


def test_a_formula_in_thousands_of_answers_makes_no_pairs_of_them_all() -> None:
    texts = [f"Le sort des gens du lieu {n:04} nous préoccupe. {ANSWER}" for n in range(2000)]
    assert 0 < compared_of(texts) <= CANDIDATES * len(texts)
    assert FIRSTS <= CANDIDATES


def test_a_formula_at_the_end_of_many_answers_makes_no_pairs_with_the_short_ones() -> None:
    dice = random.Random(1)
    own = [" ".join(f"m{dice.randrange(10**6)}" for _ in range(300)) for _ in range(1000)]
    formula = "Le Gouvernement demeure attentif à cette situation et à son évolution dans nos territoires."
    short = [" ".join(text.split()[:9]) + "x" for text in own[-9:]]
    texts = [f"{text}. {formula}" for text in (*own, *short)]
    assert compared_of(texts) < len(own) // 10


def lines_of(records: Path, texts: Sequence[str]) -> Lines:
    written = [orjson.dumps(answer(text)) + b"\n" for text in texts]
    records.write_bytes(b"".join(written))
    digests = [hashlib.blake2b(line, digest_size=16).digest() for line in written]
    return Lines.of(records, map(len, written), digests)


def test_a_kept_analysis_gives_that_of_a_clean_build(tmp_path: Path) -> None:
    texts = [f"La digue numéro {n} sera refaite. {ANSWER}" for n in range(9)]
    chain = [texts[:5], texts[2:], texts[:1], [*reversed(texts)], [], texts]
    with Workers(1) as pool:
        for number, some in enumerate(chain):
            lines = lines_of(tmp_path / "records.jsonl", some)
            kept = analysed(lines, tmp_path / "kept", "1", pool)
            clean = analysed(lines, tmp_path / f"clean{number}", "1", pool)
            assert repr(kept) == repr(clean)


@pytest.mark.parametrize("damage", ["cut", "changed", "foreign", "empty"])
def test_a_damaged_cache_counts_as_none(tmp_path: Path, damage: str) -> None:
    lines = lines_of(tmp_path / "records.jsonl", [ANSWER, LETTER])
    with Workers(1) as pool:
        clean = analysed(lines, tmp_path, "1", pool)
        file = tmp_path / FILE
        data = file.read_bytes()
        match damage:
            case "cut":
                file.write_bytes(data[:-3])
            case "changed":
                file.write_bytes(data[:-3] + b"xyz")
            case "empty":
                file.write_bytes(b"")
            case "foreign":
                analysed(lines_of(tmp_path / "records.jsonl", [LETTER]), tmp_path, "2", pool)
                lines = lines_of(tmp_path / "records.jsonl", [ANSWER, LETTER])
        assert repr(analysed(lines, tmp_path, "1", pool)) == repr(clean)
