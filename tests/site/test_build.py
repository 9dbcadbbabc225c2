"""The MkDocs build: strict, whole, every link leads somewhere, nothing absolute without an address."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from parser.question import Attribution, Question
from publisher.check.inspection import Inspection
from publisher.errors import SiteError
from publisher.generated import copy_handwritten
from publisher.pages import write_pages
from publisher.site import build_site
from tests.site.conftest import ROOT, Built, build, make_question

#: Bytes of a question's page that are neither its facts nor its text.
CHROME = 3 * 1024


class Links(HTMLParser):
    """Where a page leads, and what can be led to in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect addresses and ids."""
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                self.targets.append(value)
            elif name == "id" and value:
                assert value not in self.ids, f"two elements have the id {value}"
                self.ids.add(value)


def broken_links(site: Path, root: str = "/") -> list[str]:
    """Every internal link of every page that leads nowhere; ``root``: the path of the site's address."""
    pages = {
        path.relative_to(site).as_posix(): Links(path.read_text("utf-8"))
        for path in site.rglob("*.html")
    }
    broken = []
    for address, links in pages.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            path = (site / address).parent / unquote(parts.path) if parts.path else site / address
            if parts.path.startswith(root):  # of the 404 page
                path = site / unquote(parts.path.removeprefix(root))
            name = path.resolve().relative_to(site.resolve()).as_posix()
            ids = pages[name].ids if name in pages else set()
            if not path.is_file() or (parts.fragment and parts.fragment not in ids):
                broken.append(f"{address}: {target}")
    return broken


@pytest.fixture(scope="module")
def varied() -> list[Question]:
    """Every state, and more questions than a page takes."""
    common = {"auteur": "Ève d'Aÿ", "nom": "Aÿ (d')", "prenom": "Ève", "rubrique": "eau"}
    return [
        make_question(1, etat="repondue_sans_texte", date_reponse=date(2014, 1, 7), **common),
        make_question(2, etat="retiree", date_cloture=date(2014, 1, 7), motif_cloture="Retrait"),
        make_question(
            3,
            etat="en_attente",
            date_question=date(2013, 12, 3),
            attributions=(Attribution(date(2013, 12, 10), "Santé"), Attribution(date(2014, 1, 1))),
            renouvellements=(date(2014, 1, 1), date(2014, 2, 1)),
            signalement=date(2014, 3, 4),
            errata=(date(2014, 2, 2),),
            question=("Une question.",),
            **common,
        ),
        *(
            make_question(n, etat="close", date_question=date(2013, 1 + n % 12, 1), **common)
            for n in range(10, 620)
        ),
    ]


def test_the_seeds_build_without_a_warning(seeds_site: Built) -> None:
    pages = [p.relative_to(seeds_site.site).as_posix() for p in seeds_site.site.rglob("q*/*.html")]
    assert sorted(pages) == [
        "q13/13-78603QE.html",
        "q14/14-13503QE.html",
        "q14/14-13504QE.html",
        "q14/14-55901QE.html",
        "q14/14-60066QE.html",
    ]


