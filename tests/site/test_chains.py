"""Chains of builds, whole and killed: the end is that of a clean build, and the site is always whole.

`EDITS=500` and `KILLS=300` in the environment make them long; `SEED` makes them other.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
import zlib
from pathlib import Path

from tests.site.edits import Project, tree
from tests.site.test_build import broken_links

EDITS = int(os.environ.get("EDITS", "12"))
KILLS = int(os.environ.get("KILLS", "5"))
SEED = int(os.environ.get("SEED", "1"))


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_any_chain_of_builds_gives_the_site_of_a_clean_one(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", SEED)
    project.build()
    while len(project.done) < EDITS:
        for _ in range(project.dice.choice((1, 1, 2, 4))):
            project.edit()
        project.build()
        assert differences(tree(project.site), project.clean()) == [], project.done


def test_a_build_killed_anywhere_leaves_a_whole_site_and_the_next_recovers(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", SEED + 1)
    project.build()
    start = time.monotonic()
    project.edit()
    project.build()
    longest = time.monotonic() - start
    survived = 0
    while survived < KILLS:
        for _ in range(project.dice.choice((1, 2, 4))):
            project.edit()
        process = subprocess.Popen(
            project.command(),
            cwd=project.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(project.dice.uniform(0.2, 1.1) * longest)
        # alone as for want of memory, or with all its processes
        kill = project.dice.choice((os.kill, os.killpg))
        with contextlib.suppress(ProcessLookupError):
            kill(process.pid, signal.SIGKILL)
        process.wait()
        assert_whole(project.site)
        survived += 1
        if project.dice.random() < 0.5:
            project.build()
            assert differences(tree(project.site), project.clean()) == [], project.done
            left = [path.name for path in (project.folder / ".cache").iterdir()]
            kept = ["index", "pages.sqlite", "records.jsonl", "related", "sources.sqlite"]
            assert sorted(left) == kept


def assert_whole(site: Path) -> None:
    """Every link leads somewhere, every page ends, all that the index names is there and whole."""
    assert broken_links(site, "/q/") == []
    for page in site.rglob("*.html"):
        assert page.read_bytes().rstrip().endswith(b"</html>"), page
    index = site / "recherche"
    for entry in json.loads((index / "manifest.json").read_bytes())["legislatures"]:
        folder = index / entry["dossier"]
        assert json.loads((folder / "index.json").read_bytes())["documents"] == entry["documents"]
        for path in folder.rglob("*.bin"):
            zlib.decompressobj(-zlib.MAX_WBITS).decompress(path.read_bytes())
    names = json.loads((index / "noms.json").read_bytes())["noms"]
    for *_, last in names:
        if isinstance(last, str):
            assert (site / last).is_file(), last
