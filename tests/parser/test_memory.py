"""Builds one after the other: what did not change is not read again, and nothing else differs."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from pathlib import Path

import pytest

from parser import memory, reading
from parser.corpus import Report, read_sources
from parser.sources import find_files
from tests.parser.documents import sheet

HOUR = 3_600_000_000_000


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each build came an hour after the files were written: none of them is racy."""
    monkeypatch.setattr(memory, "time_ns", lambda: later())


def later() -> int:
    """An hour from now."""
    return time.clock_gettime_ns(time.CLOCK_REALTIME) + HOUR


def read(folder: Path, records: Path) -> Report:
    return read_sources(find_files([folder]), records)


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def test_what_did_not_change_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "s", a=sheet(numero="1"), b=sheet(numero="2"), c="# no question")
    first = read(tmp_path / "s", tmp_path / "c" / "records")
    assert first.parsed == 3
    told = first.findings  # those of the memory as it stands
    assert told
    before = (tmp_path / "c" / "records").stat()
    monkeypatch.setattr(reading, "_content", lambda path: pytest.fail(f"{path} was opened"))
    again = read(tmp_path / "s", tmp_path / "c" / "records")
    assert (again.keys, again.digests, again.findings) == (
        first.keys,
        first.digests,
        told,
    )
    assert again.parsed == 0
    assert (tmp_path / "c" / "records").stat() == before


def test_a_touched_file_is_compared_and_not_parsed(tmp_path: Path) -> None:
    write(tmp_path / "s", a=sheet(numero="1"))
    read(tmp_path / "s", tmp_path / "c" / "records")
    os.utime(tmp_path / "s" / "a.txt", (1, 1))
    assert read(tmp_path / "s", tmp_path / "c" / "records").parsed == 0


def test_a_file_as_young_as_the_memory_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "time_ns", lambda: later() - HOUR)
    write(tmp_path / "s", a=sheet(numero="1"))
    records = tmp_path / "c" / "records"
    read(tmp_path / "s", records)
    # the same size, and the memory is made to hold the new times: only the content tells
    write(tmp_path / "s", a=sheet(numero="2"))
    stamp = memory.stamp_of(tmp_path / "s" / "a.txt")
    with sqlite3.connect(records.with_name(memory.FILE)) as base:
        base.execute("UPDATE files SET modified = ?, changed = ?", stamp[1:3])
    assert read(tmp_path / "s", records).keys == [(14, "QE", 2)]


@pytest.mark.parametrize("damage", ["memory", "records", "parser", "gone"])
def test_a_memory_of_something_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    write(tmp_path / "s", a=sheet(numero="1"), b=sheet(numero="2"))
    records = tmp_path / "c" / "records"
    read(tmp_path / "s", records)
    clean = records.read_bytes()
    if damage == "memory":
        records.with_name(memory.FILE).write_bytes(b"no base at all" * 100)
    elif damage == "records":
        records.write_bytes(b"{}\n")
    elif damage == "gone":
        records.unlink()
    else:
        monkeypatch.setattr(memory, "parser_version", lambda: "another")
    assert read(tmp_path / "s", records).parsed == 2
    assert records.read_bytes() == clean


def test_any_chain_of_builds_gives_the_records_and_findings_of_a_clean_one(tmp_path: Path) -> None:
    dice = random.Random(5)
    source, records = tmp_path / "s", tmp_path / "c" / "records"
    write(source, first=sheet(numero="1"))
    for step in range(40):
        for _ in range(dice.randint(0, 3)):
            names = sorted(source.iterdir())
            name = source / f"{dice.choice('abcdefgh')}.txt"
            match dice.choice(("write", "write", "delete", "rename", "touch", "break")):
                case "write":
                    text = f"Mme Anne Martin interroge {dice.randint(1, 3)}."
                    name.write_text(sheet(numero=str(dice.randint(1, 6)), question=text), "utf-8")
                case "delete" if len(names) > 1:
                    dice.choice(names).unlink()
                case "rename":
                    dice.choice(names).rename(name)
                case "touch":
                    dice.choice(names).touch()
                case "break":
                    name.write_text("# Title" * dice.randint(0, 2), "utf-8")
        chained = read(source, records)
        clean = read(source, tmp_path / f"clean{step}" / "records")
        assert (chained.keys, chained.findings) == (clean.keys, clean.findings)
        assert chained.digests == clean.digests
        if clean.keys:
            assert records.read_bytes() == (tmp_path / f"clean{step}" / "records").read_bytes()


MANY = '{"questionsEcrites": {"question": [{"uid": "QANR5L17QE1"}, {"uid": "QANR5L17QE2"}]}}'


def assert_as_clean(folder: Path) -> None:
    """The next build gives what one from nothing does."""
    chained = read(folder / "s", folder / "c" / "records")
    told = chained.findings  # those of the memory as it stands
    clean = read(folder / "s", folder / "clean" / "records")
    assert (chained.digests, told) == (clean.digests, clean.findings)
    records = (folder / "c" / "records").read_bytes()
    assert records == (folder / "clean" / "records").read_bytes()


@pytest.mark.parametrize("text", [MANY, MANY.replace(": ", ":")], ids=["touched", "other bytes"])
def test_a_question_of_a_file_of_many_that_is_read_again_as_it_was_is_still_a_copy(
    tmp_path: Path, text: str
) -> None:
    write(tmp_path / "s")
    (tmp_path / "s" / "many.json").write_text(MANY)
    (tmp_path / "s" / "one.json").write_text('{"question": {"uid": "QANR5L17QE1"}}')
    told = read(tmp_path / "s", tmp_path / "c" / "records").findings
    assert [finding.severity for finding in told].count("ignored") == 1
    (tmp_path / "s" / "many.json").write_text(text)
    assert_as_clean(tmp_path)
    (tmp_path / "s" / "new.json").write_text('{"question": {"uid": "QANR5L17QE1", "type": "QE"}}')
    assert_as_clean(tmp_path)


def test_a_copy_whose_bytes_alone_changed_is_still_a_copy(tmp_path: Path) -> None:
    write(tmp_path / "s", a=sheet(numero="1"), b=sheet(numero="1"))
    read(tmp_path / "s", tmp_path / "c" / "records")
    write(tmp_path / "s", b=sheet(numero="1") + "\n\n")
    assert_as_clean(tmp_path)
    write(tmp_path / "s", c=sheet(numero="1"))
    assert_as_clean(tmp_path)
