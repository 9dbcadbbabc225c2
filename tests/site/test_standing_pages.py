"""The hand-written pages: what they say of the site is so, and everyone can read them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from exports.package import CHECKSUMS, NOTE, PACKAGE, SCHEMA
from parser.question import Question
from publisher import noindex, opensearch
from publisher.check.inspection import Inspection
from publisher.standing import filled
from tests.site.conftest import ROOT, Built, build, make_question, visiting

AXE = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")
ADDRESS = "https://exemple.fr/q/"
STANDING = ("a-propos", "accessibilite", "adresses", "suivi")


@pytest.fixture(scope="module")
def site(seeds: list[Question], tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The seeds and one without an author at an address; search engines are to leave out one page."""
    with pytest.MonkeyPatch.context() as patch:
        file = tmp_path_factory.mktemp("noindex") / "noindex.txt"
        file.write_text("/q14/14-55901QE.html  # sa page\n\n# demande reçue\n", "utf-8-sig")
        patch.setattr(noindex.listed, "__defaults__", (file,))
        questions = [*seeds, make_question(1)]
        return build(questions, tmp_path_factory.mktemp("standing"), site_url=ADDRESS)


def words(site: Built, name: str) -> str:
    html = site.html(f"{name}.html").partition("<main")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_about_says_what_is_here_and_up_to_which_journal(site: Built) -> None:
    told = re.sub(r"(\d) (?=e )", r"\1", words(site, "a-propos"))
    assert "contient 6 questions écrites des 13e et 14e législatures" in told
    assert "vont jusqu’au Journal officiel du 16 septembre 2014" in told
    assert "n’y a pas indiqué d’adresse de contact" in told


@pytest.mark.parametrize(
    ("contact", "html"),
    [
        ("a@exemple.fr", '<a href="mailto:a@exemple.fr">a@exemple.fr</a>'),
        ("https://exemple.fr/?a&b", '<a href="https://exemple.fr/?a&amp;b">'),
        ("<b>, 1 rue de l’Étang", "&lt;b&gt;, 1 rue de l’Étang"),
        ("javascript:alert(1)", "javascript:alert(1)."),
    ],
)
def test_the_contact_is_that_of_the_settings(contact: str, html: str) -> None:
    shown = filled("<p><!-- contact --></p>", Path("etat.json"), {"contact": contact})
    assert html in shown.replace("\xa0:", ":")
    assert 'href="javascript' not in shown


def documented(site: Built, title: str) -> set[str]:
    """What the first column of the table below a title names."""
    table = site.html("adresses.html").partition(f">{title}</h2>")[2].partition("</table>")[0]
    cells = re.findall(r"<tr>\s*<td>(.*?)</td>", table, re.DOTALL)
    return {name for cell in cells for name in re.findall(r"<code>(.*?)</code>", cell)}


def test_every_parameter_of_the_search_is_documented(site: Built) -> None:
    source = (ROOT / "search/browser/page/address.js").read_text("utf-8")
    facets = re.findall(r'"(\w+)"', source.partition("FILTERS = [")[2].partition("];")[0])
    read = set(re.findall(r'given\.get\("(\w+)"\)', source)) | set(facets)
    assert documented(site, "Paramètres de la recherche") == read


def test_every_address_that_is_documented_is_there(site: Built) -> None:
    examples = {
        "deputes/anne-martin": "deputes/guillaume-chevrollier",
        "rubriques/energie": "rubriques/telecommunications",
    }
    named = documented(site, "Pages") | documented(site, "Flux")
    assert len(named) > 12
    for name in named:
        stem, dot, extension = name.partition(".")
        address = f"{examples.get(stem, stem)}{dot}{extension}".partition("#")[0]
        if address:
            assert (site.site / address).is_file(), name


def test_the_files_of_exports_that_are_documented_are_those_made(site: Built) -> None:
    named = documented(site, "Données à emporter")
    data = {
        f"questions{part}.{kind}" for part in ("", "-14") for kind in ("csv", "jsonl", "parquet")
    }
    assert named == data | {SCHEMA, PACKAGE, CHECKSUMS, NOTE}


