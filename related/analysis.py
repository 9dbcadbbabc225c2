"""Records → the numbers that repeats and similar questions are found by; many records at once.

Of each text a digest of its words, and of its sentences; of each question the stems of its words. Words are
32 bits of a hash from here on: two that share one (five pairs among 200,000) are one word to us.
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson
import Stemmer

from related.opening import opening_end
from related.words import END, LOWER, PERSONS, TOOLS, encoded, text_of

U8, U32, U64, I64 = np.uint8, np.uint32, np.uint64, np.int64
#: The two texts that repeats are looked for in, by their place in arrays.
TEXTS: Final = ("question", "reponse")
#: What tells the subject of a question beside its text, and how often a word there counts as said.
HEAD: Final = {"rubrique": 1, "tete_analyse": 1, "titre": 2, "analyse": 2}
#: Bits of the number of a stem: 2.4 % of 200,000 stems share their number. The rest of 32 counts it: how
#: often the head says it, and how often it stands in head and text, where all the head is one.
STEM_BITS: Final = 23
HEAD_BITS: Final = 3
OFTEN_BITS: Final = 32 - STEM_BITS - HEAD_BITS
#: Words of a sentence that tells a text from others, at least.
SENTENCE: Final = 5
#: Sentences kept of a text: those of the smallest hashes, so that texts which share some keep the same.
SENTENCES: Final = 24
#: A text of fewer sentences is told by runs of words too.
FEW: Final = 8
#: Words in a run, and runs kept of a text.
RUN: Final = 5
RUNS: Final = 24


@dataclass(frozen=True, slots=True)
class Analysis:
    """Of some records, in order. `*_bounds`: where what is of each text or record begins, and the end."""

    #: Of the words of each text, two a record: 64 bits; 0 for no text.
    digests: npt.NDArray[np.uint64]
    #: Words of each text.
    lengths: npt.NDArray[np.uint32]
    #: Of sentences, and of runs of words: `hash << 32 | words it stands for`.
    features: npt.NDArray[np.uint64]
    features_bounds: npt.NDArray[np.int64]
    #: Of each record, rising: `stem << 9 | in the head << 6 | how often`.
    stems: npt.NDArray[np.uint32]
    stems_bounds: npt.NDArray[np.int64]

    def rows(self) -> int:
        """Records."""
        return len(self.stems_bounds) - 1


def analyse(lines: Sequence[bytes]) -> Analysis:
    """The analysis of some lines of the records."""
    blob, bounds = _blob(lines)
    letters = np.frombuffer(blob, U8)
    starts, words = _words(letters)
    parts = np.searchsorted(starts, bounds)
    sentence = np.cumsum(letters == END[0])[starts] if len(starts) else starts
    stems, stems_bounds = _stems(blob, starts, words, parts)
    words = _without_persons(words)
    features, features_bounds = _features(words, sentence, parts)
    count = len(lines)
    texts = parts[:-1].reshape(count, 3)[:, 1:].ravel()
    ends = parts[1:].reshape(count, 3)[:, 1:].ravel()
    data = words.tobytes()
    digests = [
        int.from_bytes(hashlib.blake2b(data[4 * a : 4 * b], digest_size=8).digest(), "little")
        if b > a else 0
        for a, b in zip(texts.tolist(), ends.tolist(), strict=True)
    ]  # fmt: skip
    return Analysis(
        np.array(digests, U64),
        (ends - texts).astype(U32),
        features,
        features_bounds,
        stems,
        stems_bounds,
    )


def joined(parts: Sequence[Analysis]) -> Analysis:
    """Several, one after the other."""
    held: dict[str, Any] = {}
    for field in fields(Analysis):
        arrays = [getattr(part, field.name) for part in parts]
        if field.name.endswith("_bounds"):
            ends = np.cumsum([0, *(array[-1] for array in arrays)])
            arrays = [array[1:] + end for array, end in zip(arrays, ends, strict=False)]
            arrays.insert(0, np.zeros(1, I64))
        held[field.name] = np.concatenate(arrays)
    return Analysis(**held)


EMPTY: Final = Analysis(
    np.zeros(0, U64), np.zeros(0, U32), np.zeros(0, U64), np.zeros(1, I64), np.zeros(0, U32), np.zeros(1, I64)
)  # fmt: skip


def _blob(lines: Sequence[bytes]) -> tuple[bytes, npt.NDArray[np.int64]]:
    """Head, question and answer of each record in letters of `LOWER`; where each begins, and the end."""
    parts = []
    for line in lines:
        record = orjson.loads(line)
        question = text_of(record, "question")
        head = [(str(record.get(name, "")), count) for name, count in HEAD.items()]
        parts.append(" ".join(f"{said} " * count for said, count in head))
        parts.append(question[opening_end(question) :])
        parts.append(text_of(record, "reponse"))
    data = [encoded(part) for part in parts]
    bounds = np.cumsum([0, *(len(part) + 1 for part in data)], dtype=I64)
    return b"\n".join(data).translate(LOWER), bounds


def _powers(count: int, kind: Any) -> npt.NDArray[Any]:
    """Odd multipliers, one for each place in a word or sentence."""
    digests = b"".join(hashlib.blake2b(b"%d" % i, digest_size=8).digest() for i in range(count))
    return (np.frombuffer(digests, "<u8") | 1).astype(kind)


_LETTER: Final = _powers(64, U32)
_WORD: Final = _powers(512, U64)


def _words(letters: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Where each word begins, and its hash."""
    within = (letters != 32) & (letters != END[0])
    begins = within.copy()
    begins[1:] &= ~within[:-1]
    starts = np.flatnonzero(begins)
    places = np.flatnonzero(within)
    if not len(places):
        return starts, np.zeros(0, U32)
    first = np.flatnonzero(begins[places])
    lengths = np.diff(np.append(first, len(places)))
    place = np.minimum(places - np.repeat(starts, lengths), len(_LETTER) - 1)
    return starts, _mixed(np.add.reduceat(letters[places] * _LETTER[place], first, dtype=U32))


