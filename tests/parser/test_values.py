"""Dates, pages and numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.fold import fold
from parser.values import MONTHS, parse_day, parse_legislature, parse_publication, split_name

DAYS = st.dates(date(1971, 1, 1), date(2100, 12, 31))
WRITTEN_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


@given(DAYS)
def test_a_day_reads_the_same_in_words_and_in_digits(day: date) -> None:
    ordinal = "1er" if day.day == 1 else str(day.day)
    assert parse_day(f"{ordinal} {WRITTEN_MONTHS[day.month - 1]} {day.year}") == day
    assert parse_day(f"{day:%d/%m/%Y}") == day


@given(DAYS, st.none() | st.integers(1, 99_999))
def test_a_publication_reads_with_and_without_page(day: date, page: int | None) -> None:
    written = f"{day:%d/%m/%Y}" + (f" page : {page}" if page else "")
    assert parse_publication(written) == (day, page, None, "")


@given(st.text(max_size=30))
def test_no_text_makes_a_date_reader_fail_otherwise_than_by_a_value_error(text: str) -> None:
    try:
        outcome: object = parse_publication(text).day
    except ValueError as error:
        outcome = str(error)
    assert isinstance(outcome, date) or "expected" in str(outcome)


@pytest.mark.parametrize(
    "text",
    ["30/02/2012", "31 avril 2014", "0/1/2012", "12 brumaire 2012", "20/05/1968", "1er juin 2201"],
)
def test_a_day_that_is_not_in_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected"):
        parse_day(text)


def test_every_month_has_its_number() -> None:
    assert [MONTHS[fold(month)] for month in WRITTEN_MONTHS] == list(range(1, 13))


@pytest.mark.parametrize("text", ["14ème législature", "14e Législature", "14^e législature"])
def test_legislature(text: str) -> None:
    assert parse_legislature(text) == 14


def test_other_lines_name_no_legislature() -> None:
    assert parse_legislature("la 14ème législature a voté") is None


@given(st.text(st.sampled_from("abc éÉ'-"), min_size=1).map(str.strip).filter(bool))
def test_a_name_is_split_without_loss(name: str) -> None:
    prenom, nom = split_name(name)
    letters = sorted(c for c in name if c.isalpha())
    assert sorted(c for c in f"{prenom or ''}{nom}" if c.isalpha()) == letters
