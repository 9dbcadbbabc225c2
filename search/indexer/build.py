"""Records → the files that the browser reads: the whole way, in order. See FORMAT.md.

Lines of records are cut into slices; workers analyse those that the cache lacks. Then, for each
legislature: one vocabulary and its families, ranges of families merged by workers, blocks cut.
Everything is written aside; the root manifest, written last, names the new folders.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from parser.question import Question
from search.indexer import analysed, files, langue, records
from search.indexer.digest import digest
from search.indexer.legislature import write_folder
from search.indexer.workers import in_turn, pool, uncollected

#: The browser refuses an index of another version.
VERSION: Final = 1
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What was built, for the command to tell."""

    documents: int
    forms: int
    families: int
    postings: int
    files: int
    size: int


def build(
    questions: Iterable[Question] | Path,
    out: Path,
    *,
    workers: int = 2,
    executor: Executor | None = None,
    positions: bool = True,
    cache: Path | None = None,
) -> IndexReport:
    """Writes the index of the records to the folder `out`, in place of the one there.

    Records come in any order, or as the file of lines that `parser.corpus` writes; the same records
    give the same bytes whatever `workers`, `executor` (in the place of processes of this machine) and
    `cache`. Without `positions`, phrases are refused by
    the browser and the index is half as long. In `cache`, what the next build can use again.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (
        uncollected(),
        tempfile.TemporaryDirectory(prefix=".index-", dir=out) as aside,
        nullcontext(executor) if executor else pool(workers) as processes,
    ):
        folder = Path(aside)
        kept = cache or folder / "slices"
        kept.mkdir(parents=True, exist_ok=True)
        slices = _analysed(_as_lines(questions, folder), kept, positions, processes)
        entries: list[dict[str, Any]] = []
        total = Counter[str]()
        for number, parts in sorted(slices.items()):
            target = folder / str(number)
            manifest = {"version": VERSION, "legislature": number}
            counts = write_folder(
                parts, target, folder / f"{number}.aside", manifest, positions, processes
            )
            name = f"{number}-{digest(target)}"
            if not (out / name).exists():
                target.rename(out / name)
            entries.append(
                {"legislature": number, "dossier": name, "documents": counts["documents"]}
            )
            total.update(counts)
        root: dict[str, Any] = {"version": VERSION, "positions": positions, "legislatures": entries}
        root["langue"] = langue.SHIPPED
        _write_last(out, root)
    _remove_old(out, {entry["dossier"] for entry in entries})
    _forget(kept, {path for parts in slices.values() for path in parts})
    found = [path for path in out.rglob("*") if path.is_file()]
    return IndexReport(
        total["documents"], total["forms"], total["families"], total["postings"],
        len(found), sum(path.stat().st_size for path in found),
    )  # fmt: skip


def _as_lines(questions: Iterable[Question] | Path, folder: Path) -> Path:
    if isinstance(questions, Path):
        return questions
    records.write(questions, folder / "records.jsonl")
    return folder / "records.jsonl"


def _analysed(
    source: Path, kept: Path, positions: bool, processes: Executor
) -> dict[int, tuple[Path, ...]]:
    """The files of the slices of each legislature, analysed where the cache lacks them."""
    slices: dict[int, tuple[Path, ...]] = {}
    work: list[tuple[list[records.Line], Path]] = []
    for number, lines in records.lines(source).items():
        parts = list(records.slices(lines))
        names = records.digests(source, parts, analysed.salt(positions))
        slices[number] = tuple(kept / f"{name}{analysed.SUFFIX}" for name in names)
        work += zip(parts, slices[number], strict=True)
    for _ in in_turn(
        processes.submit(analysed.analyse, source, part, path, positions) for part, path in work
    ):
        pass
    return slices


def _forget(kept: Path, used: set[Path]) -> None:
    """Files of the cache that this build had no use for."""
    if kept.exists():
        for path in kept.iterdir():
            if path not in used:
                path.unlink()


def _write_last(out: Path, manifest: dict[str, Any]) -> None:
    """The root manifest replaces the old one whole: a reader sees one or the other."""
    aside = out / f".{MANIFEST}"
    with aside.open("wb") as file:
        file.write(files.as_json(manifest))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(out / MANIFEST)


def _remove_old(out: Path, kept: set[str]) -> None:
    """Folders that the manifest no longer names."""
    for path in out.iterdir():
        if path.is_dir() and path.name not in kept and path.name.split("-")[0].isdigit():
            shutil.rmtree(path)
