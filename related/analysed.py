"""The analysis of all records. That of the build before is kept: only records that changed are analysed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parser.workers import Workers
from related import columns
from related.analysis import EMPTY, Analysis, analyse, joined
from related.lines import Lines, Span, read_lines

FILE: Final = "analysis.bin"
#: Records that a process analyses at once: 1 MB of text, arrays of which fit into its cache.
BATCH: Final = 250
#: Bytes of the digest of a record.
_DIGEST: Final = 16


def analysed(lines: Lines, cache: Path, version: str, pool: Workers) -> Analysis:
    """The analysis of all lines, in order; kept in ``cache``."""
    digests = numbers_of(lines.digests)
    held = columns.read(cache / FILE, version)
    before, known = EMPTY, digests[:0]
    if held is not None:
        known = held.pop("records").reshape(-1, 2)
        before = Analysis(**held)
        if np.array_equal(known, digests):
            return before
    rows = rows_of(digests, known)
    new = np.flatnonzero(rows < 0)
    spans = [lines.spans[place] for place in new.tolist()]
    batches = (spans[at : at + BATCH] for at in range(0, len(spans), BATCH))
    made = list(pool.map(partial(_analyse, lines.records), batches))
    rows[new] = before.rows() + np.arange(len(new))
    whole = taken(joined([before, *made]), rows)
    held = {field.name: getattr(whole, field.name) for field in fields(Analysis)}
    columns.write(cache / FILE, version, held | {"records": digests.ravel()})
    return whole


def _analyse(records: Path, spans: Sequence[Span]) -> Analysis:
    return analyse(read_lines(records, spans))


def numbers_of(digests: Sequence[bytes]) -> npt.NDArray[np.uint64]:
    """Each digest as two numbers."""
    return np.frombuffer(b"".join(digests), np.uint64).reshape(-1, 2)


def rows_of(
    digests: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64]
) -> npt.NDArray[np.int64]:
    """The row of each digest among the known ones, -1 where there is none."""
    order = np.argsort(known[:, 0], kind="stable")
    at = np.searchsorted(known[:, 0], digests[:, 0], sorter=order)
    found = np.append(order, -1)[np.minimum(at, len(order))]
    if len(known):
        found[(known[found] != digests).any(1)] = -1
    return found


def taken(analysis: Analysis, rows: npt.NDArray[np.int64]) -> Analysis:
    """Some records of an analysis, in this order."""
    texts = (2 * rows[:, None] + np.arange(2)).ravel()
    features, features_bounds = slices(analysis.features, analysis.features_bounds, texts)
    stems, stems_bounds = slices(analysis.stems, analysis.stems_bounds, rows)
    return Analysis(
        analysis.digests[texts],
        analysis.lengths[texts],
        features,
        features_bounds,
        stems,
        stems_bounds,
    )


def slices(
    values: npt.NDArray[Any], bounds: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    """The values of some rows one after the other, and their bounds."""
    starts, counts = bounds[rows], bounds[rows + 1] - bounds[rows]
    ends = np.cumsum(counts)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - counts), counts)
    return values[places], np.append(0, ends)
