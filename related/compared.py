"""Comparisons of texts by several processes. Those of the build before are kept, while both records stay."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson

from parser.workers import Workers
from related import columns
from related.comparing import Outcome, Slot, Told, compare
from related.grouping import Pair
from related.lines import Lines, Span, read_lines

FILE: Final = "compared.bin"
#: Pairs that a process compares at once: some 0.1 s.
BATCH: Final = 300
#: Texts that a process keeps: the first of a group meets all the others.
KEPT: Final = 64


class Compared:
    """Compares texts of records, each pair once."""

    def __init__(self, lines: Lines, cache: Path, version: str, pool: Workers) -> None:
        self._lines, self._file, self._version, self._pool = lines, cache / FILE, version, pool
        self._known = _read(self._file, version)
        self._used: dict[bytes, Outcome] = {}

    def compare(self, name: str, pairs: Sequence[Pair]) -> list[Outcome]:
        """The outcome of each pair of texts of one name."""
        keys = [self._key(name, pair) for pair in pairs]
        new = [at for at, key in enumerate(keys) if key not in self._known]
        batches = [new[at : at + BATCH] for at in range(0, len(new), BATCH)]
        spans = self._lines.spans
        work = ([(spans[pairs[at][0]], spans[pairs[at][1]]) for at in batch] for batch in batches)
        made = self._pool.map(partial(_compare, self._lines.records, name), work)
        for batch, outcomes in zip(batches, made, strict=True):
            for at, outcome in zip(batch, outcomes, strict=True):
                self._known[keys[at]] = outcome
        outcomes = [self._known[key] for key in keys]
        self._used.update(zip(keys, outcomes, strict=True))
        return outcomes

    def save(self) -> None:
        """Keeps what this build asked for."""
        _write(self._file, self._version, self._used)

    def _key(self, name: str, pair: Pair) -> bytes:
        digests = self._lines.digests
        told = b"".join((name.encode(), digests[pair[0]], digests[pair[1]]))
        return hashlib.blake2b(told, digest_size=16).digest()


def _compare(records: Path, name: str, pairs: Sequence[tuple[Span, Span]]) -> list[Outcome]:
    @lru_cache(KEPT)
    def told(span: Span) -> Told:
        return Told(orjson.loads(read_lines(records, [span])[0]), name)

    return [compare(told(one), told(other)) for one, other in pairs]


def _write(path: Path, version: str, known: dict[bytes, Outcome]) -> None:
    flags = [o.same | o.added << 1 | o.shorter << 2 | o.little << 3 for o in known.values()]
    slots = [number for o in known.values() for slot in o.slots for number in slot]
    held: dict[str, npt.NDArray[Any]] = {
        "keys": np.frombuffer(b"".join(known), np.uint8),
        "flags": np.array(flags, np.uint8),
        "counts": np.array([len(o.slots) for o in known.values()], np.uint8),
        "slots": np.array(slots, np.uint32),
    }
    columns.write(path, version, held)


def _read(path: Path, version: str) -> dict[bytes, Outcome]:
    held = columns.read(path, version)
    if held is None:
        return {}
    text = held["keys"].tobytes()
    numbers = iter(held["slots"].tolist())
    slots = (Slot(*three) for three in zip(numbers, numbers, numbers, strict=True))
    known = {}
    for at, (flag, count) in enumerate(
        zip(held["flags"].tolist(), held["counts"].tolist(), strict=True)
    ):
        known[text[16 * at : 16 * at + 16]] = Outcome(
            bool(flag & 1),
            tuple(next(slots) for _ in range(count)),
            bool(flag & 2),
            flag >> 2 & 1,
            bool(flag & 8),
        )
    return known
