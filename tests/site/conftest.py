"""Sites built once for all tests of this folder, a server for them, and Chromium."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parser.corpus import read_records, read_sources
from parser.page import to_page
from parser.question import Question, official_address, official_id
from parser.sources import find_files
from publisher.addresses import Addresses, page_of
from publisher.generated import copy_handwritten
from publisher.memory import looks_below
from publisher.pages import write_pages
from publisher.portfolios import portfolio_of
from publisher.site import build_site
from search.engine_files import install as install_engine
from search.indexer import build as build_index
from search.names import write_names
from search.portfolios import write_portfolios
from tests.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]


def make_question(numero: int = 1, **fields: Any) -> Question:
    """A question with as little as a record may hold, and what the test is about."""
    legislature = fields.pop("legislature", 14)
    values: dict[str, Any] = {
        "id": official_id(legislature, "QE", numero),
        "legislature": legislature,
        "type": "QE",
        "numero": numero,
        "etat": "en_attente",
        "source": f"{numero}.txt",
        "url_officielle": official_address(legislature, "QE", numero),
    }
    return Question(**(values | fields))


@dataclass(frozen=True)
class Built:
    """A site and the pages it was built from."""

    pages: Path
    site: Path
    written: set[str]

    def html(self, address: str) -> str:
        """A page of the site, by its address in it."""
        return (self.site / address).read_text("utf-8")


def build(
    questions: Iterable[Question],
    folder: Path,
    *,
    au: date | None = None,
    site_url: str | None = None,
) -> Built:
    """The whole way from records to a site in `folder`."""
    pages, site = folder / "pages", folder / "site"
    site.mkdir(parents=True)
    kept = list(questions)
    for question in kept:
        path = pages / f"{question.address}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_page(question), "utf-8")
    written = write_pages(kept, pages, au=au, site_url=site_url)
    copy_handwritten(ROOT / "docs", pages)
    build_site(pages, site, site_url=site_url)
    install_engine(site / "recherche")
    build_index(kept, site / "recherche", workers=1)
    write_names(
        site / "recherche", functools.partial(page_of, looks_below(site), Addresses.read(pages))
    )
    write_portfolios(site / "recherche", portfolio_of)
    return Built(pages, site, written)


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[Question]:
    """The records of the five seeds."""
    records = tmp_path_factory.mktemp("records") / "records.jsonl"
    read_sources(find_files([ROOT / "seeds"]), records)
    return list(read_records(records))


@pytest.fixture(scope="session")
def seeds_site(seeds: list[Question], tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of the five seeds, without an address of its own."""
    return build(seeds, tmp_path_factory.mktemp("seeds"))


@dataclass
class Visit:
    """A tab, with everything it asked for and said."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.base + address)
        return self.page

    def assert_quiet(self) -> None:
        """Nothing was said on the console and no request left the host."""
        assert self.console == []
        away = [url for url in self.requests if not url.startswith((self.base, "blob:", "data:"))]
        assert away == []


@contextmanager
def visiting(
    browser: Browser, site: Path, policy: str | None = None, **options: Any
) -> Iterator[Visit]:
    """A fresh tab on a served site; `policy` as `served` takes it."""
    with served(site, policy) as address:
        base = f"{address}/"
        context = browser.new_context(locale="fr-FR", **options)
        visit = Visit(context.new_page(), base)
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("console", lambda message: visit.console.append(message.text))
        visit.page.on("pageerror", lambda error: visit.console.append(str(error)))
        yield visit
        context.close()


@pytest.fixture
def visit(browser: Browser, seeds_site: Built) -> Iterator[Visit]:
    """A tab on the site of the seeds; it must have been quiet at the end."""
    with visiting(browser, seeds_site.site) as visit:
        yield visit
        visit.assert_quiet()
