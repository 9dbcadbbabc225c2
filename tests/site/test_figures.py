"""Numbers of hubs: medians and shares as worked out by hand, what they leave out, the map, for everyone."""

from __future__ import annotations

import random
import re
import statistics
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from parser.question import Attribution, Question
from publisher.columns import Columns
from publisher.facts import Facts
from publisher.figures import share
from publisher.map import Place, france, outlines, shades
from publisher.pages import write_pages
from publisher.selection import Selection
from publisher.statistics_page import MOST_MINISTRIES
from publisher.week_pages import label_of, name_of
from tests.browser.test_page_access import violations
from tests.site.conftest import build, make_question, visiting
from tests.site.counts import mixed_records

ASKED = date(2014, 5, 20)
KINDS = (
    "departements/index", "departements/nord", "groupes/index", "groupes/les-republicains",
    "legislatures/index", "legislatures/14", "semaines/index", "semaines/2014", "semaines/2014-W21",
    "statistiques", "deputes/anne-martin", "ministeres/interieur", "ministeres/justice", "rubriques/eau",
    "annees/2014", "deputes/sans-nom",
)  # fmt: skip


def columns(records: list[Question]) -> Columns:
    return Columns([Facts.of(record)[0] for record in records])


def answered(numero: int, days: int, **fields: object) -> Question:
    values: dict[str, object] = {
        "etat": "repondue",
        "date_question": ASKED,
        "date_reponse": ASKED + timedelta(days=days),
    }
    return make_question(numero, **(values | fields))


@pytest.mark.parametrize("seed", range(5))
def test_delays_are_those_that_a_plain_reading_gives(seed: int) -> None:
    records = mixed_records(60, seed)
    days = [
        (record.date_reponse - record.date_question).days
        for record in records
        if record.etat.startswith("repondue") and record.date_question and record.date_reponse
        if record.date_reponse >= record.date_question
    ]
    delays = Selection.all(columns(records)).delays()
    assert delays
    assert delays.answers == len(days)
    assert delays.median == int(statistics.median(days) + 0.5)
    assert sum(day <= delays.ninth for day in days) >= 0.9 * len(days)
    assert sum(day < delays.ninth for day in days) < 0.9 * len(days)


def test_a_median_says_what_it_counts_and_what_it_leaves_out(tmp_path: Path) -> None:
    records = [answered(n, 10 * n, rubrique="eau") for n in range(1, 4)]
    records.append(answered(4, 0, rubrique="eau", date_reponse=None))
    records.append(make_question(5, rubrique="eau", date_question=ASKED))
    write_pages(records, tmp_path)
    page = (tmp_path / "rubriques/eau.md").read_text().replace("\xa0", " ")
    assert "<dd>20 jours<small>de 3 réponses datées&#8239;; 1 sans date utilisable" in page
    assert "<dd>80 %<small>" in page


def test_a_share_is_all_or_nothing_only_where_it_is() -> None:
    shown = [share(*pair).replace("\xa0", " ") for pair in ((0, 900), (1, 900), (899, 900), (9, 9))]
    assert shown == ["0 %", "&lt; 1 %", "99 %", "100 %"]
    assert share(0, 0) == "–"


def test_homonyms_that_no_search_tells_apart_have_counts_without_a_link(tmp_path: Path) -> None:
    fields = {"auteur": "Paul Petit", "nom": "Petit", "prenom": "Paul", "departement": "Nord"}
    write_pages(
        [
            make_question(1, acteur_ref="PA1", circonscription_numero=1, **fields),
            make_question(2, acteur_ref="PA2", circonscription_numero=2, **fields),
        ],
        tmp_path,
    )
    pages = sorted((tmp_path / "deputes").glob("paul-petit-*.md"))
    told = [html for page in pages if "chiffres" in (html := page.read_text())]
    assert len(told) == 2
    for html in told:
        assert "Aucune recherche ne trouve ces questions" in html
        assert "recherche.html?" not in html


def test_a_ministry_tells_what_it_passed_on_received_and_held_for_a_time(tmp_path: Path) -> None:
    chain = tuple(
        Attribution(ASKED + timedelta(days=n), title)
        for n, title in enumerate(("Intérieur", "Justice", "Santé"))
    )
    passed = {"ministere_interroge": "Intérieur", "ministere_attributaire": "Santé"}
    records = [
        make_question(1, date_question=ASKED, attributions=chain, **passed),
        make_question(2, ministere_interroge="Justice", ministere_attributaire="Justice"),
    ]
    write_pages(records, tmp_path)
    asked, between, charged = (
        (tmp_path / f"ministeres/{name}.md").read_text().replace("\xa0", " ")
        for name in ("interieur", "justice", "sante")
    )
    assert 'href="../ministeres/sante.html"' in asked.partition('id="transmises"')[2]
    assert 'href="../ministeres/interieur.html"' in charged.partition('id="recues"')[2]
    assert "1 question de plus lui a été attribuée un temps" in between
    assert "un temps" not in asked + charged


def test_a_title_in_odd_spellings_is_passed_on_to_whole(tmp_path: Path) -> None:
    spellings = (
        "Jeux d’eau",
        "Jeux dʼeau",
        "Jeux d\u00a0’eau",
        "Jeux\u00a0d’eau",
        "Jeux\u00a0dʼeau",
    )
    questions = [
        make_question(n, ministere_interroge="Tennis", ministere_attributaire=title)
        for n, title in enumerate(spellings * 4, 1)
    ]
    write_pages(questions, tmp_path)
    html = (tmp_path / "ministeres/tennis.md").read_text("utf-8").partition('id="transmises"')[2]
    rows = re.findall(r"<td>(?:<a [^>]*>)?(\d+)", html.partition("</table>")[0])
    assert sum(map(int, rows)) == len(questions)


