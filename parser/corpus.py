"""All sources → one file of records, sorted, each question once.

Records are not held in memory: workers hand over finished lines, which are spooled, and only keys,
places and digests are kept until it is known which copy of a question counts.
"""

from __future__ import annotations

import errno
import hashlib
import json
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from parser.document import MAX_BYTES
from parser.findings import Finding
from parser.memory import FILE as MEMORY
from parser.memory import Known, Memory, Stamp, stamp_of
from parser.question import Key, Question, from_dict, to_dict
from parser.read import read_question
from parser.sources import SourceFile

#: Files handed to a worker at once: some 0.2 s of work, so that both cores end together.
BATCH: Final = 200

#: Begins the name of records being written.
PREFIX: Final = "records-"
#: Bytes copied at once from the records of the last build.
CHUNK: Final = 1 << 20

#: Called with the number of files read and of files in all.
Progress = Callable[[int, int], None]


#: An answer, an end, a question, then the number of fields and the length of the texts.
Fullness = tuple[bool, bool, bool, int, int]


class Line(NamedTuple):
    """A question as it goes from a worker to the spool."""

    key: Key
    digest: bytes
    fullness: Fullness
    json: bytes


class Task(NamedTuple):
    """A file to read; with the digest of what it held, it is parsed only if it holds something else."""

    file: SourceFile
    content: bytes | None = None


class Outcome(NamedTuple):
    """What became of a file that was read; without ``content`` it could not be read."""

    file: SourceFile
    stamp: Stamp
    content: bytes | None
    findings: tuple[Finding, ...] = ()
    line: Line | None = None
    same: bool = False


@dataclass(slots=True)
class Report:
    """What became of the sources; findings in the order of their paths."""

    files: int = 0
    keys: list[Key] = field(default_factory=list)
    #: A digest of the record of each key, and the length of its line.
    digests: list[bytes] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: Files that were parsed; the others are as the last build read them.
    parsed: int = 0

    @property
    def doubts(self) -> int:
        """Findings that a person should look at: whatever is not merely ignored."""
        return sum(finding.severity != "ignored" for finding in self.findings)

    def counts(self) -> Counter[str]:
        """How many files were ignored, doubtful, refused."""
        files = {(finding.severity, finding.path) for finding in self.findings}
        return Counter(severity for severity, _ in files)


def read_sources(
    files: Sequence[SourceFile],
    records: Path,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Report:
    """Reads the files and writes ``records``: a JSON object a line, by legislature and number.

    Files that did not change since the last build with the same records are not read (see
    `memory.py`, which stands beside the records). `executor` reads them in the place of processes of
    this machine. The file is replaced whole, and only if there is
    at least one question and something changed. The same files give the same bytes, whatever their
    order, the number of workers and the builds before. Raises OSError where ``records`` cannot be
    written.
    """
    records.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=records.parent) as spool:
        reading = _Reading(files, records, spool, workers, executor, progress)
        report = reading.report
        for known in reading.sources.values():
            report.findings += known.findings
        kept = reading.choose()
        report.findings.sort()
        if kept:
            reading.write(kept)
        return report


