"""Records → the files that the browser reads: the whole way, in order. See FORMAT.md.

Lines of records are cut into slices; workers analyse those that the cache lacks. Then, for each
legislature: one vocabulary and its families, ranges of families merged by workers, blocks cut.
Everything is written aside; the root manifest, written last, names the new folders.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from parser.question import Question
from parser.uncollected import uncollected
from search.indexer import analysed, columns, files, langue, records, repeats
from search.indexer.digest import digest
from search.indexer.legislature import MANIFEST as INDEX
from search.indexer.legislature import write_again, write_folder
from search.indexer.workers import in_turn, pool

#: The browser refuses an index of another version.
VERSION: Final = 3
MANIFEST: Final = "manifest.json"
#: How the file ends that keeps the words of a legislature.
WORDS: Final = ".words"
#: The file that keeps the days of questions.
DAYS: Final = "days"
#: How the folder begins in which the next index is made.
ASIDE: Final = ".index-"


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
    groups: repeats.Groups = repeats.NO_GROUPS,
    known: records.Told | None = None,
) -> IndexReport:
    """Writes the index of the records to the folder `out`, in place of the one there.

    Records come in any order, or as the file of lines that `parser.corpus` writes; the same records
    give the same bytes whatever `workers`, `executor` (in the place of processes of this machine) and
    `cache`. Without `positions`, phrases are refused by
    the browser and the index is half as long. In `cache`, what the next build can use again. ``groups``:
    the records that repeat each other's question or answer, by their places from 0. ``known``: what is known
    of the lines of the file.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (
        uncollected(),
        tempfile.TemporaryDirectory(prefix=ASIDE, dir=out) as aside,
        nullcontext(executor) if executor else pool(workers) as processes,
    ):
        folder = Path(aside)
        kept = cache or folder / "slices"
        kept.mkdir(parents=True, exist_ok=True)
        source = _as_lines(questions, folder)
        if known:
            version = analysed.version_of_analysis()
            lines = records.lines_told(source, known, kept / DAYS, version)
        else:
            lines = records.lines(source, processes)
        slices = {
            number: _sliced(number, lines[number], kept, positions) for number in sorted(lines)
        }
        repeated = repeats.by_legislature(groups, lines)
        told = {number: repeats.digest(repeated[number]) for number in slices}
        made = {number: _made(part.made, out) for number, part in slices.items()}
        stays = {n for n, folder in made.items() if folder and folder[2] == told[n]}
        _analyse(source, kept, [part for n, part in slices.items() if n not in stays], processes)
        entries: list[dict[str, Any]] = []
        total = Counter[str]()
        for number, part in slices.items():
            name, counts, _ = made[number] or ("", {}, "")
            if not name:
                name, counts = _make(number, part, repeated[number], folder, out, processes)
            elif number not in stays:
                name = _make_again(number, part, repeated[number], name, folder, out, processes)
            files.write_whole(part.made, files.as_json([name, counts, told[number]]))
            documents = counts["documents"]
            entries.append({"legislature": number, "dossier": name, "documents": documents})
            total.update(counts)
        root: dict[str, Any] = {"version": VERSION, "positions": positions, "legislatures": entries}
        root["langue"] = langue.SHIPPED
        files.write_whole(out / MANIFEST, files.as_json(root))
    _remove_old(out, {entry["dossier"] for entry in entries})
    used = {path for part in slices.values() for path in (*part.paths, part.made, part.words)}
    _forget(kept, used | {kept / DAYS})
    sizes = list(files.sizes(out))
    return IndexReport(
        total["documents"], total["forms"], total["families"], total["postings"],
        len(sizes), sum(sizes),
    )  # fmt: skip


def _as_lines(questions: Iterable[Question] | Path, folder: Path) -> Path:
    if isinstance(questions, Path):
        return questions
    records.write(questions, folder / "records.jsonl")
    return folder / "records.jsonl"


@dataclass(frozen=True, slots=True)
class _Sliced:
    """The slices of a legislature, in the order of its documents, and their files in the cache.

    `made` is the file that says which folder was made of them, `words` keeps their words.
    """

    parts: tuple[list[records.Line], ...]
    paths: tuple[Path, ...]
    made: Path
    words: Path
    positions: bool


def _sliced(number: int, lines: Sequence[records.Line], kept: Path, positions: bool) -> _Sliced:
    """A legislature, cut into slices."""
    parts = tuple(records.slices(lines))
    names = [records.name(part, analysed.salt(positions)) for part in parts]
    paths = tuple(kept / f"{name}{analysed.SUFFIX}" for name in names)
    whole = hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]
    made = kept / f"{number}-{whole}.json"
    return _Sliced(parts, paths, made, kept / f"{number}{WORDS}", positions)


def _analyse(source: Path, kept: Path, legislatures: list[_Sliced], processes: Executor) -> None:
    """Analyses what the cache lacks: whole slices, or the documents of one that changed."""
    for of in legislatures:
        whole = processes.map(columns.is_whole, of.paths)
        lacking = {
            path: part
            for path, part, done in zip(of.paths, of.parts, whole, strict=True)
            if not done
        }
        earlier = analysed.earlier(kept, lacking, set(of.paths), of.positions)
        works = (
            analysed.Work(source, part, path, of.positions, earlier.get(path))
            for path, part in lacking.items()
        )
        for _ in in_turn(processes.submit(analysed.analyse, work) for work in works):
            pass


def _made(made: Path, out: Path) -> tuple[str, dict[str, int], str] | None:
    """The folder that an earlier build made of the same slices, if it still stands; its counts, and the
    digest of its repeats."""
    try:
        name, counts, told = json.loads(made.read_bytes())
    except (OSError, ValueError):
        return None
    return (name, counts, told) if (out / name / INDEX).exists() else None


def _make(
    number: int,
    part: _Sliced,
    repeated: repeats.OfLegislature,
    aside: Path,
    out: Path,
    processes: Executor,
) -> tuple[str, dict[str, int]]:
    """Makes the folder of a legislature; its name and counts."""
    target, work = aside / str(number), aside / f"{number}.aside"
    manifest = {"version": VERSION, "legislature": number}
    counts = write_folder(
        part.paths, target, work, manifest, part.positions, processes, part.words, repeated
    )
    shutil.rmtree(work)
    return _placed(number, target, out, processes), counts


def _make_again(
    number: int,
    part: _Sliced,
    repeated: repeats.OfLegislature,
    former: str,
    aside: Path,
    out: Path,
    processes: Executor,
) -> str:
    """Makes the folder of a legislature of which only repeats changed; its name."""
    target = aside / str(number)
    write_again(out / former, part.paths, target, number, repeated)
    return _placed(number, target, out, processes)


def _placed(number: int, folder: Path, out: Path, processes: Executor) -> str:
    """Puts the folder of a legislature into the index; its name."""
    name = f"{number}-{digest(folder, processes)}"
    if not (out / name).exists():
        folder.rename(out / name)
    return name


def _forget(kept: Path, used: set[Path]) -> None:
    """Files of the cache that this build had no use for."""
    if kept.exists():
        for path in kept.iterdir():
            if path not in used:
                path.unlink()


def _remove_old(out: Path, kept: set[str]) -> None:
    """Folders that the manifest no longer names, and what builds that were killed left."""
    for path in out.iterdir():
        ours = path.name.startswith(ASIDE) or path.name.split("-")[0].isdigit()
        if not ours or not path.is_dir() or path.name in kept:
            continue
        if path.is_symlink():  # to a folder of the site in place, which stays for its readers
            path.unlink()
        else:
            shutil.rmtree(path)
