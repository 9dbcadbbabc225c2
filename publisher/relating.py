"""What belongs together among the records of a build, each found when it is first asked for."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parser.corpus import Report
from parser.workers import Workers
from publisher.reuse import related_version
from publisher.settings import Settings
from publisher.stages import Stages
from related.lines import Lines
from related.repeats import Repeats

if TYPE_CHECKING:
    from related.analysis import Analysis
    from related.similar import Similar

#: The folder of the cache that holds what was found out about each record.
FOLDER: Final = "related"


class Relating:
    """Repeats among the records, and similar questions. They depend on the records and on `version` alone."""

    def __init__(
        self,
        settings: Settings,
        report: Report,
        records: Path,
        stages: Stages,
        pool: Executor | None,
    ) -> None:
        self._workers, self._pool = settings.workers, pool
        self._cache = settings.cache / FOLDER
        self._stages = stages
        self._lines = Lines.of(records, report.lengths, report.digests)
        #: Changes with anything that what is found depends on but the records.
        self.version = related_version()

    # numpy takes a while to load: not where nothing changed
    @cached_property
    def _analysis(self) -> Analysis:
        from related.analysed import analysed

        with Workers(self._workers, self._pool) as workers:
            return analysed(self._lines, self._cache, self.version, workers)

    @cached_property
    def repeats(self) -> Repeats:
        """By places in the records, which are those in the report's keys."""
        from related.compared import Compared
        from related.grouping import find_repeats

        with self._stages.stage("relate"), Workers(self._workers, self._pool) as workers:
            compared = Compared(self._lines, self._cache, self.version, workers)
            found = find_repeats(self._analysis, compared.compare)
            compared.save()
            return found

    @cached_property
    def similar(self) -> Similar:
        """Places of the questions most like each."""
        from related.similar import find_similar

        return find_similar(self._analysis, self.repeats, self._lines, self._cache, self.version)
