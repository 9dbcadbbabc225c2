"""What belongs together among the records of a build, found when it is first asked for."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import cached_property
from pathlib import Path
from typing import Final

from parser.corpus import Report
from parser.workers import Workers
from publisher.reuse import related_version
from publisher.settings import Settings
from publisher.stages import Stages
from related.lines import Lines
from related.repeats import Repeats

#: The folder of the cache that holds what was found out about each record.
FOLDER: Final = "related"


class Relating:
    """Repeats among the records. They depend on the records and on `version` alone."""

    def __init__(
        self,
        settings: Settings,
        report: Report,
        records: Path,
        stages: Stages,
        pool: Executor | None,
    ) -> None:
        self._settings, self._report, self._records = settings, report, records
        self._stages, self._pool = stages, pool
        #: Changes with anything that what is found depends on but the records.
        self.version = related_version()

    @cached_property
    def repeats(self) -> Repeats:
        """By places in the records, which are those in the report's keys."""
        # numpy takes a while to load: not where nothing changed
        from related.analysed import analysed
        from related.compared import Compared
        from related.grouping import find_repeats

        cache = self._settings.cache / FOLDER
        lines = Lines.of(self._records, self._report.lengths, self._report.digests)
        with (
            self._stages.stage("relate"),
            Workers(self._settings.workers, self._pool) as workers,
        ):
            analysis = analysed(lines, cache, self.version, workers)
            compared = Compared(lines, cache, self.version, workers)
            found = find_repeats(analysis, compared.compare)
            compared.save()
            return found
