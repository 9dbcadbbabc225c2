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
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from parser.document import MAX_BYTES
from parser.findings import Finding
from parser.question import Key, Question, from_dict, to_dict
from parser.read import read_question
from parser.sources import SourceFile

#: Files handed to a worker at once: some 0.2 s of work, so that both cores end together.
BATCH: Final = 200

#: Called with the number of files read and of files in all.
Progress = Callable[[int, int], None]


#: An answer, an end, a question, then the number of fields and the length of the texts.
Fullness = tuple[bool, bool, bool, int, int]


class Line(NamedTuple):
    """A question as it goes from a worker to the spool."""

    key: Key
    path: str
    digest: bytes
    fullness: Fullness
    json: bytes


class Copy(NamedTuple):
    """Where one copy of a question stands in the spool."""

    path: str
    digest: bytes
    fullness: Fullness
    start: int
    length: int


@dataclass(slots=True)
class Report:
    """What became of the sources; findings in the order of their paths."""

    files: int = 0
    keys: list[Key] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

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
    progress: Progress = lambda _done, _total: None,
) -> Report:
    """Reads the files and writes ``records``: a JSON object a line, by legislature and number.

    The file is replaced whole, and only if there is at least one question. The same files give the
    same bytes, whatever their order and the number of workers. Raises OSError where ``records``
    cannot be written.
    """
    report = Report(files=len(files))
    copies: dict[Key, list[Copy]] = {}
    records.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=records.parent) as spool:
        done = start = 0
        for lines, findings, size in _read_batches(files, workers):
            report.findings += findings
            for line in lines:
                spool.write(line.json)
                copy = Copy(line.path, line.digest, line.fullness, start, len(line.json))
                copies.setdefault(line.key, []).append(copy)
                start += len(line.json)
            done += size
            progress(done, len(files))
        report.keys = sorted(copies)
        kept = [_choose(key, copies[key], report) for key in report.keys]
        report.findings.sort()
        if not kept:
            return report
        with tempfile.NamedTemporaryFile(dir=records.parent, delete=False) as out:
            for copy in kept:
                spool.seek(copy.start)
                out.write(spool.read(copy.length))
        Path(out.name).replace(records)
    return report


def read_records(records: Path) -> Iterator[Question]:
    """The questions that `read_sources` wrote, in their order."""
    with records.open("rb") as lines:
        for line in lines:
            yield from_dict(json.loads(line))


def _read_batches(
    files: Sequence[SourceFile], workers: int
) -> Iterator[tuple[list[Line], list[Finding], int]]:
    batches = [files[i : i + BATCH] for i in range(0, len(files), BATCH)]
    if workers < 2 or len(batches) < 2:
        yield from map(_read_batch, batches)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_read_batch, batches)


def _read_batch(files: Iterable[SourceFile]) -> tuple[list[Line], list[Finding], int]:
    lines: list[Line] = []
    findings: list[Finding] = []
    size = 0
    for file in files:
        size += 1
        try:
            content = _content(file.path)
        except OSError as error:
            found = error.strerror or str(error)
            expected = "expected a file that can be read"
            findings.append(Finding(file.shown, 0, "refused", found, expected))
            continue
        question, said = read_question(content, source=file.source, path=file.shown)
        findings += said
        if question:
            lines.append(_line(question, file.shown))
    return lines, findings, size


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


def _line(question: Question, path: str) -> Line:
    values = to_dict(question)
    text = json.dumps(values, ensure_ascii=False, default=date.isoformat)
    fullness = _fullness(question, len(values))
    return Line(question.key, path, _digest(values), fullness, f"{text}\n".encode())


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


def _choose(key: Key, copies: list[Copy], report: Report) -> Copy:
    """The fullest copy; of equally full ones that of the first path."""
    if len(copies) == 1:
        return copies[0]
    best = min(copies, key=lambda c: ([-value for value in c.fullness], c.path))
    legislature, kind, numero = key
    for copy in copies:
        if copy is best:
            continue
        if copy.digest == best.digest:
            found = f"{legislature}-{numero}{kind} again, identical"
            finding = Finding(copy.path, 0, "ignored", found, f"read once, from {best.path}")
        else:
            found = f"{legislature}-{numero}{kind} again, with other values"
            expected = f"kept the more complete, {best.path}"
            finding = Finding(copy.path, 0, "doubtful", found, expected)
        report.findings.append(finding)
    return best
