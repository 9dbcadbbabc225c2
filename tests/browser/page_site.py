"""The site that tests of the search page visit: sixty questions whose answers a test can work out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from parser.question import Question
from tests.server import served
from tests.site.conftest import build, make_question

AUTHORS = (
    ("Guillaume Chevrollier", "Les Républicains", "Mayenne"),
    ("Marie-George Buffet", "Gauche démocrate et républicaine", "Seine-Saint-Denis"),
    ("Charles de Courson", "Union des démocrates et indépendants", "Marne"),
    ("Barbara Pompili", "Écologiste", "Somme"),
    ("Philippe Plisson", "Socialiste, écologiste et républicain", "Gironde"),
    ("Noël Mamère", "Écologiste", "Gironde"),
    ("Véronique Louwagie", "Les Républicains", "Orne"),
    ("Jean Lassalle", "Députés non inscrits", "Pyrénées-Atlantiques"),
    ("Bérengère Poletti", "Les Républicains", "Ardennes"),
    ("François Loncle", "Socialiste, écologiste et républicain", "Eure"),
    ("Éric Ciotti", "Les Républicains", "Alpes-Maritimes"),
)
MINISTRIES = ("Intérieur", "Agriculture", "Justice", "Éducation nationale")
RUBRIQUES = ("télécommunications", "bois et forêts", "enseignement")
ANSWER = "Le Gouvernement protège la tourbière et entretient la forêt domaniale."


def _record(n: int) -> Question:
    author, group, departement = AUTHORS[n % len(AUTHORS)]
    asked = date(2012 + n % 5, n % 12 + 1, n % 28 + 1)
    days = 30 if n % 2 else 400 if n % 12 == 0 else 100
    answered = asked + timedelta(days=days) if n % 3 == 0 else None
    ministry = MINISTRIES[n % len(MINISTRIES)]
    facts: dict[str, Any] = {
        "legislature": 13 if asked < date(2012, 6, 20) else 14,
        "titre": f"dossier {n}",
        "analyse": "suivi",
        "rubrique": RUBRIQUES[n % len(RUBRIQUES)],
        "auteur": author,
        "groupe": group,
        "departement": departement,
        "ministere_interroge": ministry,
        "ministere_attributaire": "Justice" if n % 7 == 0 else ministry,
        "date_question": asked,
        "etat": "repondue" if answered else "retiree" if n % 10 == 1 else "en_attente",
    }
    subject = "la forêt communale et ses chênes" if n <= 45 else "les bibliothèques du littoral"
    pension = " Elle concerne aussi la retraite agricole." if n % 2 == 0 else ""
    text = f"{author} interroge le ministre sur {subject}.{pension}"
    if answered:
        facts |= {"date_reponse": answered, "reponse": (ANSWER,)}
    return make_question(n, question=(text,), **facts)


RECORDS = [_record(n) for n in range(1, 61)]
RECORDS.append(
    make_question(
        13504,
        titre="=somme(1;2)",
        rubrique="bois et forêts",
        auteur="Éric Ciotti",
        ministere_interroge="Intérieur",
        date_question=date(2013, 5, 7),
        question=(
            "Il l’interroge sur la <b>truffe</b> noire du porte-greffe ; il attend une réponse.",
        ),
    )
)
#: Deputies whose names are often misspelt; their questions have no word of the others.
RECORDS += [
    make_question(
        number,
        titre="divers",
        rubrique="enseignement",
        auteur=author,
        ministere_interroge="Justice",
        date_question=date(2013, 5, 14),
        question=("Il souhaite connaître le calendrier.",),
    )
    for number, author in ((20001, "Nicolas Dupont-Aignan"), (20002, "Jean-Luc Mélenchon"))
]


def expected(wanted: Callable[[Question], bool]) -> set[str]:
    """The official ids of the records that a test wants."""
    return {record.id for record in RECORDS if wanted(record)}


def about_forest(record: Question) -> bool:
    """Whether `forêt` is in its texts; rubriques are searched too."""
    return record.numero <= 45 or bool(record.reponse) or record.rubrique == "bois et forêts"


@dataclass
class Desk:
    """A tab on the search page, and what happened in it."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def open(self, query: str = "", path: str = "recherche.html") -> Page:
        """Opens the search page and waits until it has answered."""
        self.page.goto(f"{self.base}{path}{'?' if query else ''}{query}")
        if query:
            self.answered()
        return self.page

    def answered(self) -> None:
        """Waits until the list says what the address asks."""
        self.page.wait_for_function(
            """() => { const list = document.querySelector('#resultats');
            const given = new URLSearchParams(location.search);
            return list.dataset.q === (given.get('q') ?? '').trim()
              && list.getAttribute('aria-busy') === 'false'
              && document.querySelector('#etat').textContent; }"""
        )

    def total(self, wanted: int) -> None:
        """Waits until so many questions are found."""
        self.page.wait_for_function(
            """n => { const list = document.querySelector('#resultats');
            return list.dataset.total === String(n) && list.getAttribute('aria-busy') === 'false'; }""",
            arg=wanted,
        )

    def ids(self, place: str = "#resultats") -> list[str]:
        """The questions listed, in order."""
        found: list[str] = self.page.eval_on_selector_all(
            f"{place} [data-id]", "items => items.map(item => item.dataset.id)"
        )
        return found

    def all_ids(self) -> set[str]:
        """The questions of all pages of results."""
        found = set(self.ids())
        while self.page.locator("#pages a[rel=next]").is_visible():
            self.page.click("#pages a[rel=next]")
            self.page.wait_for_function(
                "() => Number(document.querySelector('#resultats').start)"
                " === 20 * (new URLSearchParams(location.search).get('page') - 1) + 1"
            )
            self.answered()
            found |= set(self.ids())
        return found

    def facet(self, name: str, value: str) -> None:
        """Ticks a value of a facet, its list opened if need be."""
        details = self.page.locator(f"details[data-facette={name}]")
        details.wait_for()
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        details.locator(f'input[value="{value}"]').click()


@pytest.fixture(scope="session")
def page_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built once."""
    return build(RECORDS, tmp_path_factory.mktemp("page"), au=date(2017, 6, 20)).site


@pytest.fixture(scope="session")
def page_base(page_site: Path) -> Iterator[str]:
    """Its address, with a slash."""
    with served(page_site) as address:
        yield f"{address}/"


@contextmanager
def visitor(browser: Browser, base: str, **options: Any) -> Iterator[Desk]:
    """A fresh browser of a French reader."""
    context = browser.new_context(**({"locale": "fr-FR"} | options))
    desk = Desk(context.new_page(), base)
    desk.page.on("request", lambda request: desk.requests.append(request.url))
    desk.page.on("console", lambda message: desk.console.append(message.text))
    desk.page.on("pageerror", lambda error: desk.console.append(str(error)))
    yield desk
    context.close()


@pytest.fixture
def desk(browser: Browser, page_base: str) -> Iterator[Desk]:
    """A reader at a wide screen; the console must have stayed empty."""
    with visitor(browser, page_base) as desk:
        yield desk
        assert desk.console == []


@pytest.fixture
def phone(browser: Browser, page_base: str) -> Iterator[Desk]:
    """A reader on a telephone."""
    size = {"width": 390, "height": 844}
    with visitor(browser, page_base, viewport=size, has_touch=True) as desk:
        yield desk
        assert desk.console == []
