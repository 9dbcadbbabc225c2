"""What belongs together among the records of a build, found when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from parser.corpus import Report, read_records
from publisher.reuse import related_version
from publisher.stages import Stages
from related.repeats import Repeats, find_repeats


class Relating:
    """Repeats among the records. They depend on the records and on `version` alone."""

    def __init__(self, report: Report, records: Path, stages: Stages) -> None:
        self._report, self._records, self._stages = report, records, stages
        #: Changes with anything that what is found depends on but the records.
        self.version = related_version()

    @cached_property
    def repeats(self) -> Repeats:
        """By places in the records, which are those in the report's keys."""
        with self._stages.stage("relate"):
            return find_repeats(read_records(self._records))
