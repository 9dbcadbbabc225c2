"""A build that uses what an earlier one kept gives what a build without it gives."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from parser.question import Question
from parser.reading import line_of
from search.indexer import analysed, bm25, build, records
from search.indexer import slices as slices_of
from tests.search.corpus import groups
from tests.search.corpus import records as invented
from tests.search.test_index import contents


def edited(questions: list[Question], chance: random.Random) -> list[Question]:
    """The same questions with some changed, taken away and added."""
    out = list(questions)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(out))
        match chance.choice(("text", "date", "facet", "delete", "add")):
            case "text":
                words = ("Un néologisme imprévu.", "École, l'État, plate-forme.")
                out[at] = dataclasses.replace(out[at], reponse=(chance.choice(words),))
            case "date":
                out[at] = dataclasses.replace(out[at], date_question=out[at - 1].date_question)
            case "facet":
                out[at] = dataclasses.replace(out[at], auteur="Zoé Nouvelle")
            case "delete":
                del out[at]
            case "add":
                number = 10_000 + chance.randrange(10_000)
                if all(q.numero != number for q in out):
                    out.append(dataclasses.replace(out[at], numero=number))
    return out


def slices(cache: Path) -> set[str]:
    return {path.name for path in cache.glob("*.slice")}


@pytest.fixture
def short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "SLICE", 8)


@pytest.mark.usefixtures("short_slices")
@pytest.mark.parametrize("positions", [True, False])
def test_any_chain_of_builds_equals_a_clean_one(tmp_path: Path, positions: bool) -> None:
    chance = random.Random(7)
    questions = invented(90, legislatures=(13, 14))
    out, cache = tmp_path / "out", tmp_path / "cache"
    for step in range(8):
        repeats = groups(questions, random.Random(step // 2))
        build(questions, out, workers=1, positions=positions, cache=cache, groups=repeats)
        clean = tmp_path / f"clean{step}"
        build(questions, clean, workers=1, positions=positions, groups=repeats)
        assert contents(out) == contents(clean)
        if step % 3:  # else repeats alone may change
            questions = edited(questions, chance)


@pytest.mark.usefixtures("short_slices")
def test_a_changed_question_changes_one_slice(tmp_path: Path) -> None:
    questions = invented(120)
    out, cache = tmp_path / "out", tmp_path / "cache"
    build(questions, out, workers=1, cache=cache)
    before = slices(cache)
    assert len(before) > 5
    questions[50] = dataclasses.replace(questions[50], reponse=("Une autre réponse.",))
    build(questions, out, workers=1, cache=cache)
    after = slices(cache)
    assert len(before - after) == len(after - before) == 1


@pytest.mark.usefixtures("short_slices")
def test_a_question_added_or_taken_away_changes_two_slices_at_most(tmp_path: Path) -> None:
    questions = invented(120)
    lines = tmp_path / "records.jsonl"

    def names(kept: list[Question]) -> list[str]:
        records.write(kept, lines)
        parts = list(records.slices(records.lines(lines)[14]))
        return [records.name(part, b"") for part in parts]

    whole = set(names(questions))
    for at in range(len(questions)):
        fewer = set(names(questions[:at] + questions[at + 1 :]))
        assert len(whole - fewer) <= 2
        assert len(fewer - whole) <= 1


@pytest.mark.parametrize("positions", [True, False])
def test_a_slice_made_from_an_earlier_one_is_the_analysed_one(
    tmp_path: Path, positions: bool
) -> None:
    chance = random.Random(5)
    questions = invented(60)
    for step in range(12):
        long = ("la la la " * chance.randrange(90), "R. S. A., plate-forme")
        questions[step] = dataclasses.replace(questions[step], question=long)
        written: dict[Path, analysed.Work] = {}
        for version in (questions, questions := edited(questions, chance)):
            lines = tmp_path / f"{step}.{len(written)}.jsonl"
            records.write(version, lines)
            part = records.lines(lines)[14]
            path = tmp_path / f"{step}.{len(written)}.slice"
            written[path] = analysed.Work(lines, part, path, positions)
            analysed.analyse(written[path])
        before, after = written
        patched = tmp_path / "patched.slice"
        analysed.analyse(dataclasses.replace(written[after], target=patched, earlier=before))
        assert patched.read_bytes() == after.read_bytes()
        patched.unlink()


@pytest.mark.usefixtures("short_slices")
def test_other_repeats_change_cards_and_columns_of_groups_alone(tmp_path: Path) -> None:
    questions = invented(120, legislatures=(13, 14))
    cache, out = tmp_path / "cache", tmp_path / "out"
    repeats = groups(questions, random.Random(1))
    build(questions, out, workers=1, cache=cache, groups=repeats)
    before = {path.relative_to(out): path.stat().st_ino for path in out.glob("*-*/**/*.*")}
    kept = slices(cache)
    repeats["reponse"] = repeats["reponse"][1:]
    build(questions, out, workers=1, cache=cache, groups=repeats)
    assert slices(cache) == kept
    after = {path.relative_to(out): path.stat().st_ino for path in out.glob("*-*/**/*.*")}
    same = set(before.values())
    changed = {Path(*path.parts[1:]) for path, file in after.items() if file not in same}
    assert changed
    assert {path.parts[0] for path in changed} <= {"c", "v"}
    assert {path.name for path in changed if path.parts[0] == "v"} == {
        "meme_question.bin", "meme_reponse.bin",
    }  # fmt: skip


def test_an_ended_legislature_says_nothing_of_later_ones(tmp_path: Path) -> None:
    questions = sorted(invented(60, legislatures=(13, 14, 15)), key=lambda q: q.legislature)
    repeats = groups(questions, random.Random(1))
    folders = []
    for ended in (60, 120, 180):
        known = {
            kind: [kept for group in own if len(kept := [at for at in group if at < ended]) > 1]
            for kind, own in repeats.items()
        }
        build(questions[:ended], tmp_path / f"{ended}", workers=1, groups=known)
        folders.append({path.name for path in (tmp_path / f"{ended}").glob("*-*")})
    assert folders[0] < folders[1] < folders[2]


@pytest.mark.usefixtures("short_slices")
def test_of_a_changed_slice_only_the_changed_question_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = invented(120)
    cache = tmp_path / "cache"
    build(questions, tmp_path / "out", workers=1, cache=cache)
    read: list[Question] = []

    def texts(question: Question) -> slices_of.Texts:
        read.append(question)
        return slices_of.texts(question)

    monkeypatch.setattr(analysed, "texts", texts)
    questions[50] = dataclasses.replace(questions[50], reponse=("Une autre réponse.",))
    build(questions, tmp_path / "out", workers=1, cache=cache)
    assert read == [questions[50]]


def test_a_formula_does_not_go_on_from_a_title_into_the_text(tmp_path: Path) -> None:
    first, second = (tuple(formula.split()) for formula in ("attire l attention", "de"))
    document = (" ".join(first), "", " ".join(second) + " la ville", "")
    postings = slices_of.index_slice([document], positioned=False)
    weight = dict(zip(postings.forms, postings.weight.tolist(), strict=True))
    assert weight["attention"] == bm25.WEIGHTS[0]


@pytest.mark.parametrize("size", [1, 700, 5_000])
def test_lines_are_the_same_however_the_file_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    lines = tmp_path / "records.jsonl"
    records.write(invented(30, legislatures=(13, 14)), lines)
    whole = records.lines(lines)
    assert sum(map(len, whole.values())) == 60
    monkeypatch.setattr(records, "READ", size)
    assert records.lines(lines) == whole


def test_lines_that_the_parser_tells_of_are_those_of_the_file(tmp_path: Path) -> None:
    chance = random.Random(8)
    questions = invented(30, legislatures=(13, 14))
    lines, kept = tmp_path / "records.jsonl", tmp_path / "days"
    for _ in range(4):
        records.write(questions, lines)
        told = told_of(questions)
        assert records.lines_told(lines, told, kept, b"1") == records.lines(lines)
        written = kept.read_bytes()
        lines.write_bytes(b"")  # what is known is not read again
        assert sum(map(len, records.lines_told(lines, told, kept, b"1").values())) == len(questions)
        assert kept.read_bytes() == written
        questions = edited(questions, chance)


@pytest.mark.parametrize("damaged", [False, True])
def test_days_of_another_version_or_of_a_damaged_file_are_read_again(
    tmp_path: Path, damaged: bool
) -> None:
    questions = invented(20)
    lines, kept = tmp_path / "records.jsonl", tmp_path / "days"
    records.write(questions, lines)
    told = told_of(questions)
    records.lines_told(lines, told, kept, b"1")
    if damaged:
        kept.write_bytes(kept.read_bytes()[:-20])
    lines.write_bytes(lines.read_bytes().replace(b'"date_question":"2', b'"date_question":"1'))
    again = records.lines_told(lines, told, kept, b"1" if damaged else b"2")
    assert [line.day for line in again[14]] == [line.day for line in records.lines(lines)[14]]


def told_of(questions: list[Question]) -> records.Told:
    """What the parser knows of the lines that `records.write` writes."""
    written = [line_of(question) for question in questions]
    return records.Told(
        [question.key for question in questions],
        [len(line) for line, _, _ in written],
        [digest for _, digest, _ in written],
    )


def test_an_unchanged_legislature_is_not_written_again(tmp_path: Path) -> None:
    questions = invented(40, legislatures=(13, 14))
    out, cache = tmp_path / "out", tmp_path / "cache"
    build(questions, out, workers=1, cache=cache)
    before = {path: path.stat().st_ino for path in out.glob("13-*/**/*.*")}
    assert before
    fewer = [q for q in questions if q.numero != 3 or q.legislature == 13]
    build(fewer, out, cache=cache)
    assert before == {path: path.stat().st_ino for path in out.glob("13-*/**/*.*")}
    # nor without what was kept: the name of its folder says all that is in it
    build(fewer, tmp_path / "clean", workers=1)
    folders = [[path.name for path in at.glob("13-*")] for at in (out, tmp_path / "clean")]
    assert folders[0] == folders[1] == [next(iter(before)).relative_to(out).parts[0]]


def test_a_damaged_slice_is_analysed_again(tmp_path: Path) -> None:
    questions = invented(40)
    out, cache = tmp_path / "out", tmp_path / "cache"
    build(questions, out, workers=1, cache=cache)
    before = contents(out)
    for slice_ in cache.glob("*.slice"):
        data = bytearray(slice_.read_bytes())
        data[len(data) // 2] ^= 1
        slice_.write_bytes(data)
    build(questions, tmp_path / "again", workers=1, cache=cache)
    assert contents(tmp_path / "again") == before


@pytest.mark.usefixtures("short_slices")
def test_slices_analysed_by_threads_of_one_process_are_the_same(tmp_path: Path) -> None:
    questions = invented(150)
    build(questions, tmp_path / "clean", workers=1)
    with ThreadPoolExecutor(4) as threads:
        build(questions, tmp_path / "threads", executor=threads)
    assert contents(tmp_path / "threads") == contents(tmp_path / "clean")


def test_words_of_a_deleted_question_go(tmp_path: Path) -> None:
    questions = invented(40)
    rare = dataclasses.replace(questions[0], numero=9_999, question=("Zyeuter.",))
    cache = tmp_path / "cache"
    build([*questions, rare], tmp_path / "with", workers=1, cache=cache)
    build(questions, tmp_path / "without", workers=1, cache=cache)
    build(questions, tmp_path / "clean", workers=1)
    assert contents(tmp_path / "without") == contents(tmp_path / "clean")


@pytest.mark.usefixtures("short_slices")
def test_a_build_killed_at_any_moment_leaves_a_sound_cache(tmp_path: Path) -> None:
    questions = invented(150)
    lines, cache = tmp_path / "records.jsonl", tmp_path / "cache"
    records.write(questions, lines)
    start = time.monotonic()
    build(lines, tmp_path / "clean", workers=1)
    whole = time.monotonic() - start
    chance = random.Random(3)
    fork = multiprocessing.get_context("fork")
    killed = 0
    for _ in range(8):
        process = fork.Process(
            target=build, args=(lines, tmp_path / "out"), kwargs={"workers": 1, "cache": cache}
        )
        process.start()
        time.sleep(chance.random() * whole)
        if process.is_alive() and process.pid:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.join()
    assert killed
    build(lines, tmp_path / "out", workers=1, cache=cache)
    assert contents(tmp_path / "out") == contents(tmp_path / "clean")
    assert not [path for path in cache.iterdir() if path.name.startswith(".")]
