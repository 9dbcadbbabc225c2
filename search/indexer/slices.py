"""A slice of records → its postings, sorted by form and document.

Words are looked at once per distinct chunk; the rest is array arithmetic. What a slice gives does
not depend on the others, so slices run in parallel, in any order, and are kept from build to build.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parser.question import Question, Tableau
from search.indexer import bm25, chunks, positions
from search.indexer.encode import changes, edges, spread
from search.indexer.errors import IndexingError
from search.indexer.formulas import formula_words

LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
TAG: Final = re.compile(r"<[^>]*>")
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
    if isinstance(paragraph, Tableau):
        return html.unescape(TAG.sub(" ", paragraph))
    if "](" in paragraph:
        paragraph = LINK.sub(r"\1", paragraph)
    return paragraph


#: Bits of the sort key, low ones first: formula, tool words before, position, field.
FORMULA_BITS, BEFORE_BITS, POSITION_BITS, FIELD_BITS = 1, 15, 16, 2
KEY_BITS: Final = 64
SHORT_KEY_BITS: Final = 32
FIELDS: Final = 4


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a slice: those of form i lie from bounds[i] to bounds[i + 1].

    `forms` are sorted, `compounds` are as `plate forme`; those of document i lie from
    compound_bounds[i] to compound_bounds[i + 1] in `compound`, by number. `lengths` are the words of
    each document.
    """

    forms: list[str]
    compounds: list[str]
    compound: npt.NDArray[np.int32]
    compound_bounds: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int32]
    doc: npt.NDArray[np.uint16]
    weight: npt.NDArray[np.uint16]
    mask: npt.NDArray[np.uint8]
    places: positions.Places | None


