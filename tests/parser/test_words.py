"""No word of a source is lost, and none is invented."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parser.markup import plain
from parser.paragraphs import ends_sentence, read_paragraphs
from parser.question import to_dict
from parser.read import read_question
from tests.parser.documents import HEAD, SHEET, VALUES, read

SEEDS = Path(__file__).parents[2] / "seeds"
MONTH_NAMES = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
WORDS = re.compile(r"[^\W_]+")
WORD = st.text(
    st.sampled_from("abcéÉœ0123456789'’-*_<>&[]{}#`|\\.,;:!?«»%€\u00a0^"), min_size=1, max_size=9
).filter(lambda word: not re.search(r"\d\^|\]\(|^\\|\\\*", word))
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
#: Lines and blank lines, as an extraction from a PDF gives them.
TEXT = st.lists(st.one_of(LINE, LINE, st.just("")), min_size=1, max_size=8).map("\n".join)


def words(text: str) -> Counter[str]:
    return Counter(text.replace("\\*", "*").split())


@given(TEXT)
def test_the_paragraphs_hold_the_words_of_the_lines(text: str) -> None:
    found = read_paragraphs(text.split("\n"))
    typed = " ".join(plain(paragraph).replace("*", "") for paragraph in found)
    assert words(typed) == words(text.replace("*", ""))


@given(TEXT)
def test_a_paragraph_ends_where_a_sentence_does(text: str) -> None:
    found = read_paragraphs(text.split("\n"))
    assert all(ends_sentence(paragraph) for paragraph in found[:-1])


@given(TEXT)
@example(":*\n\n0")
def test_reading_paragraphs_again_changes_nothing(text: str) -> None:
    found = read_paragraphs(text.split("\n"))
    again = read_paragraphs("\n\n".join(found).split("\n"))
    assert again == found


@given(question=TEXT, reponse=TEXT)
def test_what_a_sheet_and_a_head_say_is_all_in_the_record(question: str, reponse: str) -> None:
    plain_words = VALUES | {"question": f"Début. {question}", "reponse": f"Suite. {reponse} fin."}
    for template in (SHEET, HEAD):
        text = template.format(**{"numero_bis": VALUES["numero"]} | plain_words)
        record = read(text).question
        assert record
        told = " ".join(plain(p).replace("*", "") for p in (*record.question, *record.reponse))
        expected = f"{plain_words['question']} {plain_words['reponse']}".replace("*", "")
        assert words(told) == words(expected)


#: What the files say besides their texts and values.
LABELS = """
assemblée nationale législature question écrite n n texte de la question texte de la réponse données
clés auteur circonscription type de question numéro de la question question écrite rubrique ministère
interrogé ministère attributaire date s clé s date s clé e s question publiée au jo le page réponse
publiée au jo le page tête d analyse analyse de m
"""


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_word_of_a_seed_is_a_label_or_in_the_record(path: Path) -> None:
    raw = path.read_text("utf-8").replace("www. internet-signalement. gouv. fr", "")
    record = read_question(path.read_bytes(), source="", path="").question
    assert record
    values = to_dict(record)
    for name in ("date_question", "date_reponse"):
        day = values.pop(name)
        values |= {f"{name} written": f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"}
        values |= {f"{name} in digits": f"{day:%d/%m/%Y}"}
    # The number stands twice in a sheet; the legislature is written as an ordinal.
    told = (
        f"{LABELS} {record.numero} {record.legislature}ème {json.dumps(values, ensure_ascii=False)}"
    )
    missing = Counter(WORDS.findall(raw.replace("^", "").casefold()))
    missing -= Counter(WORDS.findall(told.casefold()))
    assert missing == Counter()
