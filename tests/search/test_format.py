"""The worked example of FORMAT.md is what the indexer writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from search.indexer import build
from search.indexer.encode import inflate
from tests.browser.engine_site import question

FORMAT = (Path(__file__).parents[2] / "search/FORMAT.md").read_text("utf-8")
EXAMPLE = FORMAT.split("## Worked example")[1].split("\n## ")[0]
#: `00 05 "ecole" 01`: bytes and text
BYTES = re.compile(r'`((?:[0-9a-f]{2}|"[^"]*")(?: (?:[0-9a-f]{2}|"[^"]*"))+)`')
#: `"dates":[16210,1]`
FACT = re.compile(r'`("\w+":[^`]+)`')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("example")
    record = question(1, "L’école du village.", titre="Écoles", rubrique=None)
    build([record], out, workers=1)
    (found,) = out.glob("14-*")
    return found


def written(fragment: str) -> bytes:
    """The bytes that a fragment of the example stands for."""
    parts = re.findall(r'"([^"]*)"|([0-9a-f]{2})', fragment)
    return b"".join(bytes.fromhex(byte) if byte else text.encode() for text, byte in parts)


def test_the_bytes_of_the_block_stand_in_it_in_their_order(folder: Path) -> None:
    block = inflate((folder / "l/0/0.bin").read_bytes())
    fragments = [written(match[1]) for match in BYTES.finditer(EXAMPLE)]
    assert len(fragments) >= 6
    at = 0
    for fragment in fragments:
        found = block.find(fragment, at)
        assert found >= 0, fragment.hex(" ")
        at = found + len(fragment)


def test_what_the_manifest_says_is_in_it(folder: Path) -> None:
    manifest = json.loads((folder / "index.json").read_text("utf-8"))
    facts = [json.loads("{" + match[1] + "}") for match in FACT.finditer(EXAMPLE)]
    assert len(facts) == 3
    for fact in facts:
        assert fact.items() <= manifest.items()
