"""Options and fixtures of all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A slow machine is no failure: no example has a deadline.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite the golden pages; read the diff afterwards"
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--accept"))
