"""Records → the files that the browser reads: the whole way, in order. See FORMAT.md.

Records are streamed: slices of texts go to workers, small facts are kept. Then, for each
legislature: one vocabulary and its families, ranges of families merged by workers, blocks cut.
Everything is written aside; the root manifest, written last, names the new folders.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from parser.question import Question
from search.indexer import cards, facets, langue, lexicon, references, suggestions
from search.indexer.compounds import compounds
from search.indexer.digest import digest
from search.indexer.encode import deflate, varint
from search.indexer.families import families
from search.indexer.forms import fold
from search.indexer.legislature import Legislature
from search.indexer.merge import Range, Source, merge_range
from search.indexer.slices import Slice, Texts, index_slice

#: The browser refuses an index of another version.
VERSION: Final = 1
#: Postings merged at once, without and with positions: a worker takes 400 to 700 MB.
RANGE: Final = (1_500_000, 700_000)
#: Files of a folder at most.
FOLDER: Final = 1000
MANIFEST: Final = "manifest.json"
#: Calls handed to workers before the first result is waited for.
AHEAD: Final = 3


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
    questions: Iterable[Question], out: Path, *, workers: int = 2, positions: bool = True
) -> IndexReport:
    """Writes the index of the records to the folder `out`, in place of the one there.

    Records come in any order; the same records give the same bytes whatever `workers`. Without
    `positions`, phrases are refused by the browser and the index is half as long.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (
        _uncollected(),
        tempfile.TemporaryDirectory(prefix=".index-", dir=out) as aside,
        _pool(workers) as pool,
    ):
        folder = Path(aside)
        found, slices = _read(questions, folder, positions, pool)
        entries = []
        total = Counter[str]()
        for number, legislature in sorted(found.items()):
            entry, counts = _legislature(legislature, slices[number], folder, positions, pool)
            target = out / entry["dossier"]
            if not target.exists():
                (folder / str(number)).rename(target)
            entries.append(entry)
            total.update(counts)
    manifest = {"version": VERSION, "positions": positions, "legislatures": entries}
    manifest["langue"] = langue.SHIPPED
    _write_last(out, manifest)
    _remove_old(out, {entry["dossier"] for entry in entries})
    files = [path for path in out.rglob("*") if path.is_file()]
    return IndexReport(
        total["documents"], total["forms"], total["families"], total["postings"],
        len(files), sum(path.stat().st_size for path in files),
    )  # fmt: skip


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without cycle collection: there are no cycles, and looking for them costs a sixth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Serial(Executor):
    """Runs each call at once: one process, for `workers=1`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def _pool(workers: int) -> Executor:
    if workers <= 1:
        return _Serial()
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))


def _in_turn(futures: Iterator[Future[Any]], ahead: int) -> Iterator[Any]:
    """Results in order, with at most `ahead` calls under way: texts do not pile up."""
    waiting: deque[Future[Any]] = deque()
    for future in futures:
        waiting.append(future)
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _read(
    questions: Iterable[Question], folder: Path, positions: bool, pool: Executor
) -> tuple[dict[int, Legislature], dict[int, list[Slice]]]:
    """Hands out slices while records go by."""
    found: dict[int, Legislature] = {}
    slices: dict[int, list[Slice]] = {}
    made = Counter[int]()

    def submit(number: int, texts: list[Texts]) -> Future[Any]:
        made[number] += 1
        return pool.submit(index_slice, texts, folder, f"s{number}-{made[number]}", positions)

    def futures() -> Iterator[Future[Any]]:
        for question in questions:
            legislature = found.setdefault(question.legislature, Legislature(question.legislature))
            full = legislature.add(question)
            if full:
                yield submit(question.legislature, full)
        for number, legislature in sorted(found.items()):
            rest = legislature.rest()
            if rest:
                yield submit(number, rest)

    for done in _in_turn(futures(), ahead=AHEAD):
        number = int(done.name[1:].split("-")[0])
        slices.setdefault(number, []).append(done)
    return found, slices


def _legislature(
    legislature: Legislature,
    slices: list[Slice],
    folder: Path,
    positions: bool,
    pool: Executor,
) -> tuple[dict[str, Any], dict[str, int]]:
    """Writes the folder of a legislature aside; its entry in the root manifest."""
    out = folder / str(legislature.number)
    out.mkdir()
    order = legislature.order()
    documents = len(order)
    lengths = np.concatenate([s.lengths for s in slices])[order]
    np.save(folder / "lengths.npy", lengths)
    mean = float(lengths.mean())
    vocabulary = _vocabulary(folder, slices, order)
    source = Source(
        folder, tuple(s.name for s in slices), documents, mean, positions, vocabulary.tools
    )
    manifest: dict[str, Any] = {
        "version": VERSION,
        "legislature": legislature.number,
        "documents": documents,
        "longueur": round(mean, 3),
        "dates": _dates(legislature, order),
    }
    ranges = (pool.submit(merge_range, source, a, b) for a, b in _ranges(vocabulary, positions))
    merged = _in_turn(ranges, ahead=AHEAD)
    first = list(islice(merged, 1))
    # workers merge the next ranges meanwhile
    manifest |= _write_facts(legislature, order, out)
    manifest["suggestions"] = _write_suggestions(vocabulary, out)
    manifest |= _write_lexicon(vocabulary, source, chain(first, merged), out)
    _write(out / "index.json", _json(manifest))
    name = f"{legislature.number}-{digest(out)}"
    entry = {"legislature": legislature.number, "dossier": name, "documents": documents}
    counts = {
        "documents": documents,
        "forms": len(vocabulary.forms),
        "families": vocabulary.families,
        "postings": sum(s.postings for s in slices),
    }
    return entry, counts


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Every form of a legislature, sorted: its family (by rank), its place there, its documents."""

    forms: list[str]
    keys: list[str]
    rank: Any
    member: Any
    frequency: Any
    compounds: list[str]
    families: int
    tools: frozenset[tuple[int, int]]


