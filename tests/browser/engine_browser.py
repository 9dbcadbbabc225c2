"""The fixture shared by the tests of the engine: one Chromium for a module."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def chromium(browser: Browser) -> Browser:
    """The system's browser; a test that needs it fails where there is none."""
    return browser


def search(page: Page, q: str) -> list[str]:
    """Types a query into the search page and gives the ids of the list, once it answers."""
    page.fill("#recherche-q", q)
    page.press("#recherche-q", "Enter")
    page.wait_for_function(
        """q => { const list = document.querySelector('#resultats');
        return list.dataset.q === q && list.getAttribute('aria-busy') === 'false'; }""",
        arg=q.strip(),
    )
    return ids(page)


def ids(page: Page, place: str = "#resultats") -> list[str]:
    """The official ids of the items of a list."""
    found: list[str] = page.eval_on_selector_all(
        f"{place} [data-id]", "items => items.map(item => item.dataset.id)"
    )
    return found
