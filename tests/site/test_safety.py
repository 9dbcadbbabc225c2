"""Whatever goes wrong, the site is as it was, and one sentence says why."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import build
import parser.pages
from parser.question import Question
from publisher import staging
from publisher.lock import LockedError, locked
from publisher.reuse import link
from search.folders import index_folders
from tests.parser.documents import sheet
from tests.site.edits import ROOT, tree
from tests.site.test_chains import assert_whole


def command(folder: Path, *more: str) -> list[str]:
    arguments = ["all", "--source", str(folder / "sources"), "--site", str(folder / "site")]
    return [*arguments, "--pages", str(folder / "pages"), "--cache", str(folder / "cache"), *more]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with a source that was built, and then changed."""
    (tmp_path / "sources").mkdir()
    source = tmp_path / "sources" / "1.txt"
    source.write_text(sheet(numero="1"), "utf-8")
    assert build.main(command(tmp_path)) == 0
    source.write_text(sheet(numero="1", question="Mme Anne Martin change tout."), "utf-8")
    return tmp_path


def test_a_full_disk_leaves_the_site_and_says_so(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(built / "site")
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "site-" in str(path) and path.suffix == ".bin":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert build.main(command(built, "--workers", "1")) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert tree(built / "site") == before
    monkeypatch.undo()
    assert build.main(command(built)) == 0
    assert "change tout" in (built / "site/q14/14-1QE.html").read_text("utf-8")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB, where the machine lets one be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount on this system")
    if done.returncode:
        pytest.skip("file systems cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_leaves_a_whole_site(
    small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Full at different moments of a small change and of an exchange, then with room again."""
    source = small_disk / "sources" / "1.txt"
    source.parent.mkdir()
    source.write_text(sheet(numero="1"), "utf-8")
    assert build.main(command(small_disk)) == 0
    for at, free in enumerate((0, 8_000, 60_000, 200_000, 800_000)):
        source.write_text(sheet(numero="1", reponse=f"Réponse {at}."), "utf-8")
        (source.parent / f"more{at}.txt").write_text(sheet(numero=str(10 + at)), "utf-8")
        address = ["--site-url", "https://exemple.fr/q/"] if at % 2 else []
        room = os.statvfs(small_disk)
        with (small_disk / "filler").open("wb") as filler:
            filler.write(b"x" * max(0, room.f_bavail * room.f_frsize - free))
        capsys.readouterr()
        code = build.main(command(small_disk, *address))
        assert_whole(small_disk / "site")
        if code:
            assert code == 1
            assert re.search("No space left|disk is full|disk I/O", capsys.readouterr().err)
        (small_disk / "filler").unlink()
        assert build.main(command(small_disk, *address)) == 0
        assert f"Réponse {at}." in (small_disk / "site/q14/14-1QE.html").read_text("utf-8")
    clean = ["--site", str(small_disk / "clean/site"), "--pages", str(small_disk / "clean/pages")]
    again = command(small_disk, *clean, "--cache", str(small_disk / "clean/cache"))
    assert build.main(again) == 0
    assert tree(small_disk / "clean" / "site") == tree(small_disk / "site")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on this system")
@pytest.mark.parametrize("longest", [300, 20_000, 50_000])
def test_files_that_cannot_grow_leave_the_site(built: Path, longest: int) -> None:
    """As under a quota: writing fails in whatever process, in the middle of a file."""
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))

    before = tree(built / "site")
    arguments = [sys.executable, "build.py", *command(built)]
    done = subprocess.run(
        arguments, cwd=ROOT, preexec_fn=limited, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "build.py: " in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(built / "site") == before
    assert build.main(command(built)) == 0
    assert "change tout" in (built / "site/q14/14-1QE.html").read_text("utf-8")


def test_a_process_that_dies_leaves_the_site_and_is_told(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(built / "site")
    parent = os.getpid()
    for number in range(2, 203):  # enough for several batches
        (built / "sources" / f"{number}.txt").write_text(sheet(numero=str(number)), "utf-8")

    def dies(question: Question) -> str:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    monkeypatch.setattr(parser.pages, "to_page", dies)
    assert build.main(command(built, "--workers", "2")) == 1
    assert "a process of the build died" in capsys.readouterr().err
    assert tree(built / "site") == before


def test_a_second_build_of_the_same_site_is_refused_and_the_first_named(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(built / "site")
    with locked(built / ".site.lock"):
        assert build.main(command(built)) == 1
    said = capsys.readouterr().err
    assert f"process {os.getpid()} on " in said
    assert " since 20" in said
    assert tree(built / "site") == before
    assert build.main(command(built)) == 0
    assert sorted(p.name for p in built.iterdir()) == ["cache", "pages", "site", "sources"]


@pytest.mark.skipif(sys.platform == "win32", reason="no lock on this system")
def test_the_lock_of_a_killed_build_does_not_stay(tmp_path: Path) -> None:
    file = tmp_path / "lock"

    def hold() -> None:
        with locked(file):
            time.sleep(60)

    process = multiprocessing.get_context("fork").Process(target=hold)
    process.start()
    while not file.exists() or not file.read_text():
        time.sleep(0.01)
    with pytest.raises(LockedError, match=f"process {process.pid} "), locked(file):
        pass
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with locked(file):
        assert f"process {os.getpid()} " in file.read_text()
    assert not file.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it takes half a second")
def test_of_a_killed_build_no_process_goes_on(built: Path) -> None:
    for number in range(2, 1003):  # enough for several batches
        (built / "sources" / f"{number}.txt").write_text(sheet(numero=str(number)), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "build.py", *command(built, "--workers", "2")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (started := children.read_text().split()):
        assert process.poll() is None
        time.sleep(0.001)
    process.kill()
    process.wait()
    # What ended stays as a zombie where nothing takes it in: it holds no lock.
    assert all(_ended(pid) for pid in started)
    with locked(built / ".site.lock", built / "cache" / "lock"):
        pass
    assert build.main(command(built)) == 0


def _ended(pid: str) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.01)
    return False


def test_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    done = staging.exchange(tmp_path / "a", tmp_path / "b")
    assert done or not sys.platform.startswith("linux")
    if done:
        assert (tmp_path / "a" / "b").exists()
        assert (tmp_path / "b" / "a").exists()


#: A build without exchange that ends for good before the second rename.
KILLED = """
import os, sys
from pathlib import Path
import build
from publisher import staging
rename = Path.rename
def killed(path, target):
    if path.parent.name.startswith("site-"):
        os._exit(9)
    return rename(path, target)
staging.exchange = lambda *_: False
Path.rename = killed
build.main(sys.argv[1:])
"""


def test_without_exchange_a_build_killed_between_the_renames_is_mended(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(built / "site")
    address = ["--site-url", "https://exemple.fr/"]  # another frame: the site is exchanged whole
    arguments = [sys.executable, "-c", KILLED, *command(built, *address)]
    assert subprocess.run(arguments, cwd=ROOT, check=False).returncode == 9
    assert not (built / "site").exists()
    staging.recover(built / "site")
    assert tree(built / "site") == before
    monkeypatch.setattr(staging, "exchange", lambda *_: False)
    assert build.main(command(built, *address)) == 0
    assert "change tout" in (built / "site/q14/14-1QE.html").read_text("utf-8")
    assert [p.name for p in built.iterdir() if p.name.startswith(".")] == []


def test_a_link_never_writes_into_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("new")
    (tmp_path / "b").write_text("shared")
    with pytest.raises(FileExistsError):
        link(str(tmp_path / "a"), str(tmp_path / "b"))
    assert (tmp_path / "b").read_text() == "shared"


def test_the_index_that_a_visitor_has_begun_with_stays_for_one_build(built: Path) -> None:
    folders = []
    for number in (1, 2, 3):
        (built / "sources" / "1.txt").write_text(sheet(question=f"Mot{number}."), "utf-8")
        assert build.main(command(built)) == 0
        found = {path.name for path in (built / "site/recherche").glob("14-*")}
        folders.append(found)
    assert [len(found) for found in folders] == [2, 2, 2]
    assert folders[0] & folders[1]
    assert not folders[0] & folders[2]


@pytest.mark.parametrize("changed", [False, True])
def test_a_file_that_the_index_lost_is_made_again(built: Path, changed: bool) -> None:
    """A legislature that did not change has lost it, beside one that did or did not."""
    other = sheet(numero="7").replace("14ème législature", "15ème législature")
    (built / "sources" / "7.txt").write_text(other, "utf-8")
    assert build.main(command(built)) == 0
    before = tree(built / "site")
    lost = min((built / "site/recherche").glob("14-*/l/0/*.bin"))
    lost.unlink()
    if changed:
        text = sheet(numero="7", reponse="Autre.").replace("14ème", "15ème")
        (built / "sources" / "7.txt").write_text(text, "utf-8")
    assert build.main(command(built, "--workers", "2")) == 0
    after = tree(built / "site")
    name = lost.relative_to(built / "site").as_posix()
    assert after[name] == before[name]
    assert changed or after == before


def written(path: Path) -> tuple[int, ...]:
    """When and where a file was written; reading it changes none of that."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_mode


def test_nothing_changed_nothing_touched(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(command(built)) == 0
    files = [built / "site", *(built / "site").rglob("*")]
    before = [written(path) for path in files]
    capsys.readouterr()
    assert build.main(command(built)) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert [written(path) for path in files] == before


def test_only_what_changed_is_written_anew(built: Path) -> None:
    own = "Mme Anne Martin interroge le ministre sur les écluses, que plus personne n’entretient."
    (built / "sources" / "2.txt").write_text(
        sheet(numero="2", question=own, reponse="Une réponse à part."), "utf-8"
    )
    assert build.main(command(built)) == 0
    numbers = {n: (built / f"site/q14/14-{n}QE.html").stat().st_ino for n in (1, 2)}
    (built / "sources" / "2.txt").write_text(
        sheet(numero="2", question=own, reponse="Autre."), "utf-8"
    )
    assert build.main(command(built)) == 0
    assert (built / "site/q14/14-1QE.html").stat().st_ino == numbers[1]
    assert (built / "site/q14/14-2QE.html").stat().st_ino != numbers[2]


def test_a_homonym_turns_the_links_of_pages_that_did_not_change(built: Path) -> None:
    """What the page of a question takes from records that are not about it."""
    nord, gironde = "Nord (2e circonscription)", "Gironde (1re circonscription)"
    (built / "sources" / "1.txt").write_text(sheet(numero="1", circonscription=nord), "utf-8")
    assert build.main(command(built)) == 0
    page = built / "site/q14/14-1QE.html"
    before = page.read_text("utf-8")
    (built / "sources" / "2.txt").write_text(sheet(numero="2", circonscription=gironde), "utf-8")
    assert build.main(command(built)) == 0
    after = page.read_text("utf-8")
    assert "-nord.html" not in before
    assert "-nord.html" in after


def test_another_address_of_a_group_turns_the_links_of_pages_that_did_not_change(
    tmp_path: Path,
) -> None:
    """The search takes the two groups for one, which stands at the spelling used most."""
    (tmp_path / "sources").mkdir()
    groups = ("L\u01fd", "Autre", "L\xe6", "L\xe6")
    questions = ("Un pont ?", "Deux écluses ?", "Trois canaux ?", "Quatre ports ?")
    answers = ("Il est vieux.", "Elles fuient.", "Ils gèlent.", "Ils dorment.")
    page, pages = tmp_path / "site/q14/14-1QE.html", []
    for built in ((1, 2), (3, 4), ()):
        for number in built:
            source = sheet(
                numero=str(number),
                circonscription=f"Nord (2e circonscription) - {groups[number - 1]}",
                question=questions[number - 1],
                reponse=answers[number - 1],
            )
            (tmp_path / "sources" / f"{number}.txt").write_text(source, "utf-8")
        assert build.main(command(tmp_path)) == 0
        pages.append((page.read_text("utf-8"), page.stat().st_ino))
    assert '"../groupes/lae.html"' not in pages[0][0]
    assert pages[0][0] != pages[1][0]
    assert '"../groupes/lae.html"' in pages[1][0]
    assert pages[1] == pages[2]


def test_the_index_of_another_site_is_not_taken_for_that_of_this_one(built: Path) -> None:
    """Two sites built in turns with one cache."""
    other = built / "other"
    at_other = ["--site", str(other)]
    arguments = command(built)[1:]
    assert build.main(["all", *arguments, *at_other]) == 0
    older = index_folders(other / "recherche")
    (built / "sources" / "2.txt").write_text(sheet(numero="2"), "utf-8")
    assert build.main(["all", *arguments]) == 0
    assert build.main(["site", *arguments, *at_other]) == 0
    assert index_folders(other / "recherche") == older
    assert build.main(["all", *arguments, *at_other]) == 0
    assert index_folders(other / "recherche") == index_folders(built / "site" / "recherche")
    assert build.main(["site", *arguments, "--site", str(built / "third")]) == 0
    assert build.main(["all", *arguments, "--site", str(built / "third")]) == 0
    assert tree(built / "third") == tree(built / "site")
