"""Similar questions: their shards, and the list on the page of a question."""

from __future__ import annotations

import json
import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from publisher.cards import card_html
from publisher.check.inspection import Inspection
from publisher.semblables import line_of, shard_of
from tests.site.conftest import Built, Visit, build, make_question, visiting

SHARD = "semblables/14/0/422.bin"


def read(path: Path) -> Any:
    return json.loads(zlib.decompress(path.read_bytes(), wbits=-zlib.MAX_WBITS))


def test_a_shard_holds_some_numbers_and_a_folder_a_thousand_shards() -> None:
    assert shard_of(14, 31) == "semblables/14/0/0.bin"
    assert shard_of(14, 32) == "semblables/14/0/1.bin"
    assert shard_of(15, 32_000) == "semblables/15/1/1000.bin"


def test_a_line_is_the_plain_text_of_the_card() -> None:
    question = make_question(
        numero=7,
        titre="Arbres & <b>haies</b>",
        rubrique="Agriculture",
        auteur="Anne Martin",
        question=("Mme Anne Martin interroge M. le ministre sur l'arrachage du 1er <script>.",),
    )
    assert line_of(card_html(question)) == [
        "Agriculture – Arbres & <b>haies</b>",
        "L'arrachage du 1er <script>.",
        "en_attente",
        "En attente de réponse",
        "Anne Martin · 14e\xa0législature",
    ]
    assert line_of(card_html(make_question(numero=7)))[:2] == ["Question écrite", ""]


def test_each_question_names_those_like_it(seeds_site: Built) -> None:
    held = read(seeds_site.site / SHARD)
    assert held.keys() == {"14-13504QE"}
    assert held["14-13504QE"][-1][0] == "14-13503QE"
    assert held["14-13504QE"][0] == "Télécommunications – Internet"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (b"no stream", "no shard of similar questions; expected a deflate stream of JSON"),
        ({}, '"14-13504QE" is missing; expected every question in its shard'),
        ({"14-13504QE": [["14-1QE"]]}, '"14-1QE"; expected a question that has a page'),
        ({"14-13504QE": [[]], "14-55901QE": [[]]}, '"14-55901QE"; expected it in semblables/14/1/1746.bin'),
    ],
)  # fmt: skip
def test_the_check_tells_what_is_wrong_in_a_shard(
    seeds_site: Built, tmp_path: Path, damage: Any, told: str
) -> None:
    site = Path(shutil.copytree(seeds_site.site, tmp_path / "site"))
    if not isinstance(damage, bytes):
        deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        damage = deflate.compress(json.dumps(damage).encode()) + deflate.flush()
    (site / SHARD).unlink()
    (site / SHARD).write_bytes(damage)
    faults = [str(fault) for fault in Inspection(site, "recherche").faults()]
    assert f"{SHARD}: {told}" in faults


@pytest.mark.browser
def test_the_list_comes_when_it_is_about_to_be_seen(visit: Visit) -> None:
    page = visit.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 800, "height": 300})
    visit.open("q14/14-55901QE.html")
    page.wait_for_timeout(200)
    assert not any("semblables" in url for url in asked)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    region = page.get_by_role("region", name="Questions semblables")
    expect(region.get_by_role("heading", level=2)).to_have_text("Questions semblables")
    link = region.get_by_role("link").first
    expect(link).to_contain_text("n°\u00a0")
    address = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    assert address
    page.wait_for_url(f"**/{address.rpartition('/')[2]}")


@pytest.mark.browser
def test_hostile_words_stay_words(browser: Browser, tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> & digue du moulin"
    questions = [make_question(n, titre=hostile, question=(hostile,)) for n in (1, 2)]
    with visiting(browser, build(questions, tmp_path).site) as visit:
        page = visit.open("q14/14-1QE.html")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(page.locator("#semblables h3")).to_contain_text(hostile)
        assert page.locator("#semblables img").count() == 0


@pytest.mark.browser
def test_without_shards_the_page_is_whole(browser: Browser, seeds_site: Built) -> None:
    page = browser.new_page()
    page.goto((seeds_site.site / "q14" / "14-55901QE.html").as_uri())
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    assert page.locator("#semblables").count() == 0
    page.close()
