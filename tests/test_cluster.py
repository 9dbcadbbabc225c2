"""A real Dask cluster of two worker processes does the work of a build, and survives the loss of one."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

import build as command
from parser import corpus
from parser.corpus import read_records, read_sources
from parser.page import to_page
from parser.sources import find_files
from publisher import parallel
from publisher.errors import SiteError
from publisher.executors import executor
from publisher.generated import copy_handwritten
from publisher.pages import write_pages as write_hubs
from publisher.site import build_site
from search.indexer import build as build_index
from tests.parser.documents import head, sheet

ROOT = Path(__file__).parents[1]
#: Files; and how many a worker gets at once here.
FILES, BATCH = 120, 5


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers of one thread, each a process of its own, begun again when it dies."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        yield cluster


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(corpus, "BATCH", BATCH)
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(FILES):
        document = (sheet, head)[number % 2](numero=str(number + 1))
        (folder / f"{number}.txt").write_text(document, "utf-8")
    (folder / "bad.txt").write_bytes(b"\0")
    return folder


class Killing(Executor):
    """Kills a worker once so many slices have been handed out; hands them out one as the other."""

    def __init__(self, pool: Executor, worker: int, after: int) -> None:
        self.pool, self.worker, self.left = pool, worker, after
        self.killed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = self.pool.submit(fn, *args, **kwargs)
        self.left -= 1
        if self.left == 0:
            os.kill(self.worker, signal.SIGKILL)
            self.killed = True
        return future


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def made(
    sources: Path, folder: Path, pool: Executor | None
) -> tuple[bytes, list[str], dict[str, bytes]]:
    """Records, findings and index."""
    records = folder / "records.jsonl"
    report = read_sources(find_files([sources]), records, executor=pool)
    build_index(read_records(records), folder / "index", workers=1, executor=pool)
    findings = [str(finding) for finding in report.findings]
    return records.read_bytes(), findings, tree(folder / "index")


def test_a_cluster_makes_the_bytes_that_one_process_makes(
    cluster: LocalCluster, sources: Path, tmp_path: Path
) -> None:
    alone = made(sources, tmp_path / "alone", None)
    with executor(cluster.scheduler_address) as pool:
        assert pool
        assert pool.submit(os.getpid).result() != os.getpid()
        assert made(sources, tmp_path / "cluster", pool) == alone
    assert alone[0].count(b"\n") == FILES


@pytest.mark.parametrize("after", [FILES // BATCH // 2, FILES // BATCH + 2])
def test_a_worker_killed_while_it_reads_or_indexes_changes_nothing(
    cluster: LocalCluster, sources: Path, tmp_path: Path, after: int
) -> None:
    alone = made(sources, tmp_path / "alone", None)
    with executor(cluster.scheduler_address) as pool, Client(cluster) as client:
        assert pool
        worker = next(iter(client.run(os.getpid).values()))
        killing = Killing(pool, worker, after)
        assert made(sources, tmp_path / "cluster", killing) == alone
        assert killing.killed


def test_the_command_builds_on_a_cluster(
    cluster: LocalCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(name: str, *more: str) -> dict[str, bytes]:
        folder = tmp_path / name
        options = ["--site", f"{folder}/site", "--pages", f"{folder}/pages", "--cache"]
        assert command.main(["all", *options, f"{folder}/cache", *more]) == command.DONE
        return tree(folder / "site")

    assert build("cluster", "--scheduler", cluster.scheduler_address) == build("alone")
    assert "5 files: 5 questions" in capsys.readouterr().out


@pytest.mark.parametrize("address", [None, "https://exemple.fr/questions/"])
def test_a_worker_killed_while_it_renders_changes_nothing(
    cluster: LocalCluster,
    sources: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: str | None,
) -> None:
    monkeypatch.setattr(parallel, "SLICE", 5)
    records, pages = tmp_path / "records.jsonl", tmp_path / "pages"
    read_sources(find_files([sources]), records)
    for question in read_records(records):
        path = pages / f"{question.address}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_page(question), "utf-8")
    # by Python-Markdown, with a link to resolve
    with path.open("a") as page:
        page.write("\n| a | b |\n|---|---|\n| `x` | [autre](14-1QE.md) |\n")
    write_hubs(read_records(records), pages)
    copy_handwritten(ROOT / "docs", pages)
    build_site(pages, tmp_path / "alone", site_url=address)
    with executor(cluster.scheduler_address) as pool, Client(cluster) as client:
        assert pool
        worker = next(iter(client.run(os.getpid).values()))
        killing = Killing(pool, worker, 8)
        build_site(pages, tmp_path / "cluster", site_url=address, executor=killing)
        assert killing.killed
    assert tree(tmp_path / "cluster") == tree(tmp_path / "alone")


def test_what_mkdocs_warns_of_on_a_worker_fails_the_build(
    cluster: LocalCluster, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    write_hubs([], pages)
    copy_handwritten(ROOT / "docs", pages)
    (pages / "deputes" / "une.md").write_text("# Une\n\n[perdue](nulle-part.md)\n")
    with (
        executor(cluster.scheduler_address) as pool,
        pytest.raises(SiteError, match=r"nulle-part\.md"),
    ):
        build_site(pages, tmp_path / "site", executor=pool)


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.executors._PATIENCE", 1)
    with (
        pytest.raises(SiteError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"),
        executor("tcp://127.0.0.1:9"),
    ):
        pass


def test_workers_in_another_folder_are_refused(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with (
        pytest.raises(SiteError, match=r"works in .*; expected"),
        executor(cluster.scheduler_address),
    ):
        pass


@pytest.mark.parametrize("error", [ImportError("No module named 'parser'"), RuntimeError("graph")])
def test_a_cluster_that_does_not_know_the_project_is_refused(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("publisher.executors._ready", fail)
    with (
        pytest.raises(SiteError, match="start its scheduler and its workers with PYTHONPATH="),
        executor(cluster.scheduler_address),
    ):
        pass


def test_workers_of_several_threads_are_refused() -> None:
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=":0") as threaded,
        pytest.raises(SiteError, match="has 2 threads; expected --nthreads 1"),
        executor(threaded.scheduler_address),
    ):
        pass


def test_a_cluster_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.executors._PATIENCE", 1)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(SiteError, match="has no worker"),
        executor(empty.scheduler_address),
    ):
        pass
