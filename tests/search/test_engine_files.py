"""The engine's files in a site."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from search import engine_files
from search.engine_files import BROWSER, install
from search.minified import MinifyError

#: Of the page's script and the worker, in bytes after gzip: what a first search loads before its lists. Of
#: the 60 kB that one of one word may take, lists and cards take up to 31.5 at 100,000 questions.
MOST = 27_300


def test_the_engine_of_a_first_search_fits_its_budget(tmp_path: Path) -> None:
    install(tmp_path)
    sizes = [
        len(gzip.compress((tmp_path / "moteur" / name).read_bytes(), 6))
        for name in ("interface.js", "worker.js")
    ]
    assert sum(sizes) <= MOST


def test_a_bundle_says_where_it_is_from_and_modules_are_served_as_written(tmp_path: Path) -> None:
    install(tmp_path)
    for name in ("interface.js", "worker.js", "snippets.js"):
        bundled = (tmp_path / "moteur" / name).read_text("utf-8")
        assert bundled.startswith(f"/* Minified from search/browser/{name} ")
    for name in ("core.js", "engine.js", "forms.js"):
        served = (tmp_path / "moteur" / name).read_text("utf-8")
        assert served == (BROWSER / name).read_text("utf-8")


def test_a_module_that_cannot_be_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    monkeypatch.setattr(engine_files, "BROWSER", modules)
    (modules / "worker.js").write_text("const a = ;\n")
    with pytest.raises(MinifyError):
        install(tmp_path / "index")
