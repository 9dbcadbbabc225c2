"""Many sources: each question once, in one order, whatever the order of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from parser.corpus import Report, read_records, read_sources
from parser.sources import find_files
from tests.parser.documents import head, sheet


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def read(folder: Path, records: Path, workers: int = 1) -> Report:
    return read_sources(find_files([folder]), records, workers=workers)


def test_files_are_found_in_folders_at_any_depth_and_hidden_ones_are_not(tmp_path: Path) -> None:
    write(tmp_path, {"b.txt": "x", "a/c/d.txt": "x", ".git/x": "x", ".DS_Store": "x", "out/e": "x"})
    found = find_files([tmp_path, tmp_path / "b.txt"], without=[tmp_path / "out"])
    assert sorted(file.source for file in found) == ["a/c/d.txt", "b.txt"]


def test_records_are_sorted_and_read_back(tmp_path: Path) -> None:
    old = sheet(numero="900").replace("14ème", "9ème")
    write(tmp_path / "s", {"a": sheet(numero="12"), "b": sheet(numero="3"), "c": old})
    report = read(tmp_path / "s", tmp_path / "records")
    assert report.keys == [(9, "QE", 900), (14, "QE", 3), (14, "QE", 12)]
    assert [q.key for q in read_records(tmp_path / "records")] == report.keys


def test_the_same_question_twice_is_there_once_and_named(tmp_path: Path) -> None:
    write(tmp_path / "s", {"a": sheet(), "b": sheet()})
    report = read(tmp_path / "s", tmp_path / "records")
    assert report.keys == [(14, "QE", 123)]
    (finding,) = report.findings
    assert (finding.severity, Path(finding.path).name) == ("ignored", "b")
    assert finding.expected.endswith("s/a")
    assert report.doubts == 0


def test_of_different_copies_one_record_is_made_and_each_is_named(
    tmp_path: Path,
) -> None:
    write(tmp_path / "s", {"a": sheet(reponse=""), "b": sheet(), "c": head()})
    report = read(tmp_path / "s", tmp_path / "records")
    (question,) = read_records(tmp_path / "records")
    assert question.source == "b"
    assert [Path(f.path).name for f in report.findings] == ["a", "c"]
    assert all(f.severity == "ignored" and "s/b" in f.expected for f in report.findings)
    assert (question.circonscription_numero, question.tete_analyse) == (2, "éoliennes")
    assert report.doubts == 0


def test_the_order_of_files_and_the_number_of_workers_change_nothing(tmp_path: Path) -> None:
    texts = [
        sheet(numero=str(n), question=f"Mme Anne Martin interroge {n}.") for n in range(1, 451)
    ]
    texts += [sheet(numero="7", question="Plus long, donc gardé. Mme Anne Martin interroge.")]
    write(tmp_path / "one", {f"{i:04}.txt": text for i, text in enumerate(texts)})
    one = read(tmp_path / "one", tmp_path / "1", workers=1)
    two = read_sources(find_files([tmp_path / "one"]), tmp_path / "2", workers=2)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert one.findings == two.findings
    assert len(one.keys) == 450


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "s", {"a": b"\x00", "b": sheet(), "c": b"", "d": "# Title"})
    report = read(tmp_path / "s", tmp_path / "records")
    assert report.keys == [(14, "QE", 123)]
    assert report.counts() == {"refused": 3}


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    write(tmp_path / "s", {"b": sheet()})
    (tmp_path / "s" / "a").symlink_to(tmp_path / "nowhere")
    report = read(tmp_path / "s", tmp_path / "records")
    assert report.keys
    assert "No such file" in str(report.findings[0])


def test_without_any_question_the_records_stay_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("before")
    write(tmp_path / "s", {"a": b""})
    assert not read(tmp_path / "s", tmp_path / "records").keys
    assert (tmp_path / "records").read_text() == "before"


def test_a_source_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        find_files([tmp_path / "nowhere"])
