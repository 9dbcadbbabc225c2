"""The report on the sources in the browser, and through builds of the command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Visit, visiting
from tests.site.edits import tree
from tests.site.mixed import write_mixed

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")


def build(folder: Path, name: str = "") -> dict[str, bytes]:
    """Builds the site of `sources`; with a name in folders of its own, from nothing."""
    here = folder / name
    arguments: list[str | Path] = ["--site", here / "site", "--pages", here / "pages"]
    arguments += ["--cache", here / "cache", "--source", folder / "sources"]
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "all", *arguments], capture_output=True, text=True
    )
    assert done.returncode in (0, 3), done.stderr
    return tree(here / "site")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_mixed(folder / "sources")
    build(folder)
    return folder


@pytest.fixture
def visit(browser: Browser, mixed: Path) -> Iterator[Visit]:
    with visiting(browser, mixed / "site") as visit:
        yield visit
        visit.assert_quiet()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_the_report_and_its_lists_and_nothing_is_cut_off(
    browser: Browser, mixed: Path, colours: str, width: int
) -> None:
    size = {"width": width, "height": 800}
    with visiting(browser, mixed / "site", color_scheme=colours, viewport=size) as visit:
        for address in (
            "qualite.html",
            "qualite/doutes.html",
            "qualite/absent-opendata-titre.html",
        ):
            page = visit.open(address)
            page.evaluate(AXE)
            found = page.evaluate(
                """async () => (await axe.run(document)).violations.flatMap(
                rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`))"""
            )
            assert found == []
            assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
def test_the_keyboard_leads_from_the_home_page_to_the_question_that_is_in_doubt(
    visit: Visit,
) -> None:
    page = visit.open("index.html")
    for name, heading in (
        ("Qualité des sources", "Qualité des sources"),
        ("Étiquette ou ligne inconnue", "Étiquette ou ligne inconnue"),
        ("question 3, 14e législature", None),
    ):
        link = page.get_by_role("link", name=name, exact=True)
        link.focus()
        page.keyboard.press("Enter")
        if heading:
            expect(page.locator("h1")).to_have_text(heading)
    page.wait_for_url("**/q14/14-3QE.html")


@pytest.mark.browser
def test_about_leads_to_the_report(visit: Visit) -> None:
    page = visit.open("a-propos.html")
    page.get_by_role("link", name="rapport sur la qualité des sources").click()
    expect(page.locator("h1")).to_have_text("Qualité des sources")


def test_what_only_the_report_tells_is_built_as_from_nothing(tmp_path: Path) -> None:
    write_mixed(tmp_path / "sources")
    before = build(tmp_path)
    assert "qualite/refus-identite.html" in before
    (tmp_path / "sources" / "inconnue-3.txt").write_text("Rien de connu.")
    (tmp_path / "sources" / "vide.txt").unlink()
    (tmp_path / "sources" / "deux-numeros.txt").unlink()
    after = build(tmp_path)
    assert after == build(tmp_path, "clean")
    changed = {name for name in after.keys() | before.keys() if after.get(name) != before.get(name)}
    assert "qualite.html" in changed
    assert all(name.startswith("qualite") for name in changed), changed
    assert "qualite/refus-identite.html" not in after
    named = json.loads(after["qualite/refus-format.json"])["entrees"]
    assert "inconnue-3.txt" in [entry["source"] for entry in named]
