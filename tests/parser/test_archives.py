"""Archives and files of many questions: the same records as from plain files, whatever surrounds them."""

from __future__ import annotations

import io
import json
import random
import struct
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from parser import archives, bulk, memory
from parser.corpus import Report, read_records, read_sources
from parser.findings import Finding
from parser.question import Question
from parser.sources import find_files
from tests.parser.documents import head, sheet

OFFICIAL = Path(__file__).parents[1] / "official"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def official(numero: int = 357, **changed: Any) -> dict[str, Any]:
    """An official question under another number."""
    tree: dict[str, Any] = json.loads((OFFICIAL / "QANR5L17QE357.json").read_text("utf-8"))
    question = tree["question"]
    question["uid"] = f"QANR5L17QE{numero}"
    question["identifiant"]["numero"] = str(numero)
    return {"question": question | changed}


def packed(members: Mapping[str, str | bytes | dict[str, Any]], **how: Any) -> bytes:
    """A .zip with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **{"compression": zipfile.ZIP_DEFLATED} | how) as archive:
        for name, content in members.items():
            text = json.dumps(content) if isinstance(content, dict) else content
            archive.writestr(name, text)
    return file.getvalue()


def read(tmp_path: Path, files: Mapping[str, str | bytes], workers: int = 1) -> Report:
    """Reads files below `s`, into records in `c`."""
    for name, content in files.items():
        path = tmp_path / "s" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_sources(find_files([tmp_path / "s"]), tmp_path / "c" / "records", workers=workers)


def questions(tmp_path: Path) -> list[Question]:
    return list(read_records(tmp_path / "c" / "records"))


def told(tmp_path: Path, report: Report) -> list[str]:
    """The findings, without the folder of the test."""
    return [str(finding).replace(f"{tmp_path}/s/", "") for finding in report.findings]


def test_an_archive_is_read_in_place_and_names_its_members(tmp_path: Path) -> None:
    content = packed({"json/a.json": official(1), "json/b.json": official(2), "c.txt": sheet()})
    report = read(tmp_path, {"sub/all.zip": content})
    assert report.keys == [(14, "QE", 123), (17, "QE", 1), (17, "QE", 2)]
    sources = [question.source for question in questions(tmp_path)]
    assert sources == ["sub/all.zip/c.txt", "sub/all.zip/json/a.json", "sub/all.zip/json/b.json"]
    assert sorted(path.name for path in tmp_path.rglob("*.json")) == []
    assert report.files == 3


def test_an_archive_is_told_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    report = read(tmp_path, {"a.txt": packed({"x": sheet(numero="1")}), "b.zip": sheet(numero="2")})
    assert report.keys == [(14, "QE", 1), (14, "QE", 2)]
    assert report.findings == []


def test_an_archive_alone_may_be_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"x.txt": sheet()}))
    read_sources(find_files([tmp_path / "a.zip"]), tmp_path / "c" / "records")
    (question,) = questions(tmp_path)
    assert question.source == "a.zip/x.txt"


def test_the_records_do_not_depend_on_the_order_of_sources_nor_on_processes(tmp_path: Path) -> None:
    numbers = range(1, 700)
    for name, kind in (("one", 0), ("two", 1)):
        (tmp_path / name).mkdir()
        members = {f"{n}.json": official(n) for n in numbers if n % 3 != kind}
        (tmp_path / name / "q.zip").write_bytes(packed(members))
        (tmp_path / name / "t.txt").write_text(sheet(numero=str(7 + kind)), "utf-8")
    tops = [tmp_path / "one", tmp_path / "two", tmp_path / "one" / "q.zip"]
    first = read_sources(find_files(tops), tmp_path / "1" / "r", workers=1)
    second = read_sources(find_files(tops[::-1]), tmp_path / "2" / "r", workers=2)
    assert (tmp_path / "1" / "r").read_bytes() == (tmp_path / "2" / "r").read_bytes()
    assert first.findings == second.findings
    assert len(first.keys) == len(numbers) + 2


def test_members_are_the_same_as_the_standard_library_reads(tmp_path: Path) -> None:
    dice = random.Random(3)
    for number in range(30):
        path = tmp_path / f"{number}.zip"
        method = dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
        with zipfile.ZipFile(path, "w", method, allowZip64=True) as archive:
            for member in range(dice.randrange(0, 20)):
                info = zipfile.ZipInfo(f"d{member % 3}/é{member}.txt")
                info.compress_type = method
                info.comment = b"c" * dice.randrange(4)
                with archive.open(info, "w", force_zip64=dice.random() < 0.5) as out:
                    out.write(dice.randbytes(dice.randrange(300)) * dice.randrange(1, 50))
            archive.comment = b"x" * dice.randrange(50)
        if dice.random() < 0.3:  # something before the archive
            path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            expected = {name: archive.read(name) for name in archive.namelist()}
            members = list(archives.members(file))
            assert {m.name: archives.content(file, m, 10**9) for m in members} == expected


def test_an_archive_of_more_members_than_16_bits_count_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(66_000):
            archive.writestr(f"{number}", b"")
    with (tmp_path / "a.zip").open("rb") as file:
        assert sum(1 for _ in archives.members(file)) == 66_000


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"in.zip": packed({"x": "y"})}, "an archive within an archive"),
        ({"../../up.txt": sheet()}, "a name that leads out of the archive"),
        ({"/etc/x.txt": sheet()}, "a name that leads out of the archive"),
        ({"C:\\x\\y.txt": sheet()}, "a name that leads out of the archive"),
        ({"big.txt": b" " * 3_000_000}, "3,000,000 bytes out of"),
        ({"nul.txt": b"\0" * 50}, "binary file"),
        ({"error.htm": "<html><title>502 Bad Gateway</title>"}, ""),
        ({"empty.json": ""}, "empty file"),
        ({"list.json": "[1, 2]"}, "JSON that is no object"),
        ({"other.json": '{"question": [1]}'}, 'JSON of "question"'),
        ({"nil.json": {"question": {"@xsi:nil": "true"}}}, "type None"),
    ],
)
def test_a_bad_member_is_named_and_the_others_are_read(
    tmp_path: Path, members: dict[str, Any], said: str
) -> None:
    report = read(tmp_path, {"a.zip": packed({"a": sheet(numero="1"), **members, "z": sheet()})})
    assert report.keys == [(14, "QE", 1), (14, "QE", 123)]
    (finding,) = report.findings
    assert said in finding.found
    assert finding.severity in ("refused", "ignored")
    assert ".." not in finding.path
    assert finding.path.startswith(f"{tmp_path}/s/a.zip/")


def test_an_encrypted_or_unsupported_member_is_named(tmp_path: Path) -> None:
    content = bytearray(packed({"a": sheet(numero="1"), "b": sheet()}))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 8] |= 1
    report = read(tmp_path, {"a.zip": bytes(content)})
    assert told(tmp_path, report) == [
        "a.zip/b: refused: an encrypted member; expected a member without password"
    ]
    content[entry + 8] = 0
    content[entry + 10] = 93
    report = read(tmp_path, {"a.zip": bytes(content)})
    assert told(tmp_path, report) == [
        "a.zip/b: refused: compressed by zstd; expected deflate: pack the archive again"
    ]
    lzma = packed({"c": sheet(numero="5")}, compression=zipfile.ZIP_LZMA)
    report = read(tmp_path, {"a.zip": packed({"a": sheet()}), "b.zip": lzma})
    assert "compressed by lzma" in told(tmp_path, report)[0]


def test_an_archive_cut_in_the_middle_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    content = packed({f"{n}.txt": sheet(numero=str(n)) for n in range(1, 50)})
    files: dict[str, str | bytes] = {
        "a.zip": content[:2000],
        "b.txt": sheet(),
        "c.zip": packed({"1": sheet(numero="7")}),
    }
    report = read(tmp_path, files)
    assert report.keys == [(14, "QE", 7), (14, "QE", 123)]
    assert told(tmp_path, report) == [
        "a.zip: refused: an archive without its directory: it is cut off after 2,000 bytes;"
        " fetch the archive again"
    ]


def test_an_archive_cut_within_its_directory_is_named(tmp_path: Path) -> None:
    content = packed({f"{n}.txt": sheet(numero=str(n)) for n in range(1, 50)})
    report = read(tmp_path, {"a.zip": content[:-100], "b.txt": sheet()})
    assert report.keys == [(14, "QE", 123)]
    assert told(tmp_path, report) == [
        f"a.zip: refused: an archive without its directory: it is cut off after {len(content) - 100:,} bytes;"
        " fetch the archive again"
    ]


def test_two_members_of_one_name_are_the_first_and_a_refusal(tmp_path: Path) -> None:
    content = packed({"a": sheet(numero="1"), "b": sheet(numero="2")})
    entry = content.rindex(b"PK\x01\x02") + 46
    content = content[:entry] + b"a" + content[entry + 1 :]
    report = read(tmp_path, {"a.zip": content})
    assert report.keys == [(14, "QE", 1)]
    (finding,) = report.findings
    assert finding.found == "a second document of this name in one file"
    (tmp_path / "s" / "a.zip").touch()
    assert read(tmp_path, {"b.txt": sheet()}).findings == [finding]


def test_a_member_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed({"a": "x" * 5_000}))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<L", 40)
    report = read(tmp_path, {"a.zip": bytes(content), "b": sheet()})
    assert "more than the 40 bytes" in report.findings[0].found


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    content = packed({f"{n:02}": random.Random(n).randbytes(900) for n in range(40)})
    first, end = content.index(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    directory = bytearray(content[first:end])
    at = 0
    while (at := directory.find(b"PK\x01\x02", at)) >= 0:
        directory[at + 42 : at + 46] = bytes(4)  # all of them where the first is
        at += 46
    bomb = content[: first // 40] + bytes(directory)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 40, 40, len(directory), first // 40, 0)
    report = read(tmp_path, {"a.zip": bomb + tail, "b": sheet()})
    assert report.keys == [(14, "QE", 123)]
    assert any(finding.found == "members that overlap" for finding in report.findings)


# Files of many questions


def many(*numbers: int, **changed: Any) -> str:
    """The single file of a legislature, as JSON."""
    found = [official(n, **changed)["question"] for n in numbers]
    return json.dumps({"questionsEcrites": {"question": found}}, ensure_ascii=False)


def as_xml(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(as_xml(name, entry) for entry in value)
    if value is None:
        return f'<{name} xsi:nil="true"/>'
    if isinstance(value, dict):
        inner = "".join(as_xml(k, v) for k, v in value.items() if not k.startswith("@"))
        return f"<{name}>{inner}</{name}>"
    text = str(value).replace("&", "&amp;").replace("<", "&lt;")
    return f"<{name}>{text}</{name}>"


def many_xml(*numbers: int) -> str:
    found = "".join(as_xml("question", official(n)["question"]) for n in numbers)
    root = f'<questionsEcrites xmlns:xsi="{XSI}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}{found}</questionsEcrites>'


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("where", ["file", "archive"])
def test_a_file_of_many_questions_is_the_same_as_one_file_each(
    tmp_path: Path, form: str, where: str
) -> None:
    numbers = range(1, 450)
    text = (many if form == "json" else many_xml)(*numbers)
    name = f"XIV.{form}"
    files = {name: text} if where == "file" else {"a.zip": packed({name: text})}
    report = read(tmp_path / "many", files)
    read(tmp_path / "each", {f"{n}.json": json.dumps(official(n)) for n in numbers})
    assert report.keys == [(17, "QE", n) for n in numbers]
    assert report.findings == []
    assert {d.layout for d in report.documents()} >= {"opendata", "bulk"}
    pairs = zip(questions(tmp_path / "many"), questions(tmp_path / "each"), strict=True)
    top = name if where == "file" else f"a.zip/{name}"
    for one, other in pairs:
        assert one.source == f"{top}#QANR5L17QE{one.numero}"
        assert one.question == other.question
        assert one.attributions == other.attributions


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_file_of_many_that_is_cut_keeps_what_came_before(tmp_path: Path, form: str) -> None:
    text = (many if form == "json" else many_xml)(*range(1, 101)).encode()
    report = read(tmp_path, {"a": text[: len(text) * 6 // 10]})
    assert [n for _, _, n in report.keys] == list(range(1, len(report.keys) + 1))
    assert 55 < len(report.keys) < 61
    (finding,) = report.findings
    assert f"after {len(report.keys)} questions" in finding.found
    assert finding.severity == "refused"


def test_a_broken_question_among_many_loses_only_itself(tmp_path: Path) -> None:
    tree = json.loads(many(1, 2, 3, 4, 5))
    found = tree["questionsEcrites"]["question"]
    found[1]["identifiant"] = [None, 7, {"@xsi:nil": "true"}]
    found[2]["textesQuestion"] = []
    found[3] = {"uid": "QANR5L17QE4", "x": [[]]}
    found.insert(3, "no object")
    report = read(tmp_path, {"a.json": json.dumps(tree)})
    assert {1, 3, 5} <= {numero for _, _, numero in report.keys}
    assert all("fault of the parser" not in f.expected for f in report.findings)
    assert any(f.path.endswith("a.json#4") for f in report.findings)


def test_one_big_file_of_any_root_is_read(tmp_path: Path) -> None:
    entries = [official(n) for n in (1, 2)]
    texts = {
        "a.json": json.dumps([entry["question"] for entry in entries]),
        "b.json": json.dumps({"export": {"questions": {"question": [official(3)["question"]]}}}),
        "c.json": json.dumps([official(4), official(5)]),
    }
    assert [n for *_, n in read(tmp_path, texts).keys] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><questionsEcrites><question>&a;</question></questionsEcrites>',
        "<questionsEcrites><!-- "
        + "x" * 70_000
        + " --><question>&lol;</question></questionsEcrites>",
        "<questionsEcrites>" + "<question>" * 5_000,
        '{"questionsEcrites": {"question": [{"uid": "a", "b": ' + "[" * 100_000,
        '{"questionsEcrites": {"question": [{"uid": "a", "b": "' + "x" * 9_000_000,
        '{"questionsEcrites": {"question": [{"uid": "a", "b": '
        + '{"a":' * 5_000
        + "1"
        + "}" * 5_000,
    ],
    ids=["entities", "comment", "deep xml", "deep json", "endless", "deep objects"],
)
def test_a_hostile_file_of_many_is_refused_by_name(tmp_path: Path, text: str) -> None:
    report = read(tmp_path, {"a": text, "b": sheet()})
    assert report.keys == [(14, "QE", 123)]
    assert report.findings
    assert all("fault of the parser" not in f.expected for f in report.findings)


# One build after the other


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each build came an hour after the files were written."""
    monkeypatch.setattr(memory, "time_ns", lambda: time.time_ns() + 3_600_000_000_000)


