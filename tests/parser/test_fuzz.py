"""Whatever a source holds, the parser answers: a record or a named refusal, never a fault of its own."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.page import from_page, to_page
from parser.read import Reading, read_question

TESTS = Path(__file__).parents[1]
FILES = sorted(
    path
    for folder, pattern in (
        ("tests/official", "*.json"),
        ("tests/official", "*.xml"),
        ("seeds", "*.txt"),
    )
    for path in (TESTS.parent / folder).glob(pattern)
)
SHAPES: tuple[Any, ...] = (
    None, "", "x", "0", "-1", "99999999999", "2024-13-45", "31/02/2013", 7, 1.5, True, [], {}, [[]],
    {"@xsi:nil": "true"}, {"#text": "y"}, ["a", None, {"b": 1}], "<table><tr><td>", "\x00\ufffd",
    "M. ", "Mme  attire", "é" * 3000,
)  # fmt: skip


def read(content: bytes) -> Reading:
    reading = read_question(content, source="14-1QE.txt", path="x")
    for finding in reading.findings:
        assert "fault of the parser" not in finding.expected, finding
        assert finding.found
    if reading.question:
        assert from_page(to_page(reading.question)) == reading.question
    else:
        assert reading.findings
    return reading


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(content: bytes) -> None:
    read(content)


@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_a_file_with_bytes_changed_is_answered(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(content))
        kind = chance.randrange(4)
        if kind == 0:
            content[at] = chance.randrange(256)
        elif kind == 1:
            del content[at : at + chance.randrange(1, 200)]
        elif kind == 2:
            content[at:at] = content[chance.randrange(len(content)) :][: chance.randrange(80)]
        else:
            content[at:at] = chance.choice(
                [b"<", b">", b'"', b"{", b"[", b"\n\n", b" : ", b"|", b"&#0;"]
            )
    read(bytes(content))


def _places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(items):
        found.append((value, key))
        if isinstance(inner, dict | list):
            _places(inner, found)
    return found


@given(
    st.sampled_from([path for path in FILES if path.suffix == ".json"]),
    st.randoms(use_true_random=False),
)
def test_an_official_file_of_other_shapes_is_answered(path: Path, chance: random.Random) -> None:
    tree = json.loads(path.read_text("utf-8"))
    for _ in range(chance.randrange(1, 8)):
        holder, key = chance.choice(_places(tree, []))
        holder[key] = copy.deepcopy(chance.choice(SHAPES))
    read(json.dumps(tree).encode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:30])
def test_a_file_cut_anywhere_is_answered(path: Path) -> None:
    content = path.read_bytes()
    for end in range(0, len(content), max(1, len(content) // 60)):
        read(content[:end])
