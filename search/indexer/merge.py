"""The postings of all slices, a range of families at a time → records of the lexicon, list files.

A range holds at most some millions of postings, so memory does not grow with the corpus; ranges run
in parallel and give the same bytes in any order.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.indexer import analysed, bm25, columns, positions
from search.indexer.encode import (
    Bytes,
    Pieces,
    bitmap,
    deflate_numbers,
    edges,
    gaps,
    gathered,
    nibbles,
    spread,
    subset,
    varint,
    varints,
)

#: A family whose lists are longer than this has files of its own, in bytes before deflate.
LONGEST_INLINE: Final = 3000
#: Best documents of each form of such a family, in the lexicon: five pages of results.
CHAMPIONS: Final = 100
#: Numbers that the sort of a range puts side by side in 64 bits: document, then posting.
DOC_BITS, POSTING_BITS = 20, 24
#: What `merge_range` reads from the folder: each slice's numbers, and arrays of the vocabulary.
NUMBERS: Final = "numbers.{}"
LEGISLATURE: Final = "legislature"
#: What it writes there.
RECORDS: Final = "records.{}"


@dataclass(frozen=True, slots=True)
class Source:
    """The slices in the order of documents, how many documents there are, the mean length of one.

    In `folder` stand the arrays of the vocabulary, and there list files are written aside.
    """

    folder: Path
    slices: tuple[Path, ...]
    documents: int
    mean: float
    positions: bool


@dataclass(slots=True)
class Range:
    """What a range of families gives, written aside as columns and read back as views of them.

    `heads` and `tails` are the records of its families, the number of the family's file between
    them for those of `big`; `places` the position data of its forms, by their numbers, nothing for
    those of `big_forms`, whose own files have `big_sizes` bytes. Bounds say where each starts.
    """

    heads: list[bytes] = field(default_factory=list)
    tails: list[bytes] = field(default_factory=list)
    big: list[int] = field(default_factory=list)
    places: bytes = b""
    place_sizes: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    big_forms: list[int] = field(default_factory=list)
    big_sizes: list[int] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Aside, for what writes blocks."""
        held: dict[str, npt.NDArray[Any]] = {}
        for name, parts in (("heads", self.heads), ("tails", self.tails)):
            held[name] = np.frombuffer(b"".join(parts), np.uint8)
            held[f"{name}.bounds"] = edges(np.array([*map(len, parts)], np.int64))
        held["places"] = np.frombuffer(self.places, np.uint8)
        held["places.bounds"] = edges(self.place_sizes)
        for name in ("big", "big_forms", "big_sizes"):
            held[name] = np.array(getattr(self, name), np.int64)
        columns.write(path, held)


@dataclass(frozen=True, slots=True)
class _Part:
    """A slice as a worker holds it: its arrays, its forms by number, its first document."""

    slice: analysed.Slice
    sequence: npt.NDArray[np.int32]
    number: npt.NDArray[np.int32]
    first: int


@functools.lru_cache(maxsize=1)
def _parts(source: Source) -> tuple[list[_Part], dict[str, npt.NDArray[Any]]]:
    """Opened once by a worker for all its ranges."""
    parts = []
    first = 0
    for at, path in enumerate(source.slices):
        held = columns.read(source.folder / NUMBERS.format(at))
        parts.append(_Part(analysed.load(path), held["sequence"], held["number"], first))
        first += len(parts[-1].slice["lengths"])
    return parts, columns.read(source.folder / LEGISLATURE)


class _Segments:
    """The runs of one kind of array, a run for each form and slice, put in order of forms.

    `bounds` say where the runs of each form of the range start when all are in order.
    """

    def __init__(self, forms: list[npt.NDArray[Any]], counts: list[Any], range_forms: int) -> None:
        form, count = np.concatenate(forms), np.concatenate(counts)
        order = np.argsort(form, kind="stable")
        target = np.empty(len(form), np.int64)
        target[order] = edges(count[order])[:-1]
        self.form = form
        self.target = target
        self.bounds = edges(
            np.bincount(form, weights=count, minlength=range_forms).astype(np.int64)
        )
        self.cuts = edges(np.array([len(part) for part in forms])).tolist()


