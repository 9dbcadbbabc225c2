"""All sources → one file of records, sorted, each question once.

Nothing is held for each question: workers hand over finished lines, which are spooled, and what must be
known of each document stands in a base (`memory.py`).
"""

from __future__ import annotations

import json
import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import astuple
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import orjson

from parser import archives
from parser.acteurs import Acteurs
from parser.bulk import TOO_DEEP, is_of_deputies, objects
from parser.findings import Finding, SourceError
from parser.memory import FILE as MEMORY
from parser.memory import Memory
from parser.question import Question, from_dict
from parser.reading import (
    Container,
    Files,
    Members,
    Table,
    Trees,
    answer_of,
    person,
    read_batch,
    reader_of,
    refusal,
    write_table,
)
from parser.records import write_records
from parser.report import Report
from parser.sources import Sources
from parser.workers import Workers

__all__ = ["Report", "read_records", "read_sources"]

#: Documents handed to a worker at once: some 0.1 s of work, so that both cores end together.
BATCH: Final = 200
#: The table of deputies, beside the records.
TABLE: Final = "acteurs.json"
#: Members of an archive that tell whether it is one of deputies.
_FIRST: Final = 3
#: Bytes of them.
_HEAD: Final = 2_000

#: Called with the number of documents read and of those known so far.
Progress = Callable[[int, int], None]
T = TypeVar("T")


