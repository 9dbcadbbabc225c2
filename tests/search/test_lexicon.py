"""Blocks of the lexicon, many at once, are those that FORMAT.md tells of, key by key."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from search.indexer import lexicon
from search.indexer.encode import Pieces, edges, varint
from search.indexer.lexicon import Lexicon, Saved, blocks, encoded

LETTERS = "eeeiiaasrtnoœ"


def invented(chance: random.Random, count: int) -> Lexicon:
    """Keys of few letters and of many, some of several words; families whose forms lie apart."""
    keys = {
        "".join(chance.choices(LETTERS, k=chance.choice((1, 2, 3, 5, 8, 40)))) for _ in range(count)
    }
    keys |= {f"{key} {key}" for key in chance.sample(sorted(keys), len(keys) // 9)}
    keys |= {f"{'long' * 8}{key}" for key in chance.sample(sorted(keys), len(keys) // 9)}
    counts = np.array([chance.choice((1, 1, 1, 2, 3)) for _ in keys])
    forms = int(counts.sum())
    families = max(1, forms * 2 // 3)
    near = [min(families - 1, at * 2 // 3 + chance.randrange(3)) for at in range(forms)]
    family = [chance.randrange(families) if chance.random() < 0.1 else own for own in near]
    return Lexicon(
        sorted(keys),
        edges(counts).astype(np.int32),
        np.array(family, np.int32),
        np.array([chance.choice((0, 1, 200)) for _ in range(forms)], np.int32),
        np.array(chance.sample(range(forms), forms), np.int32),
        [chance.choice(("", "", "été", "où" * 20)) for _ in range(forms)],
    )


def records_of(chance: random.Random, lexicon: Lexicon) -> list[bytes]:
    return [
        chance.randbytes(chance.choice((1, 9, 300))) for _ in range(1 + int(lexicon.family.max()))
    ]


def naive_block(words: Lexicon, first: int, last: int, records: Sequence[bytes]) -> bytes:
    """As FORMAT.md has it."""
    forms = range(words.starts[first], words.starts[last])
    families = list(dict.fromkeys(words.family[form] for form in forms))
    own = [records[family] for family in families]
    out = [varint(last - first), varint(len(own)), *(varint(len(record)) for record in own)]
    before = b""
    for at in range(first, last):
        key = words.keys[at].encode()
        shared = 0
        while shared < min(len(key), len(before)) and key[shared] == before[shared]:
            shared += 1
        of_key = range(words.starts[at], words.starts[at + 1])
        out += [varint(shared), varint(len(key) - shared), key[shared:], varint(len(of_key))]
        for form in of_key:
            accents = words.accented[form].encode()
            out += [varint(families.index(words.family[form])), varint(int(words.member[form]))]
            out += [varint(len(accents)), accents]
        before = key
    return b"".join([*out, *own])


def naive_cuts(words: Lexicon, sizes: Sequence[int]) -> list[tuple[int, int]]:
    """One key after the other; where the block is nearly full, before the key told by the fewest letters."""
    cuts, at = [], 0
    while at < len(words.keys):
        known: set[int] = set()
        size, end, best, fewest = 0, at, at, 1_000
        while end < len(words.keys) and size < lexicon.BLOCK + lexicon.SLACK:
            size += len(words.keys[end]) // 2 + 4
            for form in range(words.starts[end], words.starts[end + 1]):
                size += 2 + len(words.accented[form])
                if words.family[form] not in known:
                    known.add(words.family[form])
                    size += sizes[words.family[form]] + 2
            end += 1
            if end == len(words.keys):
                best = end
            elif size >= lexicon.BLOCK - lexicon.SLACK:
                last, key = words.keys[end - 1], words.keys[end]
                letters = next(n for n in range(1, len(key) + 1) if key[:n] > last)
                if letters <= fewest:
                    best, fewest = end, letters
        cuts.append((at, best))
        at = best
    return cuts


@pytest.mark.parametrize("seed", range(12))
def test_blocks_are_those_of_one_key_after_the_other(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(lexicon, "BLOCK", chance.choice((300, 1_000, 8_000)))
    monkeypatch.setattr(lexicon, "SLACK", lexicon.BLOCK // 10)
    words = invented(chance, chance.choice((1, 30, 900)))
    records = records_of(chance, words)
    sizes = [len(record) for record in records]
    cuts = list(blocks(words, np.array(sizes)))
    assert cuts == naive_cuts(words, sizes)
    words.save(tmp_path / "lexicon")
    saved = Saved.load(tmp_path / "lexicon")
    heads = [record[: len(record) // 2] for record in records]
    tails = [record[len(record) // 2 :] for record in records]
    parts = [
        Pieces.between(np.frombuffer(b"".join(part), np.uint8), edges(np.array([*map(len, part)])))
        for part in (heads, tails)
    ]
    every = [
        block
        for some in pairwise([0, len(cuts) // 2, len(cuts)])
        if some[0] < some[1]
        for block in encoded(saved, cuts[slice(*some)], parts)
    ]
    assert every == [naive_block(words, first, last, records) for first, last in cuts]


@pytest.mark.parametrize("accents", ["", "eàu"])
def test_a_lexicon_of_one_word_is_what_was_saved(tmp_path: Path, accents: str) -> None:
    one = np.zeros(1, np.int32)
    words = Lexicon(["eau"], np.array([0, 1], np.int32), one, one, one, [accents])
    words.save(tmp_path / "lexicon")
    record = Pieces.between(np.frombuffer(b"R", np.uint8), np.array([0, 1]))
    block = [*encoded(Saved.load(tmp_path / "lexicon"), [(0, 1)], [record])]
    assert block == [naive_block(words, 0, 1, [b"R"])]


def test_an_empty_lexicon_has_no_blocks(tmp_path: Path) -> None:
    none = np.zeros(0, np.int32)
    words = Lexicon([], np.zeros(1, np.int32), none, none, none, [])
    words.save(tmp_path / "lexicon")
    assert Saved.load(tmp_path / "lexicon")
    assert [*blocks(words, np.zeros(0, np.int64))] == []