def merge_range(source: Source, first: int, last: int) -> None:
    """Families first ≤ f < last, written aside as `records.<first>`.

    List files are written as `p.<family>` and `f.<family>`, those of positions as `x.<form>`.
    """
    parts, shared = _parts(source)
    by_family = shared["by_family"]
    low_form, high_form = int(by_family[first]), int(by_family[last])
    forms_of = (by_family[first : last + 1] - low_form).tolist()
    chosen = []
    for part in parts:
        a, b = np.searchsorted(part.number, (low_form, high_form))
        chosen.append((part, part.sequence[a:b], part.number[a:b] - low_form))
    form_bounds, doc, weight, mask = _gather(chosen, high_form - low_form)
    form_sizes = np.diff(form_bounds)
    # 1. by family and document: the list of the family
    family_of_form = np.repeat(np.arange(last - first), np.diff(by_family[first : last + 1]))
    family = np.repeat(family_of_form.astype(np.int32), form_sizes)
    by_doc = _by_document(family, doc, np.diff(forms_of), family_of_form, form_sizes)
    docs = doc[by_doc]
    postings = np.bincount(family_of_form, weights=form_sizes, minlength=last - first)
    starts = _starts(docs, postings.astype(np.int64))
    counted = np.diff(np.append(starts, len(doc)))
    docs, owner = docs[starts], family[starts]
    tf = np.add.reduceat(weight[by_doc].astype(np.int32), starts) if len(starts) else docs
    impacts = bm25.impact(tf / bm25.UNIT_WEIGHT, shared["lengths"][docs], source.mean)
    coarse = bm25.quantised(impacts, bm25.COARSE)
    frequency = np.bincount(owner, minlength=last - first)
    bounds = edges(frequency)
    gap = np.diff(docs, prepend=docs[:1])
    begins = bounds[:-1][frequency > 0]
    gap[begins] = docs[begins]
    doc_bytes, doc_bounds = varints(gap)
    impact_bytes, impact_bounds = nibbles(coarse, frequency)
    # 2. by family, form and document: which documents have which form, in which fields
    ordinal = np.empty(len(doc), np.int64)
    ordinal[by_doc] = np.repeat(np.arange(len(starts)), counted)
    mask_bytes, mask_bounds = nibbles(mask, form_sizes)
    out = Range()
    bitmap_size = (source.documents + 7) // 8
    members = np.diff(forms_of)
    list_sizes = np.diff(doc_bounds[bounds])
    payloads = np.minimum(list_sizes, bitmap_size) + np.diff(impact_bounds)
    # 3. those of one form without files of their own, the most, all at once
    alone = np.flatnonzero((members == 1) & (payloads < LONGEST_INLINE))
    form = np.array(forms_of)[alone]
    blob_records, cuts = gathered(
        Pieces.varints(frequency[alone] << 1),
        Pieces.varints(np.ones(len(alone), np.int64)),
        Pieces(doc_bytes, doc_bounds[bounds[alone]], list_sizes[alone]),
        Pieces.between(impact_bytes, impact_bounds).of(alone),
        Pieces.between(mask_bytes, mask_bounds).of(form),
    )
    told = blob_records.tobytes()
    records = (told[a:b] for a, b in pairwise(cuts.tolist()))
    heads = [b""] * (last - first)
    for number, record in zip(alone.tolist(), records, strict=True):
        heads[number] = record
    tails = [b""] * (last - first)
    # 4. the others one by one. Plain lists: numpy's scalars are slow
    list_edges = bounds.tolist()
    doc_edges = doc_bounds[bounds].tolist()
    impact_edges = impact_bounds.tolist()
    mask_edges = mask_bounds.tolist()
    all_sizes = form_sizes.tolist()
    all_starts = form_bounds.tolist()
    blob_docs, blob_impacts, blob_masks = (
        doc_bytes.tobytes(), impact_bytes.tobytes(), mask_bytes.tobytes()
    )  # fmt: skip
    champions: list[tuple[int, npt.NDArray[np.int32], Bytes]] = []
    others = np.ones(last - first, np.bool_)
    others[alone] = False
    for number in np.flatnonzero(others).tolist():
        a, b = list_edges[number], list_edges[number + 1]
        df = b - a
        low, high = forms_of[number], forms_of[number + 1]
        listed = blob_docs[doc_edges[number] : doc_edges[number + 1]]
        coarse_list = blob_impacts[impact_edges[number] : impact_edges[number + 1]]
        if high - low == 1:
            head = b"\x01"
            which = blob_masks[mask_edges[low] : mask_edges[high]]
        else:
            sizes = all_sizes[low:high]
            head = varint(high - low) + b"".join(map(varint, sizes))
            fields = []
            for i, size in zip(range(low, high), sizes, strict=True):
                at = all_starts[i]
                fields.append(subset(ordinal[at : at + size] - a, df))
                fields.append(blob_masks[mask_edges[i] : mask_edges[i + 1]])
            which = b"".join(fields)
        payload = min(len(listed), bitmap_size) + len(coarse_list)
        if payload < LONGEST_INLINE:
            heads[number] = b"".join((varint(df << 1), head, listed, coarse_list, which))
            continue
        family_number = first + number
        out.big.append(family_number)
        as_bitmap = len(listed) > bitmap_size
        packed = deflate_numbers(bitmap(docs[a:b], source.documents) if as_bitmap else listed)
        for share, steps in bm25.STEPS:
            if df > share * source.documents:
                values = bm25.coarsened(coarse[a:b], steps)
                coarse_list = nibbles(values, frequency[number : number + 1])[0].tobytes()
                break
        lists = bytes([as_bitmap]) + varint(len(packed)) + packed + deflate_numbers(coarse_list)
        (source.folder / f"p.{family_number}").write_bytes(lists)
        packed_which = deflate_numbers(which)
        (source.folder / f"f.{family_number}").write_bytes(packed_which)
        fine = bm25.quantised(impacts[a:b], bm25.FINE)
        for at, size in zip(all_starts[low:high], all_sizes[low:high], strict=True):
            best = _champions(fine, ordinal[at : at + size] - a)
            champions.append((number, docs[a:b][best], fine[best]))
        heads[number] = varint(df << 1 | 1) + head
        tails[number] = varint(len(lists)) + varint(len(packed_which))
    for number, told_best in _told(champions):
        tails[number] += told_best
    out.heads, out.tails = heads, tails
    if source.positions:
        _places(source, out, chosen, high_form - low_form, low_form)
    out.save(source.folder / RECORDS.format(first))


