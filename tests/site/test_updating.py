"""A small change takes its place in the published site file by file, and the site is whole at each step."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import build as command
from publisher.memory import looks_below
from publisher.updating import COMING, GOING, INDEX, Update, update
from search.folders import index_folders, is_index_folder
from tests.parser.documents import sheet
from tests.site.edits import tree
from tests.site.test_chains import assert_whole
from tests.site.test_safety import command as arguments


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two sites of one program, which share one question of three and hardly a hub."""
    folder = tmp_path_factory.mktemp("sites")
    common = {1: sheet(numero="1", auteur="M. Paul Durand")}
    for name, more in (
        ("former", {2: sheet(numero="2", auteur="Mme Anne Durand", titre="Gaz", rubrique="Gaz")}),
        ("next", {3: sheet(numero="3", auteur="M. Luc Durand", titre="Eau", rubrique="Eau")}),
    ):
        (folder / name / "sources").mkdir(parents=True)
        for number, text in (common | more).items():
            (folder / name / "sources" / f"{number}.txt").write_text(text, "utf-8")
        assert command.main(arguments(folder / name)) == 0
    return folder / "former" / "site", folder / "next" / "site"


def order(former: Path, site: Path, folder: Path) -> Update:
    """To make a copy of the former site, and to put the whole of the next one into it."""
    shutil.copytree(former, site)
    shutil.copytree(folder.parent / "whole", folder)
    now, looks = index_folders(folder / INDEX), looks_below(site)

    def stays(path: str) -> bool:
        name = path.split("/")[1] if path.startswith(f"{INDEX}/") else ""
        return is_index_folder(name) and name in index_folders(former / INDEX)

    return Update(site, folder, now, looks, stays)


class KilledError(Exception):
    """The process ends here."""


def test_the_site_is_whole_at_every_step(
    sites: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former, following = sites
    shutil.copytree(following, tmp_path / "whole")
    looks = update(order(former, tmp_path / "all", tmp_path / "new"))
    assert looks == looks_below(tmp_path / "all")
    assert tree(tmp_path / "all") == tree(following)
    move, unlink = Path.replace, Path.unlink
    seen: set[str] = set()
    at = steps = 0
    while True:
        site, folder = tmp_path / f"site{at}", tmp_path / f"new{at}"
        change = order(former, site, folder)
        left = at

        def step() -> None:
            nonlocal left
            if left == 0:
                raise KilledError
            left -= 1

        def moved(path: Path, target: Path) -> Path:
            step()
            return move(path, target)

        def unlinked(path: Path, missing_ok: bool = False) -> None:
            step()
            unlink(path, missing_ok)

        monkeypatch.setattr(Path, "replace", moved)
        monkeypatch.setattr(Path, "rename", moved)
        monkeypatch.setattr(Path, "unlink", unlinked)
        try:
            update(change)
        except KilledError:
            steps += 1
        else:
            break
        finally:
            monkeypatch.undo()
        assert_whole(site)
        for page in site.rglob("*.html"):
            seen |= {title for title, _ in (COMING, GOING) if title in page.read_text("utf-8")}
        shutil.rmtree(site)
        shutil.rmtree(folder)
        at += 1
    assert steps >= 18
    assert seen == {COMING[0], GOING[0]}


def test_what_is_the_same_is_left_alone(sites: tuple[Path, Path], tmp_path: Path) -> None:
    former, _ = sites
    shutil.copytree(former, tmp_path / "whole")
    change = order(former, tmp_path / "site", tmp_path / "new")
    assert update(change) == looks_below(tmp_path / "site") == change.looks


def test_a_folder_of_the_index_that_a_killed_build_left_is_replaced_whole(
    sites: tuple[Path, Path], tmp_path: Path
) -> None:
    former, following = sites
    shutil.copytree(following, tmp_path / "whole")
    change = order(former, tmp_path / "site", tmp_path / "new")
    (name,) = change.indexes
    (tmp_path / "site" / INDEX / name).mkdir()
    (tmp_path / "site" / INDEX / name / "half.bin").touch()
    update(change)
    assert tree(tmp_path / "site") == tree(following)
