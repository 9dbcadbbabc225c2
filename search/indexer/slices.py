"""A slice of records → its postings, sorted by form and document, on disk.

Words are looked at once per distinct chunk; the rest is array arithmetic. What a slice gives does
not depend on the others, so slices run in parallel and in any order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parser.question import Question
from search.indexer import bm25
from search.indexer.errors import IndexingError
from search.indexer.forms import fold, group_at, starts_group, units
from search.indexer.formulas import formula_words
from search.indexer.langue import LANGUE

#: Documents of a slice: 12 bits of the sort key.
SLICE: Final = 4096
#: Bits of the sort key: form, document, field, position, formula, tool words before.
FORM_BITS, DOC_BITS, FIELD_BITS, POSITION_BITS, FORMULA_BITS, BEFORE_BITS = 18, 12, 2, 16, 1, 15
LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
TAG: Final = re.compile(r"<[^>]*>")
#: Tool words in order: their number + 1 is a digit of what stands before a word.
TOOLS: Final = tuple(sorted(LANGUE.mots_outils))
TOOL_BASE: Final = len(TOOLS) + 2
#: Three tool words before a word are told apart; more are told by their number.
TOOLS_KEPT: Final = 3

#: The four texts of a document: titre, rubrique, question, reponse.
Texts = tuple[str, str, str, str]


def texts(question: Question) -> Texts:
    """What plain words match, by field; a title told twice counts once."""
    titles = dict.fromkeys(
        text for text in (question.titre, question.tete_analyse, question.analyse) if text
    )
    titles.pop(question.rubrique or "", None)
    return (
        "\n".join(titles),
        question.rubrique or "",
        "\n".join(map(plain, question.question)),
        "\n".join(map(plain, question.reponse)),
    )


def plain(paragraph: str) -> str:
    """The text that a reader sees of a paragraph of marked text."""
    if paragraph.startswith("<table"):
        paragraph = TAG.sub(" ", paragraph)
    if "](" in paragraph:
        paragraph = LINK.sub(r"\1", paragraph)
    return paragraph


@dataclass(frozen=True, slots=True)
class Slice:
    """Where one slice lies on disk, and its vocabulary.

    `name.forms` and `name.compounds` list the forms, and the compounds as `plate forme`, one a line.
    Files `name.<array>.npy`: `form`, `doc`, `weight`, `mask`, sorted by form then document; with
    positions `count`, `field`, `place`, `before` for every occurrence.
    """

    name: str
    lengths: npt.NDArray[np.int32]
    postings: int


class _Ids(dict[str, int]):
    """Numbers for strings, in order of appearance."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def index_slice(documents: list[Texts], folder: Path, name: str, positions: bool) -> Slice:
    """Indexes at most SLICE documents; the arrays go to `folder`."""
    ids = _Ids()
    number = ids.__getitem__
    parts: list[npt.NDArray[np.int32]] = []
    sizes = np.zeros((len(documents), 4), np.int64)
    for at, document in enumerate(documents):
        for field, text in enumerate(document):
            pieces = text.split()
            if pieces:
                parts.append(np.fromiter(map(number, pieces), np.int32, len(pieces)))
                sizes[at, field] = len(pieces)
    sequence = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    del parts
    sequence, sizes = _with_groups(sequence, sizes.ravel(), ids)
    chunks = _chunk_table(list(ids), np.bincount(sequence, minlength=len(ids)) > 0)
    del ids
    if len(chunks.names) >> FORM_BITS:
        raise IndexingError(
            f"{len(chunks.names)} forms in {len(documents)} documents, at most {1 << FORM_BITS}"
        )
    (folder / f"{name}.forms").write_text("\n".join(chunks.names), encoding="utf-8")
    (folder / f"{name}.compounds").write_text("\n".join(chunks.compounds), encoding="utf-8")
    return _postings(sequence, sizes, chunks, folder, name, positions)


