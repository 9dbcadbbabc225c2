"""Compressed copies beside the files of a site."""

from __future__ import annotations

import gzip
import importlib.util
import os
import shutil
from pathlib import Path

import brotli
import pytest

from publisher import precompress as module
from publisher.errors import SiteError
from publisher.precompress import precompress, remove_copies, require_brotli

PAGE = "<p>Question écrite</p>\n" * 200


def make_site(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def copies(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.suffix in (".gz", ".br")
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_copies_hold_the_text_of_their_file(tmp_path: Path, workers: int) -> None:
    site = make_site(tmp_path, q14__a_html=PAGE, etat_json="{}", b_css=PAGE)
    assert precompress(site, workers=workers) == 2
    made = copies(site)
    assert set(made) == {"q14/a.html.gz", "q14/a.html.br", "b.css.gz", "b.css.br"}
    assert gzip.decompress(made["q14/a.html.gz"]) == PAGE.encode()
    assert brotli.decompress(made["q14/a.html.br"]) == PAGE.encode()


def test_what_is_small_or_does_not_shrink_has_no_copies(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        small_html="x" * (module.SMALLEST - 1),
        noise_txt=os.urandom(4096),
        shard_bin=b"\0" * 4096,
        font_woff2=b"\0" * 4096,
    )
    assert precompress(site) == 0
    assert copies(site) == {}


def test_the_same_files_give_the_same_bytes_whatever_their_dates(tmp_path: Path) -> None:
    first = make_site(tmp_path / "first", a_html=PAGE)
    second = make_site(tmp_path / "second", a_html=PAGE)
    os.utime(second / "a.html", (0, 0))
    precompress(first)
    precompress(second)
    assert copies(first) == copies(second)


def test_unchanged_files_keep_their_copies_and_changed_ones_get_new_ones(tmp_path: Path) -> None:
    earlier = make_site(tmp_path / "earlier", a_html=PAGE, b_html=PAGE, gone_html=PAGE)
    precompress(earlier)
    before = copies(earlier)
    # as a build does that takes over what it need not write again, copies included
    site = Path(shutil.copytree(earlier, tmp_path / "site", copy_function=os.link))
    (site / "gone.html").unlink()
    (site / "b.html").unlink()
    make_site(site, b_html=PAGE.upper(), c_html=PAGE)
    precompress(site, earlier=earlier)
    made = copies(site)
    assert {name.partition(".")[0] for name in made} == {"a", "b", "c"}
    assert (site / "a.html.br").samefile(earlier / "a.html.br")
    assert gzip.decompress(made["b.html.gz"]) == PAGE.upper().encode()
    assert brotli.decompress(made["b.html.br"]) == PAGE.upper().encode()
    assert copies(earlier) == before

    clean = make_site(tmp_path / "clean", a_html=PAGE, b_html=PAGE.upper(), c_html=PAGE)
    precompress(clean)
    assert copies(clean) == made


def test_a_page_written_again_with_the_same_bytes_keeps_its_copies(tmp_path: Path) -> None:
    earlier = make_site(tmp_path / "earlier", a_html=PAGE)
    precompress(earlier)
    site = make_site(tmp_path / "site", a_html=PAGE)
    precompress(site, earlier=earlier)
    assert (site / "a.html.gz").samefile(earlier / "a.html.gz")


def test_copies_made_with_other_settings_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = make_site(tmp_path / "earlier", a_html=PAGE)
    with monkeypatch.context() as other:
        other.setattr(module, "GZIP_LEVEL", 0)
        precompress(earlier)
    site = make_site(tmp_path / "site", a_html=PAGE)
    precompress(site, earlier=earlier)
    assert copies(site) != copies(earlier)


def test_a_build_without_copies_leaves_none_of_an_earlier_one(tmp_path: Path) -> None:
    site = make_site(tmp_path, a_html=PAGE, reports_gz=b"a file of its own")
    precompress(site)
    remove_copies(site)
    assert sorted(path.name for path in site.iterdir()) == ["a.html", "reports.gz"]


def test_without_brotli_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SiteError, match=r"brotli.*requirements/host\.txt"):
        require_brotli()
