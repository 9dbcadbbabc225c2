"""Deputies, ministries, rubriques and years: who is on which page, in what order, at what length."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from parser.question import Question
from publisher.alphabet import MOST_NAMES
from publisher.pages import write_pages
from tests.site.conftest import Built, build, make_question
from tests.site.test_build import broken_links


def numbers(pages: Path, path: str) -> list[int]:
    """The questions that a page lists, in its order."""
    return [int(n) for n in re.findall(r'q\d+/\d+-(\d+)QE\.html"', (pages / path).read_text())]


def plisson(numero: int, **fields: Any) -> Question:
    return make_question(numero, auteur="Pierre Martin", prenom="Pierre", nom="Martin", **fields)


def test_a_deputy_named_in_two_ways_has_one_page(seeds_site: Built) -> None:
    path = "deputes/philippe-plisson.md"
    assert sorted(numbers(seeds_site.pages, path)) == [13503, 13504]
    page = (seeds_site.pages / path).read_text()
    assert "Socialiste, écologiste et républicain" in page
    assert "Socialiste, républicain et citoyen" in page
    assert "Gironde (11<sup>e</sup>\xa0circonscription)" in page
    assert [p for p in seeds_site.written if "plisson" in p] == [path]


def test_case_and_accents_do_not_make_two_rubriques(seeds_site: Built) -> None:
    hubs = [p for p in seeds_site.written if p.startswith("rubriques/") and "index" not in p]
    assert hubs == ["rubriques/telecommunications.md"]
    assert len(numbers(seeds_site.pages, hubs[0])) == 5
    assert "<h1>Télécommunications</h1>" in (seeds_site.pages / hubs[0]).read_text()


def test_a_list_is_newest_first(seeds_site: Built) -> None:
    expected = [60066, 55901, 13504, 13503, 78603]
    assert numbers(seeds_site.pages, "rubriques/telecommunications.md") == expected


def test_a_ministry_tells_what_it_was_asked_from_what_it_answered(seeds_site: Built) -> None:
    page = (seeds_site.pages / "ministeres/interieur.md").read_text()
    asked, answered = page.split('<h2 id="')[-2:]
    assert "Questions posées à ce ministère" in asked
    assert re.findall(r"14-(\d+)QE", asked) == ["55901"]
    assert "Réponses de ce ministère" in answered
    assert re.findall(r"14-(\d+)QE", answered) == ["55901", "13504"]


def test_an_unanswered_question_is_in_charge_of_a_ministry_that_has_not_answered(
    tmp_path: Path,
) -> None:
    write_pages([make_question(1, ministere_attributaire="Justice")], tmp_path)
    page = (tmp_path / "ministeres/justice.md").read_text()
    assert "Chargé de répondre, sans réponse publiée" in page
    assert "Réponses de ce ministère" not in page
    assert "chargé de répondre\xa0: Justice" in page


def test_homonyms_of_two_departements_have_two_pages_and_the_bare_name_leads_to_both(
    tmp_path: Path,
) -> None:
    questions = [plisson(1, departement="Gironde"), plisson(2, departement="Nord"), plisson(3)]
    written = write_pages(questions, tmp_path)
    assert numbers(tmp_path, "deputes/pierre-martin-gironde.md") == [1]
    assert numbers(tmp_path, "deputes/pierre-martin-nord.md") == [2]
    assert numbers(tmp_path, "deputes/pierre-martin.md") == [3]
    choice = (tmp_path / "deputes/pierre-martin.md").read_text()
    assert 'href="pierre-martin-gironde.html">Pierre Martin (Gironde)<' in choice
    index = (tmp_path / "deputes/index.md").read_text()
    assert index.count("pierre-martin-gironde.html") == 1
    assert "deputes/pierre-martin.md" in written


def test_a_homonym_is_linked_from_the_question_to_the_right_page(tmp_path: Path) -> None:
    built = build([plisson(1, departement="Gironde"), plisson(2, departement="Nord")], tmp_path)
    assert 'href="../deputes/pierre-martin-nord.html"' in built.html("q14/14-2QE.html")


def test_every_group_and_place_has_its_page_however_it_is_written(tmp_path: Path) -> None:
    """Signs alone; letters that the search takes for one, and addresses do not."""
    values = ("L\u01fd", "L\xe6", "L\xe6", "—", "-", "LES RÉPUBLICAINS", "Les Républicains", "con")
    questions = [
        make_question(number, auteur="A B", nom="B", groupe=value, departement=value)
        for number, value in enumerate(values, 1)
    ]
    built = build(questions, tmp_path)
    assert broken_links(built.site) == []
    hubs = [
        re.findall(
            r'"\.\./((?:groupes|departements)/[^"]*)"', built.html(f"{question.address}.html")
        )
        for question in questions
    ]
    assert {len(of) for of in hubs} == {2}
    assert hubs[0] == hubs[1] == ["departements/lae.html", "groupes/lae.html"]
    assert hubs[3] == hubs[4]
    assert hubs[5] == hubs[6]


@pytest.mark.parametrize("authors", [1, 3, 40])
def test_all_questions_of_a_group_and_of_a_place_are_reached_without_script(
    authors: int, tmp_path: Path
) -> None:
    questions = [
        make_question(n, auteur=f"A B{n % authors}", nom="B", groupe="Groupe", departement="Nord")
        for n in range(1, 61)
    ]
    write_pages(questions, tmp_path)
    for hub in ("groupes/groupe.md", "departements/nord.md"):
        assert len(numbers(tmp_path, hub)) == 20
        deputies = re.findall(r'href="\.\./(deputes/[^"]*)\.html"', (tmp_path / hub).read_text())
        pages = [f"{deputy}.md" for deputy in deputies]
        pages += [
            page.relative_to(tmp_path).as_posix()
            for deputy in deputies
            for page in (tmp_path / deputy).glob("*.md")
        ]
        assert {n for page in pages for n in numbers(tmp_path, page)} == set(range(1, 61))


def test_an_answer_that_the_state_denies_leads_to_no_week(tmp_path: Path) -> None:
    asked = {"date_question": date(2014, 1, 7), "date_reponse": date(2014, 5, 6)}
    built = build([make_question(1, etat="retiree", **asked)], tmp_path)
    assert broken_links(built.site) == []
    assert re.findall('semaines/[^"]*', built.html("q14/14-1QE.html")) == ["semaines/2014-W02.html"]


def test_one_person_known_by_reference_is_not_split_by_departement(tmp_path: Path) -> None:
    questions = [
        plisson(1, departement="Gironde", acteur_ref="PA1"),
        plisson(2, departement="Nord", acteur_ref="PA1"),
    ]
    write_pages(questions, tmp_path)
    assert sorted(numbers(tmp_path, "deputes/pierre-martin.md")) == [1, 2]


def test_a_question_without_departement_belongs_to_the_only_deputy_of_that_name(
    tmp_path: Path,
) -> None:
    write_pages([plisson(1), plisson(2, departement="Nord")], tmp_path)
    assert sorted(numbers(tmp_path, "deputes/pierre-martin.md")) == [1, 2]


def test_deputies_stand_under_the_letter_of_their_name_without_particle_or_accent(
    tmp_path: Path,
) -> None:
    names = [("Charles", "Courson (de)"), ("Aurélie", "Élan"), ("Zoé", "Abel")]
    questions = [
        make_question(n, auteur=f"{prenom} {nom}", prenom=prenom, nom=nom)
        for n, (prenom, nom) in enumerate(names)
    ]
    write_pages(questions, tmp_path)
    index = (tmp_path / "deputes/index.md").read_text()
    assert re.findall(r'<h2 id="lettre-.">(.)</h2>', index) == ["A", "C", "E"]
    assert re.findall(r"<b>(.*?)</b>", index) == ["Abel", "Courson (de)", "Élan"]


def test_each_letter_of_a_long_list_of_deputies_has_a_page(tmp_path: Path) -> None:
    names = [f"{first}{n:04}" for n in range(MOST_NAMES // 2) for first in "AÉ"] + ["3e homme"]
    questions = [
        make_question(n, auteur=f"Marie-Christine {nom}", prenom="Marie-Christine", nom=nom)
        for n, nom in enumerate(names)
    ]
    write_pages(questions, tmp_path)
    folder = tmp_path / "deputes"
    index = (folder / "index.md").read_text("utf-8")
    assert len(index) < 2_000
    ways = re.findall(r'<h2 id="lettre-\w+">(.)</h2>\n<p><a href="(.*?)\.html">', index)
    assert [letter for letter, _ in ways] == ["#", "A", "E"]
    leads = []
    for _, way in ways:
        html = (folder / f"{way}.md").read_text("utf-8")
        assert len(html) < 150_000
        leads += re.findall(r'<li><a href="\.\./([^"]*)\.html"><b>', html)
    assert len(leads) == len(names)
    assert all((folder / f"{lead}.md").is_file() for lead in leads)


def test_a_long_list_of_rubriques_has_pages_of_letters_and_none_is_too_long(tmp_path: Path) -> None:
    values = [f"secteur d’activité n° {n}" for n in range(MOST_NAMES + 200)] + ["eau", "énergie"]
    write_pages([make_question(n, rubrique=value) for n, value in enumerate(values)], tmp_path)
    folder = tmp_path / "rubriques"
    index = (folder / "index.md").read_text("utf-8")
    ways = re.findall(r'<p><a href="(.*?)\.html">(\d*\D*?\d*)\xa0rubriques<', index)
    assert ways == [
        ("lettres/lettre-e", "2"),
        ("lettres/lettre-s", "1\u202f000"),
        ("lettres/lettre-s-2", "200"),
    ]
    assert "de Secteur d’activité n°\xa00 à Secteur" in index
    leads = []
    for way in ("e", "s", "s-2"):
        html = (folder / f"lettres/lettre-{way}.md").read_text("utf-8")
        assert len(html) < 150_000
        leads += re.findall(r'<li><a href="\.\./([^"]*)\.html">', html)
    assert len(set(leads)) == len(values)
    assert all((folder / f"{lead}.md").is_file() for lead in leads)


def test_questions_without_a_named_author_are_reached_without_script(tmp_path: Path) -> None:
    """From the list of deputies, and from a group that shows its latest questions alone."""
    questions = [
        make_question(
            n,
            groupe="Écologiste",
            auteur="Anne Martin" if n % 2 else None,
            acteur_ref=None if n % 2 else "PA1",
            date_question=date(2013, 1, 1) + timedelta(days=n),
        )
        for n in range(60)
    ]
    write_pages([*questions, make_question(60, auteur="Sans Nom")], tmp_path)
    index = (tmp_path / "deputes/index.md").read_text("utf-8")
    assert '<a href="sans-nom.html">' in index
    assert index.count("Sans Nom") == 1
    group = (tmp_path / "groupes/ecologiste.md").read_text("utf-8")
    assert '30\xa0questions <a href="../deputes/sans-nom.html">sans auteur nommé</a>.' in group
    assert numbers(tmp_path, "deputes/sans-nom.md") == list(range(58, -1, -2))
    [of_the_name] = (tmp_path / "deputes").glob("sans-nom-*.md")
    assert numbers(tmp_path, f"deputes/{of_the_name.name}") == [60]


def test_where_all_questions_name_their_author_no_page_lists_others(tmp_path: Path) -> None:
    write_pages([make_question(1, auteur="Anne Martin")], tmp_path)
    assert not (tmp_path / "deputes/sans-nom.md").exists()
    assert "sans-nom" not in (tmp_path / "deputes/index.md").read_text("utf-8")


def test_a_hub_shows_fifty_and_leads_to_years(tmp_path: Path) -> None:
    first = date(2013, 1, 1)
    questions = [
        make_question(n, rubrique="eau", date_question=first + timedelta(days=7 * n))
        for n in range(60)
    ]
    written = write_pages(questions, tmp_path)
    assert numbers(tmp_path, "rubriques/eau.md") == list(range(59, 9, -1))
    assert "rubriques/eau/2013.md" in written
    assert "rubriques/eau/2014.md" in written
    assert len(numbers(tmp_path, "rubriques/eau/2013.md")) == 53
    assert len(numbers(tmp_path, "rubriques/eau/2014.md")) == 7


def test_no_page_is_too_long_where_all_titles_are(tmp_path: Path) -> None:
    title = "réglementation des établissements pénitentiaires hospitalisés, " * 10
    questions = [
        make_question(
            n,
            rubrique="eau",
            titre=f"{title}{n}",
            analyse=f"{n} {title}",
            auteur="Jean-Baptiste Étiennot",
            ministere_interroge="Justice",
            ministere_attributaire="Justice",
            etat="repondue" if n % 3 else "en_attente",
            date_question=date(2013, 1, 8),
            date_reponse=date(2014, 1, 7) if n % 3 else None,
            question=(f"Il l’interroge sur {title}",),
            reponse=("Oui.",) if n % 3 else (),
        )
        for n in range(400)
    ]
    written = write_pages(questions, tmp_path, site_url="https://exemple.fr/")
    sizes = {path: (tmp_path / path).stat().st_size for path in written}
    pages = {path: size for path, size in sizes.items() if path.endswith(".md")}
    assert max(pages.values()) < 150_000, max(pages, key=pages.__getitem__)
    card = (tmp_path / "rubriques/eau.md").read_text("utf-8").partition("14-399QE.html")[2]
    assert 180 < card.index("…<span>n°") < 220


def test_no_page_lists_more_than_a_hundred_and_fifty(tmp_path: Path) -> None:
    """A year leads to its months, a full month to its days, a full day to parts."""
    days = [date(2013, 1, 8)] * 450 + [date(2013, 1, 15)] * 150
    dates = [*days, *[date(2013, 2, 5)] * 150, *[None] * 20]
    questions = [make_question(n, rubrique="eau", date_question=day) for n, day in enumerate(dates)]
    written = write_pages(questions, tmp_path)
    lists = {
        path: numbers(tmp_path, path)
        for path in written
        if path.endswith(".md") and not path.startswith("semaines/")
    }
    assert max(len(listed) for listed in lists.values()) == 150
    names = ("01-08-1", "01-08-2", "01-08-3", "01-15", "02")
    listed = [n for name in names for n in lists[f"rubriques/eau/2013-{name}.md"]]
    assert sorted(listed) == list(range(750))
    assert lists["rubriques/eau/2013-01-08-1.md"] == list(range(149, -1, -1))
    month = (tmp_path / "rubriques/eau/2013-01.md").read_text()
    assert '<a href="2013-01-15.html">15\xa0janvier 2013</a>' in month
    day = (tmp_path / "rubriques/eau/2013-01-08.md").read_text()
    links = re.findall(r'<a href="(2013[^"]*)">(.*?)</a>', day.partition("</h1>")[2])
    assert links[0] == ("2013-01-08-3.html", "8\xa0janvier 2013, n°\xa0300 à 449")
    way = re.findall(r'<a href="([^"]*)">', day.partition("<h1>")[0])
    assert way == ["../eau.html", "2013.html", "2013-01.html"]
    assert "<h1>Eau, 8\xa0janvier 2013</h1>" in day
    assert "<h1>Janvier 2013</h1>" in (tmp_path / "annees/2013/01.md").read_text()
    assert lists["rubriques/eau/sans-date.md"] == list(range(769, 749, -1))
    assert sorted(n for name in names for n in lists[f"annees/2013/{name}.md"]) == list(range(750))


def test_a_question_with_nothing_but_its_number_is_published(tmp_path: Path) -> None:
    written = write_pages([make_question(7)], tmp_path)
    assert {"index.md", "deputes/index.md", "annees/index.md", "etat.json"} <= written
    assert numbers(tmp_path, "index.md") == [7]


def test_nothing_is_written_again_that_did_not_change(
    seeds: list[Question], tmp_path: Path
) -> None:
    first = write_pages(seeds, tmp_path)
    before = {path: (tmp_path / path).stat().st_mtime_ns for path in first}
    assert write_pages(seeds, tmp_path) == first
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in first} == before


def test_the_order_of_the_records_changes_nothing(seeds: list[Question], tmp_path: Path) -> None:
    write_pages(seeds, tmp_path / "a")
    written = write_pages(seeds[::-1], tmp_path / "b")
    for path in written:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()


def test_home_says_how_many_from_when_to_when_and_up_to_which_journal(seeds_site: Built) -> None:
    home = (seeds_site.pages / "index.md").read_text().replace("\xa0", " ")
    assert "5 questions écrites</strong> du 11 mai 2010 au 8 juillet 2014" in home
    assert "sources jusqu’au JO du 16 septembre 2014" in home
    assert (seeds_site.site / "etat.json").read_text() == (
        '{"au": "2014-09-16", "questions": 5, "legislatures": [13, 14]}'
    )


def test_today_can_be_given(seeds: list[Question], tmp_path: Path) -> None:
    write_pages(seeds, tmp_path, au=date(2015, 1, 6))
    assert (tmp_path / "etat.json").read_text().startswith('{"au": "2015-01-06"')
