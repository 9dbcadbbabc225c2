"""The files to take away are the records, whole, and say what they are."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import importlib.util
import io
import json
import re
from datetime import date
from pathlib import Path

import orjson
import pytest
from frictionless import validate
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from exports.cells import safe
from exports.dictionary import fields
from exports.writing import NotOurExportsError, require_ours
from parser.corpus import read_records, read_sources
from parser.question import FIELDS, Attribution, Question, Tableau, from_dict
from parser.sources import find_files
from publisher.facts import Facts
from tests.exports.folder import Folder, paragraph
from tests.site.conftest import ROOT, make_question

#: What a spreadsheet computes, takes apart, or shows otherwise than it is.
MARKS = (
    "=cmd|' /C calc'!A0",
    "+33 1 40 63 60 00",
    "-1+1",
    "@SUM(1)",
    " =1+1",
    "＝1+1",
    "'=1",
    "''",
    "un ; deux \"trois\" ; 'quatre'",
    "<table><tr><td>1</td></tr></table>",
    "\\<table>",
    "\\\\<table>",
    "\\* note",
    "1/2",
    "0012",
    "🙂 \u202eabc\u00a0; œ",
)


def hostile(numero: int, mark: str) -> Question:
    """The mark in every field that takes a text."""
    texts = {
        field.name: mark
        for field in fields()
        if field.type == "text"
        and not field.required
        and field.name not in ("auteur_source", "groupe_date")
    }
    return make_question(
        numero,
        **texts,
        date_question=date(2014, 1, 7),
        attributions=(Attribution(date(2014, 1, 7), mark), Attribution(date(2014, 2, 7))),
        renouvellements=(date(2014, 3, 4), date(2014, 5, 6)),
        signalement=date(2014, 6, 3),
        errata=(date(2014, 7, 1),),
        question=(mark, Tableau("<table><tr><td>2</td></tr></table>"), mark),
        reponse=(Tableau("<table><tr><td>3</td></tr></table>"), mark),
    )


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Question]:
    """The seeds, official files, and hostile questions of another legislature."""
    file = tmp_path_factory.mktemp("records") / "records.jsonl"
    read_sources(find_files([ROOT / "seeds", ROOT / "tests" / "official"]), file)
    made = [hostile(number, mark) for number, mark in enumerate(MARKS, 1)]
    return [*read_records(file), *(dataclasses.replace(q, legislature=12) for q in made)]


@pytest.fixture(scope="module")
def folder(records: list[Question], tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("exports"))
    folder.write(records)
    return folder


def test_csv_gives_the_records_back(folder: Folder, records: list[Question]) -> None:
    expected = sorted(records, key=lambda question: question.key)
    assert list(folder.from_csv()) == expected
    parts = [q for n in (12, 13, 14, 17) for q in folder.from_csv(f"questions-{n}.csv")]
    assert parts == expected


def test_csv_opens_in_a_french_spreadsheet_and_computes_nothing(folder: Folder) -> None:
    content = folder.files()["questions.csv"]
    assert content.startswith("\ufeffid;legislature;type;".encode())
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert text.count("\r\n") == len(rows)
    assert rows[0] == list(FIELDS)
    assert not [
        c for row in rows for c in row if c.lstrip()[:1] in tuple("=+-@＝＋－＠\t\r\n") and c
    ]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_text_is_its_cell_but_for_one_apostrophe(text: str) -> None:
    assert safe(text).removeprefix("'") == text or text == safe(text)
    assert safe(text)[:1] == "'" or not text.startswith("'")
    assert safe(text).lstrip()[:1] not in ("=", "+", "-", "@")


def test_json_lines_are_the_records(folder: Folder) -> None:
    files = folder.files()
    assert files["questions.jsonl"] == folder.records.read_bytes()
    parts = [files[f"questions-{n}.jsonl"] for n in (12, 13, 14, 17)]
    assert b"".join(parts) == files["questions.jsonl"]


def test_parquet_gives_the_records_back(folder: Folder, records: list[Question]) -> None:
    found = []
    for row in parquet.read_table(folder.exports / "questions.parquet").to_pylist():
        values = {name: value for name, value in row.items() if value is not None}
        for name in ("question", "reponse"):
            if name in values:
                values[name] = [paragraph(text) for text in values[name]]
        if "signalement" in values:
            values["signalement"] = {"date": values["signalement"]}
        found.append(from_dict(values))
    assert found == sorted(records, key=lambda question: question.key)


def test_the_package_is_valid_and_its_data_as_it_says(folder: Folder) -> None:
    report = validate(str(folder.exports / "datapackage.json"))
    assert report.valid, report.flatten(["title", "type", "message"])
    package = json.loads(folder.files()["datapackage.json"])
    assert package["licenses"][0]["name"] == "etalab-2.0"
    last = max(Facts.of(question)[0].last_day for question in folder.from_csv())
    assert package["version"] == date.fromordinal(last).isoformat()


def test_a_cell_of_another_type_makes_the_package_invalid(
    records: list[Question], tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "folder")
    folder.write(records[:3])
    path = folder.exports / "questions.csv"
    path.write_bytes(path.read_bytes().replace(b";14;QE;", b";quatorze;QE;", 1))
    assert not validate(str(folder.exports / "datapackage.json")).valid


def test_the_dictionary_has_every_field_with_its_description(folder: Folder) -> None:
    described = json.loads(folder.files()["schema.json"])["fields"]
    assert [field["name"] for field in described] == list(FIELDS)
    assert all(field["description"] and field["title"] for field in described)
    by_name = {field["name"]: field for field in described}
    assert by_name["signalement"]["title"] == "Signalement au JO du"
    assert by_name["page_question"]["description"] == (
        "La page de la question dans ce Journal officiel. Absent : la source ne la donne pas."
    )


def test_the_dictionary_says_in_french_what_the_document_says() -> None:
    """As far as a test can tell: each value, example and field that the one names, the other names too."""
    rows = re.findall(
        r"^\| (`\w+`(?:, `\w+`)*) \| [^|]+ \| (.*) \|$",
        (ROOT / "parser" / "FRONT_MATTER.md").read_text("utf-8"),
        re.MULTILINE,
    )
    said = {f"`{field.name}`": field.description for field in fields()}
    named = re.compile("`[^`]+`")
    of_fields = [(names.split(", "), what) for names, what in rows if names.split(", ")[0] in said]
    assert len(of_fields) > 30
    for names, what in of_fields:
        french = " ".join(said[name] for name in names)
        assert set(named.findall(what)) - set(named.findall(french)) <= {"`--source`"}, names


def test_checksums_are_those_of_the_files(folder: Folder) -> None:
    files = folder.files()
    lines = files["SHA256SUMS"].decode().splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    told = files.keys() - {"SHA256SUMS", ".questions-ecrites"}
    assert listed == {name: hashlib.sha256(files[name]).hexdigest() for name in told}


def test_only_the_legislature_that_changed_is_written_anew(
    records: list[Question], tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "folder")
    folder.write(records)
    before = {path.name: path.stat().st_ino for path in folder.exports.iterdir()}
    folder.write(records)
    assert {path.name: path.stat().st_ino for path in folder.exports.iterdir()} == before
    changed = [dataclasses.replace(q, titre="Autre") if q.legislature == 13 else q for q in records]
    folder.write(changed)
    now = {path.name: path.stat().st_ino for path in folder.exports.iterdir()}
    written = {name for name in now if now[name] != before[name]}
    kinds = ("csv", "jsonl", "parquet")
    assert written == {f"questions{part}.{kind}" for part in ("", "-13") for kind in kinds} | {
        "datapackage.json",
        "SHA256SUMS",
    }
    clean = Folder(tmp_path / "clean")
    clean.write(changed, workers=2)
    assert clean.files() == folder.files()


def test_what_is_gone_or_half_written_goes(records: list[Question], tmp_path: Path) -> None:
    folder = Folder(tmp_path / "folder")
    folder.write(records)
    (folder.exports / ".questions-14.csv.new").write_bytes(b"half")
    (folder.exports / "questions-14.csv").write_bytes(b"touched by hand")
    (folder.exports / "notes.txt").write_bytes("à moi".encode())
    left = [question for question in records if question.legislature != 12]
    folder.write(left)
    clean = Folder(tmp_path / "clean")
    clean.write(left)
    assert folder.files() == clean.files() | {"notes.txt": "à moi".encode()}


def test_without_pyarrow_there_is_no_parquet_and_that_is_said(
    records: list[Question], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    folder = Folder(tmp_path / "folder")
    folder.write(records)
    assert not [name for name in folder.files() if name.endswith("parquet")]
    assert "no Parquet without pyarrow" in folder.said[-1]
    assert "Parquet n’est pas de cet envoi" in folder.files()["LISEZ-MOI.txt"].decode()


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    require_ours(tmp_path / "new")
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(NotOurExportsError, match="that no build made"):
        require_ours(tmp_path)


def test_records_are_told_by_their_days_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "folder")
    folder.write([make_question(1)])
    package = orjson.loads(folder.files()["datapackage.json"])
    assert "version" not in package
    folder.write([make_question(1)], au=date(2015, 1, 2))
    assert orjson.loads(folder.files()["datapackage.json"])["version"] == "2015-01-02"