class _Reading:
    """The sources, from the memory or read again, and the records made of them."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        records: Path,
        spool: IO[bytes],
        workers: int,
        executor: Executor | None,
        progress: Progress,
    ) -> None:
        self.report = Report(files=len(files))
        self.records = records
        self.spool = spool
        self.memory = Memory(records.with_name(MEMORY), records)
        #: What became of each source, by path.
        self.sources: dict[str, Known] = {}
        #: Where the line of a source that was parsed stands in the spool, and its length.
        self._spooled: dict[str, tuple[int, int]] = {}
        self._files = {file.path: file for file in files}
        self._end = 0
        tasks = [task for file in files if (task := self._task(file))]
        done = len(files) - len(tasks)
        for outcomes in _read_batches(tasks, workers, executor):
            self._take(outcomes)
            done += len(outcomes)
            progress(done, len(files))

    def _task(self, file: SourceFile) -> Task | None:
        """What is to be done about a file: nothing, where it did not change."""
        known = self.memory.of(file.path)
        if known is None:
            return Task(file)
        try:
            unchanged = self.memory.is_unchanged(known, stamp_of(file.path), file.source)
        except OSError:
            return Task(file)
        if unchanged:
            self.sources[file.path] = known
            return None
        return Task(file, known.content if known.source == file.source else None)

    def _take(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            path = outcome.file.path
            if outcome.content is None:
                self.sources.pop(path, None)
                self.report.findings += outcome.findings
                continue
            known = self.memory.of(path)
            if outcome.same and known:
                self.sources[path] = known._replace(stamp=outcome.stamp)
                continue
            self.report.parsed += 1
            line = outcome.line
            self.sources[path] = Known(
                outcome.stamp,
                outcome.file.source,
                outcome.content,
                line.key if line else None,
                line.digest if line else b"",
                hashlib.blake2b(line.json, digest_size=16).digest() if line else b"",
                json.dumps(line.fullness) if line else "",
                outcome.findings,
                0,
            )
            if line:
                self.spool.seek(self._end)
                self.spool.write(line.json)
                self._spooled[path] = (self._end, len(line.json))
                self._end += len(line.json)

    def choose(self) -> list[str]:
        """The source of each question that counts, in the order of keys; its line can be had.

        Of a question that stands in several files the records hold one copy. When another comes
        to count, its file is read again.
        """
        while True:
            copies: dict[Key, list[str]] = {}
            for path, known in self.sources.items():
                if known.key:
                    copies.setdefault(known.key, []).append(path)
            keys = sorted(copies)
            doubles: list[Finding] = []
            kept = [self._fullest(copies[key], doubles) for key in keys]
            missing = [p for p in kept if not self.sources[p].length and p not in self._spooled]
            if not missing:
                break
            self._take(_read_batch([Task(self._files[path]) for path in missing]))
        self.report.keys = keys
        self.report.digests = [self.sources[path].line for path in kept]
        self.report.findings += doubles
        return kept

    def _fullest(self, paths: list[str], findings: list[Finding]) -> str:
        """The fullest copy; of equally full ones that of the first path."""
        if len(paths) == 1:
            return paths[0]
        shown = {path: self._files[path].shown for path in paths}
        best = min(paths, key=lambda path: (self._emptiness(path), shown[path]))
        key = self.sources[best].key
        assert key
        legislature, kind, numero = key
        for path in paths:
            if path == best:
                continue
            if self.sources[path].digest == self.sources[best].digest:
                found = f"{legislature}-{numero}{kind} again, identical"
                expected = f"read once, from {shown[best]}"
                findings.append(Finding(shown[path], 0, "ignored", found, expected, "repetition"))
            else:
                found = f"{legislature}-{numero}{kind} again, with other values"
                expected = f"kept the more complete, {shown[best]}"
                findings.append(Finding(shown[path], 0, "doubtful", found, expected, "conflit"))
        return best

    def _emptiness(self, path: str) -> list[int]:
        return [-value for value in json.loads(self.sources[path].fullness)]

    def write(self, kept: list[str]) -> None:
        """Writes the records of these sources, if they are others than before, and remembers."""
        before = self.memory.kept()
        if [self.sources[path].line for path in kept] != [known.line for _, known in before]:
            self._write_records(kept, before)
        lengths = {path: self._spooled[path][1] for path in kept if path in self._spooled}
        chosen = set(kept)
        for path, known in self.sources.items():
            length = lengths.get(path, known.length) if path in chosen else 0
            if length != known.length:
                self.sources[path] = known._replace(length=length)
        self.report.lengths = [self.sources[path].length for path in kept]
        self.memory.save(self.sources)

    def _write_records(self, kept: list[str], before: list[tuple[str, Known]]) -> None:
        places = {}
        start = 0
        for path, known in before:
            places[path] = start
            start += known.length
        with tempfile.NamedTemporaryFile(
            prefix=PREFIX, dir=self.records.parent, delete=False
        ) as out:
            for source, start, length in _joined(
                (self.spool, *self._spooled[path])
                if path in self._spooled
                else (None, places[path], self.sources[path].length)
                for path in kept
            ):
                if source:
                    _copy(source, start, length, out)
                else:
                    with self.records.open("rb") as old:
                        _copy(old, start, length, out)
        Path(out.name).replace(self.records)


Piece = tuple[IO[bytes] | None, int, int]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces that follow each other in one file as one."""
    last: Piece | None = None
    for piece in pieces:
        if last and last[0] is piece[0] and last[1] + last[2] == piece[1]:
            last = (last[0], last[1], last[2] + piece[2])
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _copy(source: IO[bytes], start: int, length: int, out: IO[bytes]) -> None:
    source.seek(start)
    while length:
        chunk = source.read(min(length, CHUNK))
        out.write(chunk)
        length -= len(chunk)


def read_records(records: Path) -> Iterator[Question]:
    """The questions that `read_sources` wrote, in their order."""
    with records.open("rb") as lines:
        for line in lines:
            yield from_dict(json.loads(line))


def _read_batches(
    tasks: Sequence[Task], workers: int, executor: Executor | None
) -> Iterator[list[Outcome]]:
    batches = [tasks[i : i + BATCH] for i in range(0, len(tasks), BATCH)]
    if executor:
        yield from executor.map(_read_batch, batches)
        return
    if workers < 2 or len(batches) < 2:
        yield from map(_read_batch, batches)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_read_batch, batches)


def _read_batch(tasks: Iterable[Task]) -> list[Outcome]:
    return [_read_file(task) for task in tasks]


def _read_file(task: Task) -> Outcome:
    file = task.file
    try:
        # Before the content: what changes in between is read again by the next build.
        stamp = stamp_of(file.path)
        content = _content(Path(file.path))
    except OSError as error:
        found = error.strerror or str(error)
        expected = "expected a file that can be read"
        finding = Finding(file.shown, 0, "refused", found, expected, "illisible")
        return Outcome(file, Stamp(0, 0, 0, 0), None, (finding,))
    digest = hashlib.blake2b(content, digest_size=16).digest()
    if digest == task.content:
        return Outcome(file, stamp, digest, same=True)
    reading = read_question(content, source=file.source, path=file.shown)
    line = _line(reading.question) if reading.question else None
    return Outcome(file, stamp, digest, reading.findings, line)


def _content(path: Path) -> bytes:
    """Raises OSError for what is no regular file: reading a named pipe would wait for ever."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        next(path.iterdir(), None)
        raise IsADirectoryError(errno.EISDIR, "a folder that could not be walked")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "no regular file")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _line(question: Question) -> Line:
    values = to_dict(question)
    text = json.dumps(values, ensure_ascii=False, default=date.isoformat)
    fullness = _fullness(question, len(values))
    return Line(question.key, _digest(values), fullness, f"{text}\n".encode())


def _fullness(question: Question, fields: int) -> Fullness:
    """What makes one copy of a question more complete than another, the weightiest first."""
    ended = question.date_reponse or question.date_cloture
    lengths = [sum(map(len, paragraphs)) for paragraphs in (question.reponse, question.question)]
    return (bool(question.reponse), bool(ended), bool(question.question), fields, sum(lengths))


def _digest(values: dict[str, Any]) -> bytes:
    """Of everything but where it was read: two copies of a question are one."""
    content = {name: value for name, value in values.items() if name != "source"}
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, default=date.isoformat).encode()
    ).digest()