def _starts(docs: npt.NDArray[np.int32], postings: npt.NDArray[np.int64]) -> Any:
    """Where a document or, after so many postings, a family begins."""
    new = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=new[1:])
    new[edges(postings)[:-1][postings > 0]] = True
    return np.flatnonzero(new)


_Chosen = list[tuple[_Part, npt.NDArray[np.int32], npt.NDArray[np.int32]]]


def _gather(chosen: _Chosen, forms: int) -> tuple[Any, Any, Any, Any]:
    """The postings of a range from every slice, by form and document; where each form starts."""
    starts, counts = [], []
    for part, sequence, _ in chosen:
        bounds = part.slice["bounds"]
        starts.append(bounds[sequence])
        counts.append(bounds[sequence + 1] - starts[-1])
    segments = _Segments([number for _, _, number in chosen], counts, forms)
    total = int(segments.bounds[-1])
    doc, weight, mask = (np.empty(total, kind) for kind in (np.int32, np.uint16, np.uint8))
    for at, (part, _, _) in enumerate(chosen):
        source = spread(starts[at], counts[at])
        target = spread(segments.target[segments.cuts[at] : segments.cuts[at + 1]], counts[at])
        doc[target] = part.slice["doc"][source].astype(np.int32) + part.first
        weight[target] = part.slice["weight"][source]
        mask[target] = part.slice["mask"][source]
    return segments.bounds, doc, weight, mask


