"""The check of a finished site: nothing to say of a sound one, every planted fault told with its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import build as command
from parser.question import Question
from publisher.check import telling
from publisher.check.addresses import Place, Wrong, resolve
from publisher.check.inspection import Inspection
from publisher.check.page import read_page
from publisher.precompress import precompress
from tests.site.conftest import Built, build

BASE = "https://exemple.fr/questions/"
PAGE = "q14/14-55901QE.html"
OTHER = "q14/14-13503QE.html"


@pytest.fixture(scope="module")
def sound(seeds: list[Question], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the seeds, with an address and compressed copies."""
    site = build(seeds, tmp_path_factory.mktemp("sound"), site_url=BASE).site
    with pytest.MonkeyPatch.context() as patch:  # the index is small here, but has copies too
        patch.setattr("publisher.precompress.SMALLEST", 100)
        precompress(site)
    assert list(site.glob("recherche/14-*/index.json.gz"))
    return site


@pytest.fixture
def site(sound: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "site"))


def told(site: Path) -> list[str]:
    return [str(fault) for fault in Inspection(site, "recherche").faults()]


def edit(site: Path, path: str, old: str, new: str) -> int:
    """Changes a page where `old` stands for the first time; the line. Its copies go, being another matter."""
    text = (site / path).read_text("utf-8")
    assert old in text
    (site / path).write_text(text.replace(old, new, 1), "utf-8")
    for extension in (".gz", ".br"):
        (site / f"{path}{extension}").unlink(missing_ok=True)
    return text[: text.index(old)].count("\n") + 1


def legislature(site: Path, number: int = 14) -> Path:
    return next((site / "recherche").glob(f"{number}-*"))


def test_a_sound_site_has_no_fault(sound: Path, seeds_site: Built) -> None:
    inspection = Inspection(sound, "recherche", workers=2)
    assert list(inspection.faults()) == []
    assert inspection.pages == len(list(sound.rglob("*.html")))
    assert inspection.links > 10 * inspection.pages
    assert inspection.shards == sum(
        1
        for path in (sound / "recherche").glob("1*/**/*")
        if path.is_file() and path.suffix not in (".gz", ".br")
    )
    assert inspection.sample >= 8
    assert told(seeds_site.site) == []  # without an address


@pytest.mark.parametrize(
    ("address", "found", "expected"),
    [
        ("../q14/14-1QE.html", 'link to "../q14/14-1QE.html"', "a file q14/14-1QE.html"),
        ("../../x.html", '"../../x.html" leads out of the site', "a file of it"),
        ("#nulle-part", 'link to "#nulle-part"', "an id of this page"),
        (
            "../index.html#nulle-part",
            'link to "#nulle-part" in index.html',
            "an id of that page",
        ),
        ("/index.html", '"/index.html"', "an address below /questions/"),
        (
            "javascript:alert(1)",
            '"javascript:alert(1)"',
            "a link to a page, http, https, mailto, tel",
        ),
        ("http:///x", '"http:///x"', "a link to a page, http, https, mailto, tel"),
        (f"{BASE}x.html", f'link to "{BASE}x.html"', "a file x.html"),
    ],
)
def test_a_link_that_leads_nowhere(site: Path, address: str, found: str, expected: str) -> None:
    line = edit(site, PAGE, 'href="#contenu"', f'href="{address}"')
    assert told(site) == [f"{PAGE}:{line}: {found}; expected {expected}"]


@pytest.mark.parametrize(
    ("old", "new", "found", "expected"),
    [
        ("<h1>", '<h1 id="contenu">', 'id "contenu" again', "an id once in a page"),
        ("<h1>", '<h1 aria-labelledby="titre">', 'reference to id "titre"', "an id of this page"),
        ("<h1>", "<h3></h3><h1>", "h3 first", "h1, which readers by ear go by"),
        ("</h1>", "</h1><h4></h4>", "h4 after h1", "h2, which readers by ear go by"),
        ("<h1>", '<h1 onclick="x()">', "onclick=", "nothing that the policy of the site forbids"),
        ("<h1>", '<h1 style="color:red">', "style=", "nothing that the policy of the site forbids"),
        (
            f'rel="canonical" href="{BASE}{PAGE}"',
            f'rel="canonical" href="{BASE}{OTHER}"',
            f"canonical link {BASE}{OTHER}",
            f"{BASE}{PAGE}",
        ),
    ],
)
def test_what_is_wrong_in_a_page(site: Path, old: str, new: str, found: str, expected: str) -> None:
    line = edit(site, PAGE, old, new)
    assert told(site) == [f"{PAGE}:{line}: {found}; expected {expected}"]


