"""Whatever a file holds: a message a person can act on, and the other files go on."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.parser.documents import head, messages, read, sheet


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "dir/f.txt: refused: empty file; expected a written question"),
        (b" \n\n", "dir/f.txt: refused: empty file; expected a written question"),
        (b"line\n\x00\x01", "dir/f.txt:2: refused: binary file; expected text in UTF-8"),
        (
            "Données clés\n".encode("cp1252"),
            "dir/f.txt:1: refused: byte 0xE9 is not UTF-8; expected text in UTF-8; if the file is in"
            " Windows-1252, convert it: iconv -f WINDOWS-1252 -t UTF-8",
        ),
        (
            b"# Read me\n",
            'dir/f.txt:1: refused: no known layout, it begins with "# Read me"; expected a line'
            ' "Question écrite n° N" or "Question N° : N"',
        ),
        (
            sheet(numero_bis="124").encode(),
            "dir/f.txt:29: refused: number 124 here, 123 above; expected the same number twice:"
            " correct the file, or fetch it again",
        ),
        (
            sheet()[: sheet().index("Données")].encode(),
            'dir/f.txt:21: refused: no "Données clés"; expected it after the texts: the sheet is cut'
            " off, fetch it again",
        ),
        (
            head()[: head().index("Texte de la question")].encode(),
            'dir/f.txt:8: refused: no "Texte de la question"; expected it under the head: the page is'
            " cut off, fetch it again",
        ),
        (
            sheet().replace("14ème législature", "").encode(),
            'dir/f.txt: refused: no legislature; expected a line "14ème législature"',
        ),
        (
            sheet(numero="0").encode(),
            "dir/f.txt:11: refused: question number 0; expected 1 to 999999",
        ),
        (
            sheet().replace("14ème", "144ème").encode(),
            'dir/f.txt:7: refused: "144ème législature" is no legislature of the Fifth Republic',
        ),
    ],
)
def test_a_refused_file_is_named_with_its_remedy(content: bytes, said: str) -> None:
    question, findings = read(content)
    assert question is None
    assert [str(finding) for finding in findings] == [said]


@pytest.mark.parametrize(
    ("before", "piece"),
    [
        ('<?xml version="1.0"?><question><uid>QANR5L17QE1</uid>', "<a/>"),
        ("14ème législature\nQuestion N° : 1 De M. Jean Dupont\n", "Données clés\n"),
    ],
)
def test_what_is_repeated_without_end_takes_as_long_as_its_bytes(before: str, piece: str) -> None:
    """A second or two; each of these took minutes, growing with the square."""
    content = before.encode()
    content += piece.encode() * ((1_900_000 - len(content)) // len(piece.encode()))
    start = time.process_time()
    _, findings = read(content)
    assert findings
    assert time.process_time() - start < 30


def test_an_unknown_label_is_reported_and_the_question_is_published() -> None:
    text = sheet().replace("Rubrique :", "Couleur : bleu\n\nRubrique :")
    assert messages(text) == [
        'dir/f.txt:31: doubtful: unknown label or line "Couleur : bleu"; left out; if it is a label,'
        " add its spelling to parser/labels.yml"
    ]
    assert read(text).question == read(sheet()).question


@pytest.mark.parametrize(
    "more",
    ["\tCouleur > bleu", "   Couleur > bleu", "\nCouleur > bleu", "\nDate de fête : 1/1/2012"],
)
def test_an_unknown_label_of_a_head_is_reported_and_nothing_else_is_lost(more: str) -> None:
    text = head(more=more)
    assert len(messages(text)) == 1
    assert more.strip() in messages(text)[0]
    assert read(text).question == read(head()).question


def test_what_may_be_an_unknown_label_or_part_of_a_value_is_kept_and_reported() -> None:
    question, findings = read(head(more=" Population > 3 500 habitants."))
    assert question
    assert question.analyse == "implantation. procédure. Population > 3 500 habitants."
    assert [f.found for f in findings] == ['"Population > 3 500 habitants." in a value']


def test_an_unknown_label_behind_a_date_leaves_the_date() -> None:
    question, findings = read(
        head(
            dates="Question publiée au JO le : 20/05/2014 page : 3995 Date de fête : 01/01/2013"
            " Réponse publiée au JO le : 29/07/2014 page : 6524"
        )
    )
    assert question == read(head()).question
    assert [f.found for f in findings] == ['unknown label or line "Date de fête : 01/01/2013"']


def test_an_impossible_date_is_absent_and_reported_with_its_line() -> None:
    question, findings = read(head(dates="Question publiée au JO le : 31/02/2013 page : 12"))
    assert question
    assert question.date_question is None
    assert str(findings[0]) == (
        'dir/f.txt:6: doubtful: Question publiée au JO le : "31/02/2013 page : 12"; left out: date'
        ' "31/02/2013" does not exist; expected a day of the calendar'
    )


@pytest.mark.parametrize("year", ["0014", "1912", "9999"])
def test_a_year_out_of_bounds_is_no_date(year: str) -> None:
    question, findings = read(sheet(publiee=f"20 mai {year}, page 1"))
    assert question
    assert question.date_question is None
    assert len(findings) == 1


def test_an_answer_before_its_question_is_published_and_reported() -> None:
    question, findings = read(sheet(publiee="20 mai 2015, page 1"))
    assert question
    assert question.date_question
    assert "answer of 2014-07-29 to a question of 2015-05-20" in str(findings[0])


def test_a_head_cut_off_in_its_text_is_published_and_reported() -> None:
    question, findings = read(head(reponse="Le Gouvernement y veille et"))
    assert question
    assert "is the file cut off?" in str(findings[0])


def test_a_sheet_cut_off_in_its_facts_is_published_and_reported() -> None:
    text = sheet()[: sheet().index("Rubrique :")]
    question, findings = read(text)
    assert question
    assert {f.found for f in findings} >= {'no "Rubrique"', 'no "Question publiée au JO le"'}


def test_an_unreadable_character_is_published_and_reported() -> None:
    question, findings = read(sheet(auteur="M. S\ufffdbastien Martin"))
    assert question
    assert findings[0].line == 23


def test_two_different_values_of_one_label_keep_the_first() -> None:
    text = sheet().replace("Rubrique : Énergie", "Rubrique : Énergie\n\nRubrique : Eau")
    question, findings = read(text)
    assert question
    assert question.rubrique == "Énergie"
    assert 'a second "Rubrique": "Eau"' in str(findings[0])


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reader(content: bytes) -> None:
    question, findings = read(content)
    assert question is not None or findings


@given(st.data())
def test_no_damage_to_a_sheet_or_head_stops_the_reader(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([sheet(), head()])).encode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    question, findings = read(text[:start] + data.draw(st.binary(max_size=20)) + text[end:])
    assert question is not None or findings


def test_a_page_of_which_no_text_is_left_is_refused() -> None:
    page = '<!doctype html><html><title>Question</title>\n<a class="button" href="#">Voir la version PDF</a>'
    assert "a page without text" in messages(page)[0]