def test_a_warning_fails_the_build_and_is_told(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    write_pages([make_question()], pages)
    copy_handwritten(ROOT / "docs", pages)
    (pages / "page.md").write_text("[perdue](nulle-part.md)\n")
    with pytest.raises(SiteError, match=r"nulle-part\.md"):
        build_site(pages, tmp_path / "site")


def test_every_internal_link_resolves(
    seeds_site: Built, varied: list[Question], tmp_path: Path
) -> None:
    assert broken_links(seeds_site.site) == []
    built = build(varied, tmp_path)
    assert (built.site / "rubriques/eau/2013-01.html").exists()
    assert broken_links(built.site) == []
    assert list(Inspection(built.site, "recherche").faults()) == []


def test_an_empty_corpus_builds(tmp_path: Path) -> None:
    built = build([], tmp_path)
    assert "0&nbsp;question" in built.html("index.html").replace("\xa0", "&nbsp;")
    assert broken_links(built.site) == []


def test_without_an_address_nothing_absolute_is_written(seeds_site: Built) -> None:
    names = {path.name for path in seeds_site.site.rglob("*")}
    assert not names & {"sitemap.xml", "sitemap.xml.gz", "404.html"}
    for path in seeds_site.site.rglob("*.html"):
        html = path.read_text("utf-8")
        assert "canonical" not in html
        for target in Links(html).targets:
            assert not target.startswith("/")
            official = target.startswith("https://questions.assemblee-nationale.fr/q")
            in_text = "data-texte" in html or "france" in html or path.parent == seeds_site.site
            assert not urlsplit(target).scheme or official or in_text


def test_with_an_address_all_pages_are_listed_and_canonical(
    seeds: list[Question], tmp_path: Path
) -> None:
    built = build(seeds, tmp_path, site_url="https://exemple.fr/questions/")
    listed = re.findall(r"<loc>(.*?)</loc>", (built.site / "sitemap.xml").read_text())
    pages = {p.relative_to(built.site).as_posix() for p in built.site.rglob("*.html")}
    assert set(listed) == {f"https://exemple.fr/questions/{p}" for p in pages - {"404.html"}}
    assert listed == sorted(listed)
    canonical = '<link rel="canonical" href="https://exemple.fr/questions/q14/14-55901QE.html">'
    assert canonical in built.html("q14/14-55901QE.html")
    assert 'href="/questions/assets/' in built.html("404.html")
    assert "//a" not in built.html("404.html")


def test_the_same_records_give_the_same_site(
    seeds: list[Question], seeds_site: Built, tmp_path: Path
) -> None:
    again = build(seeds, tmp_path)
    for path in again.site.rglob("*"):
        if path.is_file():
            name = path.relative_to(again.site)
            assert path.read_bytes() == (seeds_site.site / name).read_bytes(), name


def test_no_page_asks_for_another_host(seeds_site: Built) -> None:
    for path in [*seeds_site.site.rglob("*.html"), *seeds_site.site.rglob("site.css")]:
        text = path.read_text("utf-8")
        assert not re.search(r'(?:src|<link[^>]*href)="(?:https?:)?//', text)
        assert not re.search(r"url\([\"']?(?:https?:)?//", text)


def test_chrome_of_a_question_is_three_kilobytes_or_less(seeds_site: Built) -> None:
    html = seeds_site.html("q14/14-55901QE.html")
    without = re.sub(r'<article class="fiche-question">.*</article>', "", html, flags=re.DOTALL)
    metadata = r"<title>.*?</title>|<meta [^>]*(?:description|citation_|og:)[^>]*>"
    without = re.sub(metadata, "", without)
    without = re.sub(r"<script type=\"application/ld\+json\">.*?</script>", "", without)
    labels = re.findall(r"<dt>.*?</dt>|</?(?:div|dl|dd|ol|section|h2|aside|header)[^>]*>", html)
    assert len(without.encode()) + sum(len(label.encode()) for label in labels) <= CHROME


def test_a_question_page_shows_all_its_facts(seeds_site: Built) -> None:
    html = seeds_site.html("q14/14-13504QE.html").replace("&nbsp;", " ").replace("\xa0", " ")
    for shown in (
        "<h1>Internet</h1>",
        'Question écrite n° 13504, <a href="../legislatures/14.html">14<sup>e</sup> législature</a>',
        "Réponse publiée en 301 jours",
        '<a href="../deputes/philippe-plisson.html">M. Philippe Plisson</a>',
        '<a href="../departements/gironde.html">Gironde (11<sup>e</sup> circonscription)</a>',
        '<a href="../groupes/socialiste-ecologiste-et-republicain.html">'
        "Socialiste, écologiste et républicain</a><small>dernier groupe connu, peut-être pas celui d’alors<",
        '<a href="../ministeres/pme-innovation-et-economie-numerique.html">',
        '<a href="../ministeres/interieur.html">Intérieur</a>',
        '<a href="../rubriques/telecommunications.html">Télécommunications</a>',
        '<a href="../semaines/2012-W50.html"><time datetime="2012-12-11">11 décembre 2012</time></a>'
        " Question au JO, page 7334",
        '<a href="../semaines/2013-W41.html"><time datetime="2013-10-08">8 octobre 2013</time></a>'
        " Réponse au JO, page 10633",
        'href="https://questions.assemblee-nationale.fr/q14/14-13504QE.htm"',
        "<em>via</em>",
    ):
        assert shown in html, shown


def test_what_is_absent_is_not_on_the_page(seeds_site: Built) -> None:
    html = seeds_site.html("q14/14-13503QE.html")
    assert '<time datetime="2012-12-11">11\xa0décembre 2012</time></a> Question au JO</li>' in html
    assert "Gironde</a></dd>" in html
    bare = html.lower()
    for never in ("none", "null", "undefined"):
        assert f">{never}<" not in bare


def test_every_state_and_every_dated_fact_has_its_words(
    varied: list[Question], tmp_path: Path
) -> None:
    built = build(varied[:4], tmp_path)
    without_text = built.html("q14/14-1QE.html")
    assert "son texte n’est pas dans les sources" in without_text
    assert "data-texte" not in without_text
    assert "Retirée le\xa07\xa0janvier 2014 (Retrait)" in built.html("q14/14-2QE.html")
    pending = built.html("q14/14-3QE.html")
    assert 'data-depuis="2013-12-03" data-fin="2017-06-21"' in pending
    for label in ("Changement d’attribution", "Renouvellement", "Signalement", "Erratum"):
        assert f"</time> {label}" in pending
    change = (
        '<time datetime="2013-12-10">10\xa0décembre 2013</time> Changement d’attribution\xa0: Santé'
    )
    assert change in pending
    assert "Ministère qui répond" not in pending


def test_the_ministry_asked_is_no_change_of_attribution(
    varied: list[Question], tmp_path: Path
) -> None:
    asked = Attribution(date(2013, 12, 3), "Santé")
    first, second = (
        dataclasses.replace(
            question, date_question=asked.date, ministere_interroge="Santé", attributions=history
        )
        for question, history in (
            (varied[0], (asked,)),
            (varied[1], (asked, Attribution(date(2014, 1, 1), "Budget"))),
        )
    )
    built = build([first, second], tmp_path)
    assert "Changement d’attribution" not in built.html(f"{first.address}.html")
    passed_on = built.html(f"{second.address}.html")
    assert re.search('<time datetime="2014-01-01">.*</time> Changement d’attribution', passed_on)


def test_no_question_page_stands_in_the_navigation() -> None:
    config = (ROOT / "mkdocs.yml").read_text()
    navigation = re.findall(r"^  - .*: (.*\.md)$", config, re.MULTILINE)
    assert navigation == [
        "index.md", "deputes/index.md", "ministeres/index.md", "rubriques/index.md",
        "annees/index.md", "recherche.md", "suivi.md", "a-propos.md", "adresses.md", "accessibilite.md",
    ]  # fmt: skip


def test_several_processes_write_the_bytes_of_plain_mkdocs(
    varied: list[Question], seeds: list[Question], tmp_path: Path
) -> None:
    built = build([*varied, *seeds], tmp_path / "one")
    for workers in (0, 2):  # 0: as a plain `mkdocs build`
        site = tmp_path / f"with{workers}"
        build_site(built.pages, site, workers=workers)
        for path in site.rglob("*"):
            if path.is_file():
                name = path.relative_to(site)
                assert path.read_bytes() == (built.site / name).read_bytes(), name
        html = {path.relative_to(site) for path in site.rglob("*.html")}
        assert html == {path.relative_to(built.site) for path in built.site.rglob("*.html")}