def _vocabulary(folder: Path, slices: list[Slice], order: Any) -> _Vocabulary:
    """Numbers forms, families and documents over all slices; leaves the numbers with each slice."""
    all_forms: set[str] = set()
    compounds: set[str] = set()
    for part in slices:
        all_forms.update((folder / f"{part.name}.forms").read_text("utf-8").split("\n"))
        compounds.update((folder / f"{part.name}.compounds").read_text("utf-8").split("\n"))
    all_forms.discard("")
    compounds.discard("")
    forms = sorted(all_forms)
    del all_forms
    keys = [fold(form) for form in forms]
    roots = families(forms, keys)
    first_key: dict[int, str] = {}
    for root, key in zip(roots, keys, strict=True):
        if first_key.setdefault(root, key) > key:
            first_key[root] = key
    ranks = {root: at for at, root in enumerate(sorted(first_key, key=lambda r: (first_key[r], r)))}
    rank = np.array([ranks[root] for root in roots], np.int32)
    sizes = Counter[int]()
    member = np.empty(len(forms), np.int32)
    for at, number in enumerate(rank.tolist()):
        member[at] = sizes[number]
        sizes[number] += 1
    place = {form: at for at, form in enumerate(forms)}
    frequency = np.zeros(len(forms), np.int64)
    position = np.empty(len(order), np.int32)
    position[order] = np.arange(len(order))
    first = 0
    for part in slices:
        names = (folder / f"{part.name}.forms").read_text("utf-8").split("\n")
        local = np.fromiter((place[name] for name in names if name), np.int64)
        form = np.load(folder / f"{part.name}.form.npy")
        bounds = np.searchsorted(form, np.arange(len(local) + 1))
        frequency[local] += np.diff(bounds)
        saved: dict[str, Any] = {"rank": rank[local], "member": member[local], "bounds": bounds}
        saved["numbers"] = position[first : first + len(part.lengths)]
        counts = folder / f"{part.name}.count.npy"
        if counts.exists():
            saved["starts"] = np.concatenate([[0], np.cumsum(np.load(counts), dtype=np.int64)])
        for kind, array in saved.items():
            np.save(folder / f"{part.name}.{kind}.npy", array)
        first += len(part.lengths)
    tools = frozenset(
        (int(rank[at]), int(member[at]))
        for at, key in enumerate(keys)
        if key in langue.LANGUE.mots_outils
    )
    return _Vocabulary(forms, keys, rank, member, frequency, sorted(compounds), len(ranks), tools)


