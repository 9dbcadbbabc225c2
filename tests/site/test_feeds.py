"""Feeds are valid, tell the newest questions and answers, and every entry leads to its page."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import feedparser
import pytest
from lxml import etree

import build as build_command
from parser.question import Question
from publisher.feeds import NEWEST, WHOLE
from tests.parser.documents import head, sheet
from tests.site.conftest import Built, build, make_question
from tests.site.test_hostile import MARKS, hostile
from tests.site.test_safety import command

ROOT = "https://exemple.fr/q/"
ATOM = "{http://www.w3.org/2005/Atom}"


def asked_and_answered(numero: int) -> Question:
    """One of many, of few authors, ministries and rubriques, on few days."""
    asked = date(2013, 1, 1 + numero % 9)
    answered = date(2013, 2, 1 + numero % 7) if numero % 3 else None
    return make_question(
        numero,
        auteur=f"Ève Durand{numero % 2}",
        nom=f"Durand{numero % 2}",
        civilite="Mme",
        rubrique=f"rubrique {numero % 4}",
        titre=f"titre {numero}",
        ministere_interroge="Écologie",
        ministere_attributaire="Écologie" if numero % 5 else "Industrie",
        date_question=asked if numero % 11 else None,
        etat="repondue" if answered else "en_attente",
        date_reponse=answered,
        question=("Mme X demande à M. le ministre ceci & <cela>.",),
        reponse=("Voici.",) if answered else (),
    )


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    bare = make_question(900, etat="repondue_sans_texte", date_reponse=date(2014, 1, 7))
    odd = [hostile(1000 + number, mark) for number, mark in enumerate(MARKS)]
    return [*map(asked_and_answered, range(1, 200)), bare, *odd]


@pytest.fixture(scope="module")
def site(questions: list[Question], tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(questions, tmp_path_factory.mktemp("feeds"), site_url=ROOT)


def feeds(site: Built) -> dict[str, Path]:
    return {p.relative_to(site.site).as_posix(): p for p in site.site.rglob("*.atom")}


def test_every_feed_is_valid(site: Built) -> None:
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
    found = feeds(site)
    assert len(found) > 20
    for name, path in found.items():
        feed = etree.parse(path)
        assert schema.validate(feed), (name, schema.error_log)
        # The rules that the schema leaves to Schematron.
        assert feed.findall(f"{ATOM}author")
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids) > 0
        for entry in feed.findall(f"{ATOM}entry"):
            assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert feed.findtext(f"{ATOM}id") == f"{ROOT}{name}"
        days = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
        assert days == sorted(days, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == days[0]


def test_the_schema_refuses_what_is_no_feed(site: Built) -> None:
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
    whole = feeds(site)[WHOLE].read_text("utf-8")
    for good, bad in (
        ("<rights>", "<droits>"),
        ("T12:00:00Z", ""),
        (' href="', ' lien="'),
        ("<title>", '<title type="titre">'),
    ):
        broken = whole.replace(good, bad, 1).replace(
            "</rights>", "</rights>" if good != "<rights>" else "</droits>"
        )
        assert not schema.validate(etree.fromstring(broken.encode())), good


def test_readers_of_feeds_read_them_and_every_entry_leads_to_its_text(site: Built) -> None:
    for path in feeds(site).values():
        feed = feedparser.parse(path.read_bytes())
        assert not feed.bozo, feed.bozo_exception
        assert (site.site / feed.feed.link.removeprefix(ROOT)).is_file()
        for entry in feed.entries:
            address, _, fragment = entry.link.removeprefix(ROOT).partition("#")
            page = (site.site / address).read_text("utf-8")
            assert not fragment or f'id="{fragment}"' in page


def expected(questions: list[Question]) -> list[tuple[str, str]]:
    """The entries of a feed, by the days and numbers of the records alone: day and title."""
    events = []
    for question in questions:
        asked = question.date_question
        order = (asked.toordinal() if asked else 0, question.numero)
        for answer, day in ((False, asked), (True, question.date_reponse)):
            if day:
                events.append((day, order, answer, question.numero))
    newest = sorted(events, reverse=True)[:NEWEST]
    return [
        (f"{day}T12:00:00Z", f"{'Réponse' if answer else 'Question'} {numero}")
        for day, _, answer, numero in newest
    ]


def told(path: Path) -> list[tuple[str, str]]:
    entries = feedparser.parse(path.read_bytes()).entries
    number = re.compile(r"(Question|Réponse)\u00a0: .* \(n°\u00a0(\d+), 14e\u00a0législature\)")
    found = [(entry.updated, number.fullmatch(entry.title)) for entry in entries]
    return [(day, f"{match[1]} {match[2]}") for day, match in found if match]


def test_a_feed_has_the_newest_questions_and_answers(
    site: Built, questions: list[Question]
) -> None:
    found = feeds(site)
    assert told(found[WHOLE]) == expected(questions)
    of_author = [q for q in questions if q.auteur == "Ève Durand1"]
    assert told(found["deputes/eve-durand1.atom"]) == expected(of_author)
    of_rubrique = [q for q in questions if q.rubrique == "rubrique 2"]
    assert told(found["rubriques/rubrique-2.atom"]) == expected(of_rubrique)


def test_a_ministry_has_what_it_is_asked_or_answers(site: Built) -> None:
    industry = told(feeds(site)["ministeres/industrie.atom"])
    waiting = {n for n in range(1, 200) if n % 5 == 0 and n % 3 == 0}
    assert {int(title.split()[1]) for _, title in industry if title.startswith("Q")} <= waiting
    assert len({title for _, title in industry if title.startswith("R")}) > 10


def test_question_and_answer_have_ids_that_no_site_changes(
    questions: list[Question], site: Built, tmp_path: Path
) -> None:
    elsewhere = build(questions[:20], tmp_path, site_url="https://ailleurs.fr/")
    ids = [
        {entry.title: entry.id for entry in feedparser.parse(of.read_bytes()).entries}
        for built in (site, elsewhere)
        for of in feeds(built).values()
    ]
    by_title: dict[str, set[str]] = {}
    for one in ids:
        for title, identifier in one.items():
            by_title.setdefault(title, set()).add(identifier)
    assert all(len(found) == 1 for found in by_title.values())


def test_hostile_text_is_text(site: Built) -> None:
    entries = feedparser.parse(feeds(site)[WHOLE].read_bytes(), sanitize_html=False).entries
    of_mark = [entry.title for entry in entries if "n°\u00a01000," in entry.title]
    assert len(of_mark) == 1
    assert MARKS[0] in of_mark[0]


def test_hubs_lead_to_their_feeds(site: Built) -> None:
    for name in feeds(site):
        page = "index.html" if name == WHOLE else name.replace(".atom", ".html")
        html, file = site.html(page), name.rpartition("/")[2]
        assert f'<link rel="alternate" type="application/atom+xml" href="{file}">' in html
        assert f'<a href="{file}" type="application/atom+xml">Suivre' in html
        assert "un lecteur de flux vous prévient de chaque nouvelle question" in html
        assert 'adresses.html#flux">Comment faire</a>' in html


def test_a_site_without_address_has_no_feed(seeds_site: Built) -> None:
    assert feeds(seeds_site) == {}
    assert "atom" not in seeds_site.html("index.html")


def test_a_changed_question_changes_its_feeds_and_no_other(tmp_path: Path) -> None:
    def write(number: int, author: str, question: str) -> None:
        known = {"numero": str(number), "auteur": author, "titre": f"Titre {number}"}
        text = sheet(**known, question=question)
        (tmp_path / "sources").mkdir(exist_ok=True)
        (tmp_path / "sources" / f"{number}.txt").write_text(text, "utf-8")

    def run(folder: Path) -> dict[str, tuple[int, bytes]]:
        shutil.copytree(tmp_path / "sources", folder / "sources", dirs_exist_ok=True)
        options = [*command(folder), "--site-url", ROOT]
        assert build_command.main(options) in (0, 3)
        site = folder / "site"
        return {
            path.relative_to(site).as_posix(): (path.stat().st_ino, path.read_bytes())
            for path in site.rglob("*.atom")
        }

    write(1, "M. Paul Durand", "Une question sur le gaz naturel.")
    write(2, "Mme Anne Martin", "Une question sur les éoliennes.")
    (tmp_path / "sources" / "3.txt").write_text(head(numero="3"), "utf-8")
    before = run(tmp_path / "one")
    write(2, "Mme Anne Martin", "Une autre question, sur les barrages.")
    now = run(tmp_path / "one")
    changed = {name for name in now if now[name] != before.get(name)}
    assert "deputes/paul-durand.atom" in now.keys() - changed
    assert {"deputes/anne-martin.atom", WHOLE} <= changed
    clean = run(tmp_path / "clean")
    assert {name: content for name, (_, content) in now.items()} == {
        name: content for name, (_, content) in clean.items()
    }
