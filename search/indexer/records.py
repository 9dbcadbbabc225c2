"""The lines of `records.jsonl`: where each stands, in the order of documents, cut into slices.

Lines are found and ordered without decoding them; a slice decodes its own, and only if it changed. Who wrote
the file can tell where they stand (`Told`): then only those whose day is not kept are read.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import orjson

from parser.question import Key, Question, from_dict
from parser.reading import digest as digest_of
from parser.reading import line_of
from search.indexer import columns
from search.indexer.errors import IndexingError
from search.indexer.workers import SERIAL

#: `{"id":"QANR5L14QE55901","legislature":14,"type":"QE","numero":55901,`
KEY: Final = re.compile(
    rb'\{"id":"[^"\\]*","legislature":(\d+),"type":"([^"\\]*)","numero":(\d+)[,}]'
)
#: `"date_question":"2014-05-20"`: within a text the quotes would be escaped.
DATE: Final = re.compile(rb'"date_question":"(\d{4}-\d\d-\d\d)"')
EPOCH: Final = date(1970, 1, 1).toordinal()
#: Bytes of the file read at once.
READ: Final = 1 << 24
#: Bytes of what tells one line from another, as the parser has it.
DIGEST: Final = 16
#: Documents of a slice on average, and at most.
SLICE: Final = 1024
LONGEST: Final = 4096


class Line(NamedTuple):
    """One record of the file; lines sort as documents are numbered: by date, type and number.

    `digest` is of its bytes.
    """

    day: int
    type: str
    numero: int
    start: int
    length: int
    digest: bytes


class Told(NamedTuple):
    """What who wrote the file knows of its lines, in their order: see `parser.report.Report`."""

    keys: Sequence[Key]
    lengths: Sequence[int]
    digests: Sequence[bytes]


def days(day: date | None) -> int:
    """Days since 1 January 1970; 0 for no date."""
    return day.toordinal() - EPOCH if day else 0


def write(questions: Iterable[Question], path: Path) -> None:
    """Records as lines, as `parser.corpus` writes them."""
    with path.open("wb") as file:
        file.writelines(line_of(question)[0] for question in questions)


def lines(path: Path, processes: Executor = SERIAL) -> dict[int, list[Line]]:
    """The lines of each legislature, in the order of its documents."""
    found: dict[int, list[Line]] = {}
    size = path.stat().st_size
    cuts = range(0, size, READ)
    for part in [processes.submit(_lines_between, path, at, at + READ) for at in cuts]:
        for legislature, own in part.result().items():
            found.setdefault(legislature, []).extend(map(Line._make, own))
    return _sorted(found)


def lines_told(path: Path, told: Told, kept: Path, version: bytes) -> dict[int, list[Line]]:
    """As `lines`. ``kept`` is the file that keeps the day of each line from build to build; that of another
    ``version`` counts as none."""
    known = _days_kept(kept, version)
    found: dict[int, list[Line]] = {}
    day_of: dict[bytes, int] = {}
    at = 0
    with path.open("rb") as file:
        for (legislature, kind, numero), length, digest in zip(*told, strict=True):
            day = known.get(digest)
            if day is None:
                day = _day_in(os.pread(file.fileno(), length, at))
            day_of[digest] = day
            found.setdefault(legislature, []).append(Line(day, kind, numero, at, length, digest))
            at += length
    if day_of.keys() != known.keys():
        _keep_days(kept, version, day_of)
    return _sorted(found)


def _sorted(found: dict[int, list[Line]]) -> dict[int, list[Line]]:
    for every in found.values():
        every.sort()
    return found


def _days_kept(path: Path, version: bytes) -> dict[bytes, int]:
    """By the digests of lines."""
    if not columns.is_whole(path):
        return {}
    held = columns.read(path)
    if held["version"].tobytes() != version:
        return {}
    digests = held["digests"].tobytes()
    starts = range(0, len(digests), DIGEST)
    return dict(
        zip((digests[at : at + DIGEST] for at in starts), held["days"].tolist(), strict=True)
    )


def _keep_days(path: Path, version: bytes, day_of: Mapping[bytes, int]) -> None:
    held: dict[str, npt.NDArray[Any]] = {
        "version": np.frombuffer(version, np.uint8),
        "digests": np.frombuffer(b"".join(day_of), np.uint8),
        "days": np.array([*day_of.values()], np.int32),
    }
    columns.write(path, held)


def _day_in(text: bytes) -> int:
    """Of the question in a line."""
    dated = DATE.search(text)
    return days(date.fromisoformat(dated[1].decode())) if dated else 0


def _lines_between(path: Path, start: int, end: int) -> dict[int, list[tuple[Any, ...]]]:
    """The lines that start at these bytes, as plain tuples: half the time between processes."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    days_of: dict[bytes, int] = {b"": 0}
    with path.open("rb") as file:
        at = start
        if start:
            file.seek(start - 1)
            at += len(file.readline()) - 1
        while at < end and (text := file.readline()):
            key = KEY.match(text)
            if not key:
                raise IndexingError(f"{path}: no record at byte {at}")
            dated = DATE.search(text)
            day = dated[1] if dated else b""
            if day not in days_of:
                days_of[day] = days(date.fromisoformat(day.decode()))
            line = (days_of[day], key[2].decode(), int(key[3]), at, len(text), digest_of(text))
            found.setdefault(int(key[1]), []).append(line)
            at += len(text)
    return found


def slices(part: Sequence[Line]) -> Iterator[list[Line]]:
    """Cuts the lines of a legislature, in order, into slices.

    A slice ends where the checksum of a question's key says so, whatever stands around it: a
    question added, changed or taken away leaves the other slices as they were.
    """
    current: list[Line] = []
    for line in part:
        current.append(line)
        ends = zlib.crc32(f"{line.type}{line.numero}".encode()) % SLICE == 0
        if ends or len(current) == LONGEST:
            yield current
            current = []
    if current:
        yield current


def name(part: Sequence[Line], salt: bytes) -> str:
    """What tells a slice from others: a digest of its lines, and of `salt`."""
    return hashlib.sha256(salt + b"".join(line.digest for line in part)).hexdigest()[:32]


def questions(path: Path, part: Iterable[Line]) -> Iterator[Question]:
    """The records of these lines, decoded."""
    with path.open("rb") as file:
        for line in part:
            yield from_dict(orjson.loads(os.pread(file.fileno(), line.length, line.start)))
