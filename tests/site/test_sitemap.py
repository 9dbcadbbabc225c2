"""The list of pages for search engines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publisher import sitemap


def listed(path: Path) -> list[str]:
    return re.findall(r"<loc>(.*?)</loc>", path.read_text("utf-8"))


def test_parts_hold_every_page_once_and_none_is_overfull(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "FULLEST", 3)
    names = {f"q14/14-{number}QE.html" for number in range(1, 9)}
    (tmp_path / "q14").mkdir()
    for name in [*names, "404.html", "etat.json"]:
        (tmp_path / name).touch()
    sitemap.write_sitemap(tmp_path, "https://exemple.fr/q")
    parts = listed(tmp_path / "sitemap.xml")
    assert "<sitemapindex" in (tmp_path / "sitemap.xml").read_text("utf-8")
    assert parts == [f"https://exemple.fr/q/sitemap-00{number}.xml" for number in (1, 2, 3)]
    held = [listed(tmp_path / part.rsplit("/", 1)[1]) for part in parts]
    assert [len(part) for part in held] == [3, 3, 2]
    assert {address for part in held for address in part} == {
        f"https://exemple.fr/q/{name}" for name in names
    }


def test_a_part_holds_what_the_protocol_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"q14/14-{number}QE.html" for number in range(100_001)]
    monkeypatch.setattr(sitemap, "_addresses", lambda site: iter(names))
    sitemap.write_sitemap(tmp_path, "https://exemple.fr/q")
    parts = sorted(tmp_path.glob("sitemap-*.xml"))
    assert [len(listed(part)) for part in parts] == [50_000, 50_000, 1]
    assert all(part.stat().st_size < 50 * 1024 * 1024 for part in parts)
