"""Tables of hubs: read on a telephone, and sorted by whoever compares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from parser.question import Question
from publisher.pages import write_pages
from tests.browser.test_page_access import violations
from tests.site.conftest import Built, build, make_question, visiting

pytestmark = pytest.mark.browser

ASKED = date(2014, 5, 20)
#: Of each group: questions, answers, days that these took.
GROUPS = {
    "Zélateurs de la République une et indivisible": (12, 11, 200),
    "Écologiste": (1200, 3, 9),
    "Union": (2, 2, 90),
    "Entente": (3, 0, 0),
}
#: Each word of the headings that stands on more than one line.
BROKEN = """heads => heads.flatMap(head => {
    const parts = [], walk = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/[^\\s]+/g)) {
        const range = document.createRange();
        range.setStart(walk.currentNode, word.index);
        range.setEnd(walk.currentNode, word.index + word[0].length);
        if (range.getClientRects().length > 1) parts.push(word[0]);
    }
    return parts; })"""


def questions() -> Iterator[Question]:
    numero = 0
    for group, (asked, answered, days) in GROUPS.items():
        for n in range(asked):
            numero += 1
            yield make_question(
                numero,
                groupe=group,
                auteur=f"Anne {group[:3]}",
                ministere_interroge=f"Ministère {group}",
                ministere_attributaire=f"Ministère {group}",
                date_question=ASKED,
                etat="repondue" if n < answered else "en_attente",
                date_reponse=ASKED + timedelta(days=days) if n < answered else None,
            )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(questions(), tmp_path_factory.mktemp("tables"), au=date(2015, 1, 6))


def names(page: Page) -> list[str]:
    return [name[:5] for name in page.locator(".triable tbody th").all_inner_texts()]


def test_a_table_is_sorted_by_its_headings_with_the_keyboard(browser: Browser, site: Built) -> None:
    with visiting(browser, site.site) as visit:
        page = visit.open("groupes/index.html")
        button = page.get_by_role("button", name="Questions")
        heading = page.get_by_role("columnheader", name="Questions")
        button.focus()
        page.keyboard.press("Enter")
        expect(heading).to_have_attribute("aria-sort", "descending")
        assert names(page) == ["Écolo", "Zélat", "Enten", "Union"]
        page.keyboard.press("Enter")
        expect(heading).to_have_attribute("aria-sort", "ascending")
        assert names(page) == ["Union", "Enten", "Zélat", "Écolo"]
        expect(button).to_be_focused()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        expect(page.get_by_role("columnheader", name="Groupe")).to_have_attribute(
            "aria-sort", "ascending"
        )
        assert heading.get_attribute("aria-sort") is None
        assert names(page) == ["Écolo", "Enten", "Union", "Zélat"]
        visit.assert_quiet()


def test_shares_and_delays_are_sorted_as_numbers_and_what_has_none_comes_last(
    browser: Browser, site: Built
) -> None:
    with visiting(browser, site.site) as visit:
        page = visit.open("groupes/index.html")
        page.get_by_role("button", name="Avec réponse").click()
        assert names(page) == ["Union", "Zélat", "Écolo", "Enten"]  # 100 %, 92 %, < 1 %, 0 %
        page.get_by_role("button", name="Délai médian").click()
        assert names(page) == ["Zélat", "Union", "Écolo", "Enten"]  # 200 j, 90 j, 9 j, –
        page.get_by_role("button", name="Délai médian").click()
        assert names(page) == ["Écolo", "Union", "Zélat", "Enten"]
        visit.assert_quiet()


def test_ministries_are_compared_from_their_list(browser: Browser, site: Built) -> None:
    with visiting(browser, site.site) as visit:
        page = visit.open("ministeres/index.html")
        page.get_by_role("link", name="Comparer les ministères").click()
        ministries = page.get_by_role("region", name="Ministères interrogés")
        ministries.get_by_role("button", name="En deux mois").click()
        first = ministries.get_by_role("rowheader").first
        expect(first).to_contain_text("Écologiste")
        visit.assert_quiet()


def test_a_table_that_leaves_some_out_is_not_sorted(tmp_path: Path) -> None:
    write_pages(
        [make_question(n, rubrique=f"matière {n % 13}", groupe="Union") for n in range(40)],
        tmp_path,
    )
    group = (tmp_path / "groupes/union.md").read_text("utf-8")
    assert "autre rubrique" in group
    assert "triable" not in group


@pytest.mark.parametrize("address", ["groupes/index.html", "statistiques.html"])
def test_on_a_telephone_names_stand_above_their_numbers_and_no_heading_is_broken(
    browser: Browser, site: Built, address: str
) -> None:
    with visiting(browser, site.site, viewport={"width": 390, "height": 844}) as visit:
        page = visit.open(address)
        table = page.locator(".noms-dessus").first
        expect(table.get_by_role("button").first).to_be_visible()
        assert table.locator("thead th").evaluate_all(BROKEN) == []
        row = table.locator("tbody tr").filter(has_text="Zélateurs")
        name, first = row.get_by_role("rowheader"), row.get_by_role("cell").first
        box, number = name.bounding_box(), first.bounding_box()
        assert box
        assert number
        assert box["width"] == 350
        assert box["y"] + box["height"] <= number["y"]
        expect(table.get_by_role("row")).to_have_count(1 + len(GROUPS))
        expect(table.get_by_role("columnheader")).to_have_count(6)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.set_viewport_size({"width": 320, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == 320