def _with_groups(
    sequence: npt.NDArray[np.int32], sizes: npt.NDArray[np.int64], ids: _Ids
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Joins numbers and legal references written over several chunks, within each field."""
    names = list(ids)
    starts = np.fromiter(map(starts_group, names), np.bool_, len(names))
    # What can follow: digits, or one letter ("L. 80" then "A").
    follows = np.fromiter(
        (name[:1].isdigit() or name[:1] == "*" or (name[:1].isalpha() and not name[1:2].isalnum())
         for name in names), np.bool_, len(names)
    )  # fmt: skip
    places = np.flatnonzero(starts[sequence[:-1]] & follows[sequence[1:]])
    ends = np.cumsum(sizes)
    keep = np.ones(len(sequence), np.bool_)
    done = 0
    removed = np.zeros(len(sizes), np.int64)
    field_of = np.searchsorted(ends, places, side="right")
    for place, field in zip(places.tolist(), field_of.tolist(), strict=True):
        if place < done:
            continue
        window = [names[i] for i in sequence[place : min(place + 8, int(ends[field]))].tolist()]
        length, joined = group_at(window, 0)
        if length > 1:
            sequence[place] = ids[joined]
            if len(ids) > len(names):
                names.append(joined)
            keep[place + 1 : place + length] = False
            removed[field] += length - 1
            done = place + length
    return sequence[keep], sizes - removed


@dataclass(frozen=True, slots=True)
class _Chunks:
    """For each distinct chunk: how many words it has, and its forms (words first) with offsets.

    The forms of chunk i lie from bounds[i] to bounds[i + 1]; they are numbered in sorted order.
    """

    words: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.int64]
    forms: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    names: list[str]
    compounds: list[str]


#: What frequent chunks say: words, all forms, their offsets, compounds. Kept from slice to slice.
_Said = tuple[int, tuple[str, ...], tuple[int, ...], tuple[str, ...]]
_said: dict[str, _Said] = {}
#: The first chunks met are the frequent ones: two in three of later ones are among so many.
SAID: Final = 150_000
_NOTHING: Final[_Said] = (0, (), (), ())


def _says(chunk: str) -> _Said:
    words: list[str] = []
    joined: list[tuple[int, str]] = []
    compounds = []
    for unit in units(chunk):
        joined += [(len(words) + step, form) for step, form in unit.joined]
        words += unit.words
        if unit.joined and not unit.strict:
            compounds.append(" ".join(unit.words))
        elif unit.apart:
            compounds.append(unit.apart)
    said = (
        len(words),
        (*words, *(form for _, form in joined)),
        (*range(len(words)), *(at for at, _ in joined)),
        tuple(compounds),
    )
    if len(_said) < SAID:
        _said[chunk] = said
    return said


def _chunk_table(names: list[str], used: npt.NDArray[np.bool_]) -> _Chunks:
    """What each distinct chunk says; one that only occurs within groups says nothing itself."""
    ids = _Ids()
    number = ids.__getitem__
    compounds: set[str] = set()
    counts, words = [], []
    flat: list[int] = []
    offsets: list[int] = []
    for name, is_used in zip(names, used.tolist(), strict=True):
        count, forms, places, joined = (_said.get(name) or _says(name)) if is_used else _NOTHING
        words.append(count)
        counts.append(len(forms))
        flat.extend(map(number, forms))
        offsets.extend(places)
        compounds.update(joined)
    order = sorted(ids)
    rank = np.empty(len(order), np.int32)
    for new, form in enumerate(order):
        rank[ids[form]] = new
    return _Chunks(
        np.array(words, np.int64),
        _bounds(np.array(counts, np.int64)),
        rank[np.array(flat, np.int32)],
        np.array(offsets, np.int64),
        order,
        sorted(compounds),
    )


def _bounds(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def spread(starts: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The indexes start, start + 1, … of every range, one after the other."""
    total = int(counts.sum())
    first = np.cumsum(counts) - counts
    index: npt.NDArray[np.int64] = np.arange(total, dtype=np.int64)
    index += np.repeat(starts - first, counts)
    return index


def _postings(
    sequence: npt.NDArray[np.int32],
    sizes: npt.NDArray[np.int64],
    chunks: _Chunks,
    folder: Path,
    name: str,
    positions: bool,
) -> Slice:
    """`sizes` are the chunks of each field of each document, four fields a document."""
    # 1. the word number at which each chunk starts, in the slice; words of each field
    words = chunks.words[sequence]
    word_bounds = _bounds(words)
    words_of_field = np.diff(word_bounds[_bounds(sizes)])
    field_of_chunk = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    # 2. plain words in order, their formulas and the tool words before them
    line = chunks.forms[spread(chunks.bounds[sequence], words)]
    ids = {form: at for at, form in enumerate(chunks.names)}
    in_formula = formula_words(line, ids, np.bincount(line, minlength=len(ids)))
    before = _before(line, words_of_field, chunks.names) if positions else None
    # 3. every occurrence: form, document, field, position…
    counts = np.diff(chunks.bounds)[sequence]
    index = spread(chunks.bounds[sequence], counts)
    at = np.repeat(word_bounds[:-1], counts) + chunks.offsets[index]
    field = np.repeat(field_of_chunk, counts)
    key = chunks.forms[index].astype(np.uint64)
    del index
    # document and field are one number: field of the slice
    key <<= np.uint64(DOC_BITS + FIELD_BITS)
    key |= field.astype(np.uint64)
    shift = FIELD_BITS + FORMULA_BITS
    if before is not None:
        first = np.cumsum(words_of_field) - words_of_field
        place = np.minimum(at - first[field], (1 << POSITION_BITS) - 1)
        key <<= np.uint64(POSITION_BITS)
        key |= place.astype(np.uint64)
        key <<= np.uint64(BEFORE_BITS)
        key |= before[at].astype(np.uint64)
        shift += POSITION_BITS + BEFORE_BITS
    key <<= np.uint64(FORMULA_BITS)
    key |= in_formula[at].astype(np.uint64)
    del at, field
    # 4. …sorted, and summed by form and document
    key.sort()
    pair = key >> np.uint64(shift)
    starts = (
        np.flatnonzero(np.append(True, pair[1:] != pair[:-1]))
        if len(pair)
        else np.zeros(0, np.int64)
    )
    field = ((key >> np.uint64(shift - FIELD_BITS)) & np.uint64(3)).astype(np.uint8)
    weights = np.array(bm25.WEIGHTS, np.int32)[field]
    weights[(key & np.uint64(1)).astype(np.bool_)] = bm25.FORMULA_WEIGHT
    pair = pair[starts]
    arrays: dict[str, npt.NDArray[Any]] = {
        "form": (pair >> np.uint64(DOC_BITS)).astype(np.int32),
        "doc": (pair & np.uint64((1 << DOC_BITS) - 1)).astype(np.int32),
        "weight": np.minimum(_reduced(np.add, weights, starts), 65535).astype(np.uint16),
        "mask": _reduced(np.bitwise_or, np.uint8(1) << field, starts),
    }
    if positions:
        tail = key >> np.uint64(FORMULA_BITS)
        arrays["count"] = np.diff(np.append(starts, len(key))).astype(np.uint16)
        arrays["field"] = field
        arrays["before"] = (tail & np.uint64((1 << BEFORE_BITS) - 1)).astype(np.uint16)
        arrays["place"] = (tail >> np.uint64(BEFORE_BITS)).astype(np.uint16)
    for kind, array in arrays.items():
        np.save(folder / f"{name}.{kind}.npy", array)
    length = words_of_field.reshape(-1, 4).sum(axis=1).astype(np.int32)
    return Slice(name, length, len(starts))


def _reduced(ufunc: Any, values: npt.NDArray[Any], starts: npt.NDArray[Any]) -> Any:
    return ufunc.reduceat(values, starts) if len(starts) else values[:0]


def _before(
    line: npt.NDArray[np.int32], words_of_field: npt.NDArray[np.int64], forms: list[str]
) -> npt.NDArray[np.int32]:
    """The tool words straight before each word, as one number: last + base·(one before + base·…)."""
    field = np.repeat(np.arange(len(words_of_field), dtype=np.int32), words_of_field)
    rank = {word: at + 1 for at, word in enumerate(TOOLS)}
    digit = np.array([rank.get(fold(form), 0) for form in forms], np.int32)[line]
    out = np.zeros(len(line), np.int32)
    reaching = np.ones(len(line), np.bool_)
    scale = 1
    for step in range(1, TOOLS_KEPT + 1):
        if len(line) <= step:
            break
        shifted = np.zeros(len(line), np.int32)
        shifted[step:] = np.where(field[step:] == field[:-step], digit[:-step], 0)
        reaching &= shifted > 0
        out += np.where(reaching, shifted, 0) * scale
        scale *= TOOL_BASE
    return out