def _ranges(vocabulary: _Vocabulary, positions: bool) -> Iterator[tuple[int, int]]:
    """Families cut into ranges of about RANGE postings."""
    by_family = np.bincount(
        vocabulary.rank, weights=vocabulary.frequency, minlength=vocabulary.families
    )
    total = np.cumsum(by_family)
    first = 0
    while first < vocabulary.families:
        reached = total[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(total, reached + RANGE[positions])))
        yield first, min(last, vocabulary.families)
        first = last


def _write_lexicon(
    vocabulary: _Vocabulary, source: Source, merged: Iterable[Range], out: Path
) -> dict[str, Any]:
    """List files, blocks and positions; what the manifest says of them."""
    heads: list[bytes] = []
    tails: list[bytes] = []
    files: dict[int, int] = {}
    places: dict[tuple[int, int], bytes] = {}
    place_files: dict[tuple[int, int], tuple[int, int]] = {}
    for done in merged:
        heads += done.heads
        tails += done.tails
        places |= done.places
        for family in done.big:
            files[family] = number = len(files)
            for kind in "pf":
                _move(source.folder / f"{kind}.{family}", _path(out, kind, number))
        for owner, size in sorted(done.big_places.items()):
            place_files[owner] = (len(place_files), size)
            _move(
                source.folder / f"x.{owner[0]}.{owner[1]}",
                _path(out, "xl", place_files[owner][0]),
            )

    def record(family: int) -> bytes:
        number = files.get(family)
        if number is None:
            return heads[family]
        return heads[family] + varint(number) + tails[family]

    firsts, lasts = [], []
    for number, block in enumerate(
        lexicon.blocks(_keys(vocabulary), lambda f: len(heads[f]) + len(tails[f]) + 2)
    ):
        _write(_path(out, "l", number), deflate(lexicon.encoded(block, record)))
        firsts.append(block.first)
        lasts.append(block.keys[-1].key)
        if source.positions:
            _write(_path(out, "x", number), _block_places(block, places, place_files))
    return {"blocs": lexicon.boundaries(firsts, lasts)}


def _block_places(
    block: lexicon.Block,
    places: dict[tuple[int, int], bytes],
    place_files: dict[tuple[int, int], tuple[int, int]],
) -> bytes:
    """Position data of the forms of a block, in its order: length and bytes, or 0 and its file.

    Tool words have none: they are told by what stands before other words.
    """
    out = []
    for key in block.keys:
        if " " in key.key:
            continue
        for form in key.forms:
            owner = (form.family, form.member)
            if owner in places:
                out += [varint(len(places[owner])), places[owner]]
            elif owner in place_files:
                number, size = place_files[owner]
                out += [varint(0), varint(number + 1), varint(size)]
            else:
                out += [varint(0), varint(0)]
    return deflate(b"".join(out))


def _keys(vocabulary: _Vocabulary) -> list[lexicon.Key]:
    """The keys in order: folded forms, and the compounds by their words (`plate forme`)."""
    by_key: dict[str, list[lexicon.Form]] = {}
    place = {form: at for at, form in enumerate(vocabulary.forms)}
    ranks, members = vocabulary.rank.tolist(), vocabulary.member.tolist()
    for at, (form, key) in enumerate(zip(vocabulary.forms, vocabulary.keys, strict=True)):
        by_key.setdefault(key, []).append(
            lexicon.Form(ranks[at], members[at], "" if form == key else form)
        )
    for compound, form in compounds(vocabulary.forms, vocabulary.keys, vocabulary.compounds):
        at = place[form]
        by_key.setdefault(compound, []).append(
            lexicon.Form(ranks[at], members[at], "" if form == vocabulary.keys[at] else form)
        )
    return [lexicon.Key(key, tuple(by_key[key])) for key in sorted(by_key)]


