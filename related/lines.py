"""Lines of the records by their places, as long as the file is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

#: Where a line begins in the file, and its length, in bytes.
Span = tuple[int, int]


@dataclass(frozen=True)
class Lines:
    """Of the file that `read_sources` wrote: where each line stands, and a digest of it."""

    records: Path
    spans: Sequence[Span]
    digests: Sequence[bytes]

    @classmethod
    def of(cls, records: Path, lengths: Iterable[int], digests: Sequence[bytes]) -> Lines:
        """All lines of a file."""
        ends = list(accumulate(lengths, initial=0))
        return cls(records, [(a, b - a) for a, b in pairwise(ends)], digests)

    def __len__(self) -> int:
        return len(self.spans)


def read_lines(records: Path, spans: Iterable[Span]) -> list[bytes]:
    """Some lines, in the order of ``spans``."""
    with records.open("rb") as file:
        lines = []
        for start, length in spans:
            file.seek(start)
            lines.append(file.read(length))
        return lines
