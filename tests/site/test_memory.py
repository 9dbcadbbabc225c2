"""What a build remembers: of another version it counts as none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from publisher import memory
from publisher.facts import Facts
from publisher.memory import Memory
from tests.site.conftest import make_question


def test_a_memory_of_other_facts_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pages.sqlite"
    facts, _ = Facts.of(make_question(1))
    before = Memory(file)
    before.facts["q14/14-1QE.md"] = (b"digest", facts)
    before.save()
    assert Memory(file).facts == before.facts
    monkeypatch.setattr(memory, "_VERSION", memory._VERSION ^ 1)
    assert Memory(file).facts == {}


def test_the_version_is_that_of_the_facts(tmp_path: Path) -> None:
    file = tmp_path / "pages.sqlite"
    Memory(file).save()
    with closing(sqlite3.connect(file)) as base:
        (found,) = base.execute("PRAGMA user_version").fetchone()
    assert found == memory._VERSION
    assert memory._VERSION not in (0, 1, 2)
