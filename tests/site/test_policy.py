"""The Content-Security-Policy that `build.py check` prints: every page works with it, and it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from parser.question import Question
from publisher.check.inspection import Inspection
from tests.site.conftest import Built, build, visiting

pytestmark = pytest.mark.browser


def test_one_page_of_each_kind_is_drawn_and_says_nothing_on_the_console(
    browser: Browser, seeds: list[Question], tmp_path: Path
) -> None:
    site = build(seeds, tmp_path, site_url="https://exemple.fr/").site
    policy = Inspection(site, "recherche").policy
    kinds = {path.relative_to(site).parent: path for path in sorted(site.rglob("*.html"))}
    addresses = [path.relative_to(site).as_posix() for path in kinds.values()]
    addresses += [path.name for path in site.glob("*.html")]
    addresses += [path.relative_to(site).as_posix() for path in site.glob("*/index.html")]
    assert {"404.html", "index.html", "annees/index.html"} < set(addresses)
    with visiting(browser, site, policy) as visit:
        for address in addresses:
            page = visit.open(address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.fonts.size") > 0, address  # styles are applied
        page = visit.open("recherche.html?q=internet&ministere_interroge=Intérieur")
        expect(page.locator("#resultats [data-id]").first).to_contain_text("55901")
        expect(page.locator("#resultats mark").first).to_be_visible()
        page.locator("#resultats a").first.click()
        expect(page.locator("[data-texte] mark").first).to_be_visible()
        page.get_by_role("searchbox").first.press_sequentially("pliss")
        expect(page.get_by_role("option").first).to_contain_text("Plisson")
        visit.assert_quiet()


def test_a_script_in_a_page_runs_only_by_its_hash(
    browser: Browser, seeds_site: Built, tmp_path: Path
) -> None:
    html = seeds_site.html("a-propos.html")
    spoiled = html.replace("</body>", "<script>document.title = 'ours'</script></body>")
    (tmp_path / "index.html").write_text(spoiled, "utf-8")
    inspection = Inspection(tmp_path, "recherche")
    list(inspection.faults())
    with visiting(browser, tmp_path, inspection.policy) as visit:
        assert visit.open("index.html").title() == "ours"
    with visiting(browser, tmp_path) as visit:
        assert visit.open("index.html").title() != "ours"
        assert any("Content Security Policy" in line for line in visit.console)
