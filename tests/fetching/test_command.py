"""`build.py sources`: what it names, what it fetches, what it says, how it ends."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import build
from fetching import archives
from tests.fetching.host import archive, etag, hosting, refused, whole

AMO = "AMO30_tous_acteurs_tous_mandats_tous_organes_historique.json.zip"
ROOT = Path(__file__).parents[2]


def visible(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))


def test_without_a_name_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["sources"]) == 0
    told = capsys.readouterr().out
    for one in archives.archives().values():
        assert one.address(archives.base()) in told


def test_questions_bring_the_deputies_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hosting(whole(archive())) as host:
        arguments = ["--to", str(tmp_path / "a"), "--address", f"{host.address}mirror"]
        assert build.main(["sources", "--fetch", "17", *arguments]) == 0
        assert host.paths == [
            "/mirror/17/questions/questions_ecrites/Questions_ecrites.json.zip",
            "/mirror/17/amo/tous_acteurs_mandats_organes_xi_legislature/" + AMO,
        ]
        assert visible(tmp_path / "a") == [AMO, "Questions_ecrites_XVII.json.zip"]
        out = capsys.readouterr().out
        assert f"{len(archive()):,} bytes, 20 files in it" in out
        assert build.main(["sources", "--fetch", "17", "16", "--without-actors", *arguments]) == 3
        assert "XVII.json.zip: unchanged" in capsys.readouterr().out


def test_another_md5_than_others_tell_is_said_and_the_archive_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hosting(whole(archive())) as host:
        options = ["--without-actors", "--to", str(tmp_path), "--address", host.address]
        assert build.main(["sources", "--fetch", "14", *options]) == 3
    told = capsys.readouterr().err
    assert f"doubtful: MD5 {hashlib.md5(archive()).hexdigest()}; expected c765e31d" in told
    assert (tmp_path / "Questions_ecrites_XIV.json.zip").read_bytes() == archive()


def test_an_archive_that_fails_does_not_keep_the_others_from_coming(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hosting(refused(404), whole(archive())) as host:
        options = ["--to", str(tmp_path), "--address", host.address]
        assert build.main(["sources", "--fetch", "17", *options]) == 1
    assert visible(tmp_path) == [AMO]
    told = capsys.readouterr().err
    assert told.startswith(f"build.py: {host.address}17/questions/")
    assert "status 404 (Not Found); expected an archive" in told


def test_what_was_there_stays_and_is_said_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--fetch", "amo", "--to", str(tmp_path), "--address"]
    with hosting(whole(archive())) as host:
        assert build.main(["sources", *options, host.address]) == 0
    with hosting(refused(410)) as host:
        assert build.main(["sources", *options, host.address]) == 1
    assert (tmp_path / AMO).read_bytes() == archive()
    assert "what was there stays" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fetch", "17"],
        ["--fetch", "13", "--to", "x"],
        ["--fetch", "17", "--to", "x", "--address", "file:///etc/"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build.main(["sources", *arguments])
    assert ended.value.code == 2


def test_what_is_kept_beside_an_archive_is_hidden_from_the_search_for_sources(
    tmp_path: Path,
) -> None:
    from parser.sources import find_files

    with hosting(whole(archive())) as host:
        options = ["--to", str(tmp_path), "--address", host.address]
        build.main(["sources", "--fetch", "amo", *options])
    assert {Path(file.path).name for file in find_files([tmp_path])} == {AMO}
    kept = json.loads((tmp_path / f".{AMO}.json").read_text())
    assert kept["version"]["etag"] == etag(archive())


def test_the_documents_name_every_archive_that_the_table_has() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for one in archives.archives().values():
        assert f"`{one.name}`" in readme
    assert archives.base() in readme


def test_what_a_build_advises_to_fetch_is_what_amo_fetches() -> None:
    from parser.acteurs import ADDRESS

    assert archives.archives()["amo"].address(archives.base()) == ADDRESS