def test_an_archive_that_did_not_change_is_not_opened(
    tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(tmp_path, {"a.zip": packed({"a": sheet(), "b": "x"}), "b.json": many(1, 2)})
    told = first.findings  # those of the memory as it stands
    assert told
    monkeypatch.setattr(archives, "members", lambda file: pytest.fail("was opened"))
    monkeypatch.setattr(bulk, "objects", lambda *_: pytest.fail("was opened"))
    again = read_sources(find_files([tmp_path / "s"]), tmp_path / "c" / "records")
    assert (again.keys, again.digests, again.parsed) == (first.keys, first.digests, 0)
    assert again.findings == told
    assert again.files == first.files


def test_of_a_changed_archive_only_what_changed_is_parsed(tmp_path: Path, settled: None) -> None:
    members = {f"{n}": sheet(numero=str(n)) for n in range(1, 20)}
    read(tmp_path, {"a.zip": packed(members)})
    members["3"] = sheet(numero="3", question="Autre chose, pour M. le ministre.")
    del members["5"]
    report = read(tmp_path, {"a.zip": packed(members)})
    assert report.parsed == 1
    assert [n for *_, n in report.keys] == [n for n in range(1, 20) if n != 5]


def document(dice: random.Random) -> str | dict[str, Any]:
    numero = dice.randint(1, 6)
    text = f"Mme Anne Martin interroge {dice.randint(1, 2)}."
    found: list[str | dict[str, Any]] = [
        sheet(numero=str(numero), question=text),
        head(numero=str(numero), question=text),
        json.dumps(official(numero) | {}),
        official(numero, textesReponse=None, cloture=None),
        "# no question",
        "",
    ]
    return dice.choice(found)


def test_any_chain_of_builds_over_archives_is_a_clean_build(tmp_path: Path, settled: None) -> None:
    dice = random.Random(9)
    acteur = (OFFICIAL / "acteur_PA1008.json").read_text("utf-8")
    others = acteur.replace("PA1008", "PA793844").replace("PM842621", "PM842681")
    source = tmp_path / "s"
    source.mkdir()
    (source / "first.txt").write_text(sheet(numero="9"), "utf-8")
    for step in range(30):
        for _ in range(dice.randint(1, 2)):
            path = source / dice.choice(["a", "b.zip", "c", "d"])
            match dice.choice(["zip", "many", "file", "delete", "people", "rename"]):
                case "zip":
                    members = {dice.choice("uvwxyz"): document(dice) for _ in range(4)}
                    if dice.random() < 0.3:
                        members["m.json"] = many(*dice.sample(range(1, 7), 3))
                    path.write_bytes(packed(members))
                case "many":
                    path.write_text(many(*dice.sample(range(1, 7), 3)), "utf-8")
                case "file":
                    text = document(dice)
                    path.write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
                case "people":
                    if dice.random() < 0.5:
                        path.write_bytes(packed({"json/acteur/PA.json": others, "o": acteur}))
                    else:
                        path.write_text(others, "utf-8")
                case "delete":
                    path.unlink(missing_ok=True)
                case "rename" if path.exists():
                    path.rename(source / dice.choice("abcd"))
        chained = read_sources(find_files([source]), tmp_path / "c" / "records")
        clean = read_sources(find_files([source]), tmp_path / f"clean{step}" / "records")
        assert chained.keys == clean.keys
        assert chained.findings == clean.findings
        assert (tmp_path / "c" / "records").read_bytes() == (
            tmp_path / f"clean{step}" / "records"
        ).read_bytes()
        assert chained.digests == clean.digests
        assert list(chained.lengths) == list(clean.lengths)
        assert list(chained.documents()) == list(clean.documents())


# Deputies


def test_deputies_give_the_names_behind_references_in_any_order(
    tmp_path: Path, settled: None
) -> None:
    acteur = json.loads((OFFICIAL / "acteur_PA1008.json").read_text("utf-8"))
    changed = json.dumps(acteur).replace("PA1008", "PA793844").replace("PM842621", "PM842681")
    texts = official(1, textesReponse=None)
    texts["question"]["textesQuestion"]["texteQuestion"]["texte"] = "Sans auteur nommé ici."
    report = read(tmp_path, {"q.json": json.dumps(texts), "t.txt": sheet()})
    assert report.unknown_authors == (1, 1)
    assert questions(tmp_path)[1].auteur is None
    report = read(tmp_path, {"z/amo.zip": packed({"json/acteur/PA.json": changed})})
    assert report.unknown_authors == (0, 0)
    assert report.parsed == 2  # the deputy, and the one question that names one
    question = questions(tmp_path)[1]
    assert (question.auteur, question.departement) == ("Alain David", "Gironde")
    assert report.findings == []
    (tmp_path / "s" / "z" / "amo.zip").unlink()
    report = read(tmp_path, {})
    assert questions(tmp_path)[1].auteur is None
    assert report.unknown_authors == (1, 1)


def test_two_archives_of_deputies_that_disagree_are_told_in_every_build(
    tmp_path: Path, settled: None
) -> None:
    acteur = (OFFICIAL / "acteur_PA1008.json").read_text("utf-8")
    other = acteur.replace('"David"', '"Durand"')
    files: dict[str, str | bytes] = {
        "t.txt": sheet(),
        "a.json": acteur,
        "b.zip": packed({"b.json": other}),
    }
    for more in (files, {}):
        report = read(tmp_path, more)
        assert [str(finding) for finding in report.findings] == [
            'the archives of deputies: doubtful: PA1008 is "M. Alain David" and "M. Alain Durand";'
            " left out; expected one person in all archives"
        ]
    (tmp_path / "s" / "b.zip").unlink()
    assert read(tmp_path, {}).findings == []


def test_findings_are_sorted_and_counted_by_document(tmp_path: Path) -> None:
    report = read(tmp_path, {"b.zip": packed({"z": "x", "y": ""}), "a": "#", "c": sheet()})
    paths = [Path(finding.path).name for finding in report.findings]
    assert paths == ["a", "y", "z"]
    assert report.counts() == {"refused": 3}
    assert report.doubts == 3
    kinds = {type(finding) for finding in report.findings}
    assert kinds == {Finding}
