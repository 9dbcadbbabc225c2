"""The folder of exports: files are written aside, renamed when whole, and only where the records changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from exports import package
from exports.dictionary import DOCUMENT
from exports.tables import Part, formats, sha256, write_part, write_whole
from parser.compact import Digests, Keys
from parser.memory import fingerprint
from parser.pages import write_if_changed
from parser.processes import FORKS, processes

#: Says that a folder is of ours.
MARKER: Final = ".questions-ecrites"
#: questions-14.csv
_DATA: Final = re.compile(r"\.?questions(-\d+)?\.(csv|jsonl|parquet)(\.new)?")
_HERE: Final = Path(__file__).parent


#: Calls a function with each of some lists of arguments.
_Run = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], Iterable[Any]]


class NotOurExportsError(Exception):
    """A folder to export into that holds something else."""


def require_ours(folder: Path) -> None:
    """Raises NotOurExportsError unless the folder is absent, empty, or one that a build made."""
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARKER).exists()):
        raise NotOurExportsError(
            f"{folder} holds something that no build made; expected an empty folder, a new one,"
            " or earlier exports"
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A file as a build left it: what it was made of, and how it looked."""

    made_of: str
    size: int
    modified: int
    sha256: str
    #: The latest day of the Journal officiel in its records.
    latest: str | None


def write_exports(
    records: Path,
    keys: Keys,
    digests: Digests,
    lengths: Sequence[int],
    folder: Path,
    state: Path,
    *,
    au: date | None = None,
    workers: int = 1,
    say: Callable[[str], None] = lambda _line: None,
) -> None:
    """Writes the exports of the records that `read_sources` wrote.

    ``state`` is the file that remembers, for the next build, what was made of what; ``au`` stands in for
    the latest day of the Journal officiel in the records.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()
    kinds = formats()
    exports = _Exports(folder, state)
    parts = list(_parts(keys, digests, lengths, _program(kinds)))
    written, latest = exports.write(records, parts, kinds, workers)
    exports.remove_all_but({_name(kind, part) for kind in kinds for part in [None, *parts]})
    tables = [exports.table(_name(kind), kind, None) for kind in kinds]
    tables += [
        exports.table(_name(kind, part), kind, part.legislature) for part in parts for kind in kinds
    ]
    day = au.isoformat() if au else latest
    for name, text in package.texts(tables, len(keys), day).items():
        write_if_changed(folder / name, text.encode())
    exports.remember()
    say(f"{len(tables):,} files of exports in {folder}, {written:,} written")
    if "parquet" not in kinds:
        say("no Parquet without pyarrow: pip install --require-hashes -r requirements/exports.txt")


class _Exports:
    """The files of a folder, and what is known of them."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.folder, self._state = folder, state
        self._key = str(folder.resolve())
        self.made: dict[str, Made] = {}
        try:
            known = json.loads(state.read_bytes()).get(self._key, {})
            self.made = {name: Made(**made) for name, made in known.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            pass  # nothing is known: all is written

    def write(
        self, records: Path, parts: Sequence[Part], kinds: Sequence[str], workers: int
    ) -> tuple[int, str | None]:
        """Writes the files of data that are not as they should be.

        Returns how many they are, and the latest day of the Journal officiel in all records.
        """
        wanted = [
            (kind, part)
            for part in parts
            for kind in kinds
            if not self.has(_name(kind, part), part.digest)
        ]
        together = hashlib.sha256("".join(part.digest for part in parts).encode()).hexdigest()
        wholes = [kind for kind in kinds if not self.has(_name(kind), together)]
        with _pool(workers if len(wanted) + len(wholes) > 1 else 1) as run:
            calls = [(records, part, kind, self.aside(_name(kind, part))) for kind, part in wanted]
            for (kind, part), day in zip(wanted, run(write_part, calls), strict=True):
                self.put(_name(kind, part), part.digest, day)
            days = [self.made[_name(kinds[0], part)].latest for part in parts]
            latest = max(filter(None, days), default=None)
            of_parts = [
                (kind, [self.folder / _name(kind, part) for part in parts], self.aside(_name(kind)))
                for kind in wholes
            ]
            for kind, _ in zip(wholes, run(write_whole, of_parts), strict=True):
                self.put(_name(kind), together, latest)
        return len(wanted) + len(wholes), latest

    def has(self, name: str, made_of: str) -> bool:
        """Whether the file is there, of this, and as it was left."""
        made = self.made.get(name)
        try:
            status = (self.folder / name).stat()
        except OSError:
            return False
        return made is not None and (made.made_of, made.size, made.modified) == (
            made_of, status.st_size, status.st_mtime_ns,
        )  # fmt: skip

    def aside(self, name: str) -> Path:
        """Where a file is written."""
        return self.folder / f".{name}.new"

    def put(self, name: str, made_of: str, latest: str | None) -> None:
        """The file that was written aside takes its place."""
        digest = sha256(self.aside(name))
        target = self.aside(name).replace(self.folder / name)
        status = target.stat()
        self.made[name] = Made(made_of, status.st_size, status.st_mtime_ns, digest, latest)

    def remove_all_but(self, names: set[str]) -> None:
        """Other files of data: of legislatures that are gone, or left by a killed build."""
        for path in self.folder.iterdir():
            if _DATA.fullmatch(path.name) and path.name not in names:
                path.unlink()
        self.made = {name: made for name, made in self.made.items() if name in names}

    def table(self, name: str, kind: str, legislature: int | None) -> package.Table:
        """A file as the package describes it."""
        made = self.made[name]
        return package.Table(name, kind, legislature, made.size, made.sha256)

    def remember(self) -> None:
        """For the next build; of other folders nothing is kept."""
        known = {self._key: {name: asdict(made) for name, made in sorted(self.made.items())}}
        write_if_changed(self._state, json.dumps(known, indent=1).encode())


def _name(kind: str, part: Part | None = None) -> str:
    return f"questions-{part.legislature}.{kind}" if part else f"questions.{kind}"


def _parts(keys: Keys, digests: Digests, lengths: Sequence[int], program: str) -> Iterator[Part]:
    """The legislatures, in the order of the records."""
    start = at = 0
    for legislature, group in groupby(keys, key=lambda key: key[0]):
        count = sum(1 for _ in group)
        digest = hashlib.sha256(program.encode())
        for place in range(at, at + count):
            digest.update(digests[place])
        yield Part(legislature, start, count, digest.hexdigest())
        start += sum(lengths[at : at + count])
        at += count


def _program(kinds: Sequence[str]) -> str:
    """Changes with anything that the files depend on but the records."""
    pyarrow = version("pyarrow") if "parquet" in kinds else ""
    return fingerprint([_HERE / "tables.py", _HERE / "cells.py", DOCUMENT], pyarrow)


@contextmanager
def _pool(workers: int) -> Iterator[_Run]:
    """Calls a function with some lists of arguments, in several processes where there may be."""
    if workers < 2 or not FORKS:
        yield lambda function, calls: (function(*call) for call in calls)
        return
    with processes(workers) as pool:
        yield lambda function, calls: pool.map(function, *zip(*calls, strict=True)) if calls else ()