def index_slice(documents: Iterable[Texts], positioned: bool) -> Postings:
    """The postings of some thousand documents, with what phrases need if `positioned`."""
    table = chunks.of_thread()
    parts: list[npt.NDArray[np.int32]] = [np.zeros(0, np.int32)]
    counts: list[int] = []
    for document in documents:
        pieces: list[bytes] = []
        for text in document:
            before = len(pieces)
            pieces += chunks.pieces(text)
            counts.append(len(pieces) - before)
        parts.append(table.number(pieces))
    # 1. chunks, and what each says. Numbers have 32 bits: half the memory is a third of the time
    sequence, sizes = table.grouped(np.concatenate(parts), np.array(counts, np.int64))
    del parts
    told = table.told()
    words = told.words[sequence]
    word_bounds = edges(words, np.int32)
    words_of_field = np.diff(word_bounds[edges(sizes)])
    first_form = told.bounds[sequence]
    # 2. plain words in order, their formulas and the tool words before them
    line = told.flat[spread(first_form, words)]
    present = np.bincount(line, minlength=len(table.forms))
    fields_of_slice = np.arange(len(sizes), dtype=np.int32)
    field_of_word = np.repeat(fields_of_slice, words_of_field)
    in_formula = formula_words(line, field_of_word, table.forms, present)
    # 3. every occurrence: form, document and field (one number: field of the slice)…
    counted = (told.bounds[1:] - told.bounds[:-1])[sequence]
    index = spread(first_form, counted)
    at = np.repeat(word_bounds[:-1], counted) + told.offsets[index]
    form = told.flat[index]
    field = np.repeat(np.repeat(fields_of_slice, sizes), counted)
    del index, counted, first_form
    numbers, rank = _sorted(table.forms.names, form)
    names = [table.forms.names[number] for number in numbers]
    document_bits = max(1, (len(sizes) // FIELDS - 1).bit_length())
    shift = FIELD_BITS + FORMULA_BITS + (POSITION_BITS + BEFORE_BITS if positioned else 0)
    bits = len(names).bit_length() + document_bits + shift
    if bits > KEY_BITS:
        raise IndexingError(f"{len(names)} forms in {len(sizes) // FIELDS} documents: too many")
    kind: Any = np.uint32 if bits <= SHORT_KEY_BITS else np.uint64
    key = rank[form].astype(kind)
    key <<= kind(document_bits + FIELD_BITS)
    key |= field.astype(kind)
    if positioned:
        preceding = _before(line, field_of_word, told.digits)
        first = (np.cumsum(words_of_field) - words_of_field).astype(np.int32)
        place = np.minimum(at - first[field], (1 << POSITION_BITS) - 1)
        place <<= BEFORE_BITS
        place |= preceding[at]
        key <<= kind(POSITION_BITS + BEFORE_BITS)
        key |= place.astype(kind)
    key <<= kind(FORMULA_BITS)
    key |= in_formula[at].astype(kind)
    del form, field, at
    # 4. …sorted, and summed by form and document
    key.sort()
    posting = key >> kind(shift)
    starts = changes(posting)
    fields = (key >> kind(shift - FIELD_BITS)).astype(np.uint8) & 3
    # with a formula or without, by field
    weights = np.array([(weight, bm25.FORMULA_WEIGHT) for weight in bm25.WEIGHTS], np.int32).ravel()
    occurrences = weights[(fields << 1) | (key & kind(1)).astype(np.uint8)]
    posting = posting[starts]
    owners = (posting >> kind(document_bits)).astype(np.int32)
    places = None
    if positioned:
        key >>= kind(FORMULA_BITS)
        kept = (told.digits[numbers] == 0)[key >> kind(shift - FORMULA_BITS + document_bits)]
        key = key[kept]
        owner = (key >> kind(BEFORE_BITS + POSITION_BITS)).astype(np.uint32)
        places = positions.encoded(
            (owner >> np.uint32(document_bits + FIELD_BITS)).astype(np.int32),
            owner,
            (key >> kind(BEFORE_BITS)).astype(np.uint16).astype(np.int32),
            (key & kind((1 << BEFORE_BITS) - 1)).astype(np.int32),
            len(names),
        )
    return Postings(
        names,
        *table.compounds_of(sequence, sizes.reshape(-1, FIELDS).sum(axis=1)),
        words_of_field.reshape(-1, FIELDS).sum(axis=1).astype(np.int32),
        edges(np.bincount(owners, minlength=len(names)), np.int32),
        (posting & kind((1 << document_bits) - 1)).astype(np.uint16),
        np.minimum(_reduced(np.add, occurrences, starts), 65535).astype(np.uint16),
        _reduced(np.bitwise_or, np.uint8(1) << fields, starts),
        places,
    )


def _sorted(
    every: list[str], used: npt.NDArray[np.int32]
) -> tuple[list[int], npt.NDArray[np.int32]]:
    """The numbers of the forms used, sorted by form, and the place of each there (-1: not used)."""
    present = np.zeros(len(every), np.bool_)
    present[used] = True
    numbers = sorted(np.flatnonzero(present).tolist(), key=every.__getitem__)
    rank = np.full(len(every), -1, np.int32)
    rank[numbers] = np.arange(len(numbers), dtype=np.int32)
    return numbers, rank


def _reduced(ufunc: Any, values: npt.NDArray[Any], starts: npt.NDArray[Any]) -> Any:
    return ufunc.reduceat(values, starts) if len(starts) else values[:0]


def _before(
    line: npt.NDArray[np.int32],
    field: npt.NDArray[np.int32],
    digits: npt.NDArray[np.int32],
) -> npt.NDArray[np.int32]:
    """The tool words straight before each word, as one number: last + base·(one before + base·…)."""
    digit = digits[line]
    out = np.zeros(len(line), np.int32)
    reaching = np.ones(len(line), np.bool_)
    scale = 1
    for step in range(1, positions.TOOLS_KEPT + 1):
        if len(line) <= step:
            break
        shifted = np.zeros(len(line), np.int32)
        shifted[step:] = np.where(field[step:] == field[:-step], digit[:-step], 0)
        reaching &= shifted > 0
        out += np.where(reaching, shifted, 0) * scale
        scale *= positions.TOOL_BASE
    return out
