"""The index of the next site, made while its pages are: of the records alone, by a process of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from parser.corpus import Report
from publisher.beside import Beside, may_fork
from publisher.relating import Relating
from publisher.reuse import digest_of, search_version
from publisher.settings import Settings
from publisher.staging import PREFIXES
from publisher.updating import INDEX
from search.folders import index_folders

#: The index is waited for last: what is waited for before goes first where processors are few.
_NICE: Final = 10


class Indexing:
    """What the index of the next site is made of, and the folder that it is made in."""

    def __init__(
        self,
        settings: Settings,
        report: Report,
        records: Path,
        relating: Relating,
        folder: Path,
        pool: Executor | None,
    ) -> None:
        self._settings, self._records, self._folder, self._pool = settings, records, folder, pool
        self._report, self._relating = report, relating
        #: What the index depends on.
        self.made_of = digest_of(search_version(), relating.version, b"".join(report.digests))
        #: The folders of the index in place.
        self.former = index_folders(settings.site / INDEX)
        self._made = Beside(self._make, forks=False)

    def digest(self, folders: frozenset[str]) -> str:
        """Of an index in these folders."""
        return digest_of(self.made_of, *sorted(folders))

    def start(self) -> None:
        """Begins, in a process of its own where processes may be used."""
        if may_fork(self._settings.workers, self._pool):
            _ = self._relating.repeats  # once, for both processes
            self._made = Beside(self._make, forks=True, nice=_NICE)

    def begin_anew(self) -> None:
        """The index in place is not as it was left: nothing of it stays."""
        self.stop()
        self._made = Beside(self._make, forks=False)
        shutil.rmtree(self._folder, ignore_errors=True)
        self.former = frozenset()

    def made(self) -> Path:
        """The folder with the new index, made by now: new folders, links to those that stay, the manifest.

        Raises what the index raises, and BrokenProcessPool where the process died.
        """
        self._made.result()
        return self._folder

    def stop(self) -> None:
        """Of no use any more."""
        self._made.stop()

    def _make(self) -> None:
        # numpy takes a while to load: not where nothing changed
        from search.indexer import build
        from search.indexer.records import Told

        repeats, report = self._relating.repeats, self._report
        self._folder.mkdir(exist_ok=True)
        for name in self.former:
            (self._folder / name).symlink_to((self._settings.site / INDEX / name).resolve())
        build(
            self._records,
            self._folder,
            workers=self._settings.workers,
            cache=self._settings.cache / "index",
            executor=self._pool,
            groups={"question": repeats.questions, "reponse": repeats.answers},
            known=Told(report.keys, report.lengths, report.digests),
        )


@contextmanager
def indexing(
    settings: Settings, report: Report, records: Path, relating: Relating, pool: Executor | None
) -> Iterator[Indexing]:
    """Ends it, and takes away what it has made and nobody took."""
    # What processes that are just ending still write there, the next build takes away.
    with tempfile.TemporaryDirectory(
        prefix=PREFIXES[0], dir=settings.cache, ignore_cleanup_errors=True
    ) as work:
        index = Indexing(settings, report, records, relating, Path(work) / INDEX, pool)
        try:
            yield index
        finally:
            index.stop()
