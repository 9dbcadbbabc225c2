"""The index is replaced while a reader has the search page open: a new publish takes the old folders away."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.page_site import Desk, about_forest, expected, visitor
from tests.browser.page_site import page_base as page_base
from tests.browser.page_site import page_site as page_site
from tests.server import served

pytestmark = pytest.mark.browser

FOREST = len(expected(about_forest))


@pytest.fixture
def index(page_site: Path, tmp_path: Path) -> Path:
    """The index of a site of its own."""
    site = tmp_path / "site"
    shutil.copytree(page_site, site)
    return site / "recherche"


@pytest.fixture
def reader(browser: Browser, index: Path) -> Iterator[Desk]:
    """The engine is open, for the box has the focus; nothing was searched yet."""
    with served(index.parent) as address, visitor(browser, f"{address}/") as desk:
        with (
            desk.page.expect_response("**/recherche/14-*/index.json") as one,
            desk.page.expect_response("**/recherche/13-*/index.json") as other,
        ):
            desk.open().locator("#recherche-q").focus()
        one.value.finished()
        other.value.finished()
        yield desk


def publish(index: Path, **changes: object) -> None:
    """The same index under other names, as a new publish writes it."""
    path = index / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for entry in manifest["legislatures"]:
        old = entry["dossier"]
        entry["dossier"] = f"{old.partition('-')[0]}-000000000000"
        (index / old).rename(index / entry["dossier"])
    path.write_text(json.dumps(manifest | changes), "utf-8")


def test_the_next_search_goes_on_by_itself(index: Path, reader: Desk) -> None:
    publish(index)
    reader.page.fill("#recherche-q", "forêt")
    reader.total(FOREST)
    expect(reader.page.locator("#erreur")).to_be_hidden()
    assert any("000000000000" in url for url in reader.requests)


def test_filters_go_on_by_themselves(index: Path, reader: Desk) -> None:
    reader.page.fill("#recherche-q", "forêt")
    reader.total(FOREST)
    reader.page.locator(".filtres-contenu[aria-busy=false]").wait_for()
    publish(index)
    reader.facet("departement", "Gironde")
    reader.total(len(expected(lambda r: about_forest(r) and r.departement == "Gironde")))


def test_cards_that_are_gone_are_read_from_the_new_index(browser: Browser, page_base: str) -> None:
    gone: list[Route] = []

    def once(route: Route) -> None:
        if gone:
            route.fallback()
        else:
            gone.append(route)
            route.fulfill(status=404)

    with visitor(browser, page_base) as desk:
        desk.page.context.route("**/recherche/14-*/c/**", once)
        desk.open("q=forêt&legislature=14")
        assert gone
        assert len(desk.ids()) == 20


def test_an_index_of_another_version_is_said_with_a_way_to_reload(
    index: Path, reader: Desk
) -> None:
    page = reader.page
    publish(index, version=99_999)
    page.fill("#recherche-q", "forêt")
    expect(page.locator("#erreur")).to_contain_text("L’index de recherche a changé")
    with page.expect_navigation():
        page.get_by_role("button", name="Recharger la page").click()
    expect(page.locator("#erreur")).to_contain_text("L’index de recherche a changé")


def test_a_file_that_stays_away_is_said(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base) as desk:
        page = desk.page
        page.context.route("**/recherche/1*/l/**", lambda route: route.fulfill(status=404))
        page.goto(f"{desk.base}recherche.html?q=tourbière")
        expect(page.locator("#erreur")).to_contain_text("Un fichier de l’index manque")
        expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
        manifests = [url for url in desk.requests if url.endswith("/manifest.json")]
        assert len(manifests) == 2
