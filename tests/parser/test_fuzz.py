"""Whatever a source holds, the parser answers: a record or a named refusal, never a fault of its own."""

from __future__ import annotations

import copy
import json
import random
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_STORED

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.corpus import read_records, read_sources
from parser.page import from_page, to_page
from parser.read import Reading, read_question
from parser.sources import find_files
from tests.parser.cases import cases, document_of
from tests.parser.documents import sheet
from tests.parser.test_archives import many, many_xml, official, packed

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
#: A document of each layout and form of the catalogue, beside the real ones.
DOCUMENTS = {path.name: path.read_bytes() for path in FILES} | {
    f"{case['layout']}: {case['claim']}": document_of(case) for case in cases()
}
#: A file of each kind that holds several documents.
CONTAINERS: dict[str, bytes] = {
    "archive": packed({"json/1.json": official(1), "2.txt": sheet(numero="2"), "3": many(3, 4)}),
    "stored": packed({"1.json": official(1), "2": sheet(numero="2")}, compression=ZIP_STORED),
    "json": many(1, 2, 3).encode(),
    "xml": many_xml(1, 2, 3).encode(),
}
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
        assert reading.findings or reading.people
    return reading


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(content: bytes) -> None:
    read(content)


@given(st.sampled_from(sorted(DOCUMENTS)), st.randoms(use_true_random=False))
def test_a_file_with_bytes_changed_is_answered(name: str, chance: random.Random) -> None:
    read(changed(DOCUMENTS[name], chance))


def changed(given: bytes, chance: random.Random) -> bytes:
    """Bytes changed, taken out, and put in at a few places."""
    content = bytearray(given)
    for _ in range(chance.randrange(1, 12)):
        if not content:
            break
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
    return bytes(content)


def read_source(content: bytes) -> None:
    """Reads a file of several documents beside a good one."""
    with tempfile.TemporaryDirectory() as work:
        source = Path(work, "s")
        source.mkdir()
        (source / "a").write_bytes(content)
        (source / "b").write_text(sheet(), "utf-8")
        report = read_sources(find_files([source]), Path(work, "c", "records"))
        assert (14, "QE", 123) in report.keys
        for finding in report.each_finding():
            assert "fault of the parser" not in finding.expected, finding
        for record in read_records(Path(work, "c", "records")):
            assert from_page(to_page(record)) == record


@given(st.sampled_from(sorted(CONTAINERS)), st.randoms(use_true_random=False))
def test_a_file_of_several_documents_with_bytes_changed_is_answered(
    name: str, chance: random.Random
) -> None:
    read_source(changed(CONTAINERS[name], chance))


@given(st.sampled_from(sorted(CONTAINERS)), st.floats(0, 1))
def test_a_file_of_several_documents_cut_anywhere_is_answered(name: str, share: float) -> None:
    read_source(CONTAINERS[name][: int(len(CONTAINERS[name]) * share)])


@given(st.lists(st.sampled_from(sorted(DOCUMENTS)), max_size=5), st.randoms(use_true_random=False))
def test_an_archive_of_changed_documents_is_answered(
    names: list[str], chance: random.Random
) -> None:
    members = {f"{i}": changed(DOCUMENTS[name], chance) for i, name in enumerate(names)}
    read_source(packed(members))


@given(st.randoms(use_true_random=False))
def test_a_file_of_many_of_other_shapes_is_answered(chance: random.Random) -> None:
    tree = json.loads(many(1, 2, 3))
    for _ in range(chance.randrange(1, 12)):
        holder, key = chance.choice(_places(tree, []))
        holder[key] = copy.deepcopy(chance.choice(SHAPES))
    read_source(json.dumps(tree).encode())


@given(st.lists(st.sampled_from(sorted(DOCUMENTS)), min_size=1, max_size=3), st.data())
def test_lines_of_several_documents_in_any_order_are_answered(
    names: list[str], data: st.DataObject
) -> None:
    lines = [line for name in names for line in DOCUMENTS[name].splitlines() if line.strip()]
    order = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=40))
    kept = [*range(data.draw(st.integers(0, len(lines)))), *order]
    read(
        data.draw(st.sampled_from([b"\n", b"\n\n", b"\t", b" ", b"\r\n"])).join(
            lines[i] for i in kept
        )
    )


def is_xml(content: bytes) -> bool:
    """Whether a document is XML, and whole: saved pages may say so and be none."""
    try:
        return content.lstrip().startswith(b"<?xml") and bool(ElementTree.fromstring(content).tag)
    except ElementTree.ParseError:
        return False


@given(
    st.sampled_from(sorted(name for name, content in DOCUMENTS.items() if is_xml(content))),
    st.randoms(use_true_random=False),
)
def test_xml_of_other_shapes_is_answered(name: str, chance: random.Random) -> None:
    root = ElementTree.fromstring(DOCUMENTS[name])
    for _ in range(chance.randrange(1, 8)):
        elements = list(root.iter())
        one, other = chance.choice(elements), chance.choice(elements)
        kind = chance.randrange(6)
        if kind == 0 and len(one):
            one.remove(chance.choice(list(one)))
        elif kind == 1:
            one.append(copy.deepcopy(chance.choice([e for e in elements if not len(e)])))
        elif kind == 2:
            one.text = str(chance.choice(SHAPES)).replace("\x00", "")
        elif kind == 3:
            one.tag = other.tag
        elif kind == 4:
            one.tail = "hors de tout"
        else:
            one.attrib.update({"{http://www.w3.org/2001/XMLSchema-instance}nil": "true"})
    read(ElementTree.tostring(root))


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
