"""Every line of the catalogue of layouts: a document, and the record a careful person writes from it."""

from __future__ import annotations

import json
from typing import Final

import pytest

from parser.page import from_page, to_page
from parser.question import from_dict, to_dict
from parser.read import read_question
from tests.parser.cases import Case, cases, document_of

OFFICIAL: Final = "https://questions.assemblee-nationale.fr"


def expected(case: Case, source: str) -> Case:
    """The record as `to_dict` gives it in JSON: what a case leaves out follows from the rest."""
    fields = {name: value for name, value in case["record"].items() if value is not None}
    key = f"{fields['legislature']}-{fields['numero']}QE"
    fields |= {
        "id": f"QANR5L{fields['legislature']}QE{fields['numero']}",
        "type": "QE",
        "source": source,
        "url_officielle": f"{OFFICIAL}/q{fields['legislature']}/{key}.htm",
    }
    for name in ("question", "reponse"):
        if isinstance(fields.get(name), str):
            fields[name] = [fields[name]]
    return fields


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['layout']}: {case['claim']}")
def test_catalogue(case: Case) -> None:
    source = case.get("file") or "document.txt"
    reading = read_question(document_of(case), source=source, path=source)
    question, findings = reading.question, reading.findings
    said = [str(finding) for finding in findings]
    if "refused" in case:
        assert question is None, "not refused"
        assert len(said) == 1
        assert all(words in said[0] for words in case["refused"]), said
        return
    assert question is not None, said
    record = json.loads(json.dumps(to_dict(question), default=str))
    assert record == expected(case, source), said
    awaited = case.get("said") or []
    assert [words for words in awaited if not any(words in line for line in said)] == [], said
    assert awaited or not said, said
    assert from_page(to_page(question)) == question
    assert from_dict(record) == question
