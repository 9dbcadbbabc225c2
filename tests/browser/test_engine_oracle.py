"""The engine in Chromium against the naive scan: the same documents, on random requests.

Limits are lowered so that a few hundred records have all that a hundred thousand have: list files,
champions, bitmaps, position files, many blocks.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from search.indexer import lexicon, merge
from search.indexer.forms import fold, split
from search.indexer.langue import LANGUE
from tests.browser.engine_browser import chromium as chromium
from tests.browser.engine_site import write_site
from tests.search.corpus import AUTHORS, GROUPS, MINISTRIES, PLACES, SUBJECTS, groups, records
from tests.search.naive import (
    FIELDS,
    Either,
    Facet,
    Naive,
    Node,
    Phrase,
    Prefix,
    Wanted,
    Word,
    key_of,
)
from tests.server import served

pytestmark = pytest.mark.browser

#: Requests of each kind of index; ORACLE_REQUESTS sets another number.
REQUESTS = int(os.environ.get("ORACLE_REQUESTS", "700"))
RUN = """async ({ requests, address }) => {
  const { open } = await import(address + '/recherche/moteur/engine.js');
  const engine = await open(address + '/recherche/');
  const out = [];
  for (const request of requests) {
    const ids = [];
    let answer;
    let page = 0;
    do {
      page += 1;
      answer = await engine.search({ ...request, page });
      ids.push(...answer.results.map((result) => result.id ?? JSON.stringify(result)));
    } while (page < answer.pages);
    const facets = request.facets ? await engine.facets(request, request.facets) : null;
    out.push({ ids, total: answer.total, errors: answer.errors, facets });
  }
  return out;
}"""
FILTERS: dict[str, tuple[str, ...]] = {
    "auteur": AUTHORS,
    "ministere_interroge": MINISTRIES,
    "ministere_attributaire": MINISTRIES,
    "rubrique": SUBJECTS,
    "groupe": GROUPS,
    "departement": PLACES,
    "etat": ("repondue", "en_attente"),
    "delai": ("dans_le_delai", "hors_delai", "plus_d_un_an", "sans_reponse"),
    "annee": ("2012", "2013", "2014", "2015", "2016"),
}
#: Filters that the page has no counts of; those of repeats name questions.
OTHERS: dict[str, tuple[str, ...]] = {
    "semaine": ("2012-W27", "2012-W52", "2013-W01", "2013-W20", "2014-W21", "2015-W53"),
    "portefeuille": ("Ordre", "Argent", "Santé"),
    "portefeuille_interroge": ("Ordre", "Argent"),
    "portefeuille_attributaire": ("Argent", "Santé"),
    "repetitions": (),
    "meme_question": (),
    "meme_reponse": (),
}
#: `Santé` is in none and stands for itself.
PORTFOLIOS = {"Intérieur": "Ordre", "Droits des femmes": "Ordre", "Économie et finances": "Argent"}


@pytest.fixture(scope="module", params=[(14,), (13, 14, 15)], ids=["one", "three"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Naive, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge, "LONGEST_INLINE", 60)
        patch.setattr(merge, "CHAMPIONS", 30)
        patch.setattr(lexicon, "BLOCK", 1500)
        patch.setattr(lexicon, "SLACK", 200)
        found = records(300 // len(request.param), legislatures=request.param)
        folder = tmp_path_factory.mktemp("oracle")
        repeats = groups(found, random.Random(3))
        write_site(found, folder, groups=repeats, portfolios=PORTFOLIOS)
    with served(folder) as address:
        yield Naive(found, repeats, PORTFOLIOS), address


@pytest.fixture(scope="module")
def page(chromium: Browser, site: tuple[Naive, str]) -> Iterator[Page]:
    page = chromium.new_page()
    page.goto(f"{site[1]}/recherche.html")
    yield page
    page.close()


class Requests:
    """Random requests: as typed, and as the oracle reads them."""

    def __init__(self, naive: Naive, seed: int) -> None:
        self.chance = random.Random(seed)
        self.naive = naive
        self.legislatures = sorted(naive.vocabularies)
        self.keys = [key_of(document.record.id) for document in naive.documents]

    def one(self) -> tuple[dict[str, Any], Wanted]:
        """A request and what it means."""
        chance = self.chance
        typed: list[str] = []
        required: list[Node] = []
        excluded: list[Word | Phrase] = []
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
            text, node = self.node()
            typed.append(text)
            required.append(node)
        if chance.random() < 0.2:
            text, gone = self.phrase() if chance.random() < 0.3 else self.word()
            typed.append(f"-{text}")
            excluded.append(gone)
        within: tuple[str, ...] = FIELDS
        if chance.random() < 0.15:
            within = (chance.choice(FIELDS),)
            typed.insert(chance.randrange(len(typed) + 1), f"dans:{within[0]}")
        filters = self.filters() if chance.random() < 0.4 else {}
        request: dict[str, Any] = {
            "q": " ".join(typed),
            "filtres": {name: list(values) for name, values in filters.items()},
            "tri": chance.choice(("pertinence", "pertinence", "recent", "ancien")),
        }
        which, first, last = "question", None, None
        if chance.random() < 0.25:
            which = chance.choice(("question", "reponse"))
            first = date(2012, 7, 3) + timedelta(days=chance.randrange(900))
            last = first + timedelta(days=chance.randrange(600)) if chance.random() < 0.7 else None
            request |= {"date": which, "de": first.isoformat()}
            if last:
                request["a"] = last.isoformat()
        return request, Wanted(
            tuple(required), tuple(excluded), within, filters, which, first, last
        )

    def node(self) -> tuple[str, Node]:
        """A clause."""
        kind = self.chance.random()
        if kind < 0.62:
            return self.word()
        if kind < 0.77:
            return self.phrase()
        if kind < 0.85:
            return self.prefix()
        if kind < 0.93:
            (a, left), (b, right) = self.word(), self.word()
            return f"{a} OU {b}", Either((left, right))
        name, facets = self.chance.choice(
            (
                ("auteur", ("auteur",)),
                ("ministere", ("ministere_interroge", "ministere_attributaire")),
                ("departement", ("departement",)),
            )
        )
        value = self.chance.choice(FILTERS[facets[0]])
        word = self.chance.choice([w for _, w in split(value) if fold(w) not in LANGUE.mots_outils])
        return f"{name}:{word}", Facet(facets, (fold(word),))

    def word(self) -> tuple[str, Word]:
        """A word of some text, as written, without accents, or in another number or gender."""
        while True:
            form = self.chance.choice(self.line())
            if fold(form) in LANGUE.mots_outils or not form.isalpha():
                continue
            change = self.chance.random()
            if change < 0.2:
                form = fold(form)
            elif change < 0.3:
                form += "s"
            elif change < 0.35:
                form = form.removesuffix("s") + "e"
            if [form] == [f for _, f in split(form)] and form not in ("no", "num"):
                return form, Word(form)

    def phrase(self) -> tuple[str, Phrase]:
        """Words that follow each other in some text; sometimes in the wrong order."""
        while True:
            line = self.line()
            size = self.chance.choice((2, 2, 3, 4))
            start = self.chance.randrange(max(1, len(line) - size))
            words = line[start : start + size]
            if self.chance.random() < 0.15:
                self.chance.shuffle(words)
            real = [word for word in words if fold(word) not in LANGUE.mots_outils]
            if len(words) == size and real and all(word.isalpha() for word in words):
                return f'"{" ".join(words)}"', Phrase(tuple(words))

    def prefix(self) -> tuple[str, Prefix]:
        """The beginning of a word."""
        while True:
            form = fold(self.word()[1].form)
            if len(form) >= 4:
                key = form[: self.chance.randrange(3, len(form))]
                return f"{key}*", Prefix(key)

    def filters(self) -> dict[str, tuple[str, ...]]:
        """Chosen values of one or two facets."""
        known = FILTERS | OTHERS
        names = self.chance.sample(sorted(known), self.chance.choice((1, 1, 2)))
        out = {
            name: tuple(self.chance.sample(known[name] or self.keys, self.chance.choice((1, 1, 2))))
            for name in names
        }
        if len(self.legislatures) > 1 and self.chance.random() < 0.3:
            out["legislature"] = (str(self.chance.choice(self.legislatures)),)
        return out

    def line(self) -> list[str]:
        """The plain words of a field of some document, in order."""
        while True:
            document = self.chance.choice(self.naive.documents)
            places: dict[int, str] = {}
            for at, form in document.fields[self.chance.choice(FIELDS)]:
                places.setdefault(at, form)
            if len(places) > 1:
                return [places[at] for at in sorted(places)]


def run(page: Page, address: str, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = page.evaluate(RUN, {"requests": requests, "address": address})
    return answers


def test_random_requests_find_what_the_naive_scan_finds(
    page: Page, site: tuple[Naive, str]
) -> None:
    naive, address = site
    made = Requests(naive, seed=7)
    pairs = [made.one() for _ in range(REQUESTS)]
    differences = []
    found = 0
    for (request, wanted), answer in zip(
        pairs, run(page, address, [request for request, _ in pairs]), strict=True
    ):
        expected = naive.found(wanted)
        found += bool(expected)
        if set(answer["ids"]) != expected or answer["total"] != len(answer["ids"]):
            differences.append((request, sorted(expected ^ set(answer["ids"])), answer["total"]))
        assert all("cherchée sans sa fin" in e["message"] for e in answer["errors"]), request
    assert differences == []
    assert found > REQUESTS / 2


def test_sorts_by_date_put_every_document_in_its_place(page: Page, site: tuple[Naive, str]) -> None:
    naive, address = site
    day = {d.record.id: d.record.date_question or date(1970, 1, 1) for d in naive.documents}
    made = Requests(naive, seed=8)
    requests = [made.one()[0] | {"tri": tri} for tri in ("recent", "ancien") for _ in range(25)]
    for request in requests:
        request.pop("date", None)
    for request, answer in zip(requests, run(page, address, requests), strict=True):
        days = [day[item] for item in answer["ids"]]
        assert days == sorted(days, reverse=request["tri"] == "recent"), request


def test_of_repeats_the_first_in_order_is_left(page: Page, site: tuple[Naive, str]) -> None:
    naive, address = site
    made = Requests(naive, seed=10)
    requests = [made.one()[0] for _ in range(150)]
    requests += [{"q": "", "filtres": {}, "de": "2012-01-01", "tri": "ancien", "date": "reponse"}]
    once = [r | {"filtres": r["filtres"] | {"repetitions": ["sans"]}} for r in requests]
    left = 0
    for request in requests:
        request["filtres"].pop("repetitions", None)
    for request, every, answer in zip(
        requests, run(page, address, requests), run(page, address, once), strict=True
    ):
        assert answer["ids"] == naive.distinct(every["ids"]), request
        assert answer["total"] == len(answer["ids"])
        left += every["total"] - answer["total"]
    assert left > 300


def test_facet_counts_equal_the_lists_behind_them(page: Page, site: tuple[Naive, str]) -> None:
    naive, address = site
    made = Requests(naive, seed=9)
    requests = [made.one()[0] | {"facets": [*FILTERS, "legislature"]} for _ in range(12)]
    for request in requests[::2]:
        request["filtres"]["repetitions"] = ["sans"]
    behind: list[dict[str, Any]] = []
    counts: list[tuple[dict[str, Any], str, str, int]] = []
    for request, answer in zip(requests, run(page, address, requests), strict=True):
        for name, values in answer["facets"].items():
            for entry in values[:3]:
                filters = request["filtres"] | {name: [entry["valeur"]]}
                behind.append({**request, "filtres": filters, "facets": None})
                counts.append((request, name, entry["valeur"], entry["total"]))
    assert len(behind) > 100
    for expected, answer in zip(counts, run(page, address, behind), strict=True):
        assert answer["total"] == expected[3], expected