def test_a_page_without_its_address(site: Path) -> None:
    edit(site, PAGE, f'<link rel="canonical" href="{BASE}{PAGE}">', "")
    assert told(site) == [f"{PAGE}:1: no canonical link; expected {BASE}{PAGE}"]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("<h1><p></i>", "unexpected-end-tag (i)"),
        ('<h1 class="a" class="b">', "duplicate-attribute"),
        ("<h1>&nimportequoi;", "expected-named-entity"),
    ],
)
def test_html_that_is_not_valid(site: Path, new: str, found: str) -> None:
    line = edit(site, "404.html", "<h1>", new)
    faults = told(site)
    assert faults[0] == f"404.html:{line}: {found}; expected valid HTML"


def test_a_page_that_is_not_utf_8(site: Path) -> None:
    edit(site, "404.html", "<h1>", "<h1>é")
    data = (site / "404.html").read_bytes().replace("<h1>é".encode(), "<h1>é".encode("latin-1"))
    (site / "404.html").write_bytes(data)
    line = data[: data.index(b"<h1>\xe9")].count(b"\n") + 1
    assert told(site) == [f"404.html:{line}: bytes that are not UTF-8; expected UTF-8"]


def test_a_page_that_nothing_leads_to(site: Path) -> None:
    html = (site / PAGE).read_text("utf-8").replace(PAGE, "q14/perdue.html")
    (site / "q14" / "perdue.html").write_text(html, "utf-8")
    (site / "q14" / "autre.html").write_text(
        html.replace("q14/perdue.html", "q14/autre.html").replace("#contenu", "perdue.html"),
        "utf-8",
    )
    assert [fault for fault in told(site) if "sitemap" not in fault] == [
        "q14/autre.html: no way of links from home; expected one at least",
        "q14/perdue.html: no way of links from home; expected one at least",
    ]


def test_a_style_or_a_script_that_asks_for_what_is_not_there(site: Path) -> None:
    font = next((site / "assets").rglob("*-400-italic.woff2"))
    font.unlink()
    (site / "recherche" / "moteur" / "worker.js").unlink()
    for path in (site / "recherche" / "moteur").glob("worker.js.*"):
        path.unlink()
    faults = told(site)
    assert [f for f in faults if f.startswith("assets/stylesheets/site.css:") and font.name in f]
    assert [f for f in faults if f.startswith("recherche/moteur/engine.js:") and "worker.js" in f]


def remove_a_block(site: Path) -> str:
    next(legislature(site).glob("l/0/*.bin")).unlink()
    return "l/0/0.bin: missing; expected a file that the manifest tells of"


def remove_a_list(site: Path) -> str:
    (legislature(site) / "v" / "auteur" / "0.bin").unlink()
    return "v/auteur/0.bin: missing; expected a file that noms.bin tells of"


def cut_a_block(site: Path) -> str:
    path = legislature(site) / "l" / "0" / "0.bin"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return f"l/0/0.bin: {len(data) // 2:,} bytes that end too soon; expected whole deflate streams"


def lengthen_a_block(site: Path) -> str:
    with (legislature(site) / "c" / "0" / "0.bin").open("ab") as file:
        file.write(b"abc")
    return "c/0/0.bin: 3 bytes after the end; expected whole deflate streams"


def exchange_blocks(site: Path) -> str:
    first, second = sorted((legislature(site) / "s").glob("*.bin"))[:2]
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(data)
    return "files whose digest is"


@pytest.mark.parametrize(
    "spoil", [remove_a_block, remove_a_list, cut_a_block, lengthen_a_block, exchange_blocks]
)
def test_an_index_that_is_not_whole(site: Path, spoil: Callable[[Path], str]) -> None:
    expected = spoil(site)
    faults = told(site)
    assert faults[0].startswith(f"recherche/{legislature(site).name}")
    assert expected in faults[0]
    assert "; expected" in faults[0]


def test_an_index_of_another_version_or_none(site: Path) -> None:
    manifest = site / "recherche" / "manifest.json"
    for extension in (".gz", ".br"):
        manifest.with_name(f"{manifest.name}{extension}").unlink()
    content = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps(content | {"version": 99}))
    assert [f for f in told(site) if f.startswith("recherche/manifest.json: version 99; expected")]
    manifest.unlink()
    assert told(site) == [
        "recherche/manifest.json: missing; expected the file that search begins with"
    ]


def test_a_question_that_search_does_not_find_or_that_has_no_page(site: Path) -> None:
    edit(site, OTHER, "14-13503QE", "14-13503QE")  # its copies go
    (site / OTHER).rename(site / "q14" / "14-1QE.html")
    faults = told(site)
    assert f"{OTHER}: a question that is indexed but has no page; expected its page" in faults
    assert (
        "q14/14-1QE.html: a question that search does not find; expected it in the index" in faults
    )


