"""The style sheets of the site: ours joined, of Material's what its pages can need."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest

from publisher.mkdocs_hooks import SHEETS
from publisher.stylesheets import StyleError, imports_of, joined
from publisher.stylesheets import material as needed
from tests.site.conftest import ROOT, Built

STYLES = ROOT / "theme/assets/stylesheets"
PLAIN = ["toc", "tables", "fenced_code"]
[MATERIAL] = (Path(material.__file__).parent / "templates/assets/stylesheets").glob("main.*.css")


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_served_whole_and_asks_for_no_other(seeds_site: Built, name: str) -> None:
    served = seeds_site.html(f"assets/stylesheets/{name}")
    for part in imports_of(STYLES / name):
        selectors = re.findall(r"^([.#][^{,\n]+) \{$", (STYLES / part).read_text("utf-8"), re.M)
        assert all(selector in served for selector in selectors)
    assert "@import" not in served


def test_only_joined_sheets_are_served(seeds_site: Built) -> None:
    served = {path.name for path in (seeds_site.site / "assets/stylesheets").iterdir()}
    assert served == set(SHEETS)


def test_every_sheet_is_part_of_one_that_is_served() -> None:
    parts = [part for name in SHEETS for part in imports_of(STYLES / name)]
    assert len(parts) == len(set(parts))
    assert {path.name for path in STYLES.iterdir()} == {*SHEETS, *parts}


def test_a_part_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('@import "b.css";\n', encoding="utf-8")
    with pytest.raises(StyleError, match=r"a\.css imports b\.css"):
        joined(tmp_path / "a.css")


def test_comments_are_not_served(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("/* of\n * a */\n\na {\n  b: c; /* d */\n}\n", "utf-8")
    assert joined(tmp_path / "a.css") == "a {\n  b: c;}\n"


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".md-typeset h1{a:b}", ".md-typeset h1{a:b}"),
        (".md-typeset h1,.md-header h1{a:b}", ".md-typeset h1{a:b}"),
        (".md-nav__link{a:b}", ""),
        (".md-typeset .admonition{a:b}", ""),
        (".md-typeset a:not(.headerlink){a:b}", ".md-typeset a:not(.headerlink){a:b}"),
        (".md-typeset table:not([class]){a:b}", ".md-typeset table:not([class]){a:b}"),
        ("[dir=rtl] .md-typeset ul{a:b}", ""),
        ("@media print{.md-nav{a:b}p{c:d}}", "@media print{p{c:d}}"),
        ("@media print{.md-nav{a:b}}", ""),
        (":root{--a:1;--b:2}p{c:var(--a)}", ":root{--a:1}p{c:var(--a)}"),
        (
            ":root{--a:var(--b);--b:2;--c:3}p{d:var( --a)}",
            ":root{--a:var(--b);--b:2}p{d:var( --a)}",
        ),
        (":root{--a:var(--b);--b:2}", ""),
        (":root{--ours:1}", ":root{--ours:1}"),
        ("@keyframes a{to{b:c}}@keyframes d{to{e:f}}p{animation:1s a}", None),
    ],
)
def test_of_material_stays_what_pages_can_need(sheet: str, kept: str | None) -> None:
    if kept is None:
        kept = "@keyframes a{to{b:c}}p{animation:1s a}"
    assert needed(sheet, "p { color: var(--ours) }", PLAIN) == kept


def test_where_markdown_has_extensions_rules_of_their_classes_stay() -> None:
    sheet = ".md-typeset .admonition{a:b}.md-nav .admonition{c:d}"
    assert needed(sheet, "", [*PLAIN, "admonition"]) == ".md-typeset .admonition{a:b}"


def test_what_is_no_css_is_an_error() -> None:
    with pytest.raises(StyleError, match="line 1"):
        needed("p{a:b}}", "", PLAIN)


def test_every_variable_used_is_declared(seeds_site: Built) -> None:
    """But for those that scripts or Material's settings may set: they have a value to fall back on."""
    sheets = [seeds_site.html(f"assets/stylesheets/{n}.css") for n in ("site", "recherche")]
    css = "".join(sheets)
    declared = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", css)) <= declared


def test_little_of_material_is_left() -> None:
    whole = MATERIAL.read_text("utf-8")
    assert len(needed(whole, "", PLAIN)) < len(whole) / 8
