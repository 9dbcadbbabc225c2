"""One ministry under many titles: what the table gathers, and that every title stays findable."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from parser.question import Question
from publisher.check.inspection import Inspection
from publisher.facts import Facts
from publisher.pages import write_pages
from publisher.portfolios import FILE, portfolio_of, title_key, unknown_titles
from tests.site.conftest import Built, build, make_question
from tests.site.test_hubs import numbers

TABLE: dict[str, list[str] | None] = yaml.safe_load(FILE.read_text("utf-8"))


def asked(numero: int, title: str, day: date = date(2014, 5, 20), **fields: object) -> Question:
    values = {"ministere_interroge": title, "ministere_attributaire": title, "date_question": day}
    return make_question(numero, **(values | fields))


def test_no_title_is_in_two_portfolios_nor_twice_in_one() -> None:
    titles = [title for name, others in TABLE.items() for title in [name, *(others or ())]]
    twice = [key for key, count in Counter(map(title_key, titles)).items() if count > 1]
    assert twice == []
    assert len(titles) > 400


@pytest.mark.parametrize(
    ("written", "portfolio"),
    [
        ("Intérieur, outre-mer et collectivités territoriales", "Intérieur"),
        ("intérieur", "Intérieur"),
        ("équipement, logement,du transport et espace", "Équipement et transports"),
        ("Justice et libertés (garde des sceaux)", "Justice"),
        ("Garde des sceaux, ministère de la justice", "Justice"),
        ("Ministère de l’Europe et des affaires étrangères", "Affaires étrangères"),
        ("Ministère du travail, de la santé, des solidarités et des familles", "Travail et emploi"),
        (
            "Ministère auprès du ministre de l’intérieur et des outre-mer, chargé des outre-mer",
            "Outre-mer",
        ),
        (
            "Ministère délégué auprès de la ministre du travail, de la santé, de la solidarité et"
            " des familles, chargé de l'autonomie et du handicap",
            "Personnes handicapées",
        ),
        ("Secrétariat d’État chargé de la famille", "Famille et enfance"),
        (
            "Ministère d'État, ministère de l'écologie, de l'énergie, du développement durable et"
            " de la mer",
            "Écologie",
        ),
        ("Petites et moyennes entreprises, innovation et économie numérique",
         "Commerce, artisanat et PME"),
        ("Première ministre", "Premier ministre"),
        ("Jeux et loisirs", None),
        ("(", None),
        ("Ministère de", None),
    ],
)  # fmt: skip
def test_a_title_is_known_however_it_is_written(written: str, portfolio: str | None) -> None:
    assert portfolio_of(written) == portfolio


@pytest.fixture
def interior(tmp_path: Path) -> Built:
    questions = [
        asked(1, "Intérieur, outre-mer et collectivités territoriales", date(2010, 5, 11)),
        asked(2, "Intérieur", etat="repondue", date_reponse=date(2014, 7, 29)),
        asked(3, "intérieur et décentralisation", date(1984, 1, 2), legislature=8),
        asked(4, "Jeux et loisirs"),
        asked(5, "Justice"),
    ]
    return build(questions, tmp_path)


def test_a_portfolio_gathers_its_titles_with_their_periods(interior: Built) -> None:
    assert numbers(interior.pages, "ministeres/interieur.md") == [2, 1, 3, 2, 1, 3]
    page = interior.html("ministeres/interieur.html").replace("\xa0", " ")
    assert "Un ministère, 3 titres" in page
    titles = re.findall(r"<li>(.*?) <span", page.split('class="titres"')[1].split("</ul>")[0])
    assert [re.sub("<.*?>", "", title) for title in titles] == [
        "Intérieur",
        "Intérieur, outre-mer et collectivités territoriales",
        "Intérieur et décentralisation",
    ]
    assert "du 20 mai 2014 au 29 juillet 2014, 1 question, 1 réponse" in page
    assert "le 11 mai 2010, 1 question" in page


def test_each_title_keeps_its_address_and_leads_to_the_portfolio(interior: Built) -> None:
    address = "ministeres/interieur-outre-mer-et-collectivites-territoriales"
    assert set(numbers(interior.pages, f"{address}.md")) == {1}
    assert 'href="interieur.html"' in interior.html(f"{address}.html")
    assert f'href="../{address}.html"' in interior.html("q14/14-1QE.html")
    assert 'href="../ministeres/interieur.html"' in interior.html("q14/14-2QE.html")
    assert list(Inspection(interior.site, "recherche", workers=1).faults()) == []


def test_a_title_that_stands_alone_has_its_page_as_before(interior: Built) -> None:
    for address, numero in (("jeux-et-loisirs", 4), ("justice", 5)):
        assert set(numbers(interior.pages, f"ministeres/{address}.md")) == {numero}
        assert "titres" not in (interior.pages / f"ministeres/{address}.md").read_text()
    index = interior.html("ministeres/index.html").replace("\xa0", " ")
    assert "3 ministères, sous 5 titres" in index


def test_the_record_keeps_the_title_as_written(interior: Built) -> None:
    assert ">intérieur et décentralisation<" in interior.html("q8/8-3QE.html")


def test_a_portfolio_of_many_questions_leads_to_the_years_of_each_title(tmp_path: Path) -> None:
    first = date(2012, 1, 3)
    questions = [
        asked(n, title, first + timedelta(days=7 * n))
        for n, title in enumerate(["Intérieur"] * 40 + ["Intérieur et outre-mer"] * 60)
    ]
    built = build(questions, tmp_path)
    page = (built.pages / "ministeres/interieur.md").read_text().partition('<h2 id="posees"')[2]
    assert re.findall(r"q14/14-(\d+)QE", page)[:50] == [str(n) for n in range(99, 49, -1)]
    own = [path for path in built.written if path.startswith("ministeres/interieur/posees")]
    assert own == ["ministeres/interieur/posees-2012.md"]
    listed = {
        number
        for path in built.written
        if re.match(r"ministeres/interieur(-et-outre-mer)?/posees", path)
        for number in numbers(built.pages, path)
    }
    assert listed == set(range(100))
    page = built.html("ministeres/interieur.html")
    assert 'href="interieur-et-outre-mer/posees-2013.html"' in page
    assert 'href="interieur/posees-2012.html"' in page
    assert list(Inspection(built.site, "recherche", workers=1).faults()) == []


def test_home_shows_a_portfolio_once(interior: Built) -> None:
    home = interior.html("index.html")
    assert home.count("ministeres/interieur") == 1


def test_unknown_titles_are_counted_the_most_used_first() -> None:
    questions = [
        asked(1, "Jeux"),
        asked(2, "Jeux", ministere_attributaire="Loisirs"),
        asked(3, "Intérieur", ministere_attributaire=None),
    ]
    assert unknown_titles(Facts.of(question)[0] for question in questions) == [
        ("Jeux", 2),
        ("Loisirs", 1),
    ]


def test_the_order_of_records_changes_nothing_in_a_portfolio(tmp_path: Path) -> None:
    titles = ["Intérieur", "Intérieur et outre-mer", "intérieur", "Justice", "Justice et libertés"]
    questions = [asked(n, title) for n, title in enumerate(titles)]
    written = write_pages(questions, tmp_path / "a")
    assert write_pages(questions[::-1], tmp_path / "b") == written
    for path in written:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()
