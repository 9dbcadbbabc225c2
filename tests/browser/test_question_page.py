"""The page of a question in the browser: cited, taken away, its paragraphs led to."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from playwright.sync_api import Browser, Page, expect

from parser.page import to_page
from parser.question import Attribution, Question, Tableau, to_dict
from parser.read import read_question
from publisher.citation import citation
from tests.browser.test_page_access import violations
from tests.server import served
from tests.site.conftest import ROOT, build, make_question

pytestmark = pytest.mark.browser

OFFICIAL = sorted(path for path in (ROOT / "tests" / "official").iterdir() if "QE" in path.name)
HOSTILE = (
    "a * b _c_ `d` <script>alert(1)</script> {{e}} [[f]] \\g % # & $ ~ ^ \"h\" 'i' é « j » : k ; l"
)

#: Whatever a page could lose, or take for something else.
ODD: list[dict[str, Any]] = [
    {"titre": HOSTILE, "rubrique": "santé : soins", "tete_analyse": HOSTILE, "analyse": "suivi. bilan."},
    {"rubrique": "santé", "titre": "santé", "tete_analyse": "santé", "analyse": "santé"},
    {"titre": "n° 12 ; suite ?", "analyse": "XIe siècle, 2e partie"},
    {"auteur": "Charles de Courson", "prenom": "Charles", "nom": "Courson (de)", "civilite": "M."},
    {"auteur": "Marie Anne Le Bris", "prenom": "Marie Anne", "nom": "Le Bris", "civilite": "Mme"},
    {"auteur": "Lamy", "nom": "Lamy", "auteur_source": "texte", "acteur_ref": "PA1", "mandat_ref": "PM2"},
    {"acteur_ref": "PA1008", "mandat_ref": "PM843233", "departement": "Orne", "groupe_sigle": "LR"},
    {
        "auteur": "Éva Sas", "prenom": "Éva", "nom": "Sas", "departement": "Essonne",
        "circonscription": "Essonne (1re circonscription)", "circonscription_numero": 1,
        "groupe": "Écologiste", "groupe_date": "question",
    },
    {
        "auteur": "Éva Sas", "prenom": "Éva", "nom": "Sas",
        "circonscription": "Essonne (7e circonscription)", "groupe": "Écologiste", "groupe_date": "export",
    },
    {"auteur": "A B", "prenom": "A", "nom": "B", "circonscription": "Ailleurs", "departement": "Orne"},
    {"auteur": "A B", "prenom": "A", "nom": "B", "departement": "Alpes-Maritimes"},
    {"etat": "close", "date_cloture": date(2017, 6, 20), "code_cloture": "FIN", "motif_cloture": "Fin : 2"},
    {"etat": "retiree", "motif_cloture": "retrait"},
    {
        "etat": "repondue", "ministere_interroge": "Santé", "ministere_attributaire": "Santé, 2e du nom : x",
        "date_question": date(2014, 5, 1), "page_question": 3995, "date_reponse": date(2014, 9, 2),
        "attributions": (
            Attribution(date(2014, 5, 1), "Santé"), Attribution(date(2014, 6, 1), "Égalité : droits, page 2"),
            Attribution(date(2014, 6, 2)),
        ),
        "signalement": date(2014, 7, 8), "renouvellements": (date(2014, 7, 1), date(2014, 8, 1)),
        "errata": (date(2014, 9, 9),),
    },
    {"attributions": (Attribution(date(2014, 6, 2)),), "date_question": date(2014, 5, 1)},
    {"auteur": "A B", "prenom": "A", "nom": "B", "circonscription_numero": 3, "departement": "Orne"},
    {
        "question": (
            Tableau("<table><tr><td>12</td><td>N° 5 :</td></tr></table>"), "«\u00a0a\u00a0» : n°\u00a05",
            "2[N° 5](https://a.fr) b\u00a0: c",
        ),
    },
    {
        "question": (
            "« a » : b ; c ! d ? n° 5", "«\u00a0a\u00a0»\u00a0: b\u202f; c n°\u00a05 « d » :",
            r"\* *via* [www.a.fr?x=1&y=2](https://www.a.fr?x=1&y=2) http://b.fr/ - fin", "- # 1. x",
            "question écrite n° 3, article L. 121-1 du code de la consommation ; loi n° 2014-344",  "1. y  z",
            r"[a](http://[b) \*c \* d\*", "  e  ", HOSTILE.replace("*", r"\*"),
        ),
        "reponse": (
            Tableau(
                '<table><tr><th colspan="2">a &lt;b&gt; &amp; "c"</th></tr>'
                '<tr><td rowspan="3">1\u00a0000 : « x »</td><td></td></tr></table>'
            ),
            "Dont acte.",
        ),
        "etat": "repondue",
    },
    # a day is absent and its page is not; a group is known by its initials alone
    {"page_question": 12, "page_reponse": 34, "etat": "repondue", "reponse": ("Dont acte.",)},
    {"acteur_ref": "PA1", "groupe_sigle": "RN", "groupe_date": "question"},
    {"titre": "l'eau d'aujourd'hui }{ R&D ''a'' &amp; ~b~", "nom": "a, b and c", "auteur": "a, b and c"},
    {"titre": "une { sans fin"},
]  # fmt: skip


def records() -> list[Question]:
    """Real ones, and odd ones."""
    found = []
    for path in [*sorted((ROOT / "seeds").glob("*.txt")), *OFFICIAL]:
        question = read_question(path.read_bytes(), source=path.name, path=str(path)).question
        assert question
        found.append(question)
    return found + [make_question(number, **fields) for number, fields in enumerate(ODD, start=1)]


RECORDS = records()
BY_NUMBER = {question.numero: question for question in RECORDS}
BY_TITLE = {question.titre: question.numero for question in RECORDS}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of all of them, which has an address of its own."""
    built = build(RECORDS, tmp_path_factory.mktemp("cited"), site_url="https://example.org/")
    with served(built.site) as address:
        yield address


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A tab that may copy; it must have been quiet at the end."""
    context = browser.new_context(locale="fr-FR", permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    yield tab
    context.close()
    assert said == []


def panel(page: Page, base: str, numero: int) -> Page:
    """The page of a question with its panel open."""
    page.goto(f"{base}/{BY_NUMBER[numero].address}.html")
    page.get_by_role("button", name="Citer, télécharger").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def form(page: Page, name: str) -> str:
    """One of the forms shown."""
    return page.get_by_role("dialog").locator(f'pre[aria-label="{name}"]').inner_text()


def test_a_question_is_taken_away_as_its_record_and_as_its_markdown_page(
    page: Page, base: str, tmp_path: Path
) -> None:
    for question in RECORDS:
        panel(page, base, question.numero)
        for ending, name, expected in (
            ("json", "JSON (.json)", orjson.dumps(to_dict(question)).decode() + "\n"),
            ("md", "Markdown (.md)", to_page(question)),
        ):
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            stem = question.address.rpartition("/")[2]
            assert download.value.suggested_filename == f"{stem}.{ending}"
            saved = Path(download.value.path()).read_bytes().decode()
            assert saved == expected, (question.id, ending)


def test_a_question_is_taken_away_without_the_marks_of_a_search(page: Page, base: str) -> None:
    question = BY_NUMBER[55901]
    page.goto(f"{base}/{question.address}.html#mots=internet,plate*,sources")
    expect(page.locator("mark").nth(3)).to_be_attached()
    page.get_by_role("button", name="Citer, télécharger").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown (.md)").click()
    assert Path(download.value.path()).read_text("utf-8") == to_page(question)


def test_the_panel_cites_as_the_page_does(page: Page, base: str) -> None:
    for question in RECORDS:
        panel(page, base, question.numero)
        shown = page.locator("p.citation").text_content()
        assert shown == citation(to_dict(question))
        cited = page.get_by_role("dialog").locator('pre[aria-label="Référence"]').text_content()
        assert cited == shown


def test_bibtex_is_read_back_by_a_library(page: Page, base: str) -> None:
    for question in RECORDS:
        panel(page, base, question.numero)
        entry = form(page, "BibTeX")
        assert_braces_close(entry)
        for name, brace in (("left", "{"), ("right", "}")):  # which the library does not know
            entry = entry.replace(f"\\textbrace{name}{{}}", f"\\{brace}")
        library = parse_string(entry, append_middleware=[LatexDecodingMiddleware()])
        assert not library.failed_blocks
        fields = {field.key: field.value for field in library.entries[0].fields}
        assert library.entries[0].key.startswith(question.id)
        assert fields["url"] == f"https://example.org/{question.address}.html"
        assert fields["note"] == citation(to_dict(question)).replace("\u00a0", " ")
        title = fields["title"].replace("ˆ", "^")  # as the library decodes it
        assert title_of(question) in title
        assert "  title = {{" in entry  # names keep their capitals
        answered = question.etat.startswith("repondue")
        assert not answered or (question.ministere_attributaire or "") in title
        day = question.date_reponse if answered else question.date_question
        assert fields.get("date") == (day and str(day))
        assert fields.get("author") == author_of(question)
        if "and" in (question.nom or ""):
            assert f"author = {{{{{question.nom}}}}}" in entry


def test_ris_is_read_back_by_a_library(page: Page, base: str) -> None:
    for question in RECORDS:
        panel(page, base, question.numero)
        (entry,) = rispy.loads(form(page, "RIS"))
        answered = question.etat.startswith("repondue")
        day = question.date_reponse if answered else question.date_question
        number = question.page_reponse if answered else question.page_question
        assert entry["type_of_reference"] == "JOUR"
        assert entry.get("authors") == (author_of(question) and [author_of(question)])
        assert entry.get("year") == (day and str(day.year))
        assert entry.get("start_page") == (number and str(number))
        assert title_of(question) in entry["title"]
        assert entry["urls"] == [f"https://example.org/{question.address}.html"]


def assert_braces_close(entry: str) -> None:
    """As BibTeX itself counts them: one behind a backslash is one too."""
    depth = [entry[:at].count("{") - entry[:at].count("}") for at in range(1, len(entry) + 1)]
    assert depth[-1] == 0
    assert min(depth) >= 0
    assert all(depth[at.start()] == 1 for at in re.finditer(",\n", entry)), entry


def title_of(question: Question) -> str:
    """What must be in the title of any reference."""
    return f"uestion écrite n° {question.numero}" if question.titre != HOSTILE else HOSTILE


def author_of(question: Question) -> str | None:
    """As programs that keep references want it."""
    if question.nom is None:
        return None
    surname = "de Courson" if question.nom == "Courson (de)" else question.nom
    return f"{surname}, {question.prenom}" if question.prenom else surname


def test_a_paragraph_is_cited_from_its_number(page: Page, base: str) -> None:
    page.goto(f"{base}/q17/17-2536QE.html")
    page.get_by_role("link", name="§ 1").last.click()
    assert page.url.endswith("#r1")
    assert form(page, "Référence") == (
        "Rép. min. Sabatini n°\u00a02536\u00a0: JO\u00a0AN, 20\u00a0mai 2025, p.\u00a03696, §\u00a01"
    )
    assert form(page, "Lien") == "https://example.org/q17/17-2536QE.html#r1"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("link", name="§ 1").last).to_be_focused()


def test_the_question_of_an_answer_is_cited_by_its_own_day(page: Page, base: str) -> None:
    panel(page, base, 55901)
    page.get_by_label("Ce qui est cité").select_option("question")
    assert form(page, "Référence") == (
        "QE Chevrollier n°\u00a055901\u00a0: JO\u00a0AN, 20\u00a0mai 2014, p.\u00a03995"
    )


def test_a_reference_is_copied_by_its_button(page: Page, base: str) -> None:
    panel(page, base, 55901)
    page.get_by_role("button", name="Copier : Wikipédia").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Wikipédia\u00a0: copié.")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "{{Article |langue=fr |prénom1=Guillaume |nom1=Chevrollier"
        " |titre=Réponse (Intérieur) : Télécommunications – Internet – question écrite n° 55901"
        " |périodique=Journal officiel, Assemblée nationale, Questions |date=29 juillet 2014"
        " |pages=6524 |lire en ligne=https://example.org/q14/14-55901QE.html}}"
    )


def test_a_hostile_title_stays_one_value_of_the_template(page: Page, base: str) -> None:
    panel(page, base, 1)
    shown = form(page, "Wikipédia")
    assert shown.count("{{Article") == 1
    assert "<" not in shown
    assert "[[" not in shown


def test_letters_that_mean_nothing_to_a_template_stand_as_they_are(page: Page, base: str) -> None:
    panel(page, base, BY_TITLE["l'eau d'aujourd'hui }{ R&D ''a'' &amp; ~b~"])
    shown = form(page, "Wikipédia")
    assert "L'eau d'aujourd'hui &#125;&#123; R&D &#39;&#39;a&#39;&#39; &amp;amp; ~b~" in shown


def test_the_arrows_lead_from_paragraph_to_paragraph(page: Page, base: str) -> None:
    page.goto(f"{base}/q14/14-18QE.html")
    links = page.locator("[data-texte=question] .alinea")
    assert links.evaluate_all("links => links.filter(link => link.tabIndex === 0).length") == 1
    links.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.nth(1)).to_be_focused()


def test_the_paragraph_of_the_address_is_marked(page: Page, base: str) -> None:
    colour = "element => getComputedStyle(element).backgroundColor"
    page.goto(f"{base}/q14/14-18QE.html#q3")
    marked = page.locator("#q3").evaluate(colour)
    assert marked != page.locator("#q2").evaluate(colour)


def test_numbers_of_paragraphs_are_no_words_of_the_text(page: Page, base: str) -> None:
    page.goto(f"{base}/q14/14-60066QE.html")
    expect(page.locator(".alinea").first).to_be_attached()
    text = page.locator("#r1").text_content() or ""
    assert text.replace("\u00a0", " ")[:40] == (BY_NUMBER[60066].reponse[0])[:40]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_the_panel(browser: Browser, base: str, colours: Any) -> None:
    context = browser.new_context(color_scheme=colours)
    page = context.new_page()
    for numero in (55901, 47351, 13134, 14):
        panel(page, base, numero)
        assert violations(page) == []
        page.keyboard.press("Escape")
        assert violations(page) == []
    context.close()


@pytest.mark.parametrize("numero", [55901, 47351, 14])
def test_print_shows_the_question_the_answer_and_the_reference(
    page: Page, base: str, numero: int
) -> None:
    panel(page, base, numero)
    page.emulate_media(media="print")
    for hidden in (
        ".tete",
        ".pied",
        ".fil",
        ".fiche",
        ".chronologie",
        ".citer",
        "dialog",
        ".alinea >> nth=0",
    ):
        expect(page.locator(hidden)).to_be_hidden()
    for kept in ("h1", ".numero", "p.etat", ".citation"):
        expect(page.locator(kept)).to_be_visible()


def test_a_site_without_an_address_cites_the_page_of_the_assemblee(
    browser: Browser, tmp_path: Path
) -> None:
    question = dataclasses.replace(BY_NUMBER[55901])
    with served(build([question], tmp_path).site) as address:
        page = browser.new_page()
        panel(page, address, 55901)
        assert question.url_officielle in form(page, "BibTeX")
        assert form(page, "Lien") == f"{address}/q14/14-55901QE.html"
        page.close()


def test_json_of_the_page_is_json(page: Page, base: str) -> None:
    panel(page, base, 55901)
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON (.json)").click()
    assert json.loads(Path(download.value.path()).read_text())["numero"] == 55901