def test_a_name_that_leads_nowhere(site: Path) -> None:
    edit(site, "recherche/noms.json", "deputes/philippe-plisson.html", "deputes/personne.html")
    assert told(site) == [
        'recherche/noms.json: address "deputes/personne.html"; expected a page',
    ]


def test_the_list_for_search_engines(site: Path) -> None:
    line = f"<url><loc>{BASE}{PAGE}</loc></url>\n"
    edit(site, "sitemap.xml", line, f"<url><loc>{BASE}perdue.html</loc></url>\n")
    edit(site, "robots.txt", f"Sitemap: {BASE}sitemap.xml\n", "")
    assert told(site) == [
        f"robots.txt: no such line; expected Sitemap: {BASE}sitemap.xml",
        f"sitemap.xml: {BASE}perdue.html; expected the address of a page, once",
        f"sitemap.xml: {PAGE} is not listed; expected every page",
    ]
    (site / "sitemap.xml").write_text("<urlset>\n<url>\n")
    for extension in (".gz", ".br"):
        (site / f"sitemap.xml{extension}").unlink(missing_ok=True)
    assert [f for f in told(site) if f.startswith("sitemap.xml:3: ") and f.endswith("expected XML")]
    (site / "sitemap.xml").unlink()
    assert "sitemap.xml: missing; expected a list of all pages" in told(site)


@pytest.mark.parametrize("extension", [".gz", ".br"])
def test_a_copy_of_another_text(site: Path, extension: str) -> None:
    shutil.copyfile(site / f"{OTHER}{extension}", site / f"{PAGE}{extension}")
    shutil.copyfile(site / f"{OTHER}{extension}", site / f"perdue.html{extension}")
    assert told(site) == [
        f"perdue.html{extension}: a copy of no file; expected perdue.html, or no copy",
        f"{PAGE}{extension}: another content than its file's; expected a copy of it",
    ]


def test_the_command_ends_with_1_tells_each_fault_and_counts_the_rest(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.check(site, 1) == command.FAILED
    assert "no site in" in capsys.readouterr().err
    (site / ".questions-ecrites").touch()
    assert command.check(site, 1) == command.DONE
    out = capsys.readouterr().out
    assert "faults: 0\n" in out
    assert "Content-Security-Policy: default-src 'none'; script-src 'self';" in out
    monkeypatch.setattr(telling, "TOLD", 2)
    edit(site, PAGE, "<h1>", '<h1 id="contenu"><a href="a"></a><a href="b"></a>')
    assert command.check(site, 1) == command.FAILED
    captured = capsys.readouterr()
    assert len(captured.err.splitlines()) == 3
    assert captured.err.endswith("and 1 more\n")
    assert "faults: 3\n" in captured.out


def test_scripts_that_stand_in_pages_are_in_the_policy(site: Path) -> None:
    edit(
        site,
        PAGE,
        "</body>",
        '<script>go()</script><script type="application/ld+json">{}</script></body>',
    )
    inspection = Inspection(site, "recherche")
    assert list(inspection.faults()) == []
    # printf 'go()' | openssl dgst -sha256 -binary | base64
    assert (
        "script-src 'self' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; style-src 'self';"
        in inspection.policy
    )


def test_tags_in_texts_comments_and_scripts_are_no_tags() -> None:
    page = read_page(
        b"<p title=' id=\"x\" href=y'>a &lt;i id=z></p><!-- <a href='n'> --><script>'<a id=q>'</script>"
        b"<A HREF=one.html ID='d' id=e>&amp;</A><img srcset='a.png 1x, b.png 2x'><br/>"
    )
    assert [value for value, _ in page.ids] == ["d"]
    assert [(value, followed) for value, followed, _ in page.links] == [
        ("one.html", True), ("a.png", False), ("b.png", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "page", "place"),
    [
        ("b.html", "q14/a.html", Place("q14/b.html")),
        ("../b%20c.html?q=1#d%C3%A9but", "q14/a.html", Place("b c.html", "début")),
        ("", "q14/a.html", Place("q14/a.html")),
        ("?q=1#x", "a.html", Place("a.html", "x")),
        ("./", "q14/a.html", Place("q14/index.html")),
        ("..", "q14/a.html", Place("index.html")),
        ("/questions/q14/b.html", "404.html", Place("q14/b.html")),
        (f"{BASE}q14/b.html#c", "a.html", Place("q14/b.html", "c")),
        ("https://autre.fr/x", "a.html", None),
        ("//autre.fr/x", "a.html", None),
        ("data:image/png;base64,x", "a.html", None),
    ],
)
def test_addresses_lead_where_a_browser_goes(address: str, page: str, place: Place | None) -> None:
    assert resolve(address, page, BASE) == place


def test_an_absolute_path_needs_an_address_of_the_site() -> None:
    assert isinstance(resolve("/a.html", "b.html", None), Wrong)
