"""The fast roads of the bytes of a source: what they give is what the slow ones do."""

from __future__ import annotations

import json
import random
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.document import composed, is_clean, mended
from parser.findings import SourceError
from parser.tree import read_json
from tests.parser.test_fuzz import DOCUMENTS, changed

#: Letters and signs of French, and those about them that are to be mended or reported.
ALPHABET = (
    "aeiouçnzAEÉèœŒÿÃâ€™ 0.\n\t\r\u00a0\u00ad\u0085\x00\x1f\x7f\ufeff\ufffd«»°–—’“”…‰€≤●−Ωñşạ"
    "\u0300\u0301\u0302\u0303\u0308\u0327\u0323\u0340"
    "\u1680\u2000\u2009\u200b\u2028\u202e\u202f\u2060\ud7a3"
)
JSON = sorted(name for name, content in DOCUMENTS.items() if content.lstrip()[:1] == b"{")


@given(st.text(alphabet=ALPHABET, max_size=30))
def test_what_is_mended_by_bytes_is_what_is_mended_by_letters(text: str) -> None:
    found = mended(text.encode())
    if found is not None:
        assert found.decode() == composed(text)
        assert is_clean(found.decode().replace("\u202f", " ").replace("\t", " "))


def test_every_letter_that_needs_no_look_is_clean() -> None:
    for code in range(0x110000):
        letter = chr(code)
        if unicodedata.category(letter) == "Cs" or mended(f"x{letter}".encode()) is None:
            continue
        text = unicodedata.normalize("NFC", f"x{letter}")
        assert is_clean(text) or letter in "\t\u202f", hex(code)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’été, « cœur » – 3 €…\n", "L’été, « cœur » – 3 €…\n"),
        ("e\u0301te\u0301 a\u0300 c\u0327a\r\n", "été à ça\n"),
        ("\ufeffé", "é"),
        ("un blanc\u202f: 5\u00a0%\t!", "un blanc\u202f: 5\u00a0%\t!"),
        ("n\u0303", None),
        ("a\u0327\u0301", None),
        ("é\u0301", None),
        ("trait d’u\u00adnion", None),
        ("dÃ©putÃ©", None),
        ("lâ€™Ã‰tat", None),
        ("x\x00", None),
        ("a\rb", None),
    ],
)
def test_what_is_mended_by_bytes(text: str, found: str | None) -> None:
    assert mended(text.encode()) == (None if found is None else found.encode())


def _read(content: bytes) -> Any:
    try:
        return read_json(content)
    except SourceError as error:
        return error.found


def _slowly(content: bytes) -> Any:
    try:
        return read_json(content.decode())
    except SourceError as error:
        return error.found


@given(st.sampled_from(JSON), st.randoms(use_true_random=False))
def test_json_is_read_from_bytes_as_from_letters(name: str, chance: random.Random) -> None:
    content = changed(DOCUMENTS[name], chance)
    if mended(content) is None:  # only what is mended is read from bytes
        return
    try:
        content.decode()
    except UnicodeDecodeError:
        return
    assert repr(_read(content)) == repr(_slowly(content))


@pytest.mark.parametrize(
    "text",
    [
        "9223372036854775807", "18446744073709551616", "-9223372036854775809", "1" * 40, "1" * 5000, "0.1",
        "1e400", "-0", "NaN", "[Infinity]",
        r'"\ud83d"', r'"\ud83d\ude00"', '{"a": 1, "a": 2}', '"\t"', "[1,]",
        "{", "", "[" * 2000, '"\x7f"', "01", "\u00a01", '{"a": 1} x',
    ],
)  # fmt: skip
def test_json_that_readers_take_in_several_ways_is_read_in_one(text: str) -> None:
    assert repr(_read(text.encode())) == repr(_slowly(text.encode()))


def test_a_number_beyond_64_bits_keeps_its_digits() -> None:
    assert read_json(b"[18446744073709551617]") == [18446744073709551617]
    assert json.dumps(read_json(b'{"a": 123456789012345678901234}')) == (
        '{"a": 123456789012345678901234}'
    )
