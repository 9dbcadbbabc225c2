"""Options and fixtures of all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.chromium import ARGUMENTS, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A slow machine is no failure: no example has a deadline. The same commit gives the same examples, so
# that a run says something of its change; `HYPOTHESIS_EXPLORE=2000 pytest` looks for new ones.
EXPLORE = int(os.environ.get("HYPOTHESIS_EXPLORE", "0"))
settings.register_profile("project", deadline=None, derandomize=not EXPLORE)
if EXPLORE:
    settings.register_profile("project", settings.get_profile("project"), max_examples=EXPLORE)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite the golden pages; read the diff afterwards"
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the system's if it has one."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # a slow machine is no failure here either
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        yield browser
        browser.close()