def _mixed(words: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    words ^= words >> U32(16)
    words *= U32(0x7FEB352D)
    words ^= words >> U32(15)
    words *= U32(0x846CA68B)
    words ^= words >> U32(16)
    return words


def word_hash(word: bytes) -> int:
    """Of one word, as `analyse` has it."""
    return int(_words(np.frombuffer(word, U8))[1][0])


_SAME: Final = [(U32(word_hash(one)), U32(word_hash(other))) for one, other in PERSONS.items()]


def _without_persons(words: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """`elle` is `il`."""
    same = words.copy()
    for one, other in _SAME:
        same[words == one] = other
    return same


def _bounds_of(owners: npt.NDArray[Any], count: int) -> npt.NDArray[np.int64]:
    return np.searchsorted(owners, np.arange(count + 1)).astype(I64)


def _features(
    words: npt.NDArray[np.uint32], sentence: npt.NDArray[Any], parts: npt.NDArray[Any]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """What texts are known by; of each text in rising order of the hashes."""
    texts = (len(parts) - 1) // 3 * 2
    if not len(words):
        return np.zeros(0, U64), np.zeros(texts + 1, I64)
    owner = np.repeat(np.arange(len(parts) - 1), np.diff(parts))
    begins = np.flatnonzero(np.diff(sentence, prepend=-1))
    lengths = np.diff(np.append(begins, len(words)))
    place = np.arange(len(words)) - np.repeat(begins, lengths)
    hashes = np.add.reduceat(words * _WORD[place % len(_WORD)], begins)
    kept = (lengths >= SENTENCE) & (owner[begins] % 3 > 0)
    found = _first_of((owner[begins][kept], hashes[kept] >> U64(32)), lengths[kept], SENTENCES)
    few = np.bincount(found[0], minlength=len(parts) - 1) < FEW
    count = max(0, len(words) - RUN + 1)
    runs = sum(
        (words[i : i + count] * _WORD[100 + i] for i in range(RUN)),
        start=np.zeros(count, U64),
    )
    of = owner[: len(runs)]
    whole = (of == owner[RUN - 1 :]) & few[of] & (of % 3 > 0)
    counts = np.diff(parts)
    shares = np.maximum(1, counts // np.maximum(1, np.minimum(counts - RUN + 1, RUNS)))
    more = _first_of((of[whole], runs[whole] >> U64(32)), shares[of[whole]], RUNS)
    owners = np.concatenate([found[0], more[0]])
    numbers = np.concatenate([found[1], more[1]])
    order = np.lexsort((numbers, owners))
    owners = owners[order]
    owners = owners // 3 * 2 + owners % 3 - 1
    return numbers[order], _bounds_of(owners, texts)


def _first_of(
    keys: tuple[npt.NDArray[Any], npt.NDArray[np.uint64]], words: npt.NDArray[Any], most: int
) -> tuple[npt.NDArray[Any], npt.NDArray[np.uint64]]:
    """Owners and features: the first of each owner by their hashes, each once."""
    owners, hashes = keys
    order = np.lexsort((words, hashes, owners))
    owners, hashes, words = owners[order], hashes[order], words[order]
    if not len(owners):
        return owners, hashes
    new = np.ones(len(owners), bool)
    new[1:] = (owners[1:] != owners[:-1]) | (hashes[1:] != hashes[:-1])
    owners, hashes, words = owners[new], hashes[new], words[new]
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    place = np.arange(len(owners)) - np.repeat(firsts, np.diff(np.append(firsts, len(owners))))
    kept = place < most
    return owners[kept], (hashes << U64(32) | words.astype(U64))[kept]


@functools.lru_cache(1 << 18)
def stem_of(word: bytes) -> int:
    """The number of the stem of a word; 0 for one that tells no subject."""
    digits = word.isdigit()
    if word in TOOLS or len(word) < (3 if digits else 2):
        return 0
    text = word if digits else _stemmer().stemWord(word.decode("ascii")).encode()
    return zlib.crc32(text) >> (32 - STEM_BITS)


@functools.cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french", 0)


#: By the hash of each word that this process has met.
_STEMS: Final[dict[int, int]] = {}


def _stems(
    blob: bytes,
    starts: npt.NDArray[np.int64],
    words: npt.NDArray[np.uint32],
    parts: npt.NDArray[Any],
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Of head and question of each record."""
    records = (len(parts) - 1) // 3
    owner = np.repeat(np.arange(len(parts) - 1), np.diff(parts))
    ours = np.flatnonzero(owner % 3 < 2)
    unique, first, inverse = np.unique(words[ours], return_index=True, return_inverse=True)
    numbers = []
    for number, place in zip(unique.tolist(), ours[first].tolist(), strict=True):
        stem = _STEMS.get(number)
        if stem is None:
            stem = _STEMS[number] = stem_of(_word_at(blob, int(starts[place])))
        numbers.append(stem)
    stem_of_word = np.array(numbers, I64)[inverse] if len(ours) else np.zeros(0, I64)
    of = owner[ours]
    keys = (of // 3 << STEM_BITS | stem_of_word) << 1 | of % 3
    keys = np.sort(keys[stem_of_word > 0])
    in_text = np.append(0, np.cumsum(keys & 1))
    keys >>= 1
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    ends = np.append(firsts, len(keys))
    texts = np.diff(in_text[ends])
    heads = np.diff(ends) - texts
    often = np.minimum(texts + (heads > 0), (1 << OFTEN_BITS) - 1)
    heads = np.minimum(heads, (1 << HEAD_BITS) - 1)
    keys = keys[firsts]
    stems = ((keys & ((1 << STEM_BITS) - 1)) << HEAD_BITS | heads) << OFTEN_BITS | often
    return stems.astype(U32), _bounds_of(keys >> STEM_BITS, records)


def _word_at(blob: bytes, start: int) -> bytes:
    space, end = blob.find(b" ", start), blob.find(END, start)
    ends = [place for place in (space, end) if place >= 0]
    return blob[start : min(ends, default=len(blob))]