def _by_document(
    family: npt.NDArray[np.int32],
    doc: npt.NDArray[np.int32],
    members: npt.NDArray[Any],
    family_of_form: npt.NDArray[np.int64],
    form_sizes: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """The order of postings by family then document; only families of several forms need sorting."""
    order = np.arange(len(doc), dtype=np.int64)
    several = np.flatnonzero(np.repeat((members > 1)[family_of_form], form_sizes))
    key = (family[several].astype(np.uint64) << np.uint64(DOC_BITS)) | doc[several].astype(
        np.uint64
    )
    key = (key << np.uint64(POSTING_BITS)) | np.arange(len(several), dtype=np.uint64)
    key.sort()
    order[several] = several[(key & np.uint64((1 << POSTING_BITS) - 1)).astype(np.int64)]
    return order


def _champions(fine: Bytes, own: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The places of the best documents of a form, by impact then newest, in their order."""
    key = (fine[own].astype(np.int64) << DOC_BITS) | own
    if len(key) > CHAMPIONS:
        key = np.partition(key, len(key) - CHAMPIONS)[-CHAMPIONS:]
    best: npt.NDArray[np.int64] = np.sort(key & ((1 << DOC_BITS) - 1))
    return best


def _told(
    champions: list[tuple[int, npt.NDArray[np.int32], Bytes]],
) -> Iterator[tuple[int, bytes]]:
    """Of each form, with its family: how many champions, documents as gaps, then impacts."""
    if not champions:
        return
    cuts = edges(np.array([len(docs) for _, docs, _ in champions], np.int64))
    docs = np.concatenate([docs for _, docs, _ in champions])
    step = gaps(docs)
    step[cuts[:-1]] = docs[cuts[:-1]]
    data, bounds = varints(step)
    blob, ends = data.tobytes(), bounds[cuts].tolist()
    for (family, own, fine), (a, b) in zip(champions, pairwise(ends), strict=True):
        yield family, varint(len(own)) + blob[a:b] + fine.tobytes()


def _places(
    source: Source,
    out: Range,
    chosen: _Chosen,
    forms: int,
    first: int,
) -> None:
    """Position data of every form of the range; long ones are written aside as files."""
    numbers = [number for _, _, number in chosen]
    starts: dict[str, list[Any]] = {}
    counts: dict[str, list[Any]] = {}
    segments: dict[str, _Segments] = {}
    for name in dict.fromkeys(name for _, name in positions.KINDS):
        edges_of = [part.slice[f"bounds.{name}"] for part, _, _ in chosen]
        starts[name] = [b[seq] for b, (_, seq, _) in zip(edges_of, chosen, strict=True)]
        counts[name] = [
            b[seq + 1] - start
            for b, (_, seq, _), start in zip(edges_of, chosen, starts[name], strict=True)
        ]
        segments[name] = _Segments(numbers, counts[name], forms)
    sizes = np.stack([np.diff(segments[name].bounds) for _, name in positions.KINDS])
    # the bytes of a form lie together, kind after kind
    begins = edges(sizes.sum(axis=0))[:-1] + np.cumsum(sizes, axis=0) - sizes
    held = np.empty(int(sizes.sum()), np.uint8)
    for name, segment in segments.items():
        rows = [(row, kind) for row, (kind, of) in enumerate(positions.KINDS) if of == name]
        # kinds of the same bounds follow each other, each as long as the first
        target = (
            segment.target - segment.bounds[:-1][segment.form] + begins[rows[0][0]][segment.form]
        )
        step = sizes[rows[0][0]][segment.form]
        for at, (part, _, _) in enumerate(chosen):
            cut = slice(segment.cuts[at], segment.cuts[at + 1])
            count = counts[name][at]
            from_ = spread(starts[name][at], count)
            to = spread(target[cut], count)
            steps = np.repeat(step[cut], count) if len(rows) > 1 else None
            for row, kind in rows:
                if row > rows[0][0]:
                    to += steps
                held[to] = part.slice[kind][from_]
    blob = held.tobytes()
    whole = sizes.sum(axis=0)
    bounds = edges(whole).tolist()
    small: list[bytes] = []
    at = 0
    for form in np.flatnonzero(whole >= LONGEST_INLINE).tolist():
        small.append(blob[at : bounds[form]])
        at = bounds[form + 1]
        ends = (edges(sizes[:, form]) + bounds[form]).tolist()
        packed = deflate_numbers(*(blob[a:b] for a, b in pairwise(ends)))
        (source.folder / f"x.{first + form}").write_bytes(packed)
        out.big_forms.append(first + form)
        out.big_sizes.append(len(packed))
    out.places = b"".join([*small, blob[at:]])
    out.place_sizes = np.where(whole < LONGEST_INLINE, whole, 0)