def test_statistics_stay_short_whatever_the_number_of_ministries(tmp_path: Path) -> None:
    most = MOST_MINISTRIES + 300
    numbers = [n for n in range(most) for _ in range(2 if n < MOST_MINISTRIES else 1)]
    write_pages(
        [
            make_question(at, ministere_interroge=f"Affaires diverses, chapitre {n} du registre")
            for at, n in enumerate(numbers, 1)
        ],
        tmp_path,
    )
    html = (tmp_path / "statistiques.md").read_text("utf-8")
    assert len(html) < 100_000
    part = html.partition('id="par-ministere"')[2].partition("</section>")[0]
    assert part.count('<th scope="row" role="rowheader">') == MOST_MINISTRIES
    assert "Et 300\xa0autres ministères, 300\xa0questions." in part


def test_the_longest_waiting_are_counted_up_to_the_last_journal(tmp_path: Path) -> None:
    records = [
        make_question(
            n,
            date_question=ASKED + timedelta(days=7 * n),
            ministere_interroge="Justice",
            ministere_attributaire="Justice",
        )
        for n in range(12)
    ]
    ended = make_question(
        99, legislature=13, date_question=date(2011, 5, 3), ministere_attributaire="Justice"
    )
    write_pages([*records, ended], tmp_path, au=date(2014, 12, 30))
    page = (tmp_path / "ministeres/justice.md").read_text().replace("\xa0", " ")
    waiting = page.partition('id="attente"')[2].partition("</section>")[0]
    assert "Au JO du 30 décembre 2014" in waiting
    assert "224 jours" in waiting
    assert "13-99QE" not in waiting
    assert waiting.index("14-0QE") < waiting.index("14-1QE")
    assert "&amp;tri=ancien" in waiting


def test_what_is_asked_after_today_does_not_wait_yet(tmp_path: Path) -> None:
    records = [
        make_question(n, date_question=date(2014, 1, n), ministere_attributaire="Justice")
        for n in range(1, 13)
    ]
    write_pages(records, tmp_path, au=date(2014, 1, 10))
    page = (tmp_path / "ministeres/justice.md").read_text().replace("\xa0", " ")
    waiting = page.partition('id="attente"')[2].partition("</section>")[0]
    assert "Au JO du 10 janvier 2014, 10 questions attendent" in waiting
    assert "9 jours" in waiting
    assert "-1 jour" not in waiting
    assert "14-11QE" not in waiting


def test_every_departement_is_drawn_once_and_leads_to_its_page() -> None:
    assert len(outlines()) == 96
    html = france({"nord": Place("Nord", "../departements/nord.html", 3)})
    assert html.count("<path") == 96
    assert html.count("<a ") == 3  # the département, and the credit's two
    assert 'aria-hidden="true"' in html
    assert france({"mayotte": Place("Mayotte", "", 1)}) == ""


def test_shades_hold_all_counts_in_order() -> None:
    dice = random.Random(1)
    for _ in range(50):
        counts = [dice.randrange(1, 40) for _ in range(dice.randrange(1, 96))]
        limits = shades(counts)
        assert len(limits) <= 5
        assert all(sum(a <= count <= b for a, b in limits) == 1 for count in counts)


def test_a_week_is_named_as_iso_does_and_told_in_french() -> None:
    week = (date(2014, 5, 20).toordinal() - 1) // 7
    assert name_of(week) == "2014-W21"
    assert label_of(week).replace("\xa0", " ") == "du 19 au 25 mai 2014"
    new_year = (date(2014, 12, 30).toordinal() - 1) // 7
    assert name_of(new_year) == "2015-W01"
    assert label_of(new_year).replace("\xa0", " ") == "du 29 décembre 2014 au 4 janvier 2015"


@pytest.mark.browser
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_hub(
    browser: Browser, tmp_path: Path, colours: str
) -> None:
    records = mixed_records(150, seed=4)
    day = {"date_question": ASKED, "auteur": "Anne Martin", "nom": "Martin", "prenom": "Anne"}
    records.append(make_question(900, **day))
    site = build(records, tmp_path, au=date(2015, 12, 29)).site
    with visiting(browser, site, color_scheme=colours) as visit:
        for kind in KINDS:
            page = visit.open(f"{kind}.html")
            assert violations(page) == [], kind


def test_answers_from_before_the_reform_say_that_the_term_was_another(tmp_path: Path) -> None:
    old, new = date(2009, 6, 24), date(2009, 6, 25)
    questions = [
        answered(1, 40, auteur="A B", nom="B", date_question=old, date_reponse=date(2009, 8, 1)),
        answered(2, 40, auteur="C D", nom="D", date_question=new, date_reponse=date(2009, 8, 1)),
    ]
    built = build(questions, tmp_path)
    told = "Jusqu’en juin 2009, le délai était d’un mois"
    for page, expected in (
        ("deputes/a-b", True), ("deputes/c-d", False), ("legislatures/index", True), ("statistiques", True),
    ):  # fmt: skip
        assert (told in built.html(f"{page}.html")) is expected, page