def _write_facts(legislature: Legislature, order: Any, out: Path) -> dict[str, Any]:
    """Cards, facets, answer dates, references; what the manifest says of them."""
    table = {facet.name: facet for facet in legislature.facets(order)}
    names: dict[str, Any] = {}
    for name, facet in table.items():
        firsts, files = facets.lists(facet)
        for number, data in enumerate(files):
            _write(out / "v" / name / f"{number}.bin", data)
        _write(out / "v" / f"{name}.bin", facets.column(facet))
        names[name] = {"valeurs": facet.values, "listes": firsts}
    _write(out / "noms.bin", deflate(_json(names), level=9))
    sequence = order.tolist()
    for number, at in enumerate(range(0, len(sequence), cards.CARDS)):
        lines = [
            legislature.card(record, table, document)
            for document, record in enumerate(sequence[at : at + cards.CARDS], start=at)
        ]
        _write(_path(out, "c", number), cards.encoded(lines))
    days = np.array([key[0] for key in legislature.order_keys], np.int64)[order]
    answered = np.array(legislature.answered, np.int64)[order]
    delay = np.where(answered > 0, np.clip(answered - days + 1, 1, 65535), 0)
    _write(
        out / "v" / "date_reponse.bin",
        facets.column(facets.Facet("date_reponse", [], delay.astype(np.uint16))),
    )
    numbers = [(legislature.order_keys[at][2], doc) for doc, at in enumerate(sequence)]
    pages = [
        (references.jo_key(int(day), page), doc)
        for doc, at in enumerate(sequence)
        for day, page in zip((days[doc], answered[doc]), legislature.pages[at], strict=True)
        if day and page
    ]
    manifest: dict[str, Any] = {"cartes": cards.CARDS}
    for kind, letter, pairs in (("numeros", "n", numbers), ("pages", "j", pages)):
        firsts, files = references.tables(*references.as_arrays(pairs))
        for number, data in enumerate(files):
            _write(_path(out, letter, number), data)
        manifest[kind] = firsts
    return manifest


def _dates(legislature: Legislature, order: Any) -> list[int]:
    """Days from the date before, then how many documents, for every date in turn."""
    counts = sorted(Counter(legislature.order_keys[at][0] for at in order.tolist()).items())
    out, before = [], 0
    for day, count in counts:
        out += [day - before, count]
        before = day
    return out


def _write_suggestions(vocabulary: _Vocabulary, out: Path) -> list[int]:
    """The files of words to suggest; their lengths."""
    by_key = Counter[str]()
    for key, count in zip(vocabulary.keys, vocabulary.frequency.tolist(), strict=True):
        by_key[key] += count
    files = suggestions.files(by_key.items())
    for length, data in files.items():
        _write(out / "s" / f"{length}.bin", data)
    return sorted(files)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _path(out: Path, kind: str, number: int) -> Path:
    return out / kind / str(number // FOLDER) / f"{number}.bin"


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)


def _write_last(out: Path, manifest: dict[str, Any]) -> None:
    """The root manifest replaces the old one whole: a reader sees one or the other."""
    aside = out / f".{MANIFEST}"
    with aside.open("wb") as file:
        file.write(_json(manifest))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(out / MANIFEST)


def _remove_old(out: Path, kept: set[str]) -> None:
    """Folders that the manifest no longer names."""
    for path in out.iterdir():
        if path.is_dir() and path.name not in kept and path.name.split("-")[0].isdigit():
            shutil.rmtree(path)
