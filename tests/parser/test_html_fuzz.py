"""Whatever a saved page holds: an answer in short time, and no value that is not in the page."""

# ruff: noqa: E501 (pieces of pages)
from __future__ import annotations

import html
import os
import random
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.fold import fold
from parser.markup import plain
from parser.page import from_page, to_page
from parser.question import Question, Tableau, to_dict
from parser.read import Reading, read_question
from tests.parser.cases import cases, document_of

#: All documents of the catalogue that are HTML, as bytes.
PAGES = [
    (case.get("file") or "x.htm", document_of(case))
    for case in cases()
    if case["layout"] == "h_html" and "refused" not in case
]
PIECES = [
    b"<div>", b"</div>", b"<p>", b"</p>", b"<td>", b"</td>", b"<tr>", b"<table>", b"</table>", b"<br>", b"<span>",
    b"</span>", b"<h3>Texte de la question</h3>", b"<h3>Texte de la r\xc3\xa9ponse</h3>", b"<nav>", b"<!--", b"-->",
    b"Rubrique :", b"Question de :", b"&#0;", b"&nbsp;", b"<em>", b"</em>", b"|", b"\t", b"<a href='http://x.fr'>", b"</a>",
    b"R\xc3\xa9ponse publi\xc3\xa9e le 4 mars 2025", b"Question N\xc2\xb0 : 12", b'<p class="_pa-small">', b"<script>", b"\xe9",
]  # fmt: skip
#: Fields whose value is made from others, or from the address.
MADE = (
    "id",
    "type",
    "etat",
    "source",
    "url_officielle",
    "groupe_date",
    "auteur_source",
    "civilite",
    "nom",
)


def read(content: bytes, name: str) -> Reading:
    reading = read_question(content, source=name, path=name)
    for finding in reading.findings:
        assert "fault of the parser" not in finding.expected, finding
    assert reading.question or reading.findings
    if reading.question:
        assert from_page(to_page(reading.question)) == reading.question
    return reading


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def stands_in(question: Question, text: str) -> None:
    """Each value of a record is in the words of its document."""
    words = letters(text)
    for name, value in to_dict(question).items():
        if name in MADE:
            continue
        values = value if isinstance(value, list) else [value]
        for one in values:
            found = one.get("date", one.get("tableau")) if isinstance(one, dict) else one
            if isinstance(found, date):
                assert str(found.year) in words, (name, found)
                assert str(found.day) in words, (name, found)
            elif isinstance(found, str) and found.startswith("<table>"):
                assert letters(plain(Tableau(found))) in words
            elif name in ("question", "reponse"):
                assert letters(plain(re.sub(r"\]\([^()]*\)", "]", str(found)))) in words
            elif name == "auteur":  # its words may be turned round
                assert all(letters(part) in words for part in str(found).split()), found
            else:
                assert letters(str(found)) in words, (name, found)


def words_of(content: bytes) -> str:
    """The words of a page without its tags, in the order they stand."""
    text = content.decode("utf-8", "replace")
    return html.unescape(re.sub(r"<(?:[^<>]*)>|[<>]", "", text)) + html.unescape(
        re.sub(r"[<>]", "", text)
    )


@given(st.sampled_from(PAGES), st.randoms(use_true_random=False))
def test_a_page_with_pieces_changed_is_answered(
    page: tuple[str, bytes], chance: random.Random
) -> None:
    name, content = page
    for _ in range(chance.randrange(1, 10)):
        at = chance.randrange(len(content) + 1)
        if chance.randrange(3):
            content = content[:at] + chance.choice(PIECES) + content[at:]
        else:
            content = content[:at] + content[at + chance.randrange(1, 120) :]
    read(content, name)


@given(st.sampled_from(PAGES), st.randoms(use_true_random=False))
def test_a_page_without_some_of_its_tags_has_no_value_of_its_own(
    page: tuple[str, bytes], chance: random.Random
) -> None:
    name, content = page
    tags = [
        found.span() for found in re.finditer(rb"</?(?!script|style|title)[a-zA-Z][^<>]*>", content)
    ]
    for start, end in sorted(chance.sample(tags, chance.randrange(1, 6)), reverse=True):
        content = content[:start] + content[end:]
    question = read(content, name).question
    if question and b"charset=" in content:
        codec = (
            "cp1252" if b"iso-8859-1" in content.lower() and b"\xc3\xa9" not in content else "utf-8"
        )
        stands_in(question, words_of(content.decode(codec, "replace").encode()))


@given(st.sampled_from(PAGES), st.data())
def test_a_page_cut_anywhere_is_answered(page: tuple[str, bytes], data: st.DataObject) -> None:
    name, content = page
    read(content[: data.draw(st.integers(0, len(content)))], name)


HOSTILE = [
    "<div>", "<b>", "<b a=1><p>", "<!--", "<", "<!", "</", "<a ", '<a b="', "&", "<table><tr><td>x", "<br>x",
    "<span>x</span>", "<nav>x</nav>", "<h3>Texte de la question</h3>", "<h3>Texte de la question</h3><p>x</p>",
    "<p>Rubrique :</p>", "Question N° : 1 ", "<p>Question de :</p>", "<b>Analyse &gt;</b> ", "(", "<td></td>",
    "<!-- x -->", "<table><tr><td>1<td>2</table>", "<a href=/dyn/deputes/PA1>M. X</a>", "de M. ",
    "Question écrite n° ", "Date de cloture :<br>", "<p class=_pa-small>x", "- ", "<div class=menu>", "\u00a0",
    "Réponse du Ministère ",
]  # fmt: skip
OPENED = ["<html>", "<html><h3>Texte de la question</h3>", "<html>Question de : M. X<p>"]
#: Bytes of a hostile page; `HOSTILE_BYTES=1990000` is the largest that is read at all.
SIZE = int(os.environ.get("HOSTILE_BYTES", "30000"))


@pytest.mark.parametrize("opened", range(len(OPENED)))
def test_no_hostile_page_takes_long(opened: int) -> None:
    for piece in HOSTILE:
        start = time.process_time()
        read((OPENED[opened] + piece * (SIZE // len(piece.encode()))).encode(), "14-1QE.htm")
        assert time.process_time() - start < 30, piece