@pytest.mark.browser
def test_what_a_search_tells_the_host_is_said(browser: Browser, site: Built) -> None:
    """A form of a page asks the host for the address of the search, words and all."""
    with visiting(browser, site.site) as visit:
        page = visit.open("index.html")
        page.get_by_role("searchbox").fill("internet")
        page.keyboard.press("Enter")
        page.wait_for_url("**/recherche.html?q=internet")
        sent = [request for request in visit.requests if "internet" in request]
        visit.page.locator("#resultats[aria-busy=false]").wait_for()
        visit.assert_quiet()
    assert sent
    told = words(site, "a-propos")
    assert "n’est envoyé nulle part" not in told
    assert "L’adresse d’une recherche contient les mots et les filtres" in told


def test_lists_have_feeds_where_it_is_said(site: Built) -> None:
    told = words(site, "adresses").partition("Flux ")[2]
    assert "l’ensemble, chaque député, chaque ministère et chaque rubrique ont leur flux" in told
    kinds = {path.relative_to(site.site).parts[0] for path in site.site.rglob("*.atom")}
    assert kinds == {"questions.atom", "deputes", "ministeres", "rubriques"}


def test_browsers_are_told_how_to_search(site: Built) -> None:
    root = ElementTree.parse(site.site / opensearch.NAME).getroot()
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert len(root.findtext("o:ShortName", "", space)) <= opensearch.SHORT
    urls = {url.get("type"): url.get("template", "") for url in root.findall("o:Url", space)}
    assert urls["text/html"] == f"{ADDRESS}recherche.html?q={{searchTerms}}"
    assert urls[opensearch.TYPE] == f"{ADDRESS}recherche.xml"
    assert (site.site / root.findtext("o:Image", "", space).removeprefix(ADDRESS)).is_file()
    for page in ("index.html", "recherche.html"):
        assert f'<link rel="search" type="{opensearch.TYPE}"' in site.html(page)
    assert "opensearch" not in site.html("q14/14-55901QE.html")


def test_a_site_without_address_does_not_offer_its_search(seeds_site: Built) -> None:
    assert not (seeds_site.site / opensearch.NAME).exists()
    assert "opensearch" not in seeds_site.html("index.html")


def test_a_listed_page_asks_search_engines_to_leave_it_out_and_no_other(site: Built) -> None:
    hidden = {
        page.relative_to(site.site).as_posix()
        for page in site.site.rglob("*.html")
        if '<meta name="robots" content="noindex">' in page.read_text("utf-8")
    }
    assert hidden == {"q14/14-55901QE.html"}
    assert "55901QE" not in (site.site / "sitemap.xml").read_text("utf-8")
    assert list(Inspection(site.site, "recherche").faults()) == []


def test_what_is_in_the_folder_of_a_page_is_left_out_with_it(tmp_path: Path) -> None:
    file = tmp_path / "noindex.txt"
    file.write_text("deputes/a.html\n", "utf-8")
    listed = noindex.listed(file)
    assert "deputes/a.html" in listed
    assert "deputes/a/2014.html" in listed
    assert "deputes/ab/2014.html" not in listed
    assert "index.html" not in listed


def test_an_address_that_is_no_page_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "noindex.txt"
    file.write_text("q14/14-1QE.htm\nq14/14-1QE.html\n", "utf-8")
    monkeypatch.setattr(noindex.listed, "__defaults__", (file,))
    (told,) = noindex.unknown(["q14/14-1QE.html"])
    assert told.startswith("noindex.txt:1: q14/14-1QE.htm is no page of the site")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.browser
def test_axe_finds_nothing_in_any_kind_of_page_and_nothing_is_cut_off(
    browser: Browser, site: Built, colours: str
) -> None:
    hubs = (
        "deputes/guillaume-chevrollier",
        "ministeres/interieur",
        "rubriques/telecommunications",
        "annees/2014",
    )
    lists = (
        "index",
        *(f"{kind}/index" for kind in ("deputes", "ministeres", "rubriques", "annees")),
    )
    size = {"width": 390, "height": 844}
    with visiting(browser, site.site, color_scheme=colours, viewport=size) as visit:
        for name in (*STANDING, *hubs, *lists, "q14/14-55901QE"):
            page = visit.open(f"{name}.html")
            page.evaluate(AXE)
            found = page.evaluate(
                """async () => (await axe.run(document)).violations.flatMap(
                rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`))"""
            )
            assert found == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        visit.assert_quiet()