def read_sources(
    sources: Sources,
    records: Path,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Report:
    """Reads the sources and writes ``records``: a JSON object a line, by legislature and number.

    Files that did not change since the last build with the same records are not read (see
    `memory.py`, which stands beside the records). `executor` reads them in the place of processes of
    this machine. The file is replaced whole, and only if there is
    at least one question and something changed. The same sources give the same bytes, whatever their
    order, the number of workers and the builds before. Raises OSError where ``records`` cannot be
    written.
    """
    records.parent.mkdir(parents=True, exist_ok=True)
    base = records.with_name(MEMORY)
    with (
        Memory(base, records) as memory,
        tempfile.TemporaryFile(dir=records.parent) as spool,
        Workers(workers, executor) as pool,
    ):
        memory.survey(sources)
        reading = _Reading(memory, records.with_name(TABLE), spool, pool, progress)
        if memory.touched:
            reading.read()
        report = write_records(memory, records, spool, pool)
        report.parsed = reading.parsed
        report.more = sorted([*memory.unreadable, *_disagreements(memory)])
        if report.keys:
            if memory.touched:
                memory.commit()
            report.base = base
        else:  # nothing is changed: what was found is told, and not remembered
            report.more = sorted([*report.more, *memory.findings()])
    return report


def read_records(records: Path) -> Iterator[Question]:
    """The questions that `read_sources` wrote, in their order."""
    with records.open("rb") as lines:
        for line in lines:
            yield from_dict(orjson.loads(line))


class _Reading:
    """Has the documents that changed read, and their lines spooled."""

    def __init__(
        self, memory: Memory, table: Path, spool: IO[bytes], pool: Workers, progress: Progress
    ) -> None:
        self.memory = memory
        self.parsed = 0
        self._table_file = table
        self._table: Table | None = None
        self._spool = spool
        self._end = 0
        self._pool = pool
        self._progress = progress
        self._done, self._total = 0, memory.todo
        self._containers: list[Container] = []

    def read(self) -> None:
        """All that changed; archives of deputies first, since the others ask them for names."""
        self._files(first=True)
        deputies = [c for c in self._containers if _is_of_deputies(c)]
        others = [c for c in self._containers if c not in deputies]
        self._containers = []
        self._open(deputies)
        changed = self._set_table()
        self._files(first=False)
        self._open([*others, *self._containers])
        # Deputies that came with the other files, or went: who asked for them is read again.
        changed = self._set_table() or changed
        while changed and self._ask_again():
            self._files(first=False)
            self._open(self._containers)
            changed = self._set_table()

    def _files(self, *, first: bool) -> None:
        batches = _batches(self.memory.waiting(first=first))
        self._run(Files(self._table, tuple((w.place, w.content) for w in b)) for b in batches)

    def _open(self, containers: list[Container]) -> None:
        """Reads what these hold, and what that holds."""
        opened: set[int] = set()
        waiting = list(containers)
        while waiting:
            self._containers = []
            for container in waiting:
                opened.add(container.place.file)
                self._run(self._bulk(container) if container.bulk else self._archive(container))
            waiting = self._containers
        self._containers = []
        self.memory.end_containers(sorted(opened))

    def _run(self, batches: Iterable[Files | Members | Trees]) -> None:
        for outcomes in self._pool.map(read_batch, batches):
            self._spool.seek(self._end)
            self._spool.writelines(outcome.json for outcome in outcomes)
            self.memory.take(outcomes, self._end)
            self._end += sum(len(outcome.json) for outcome in outcomes)
            self._containers += [o.container for o in outcomes if o.container]
            self.parsed += sum(not o.same and not o.container for o in outcomes)
            self._done += len(outcomes)
            self._progress(self._done, max(self._done, self._total))

    def _archive(self, container: Container) -> Iterator[Members]:
        place = container.place
        try:
            with open(place.path, "rb") as file:  # noqa: PTH123  a path of bytes
                for batch in _batches(archives.members(file)):
                    known = self.memory.contents(place.file, [member.name for member in batch])
                    self._total += len(batch)
                    yield Members(self._table, place, tuple(zip(batch, known, strict=True)))
        except SourceError as error:
            self.memory.note(place.file, "", refusal(place.shown, error))
        except OSError as error:
            self.memory.note(place.file, "", _unreadable(place.shown, error))

    def _bulk(self, container: Container) -> Iterator[Trees]:
        place, member = container.place, container.member
        assert container.bulk
        within = member.name if member else ""
        shown = f"{place.shown}/{within}" if within else place.shown
        try:
            with open(place.path, "rb") as file:  # noqa: PTH123  a path of bytes
                trees = objects(reader_of(file, member), container.bulk)
                for batch in _batches(enumerate(trees, start=1)):
                    self._total += len(batch)
                    named = tuple((_label(tree, number), _dumped(tree)) for number, tree in batch)
                    yield Trees(self._table, place, within, container.bulk.name, named)
        except SourceError as error:
            self.memory.note(place.file, within, refusal(shown, error))
        except OSError as error:
            self.memory.note(place.file, within, _unreadable(shown, error))

    def _set_table(self) -> bool:
        """Makes the table of deputies from what is known now; whether it is another than before."""
        people = self.memory.people()
        acteurs = Acteurs(map(person, people))
        digest = acteurs.digest()
        before = self.memory.about.get("acteurs", "")
        if digest:
            self._table = Table(str(self._table_file.resolve()), digest)
            write_table(people, self._table_file)
        else:
            self._table = None
        self._acteurs = acteurs if digest else None
        self.memory.about["acteurs"] = digest
        told = [astuple(finding) for finding in acteurs.findings("the archives of deputies")]
        self.memory.about["disagreements"] = json.dumps(told)
        return bool(digest != before)

    def _ask_again(self) -> bool:
        """Has the documents read again whose author the table knows otherwise than when they were read."""
        changed = [
            number
            for number, refs, answer in self.memory.authors()
            if answer_of(self._acteurs, refs) != answer
        ]
        if changed:
            self.memory.again(changed)
        return bool(changed)


def _disagreements(memory: Memory) -> list[Finding]:
    """What the archives of deputies say in two ways: told in every build, and of no one document."""
    return [Finding(*values) for values in json.loads(memory.about.get("disagreements", "[]"))]


def _is_of_deputies(container: Container) -> bool:
    """Whether an archive or a file of many is one of deputies, by what it begins with."""
    if container.bulk:
        return container.bulk.name != "question"
    try:
        with open(container.place.path, "rb") as file:  # noqa: PTH123  a path of bytes
            for member in islice(archives.members(file), _FIRST):
                place = file.tell()
                head = archives.head(file, member, _HEAD)
                file.seek(place)
                if is_of_deputies(head):
                    return True
    except (SourceError, OSError):
        pass  # told when it is read
    return False


def _label(tree: dict[str, Any], number: int) -> str:
    """The official name of a question, or its place in the file."""
    uid = tree.get("uid")
    if isinstance(uid, dict):
        uid = uid.get("#text")
    if isinstance(uid, str) and uid.isascii() and uid.isalnum() and len(uid) <= 40:
        return uid
    return str(number)


def _dumped(tree: dict[str, Any]) -> bytes:
    try:
        return marshal.dumps(tree)
    except ValueError:  # a number of more digits than there can be
        return marshal.dumps(TOO_DEEP)


def _unreadable(path: str, error: OSError) -> Finding:
    found, expected = error.strerror or str(error), "expected a file that can be read"
    return Finding(path, 0, "refused", found, expected, "illisible")


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Some at a time; what came before an error is given before it is raised."""
    batch: list[T] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except SourceError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
