"""Every case of search/french/cases.json, typed into the real page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.engine_browser import chromium as chromium
from tests.browser.engine_browser import ids, search
from tests.browser.engine_site import question, write_site
from tests.server import served

pytestmark = pytest.mark.browser

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "search/french/cases.json").read_text("utf-8")
)
NAMES = list(CASES["documents"])
FIRST = 900_000


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    site = tmp_path_factory.mktemp("cases")
    write_site(
        (question(FIRST + k, text) for k, text in enumerate(CASES["documents"].values())), site
    )
    with served(site) as address:
        page = chromium.new_page()
        page.goto(f"{address}/recherche.html")
        yield page
        page.close()


def found(page: Page) -> list[str]:
    return [NAMES[int(item.rsplit("QE", 1)[1]) - FIRST] for item in ids(page)]


@pytest.mark.parametrize("case", CASES["queries"], ids=lambda case: str(case["q"]))
def test_the_page_finds_what_the_case_says(page: Page, case: dict[str, Any]) -> None:
    search(page, case["q"])
    if case.get("via") == "suggestion":
        before = page.get_attribute("#resultats", "data-q")
        page.click("#resultats a.proposition")
        page.wait_for_function(
            """before => { const list = document.querySelector('#resultats');
            return list.dataset.q !== before && list.getAttribute('aria-busy') === 'false'; }""",
            arg=before,
        )
    names = found(page)
    wanted = case.get("finds", [])
    allowed = case.get("may", [])
    assert set(wanted) <= set(names)
    assert set(names) <= set(wanted) | set(allowed)
    assert set(names[: len(wanted)]) == set(wanted)
    assert not set(names) & set(case.get("excludes", []))
    if "first" in case:
        assert names[0] == case["first"]
    assert page.get_attribute("#resultats", "data-total") == str(len(names))
