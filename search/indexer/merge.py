"""The postings of all slices, a range of families at a time → records of the lexicon, list files.

A range holds at most some millions of postings, so memory does not grow with the corpus; ranges run
in parallel and give the same bytes in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.indexer import bm25, positions
from search.indexer.encode import (
    bitmap,
    deflate_numbers,
    gaps,
    nibbles,
    subset,
    varint,
    varints,
)
from search.indexer.slices import spread

#: A family whose lists are longer than this has files of its own, in bytes before deflate.
LONGEST_INLINE: Final = 3000
#: Best documents of each form of such a family, in the lexicon: five pages of results.
CHAMPIONS: Final = 100


@dataclass(frozen=True, slots=True)
class Source:
    """Where the slices lie, how many documents there are, the mean length of one.

    `tools` are the tool words, as (family, member): they get no positions.
    """

    folder: Path
    names: tuple[str, ...]
    documents: int
    mean: float
    positions: bool
    tools: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Range:
    """What a range of families gives.

    `heads[i]` and `tails[i]` are the record of family first + i, the number of its file between
    them when `big[i]`. `places` holds position data by form (family, member),
    `big_places` the size of the file of those that have one.
    """

    first: int
    heads: list[bytes]
    tails: list[bytes]
    big: list[int]
    places: dict[tuple[int, int], bytes]
    big_places: dict[tuple[int, int], int]


def merge_range(source: Source, first: int, last: int) -> Range:
    """Families first ≤ f < last. List files are written aside as `p.<family>` and `f.<family>`."""
    family, member, doc, weight, mask, occurrences = _gather(source, first, last)
    lengths = np.load(source.folder / "lengths.npy", mmap_mode="r")
    # 1. by family and document: the list of the family (here and below, a stable sort is a merge of
    # runs that are in order already)
    by_doc = np.argsort(
        (family.astype(np.int64) << 40) | (doc.astype(np.int64) << 16) | member, kind="stable"
    )
    pair = (family.astype(np.int64)[by_doc] << 24) | doc[by_doc]
    starts = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])) if len(pair) else by_doc[:0]
    docs = doc[by_doc][starts]
    owner = family[by_doc][starts]
    tf = np.add.reduceat(weight[by_doc].astype(np.int64), starts) if len(starts) else docs
    impacts = bm25.impact(tf / bm25.UNIT_WEIGHT, lengths[docs], source.mean)
    coarse = bm25.quantised(impacts, bm25.COARSE)
    fine = bm25.quantised(impacts, bm25.FINE)
    frequency = np.bincount(owner - first, minlength=last - first).astype(np.int64)
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(frequency)])
    gap = gaps(docs)
    begins = bounds[:-1][frequency > 0]
    gap[begins] = docs[begins]
    doc_bytes, doc_bounds = varints(gap)
    impact_bytes, impact_bounds = nibbles(coarse, frequency)
    # 2. by family, form and document: which documents have which form, in which fields
    ordinal = np.empty(len(doc), np.int64)
    ordinal[by_doc] = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(doc))))
    form = (family.astype(np.int64) << 16) | member
    form_starts = (
        np.flatnonzero(np.append(True, form[1:] != form[:-1])) if len(form) else by_doc[:0]
    )
    form_sizes = np.diff(np.append(form_starts, len(form)))
    mask_bytes, mask_bounds = nibbles(mask, form_sizes)
    form_family = family[form_starts]
    form_member = member[form_starts]
    # plain lists: numpy's scalars are slow one by one
    forms_of = np.searchsorted(form_family, np.arange(first, last + 1)).tolist()
    edges = bounds.tolist()
    doc_edges = doc_bounds[bounds].tolist()
    impact_edges = impact_bounds.tolist()
    mask_edges = mask_bounds.tolist()
    all_sizes = form_sizes.tolist()
    all_starts = form_starts.tolist()
    blob_docs, blob_impacts, blob_masks = (
        doc_bytes.tobytes(), impact_bytes.tobytes(), mask_bytes.tobytes()
    )  # fmt: skip
    out = Range(first, [], [], [], {}, {})
    bitmap_size = (source.documents + 7) // 8
    for number in range(last - first):
        a, b = edges[number], edges[number + 1]
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
            out.heads.append(varint(df << 1) + head + listed + coarse_list + which)
            out.tails.append(b"")
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
        champions = []
        for i in range(low, high):
            at = all_starts[i]
            champions.append(_champions(docs, fine, ordinal[at : at + all_sizes[i]]))
        out.heads.append(varint(df << 1 | 1) + head)
        out.tails.append(varint(len(lists)) + varint(len(packed_which)) + b"".join(champions))
    if occurrences is not None:
        _places(source, out, occurrences, form_sizes, form_family, form_member)
    return out


def _champions(docs: npt.NDArray[Any], fine: npt.NDArray[np.uint8], own: npt.NDArray[Any]) -> bytes:
    """The best documents of a form, by impact then newest: documents as gaps, then impacts."""
    order = np.lexsort((-own, -fine[own].astype(np.int64)))[:CHAMPIONS]
    best = np.sort(own[order])
    return b"".join(
        (varint(len(best)), varints(gaps(docs[best]))[0].tobytes(), fine[best].tobytes())
    )


def _gather(source: Source, first: int, last: int) -> tuple[Any, Any, Any, Any, Any, Any]:
    """The postings of a range from every slice, by family, form and document."""
    found: list[tuple[Any, ...]] = []
    for name in source.names:
        rank, member, bounds, numbers = (
            np.load(source.folder / f"{name}.{kind}.npy")
            for kind in ("rank", "member", "bounds", "numbers")
        )
        forms = np.flatnonzero((rank >= first) & (rank < last))
        counts = bounds[forms + 1] - bounds[forms]
        index = spread(bounds[forms], counts)
        array = {
            kind: np.load(source.folder / f"{name}.{kind}.npy", mmap_mode="r")
            for kind in ("doc", "weight", "mask")
        }
        found.append(
            (
                np.repeat(rank[forms], counts),
                np.repeat(member[forms], counts),
                numbers[array["doc"][index]],
                array["weight"][index],
                array["mask"][index],
                positions.gather(source.folder, name, index) if source.positions else None,
            )
        )
    family, member, doc, weight, mask = (
        np.concatenate([part[i] for part in found]) for i in range(5)
    )
    order = np.argsort(
        (family.astype(np.int64) << 40) | (member.astype(np.int64) << 24) | doc, kind="stable"
    )
    occurrences = (
        positions.ordered([part[5] for part in found], order) if source.positions else None
    )
    return family[order], member[order], doc[order], weight[order], mask[order], occurrences


def _places(
    source: Source,
    out: Range,
    occurrences: positions.Occurrences,
    sizes: npt.NDArray[Any],
    family: npt.NDArray[Any],
    member: npt.NDArray[Any],
) -> None:
    """Position data of every form of the range; long ones are written aside as files."""
    owners = zip(family.tolist(), member.tolist(), strict=True)
    for owner, streams in zip(owners, positions.encoded(sizes, occurrences), strict=True):
        if owner in source.tools:
            continue
        if sum(map(len, streams)) < LONGEST_INLINE:
            out.places[owner] = b"".join(streams)
        else:
            packed = deflate_numbers(*streams)
            (source.folder / f"x.{owner[0]}.{owner[1]}").write_bytes(packed)
            out.big_places[owner] = len(packed)
