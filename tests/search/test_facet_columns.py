"""Columns of facets: what is written is read back, in Python as FORMAT.md says and in the browser."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.indexer.delays import BEYOND, LONG, NONE, WITHIN, within
from search.indexer.encode import inflate
from search.indexer.facet_columns import column, packed_numbers
from tests.search.reader import Bytes, read_column

SIZES = (1, 2, 3, 6, 16, 17, 256, 257, 600, 5000)


def days(*given: date | None) -> np.ndarray:
    return np.array([(d - date(1970, 1, 1)).days if d else 0 for d in given], np.int64)


@given(
    st.sampled_from(SIZES).flatmap(lambda size: st.lists(st.integers(0, size - 1), max_size=300))
)
def test_a_column_by_itself_is_read_back(values: list[int]) -> None:
    data, told = column(np.array(values, np.int64))
    assert not told
    assert read_column(inflate(data), len(values)) == values


@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 300)), max_size=300),
    st.integers(0, 4),
)
def test_a_column_told_by_another_is_read_back(rows: list[tuple[int, int]], few: int) -> None:
    base = [number for number, _ in rows]
    # mostly the same value for one number: exceptions are few
    values = [value if value % 5 < few else number // 2 for number, value in rows]
    data, told = column(np.array(values, np.int64), np.array(base, np.int64))
    assert read_column(inflate(data), len(rows), base if told else None) == values


@pytest.mark.parametrize("size", SIZES)
def test_numbers_of_every_size_are_read_back(size: int) -> None:
    values = [(7 * n) % size for n in range(1000)]
    parts = packed_numbers(np.array(values, np.int64), size)
    file = Bytes(b"".join(parts))
    assert file.numbers(len(values), size) == values
    assert file.at == len(file.data)


def test_a_département_told_by_its_deputy_costs_a_table() -> None:
    deputies = np.random.default_rng(1).integers(1, 577, 20_000)
    departements = (deputies * 7) % 101
    alone, _ = column(departements)
    data, told = column(departements, deputies)
    assert told
    assert len(data) < 1500 < len(alone)


def test_a_group_that_is_renamed_during_a_legislature_costs_one_exception_a_deputy() -> None:
    deputies = np.random.default_rng(1).integers(1, 577, 20_000)
    groups = np.where(np.arange(20_000) < 12_000, deputies % 7 + 1, deputies % 7 + 10)
    data, told = column(groups, deputies)
    assert told
    assert len(data) < 3000


def test_a_column_that_does_not_follow_from_another_stands_by_itself() -> None:
    chance = np.random.default_rng(1)
    _, told = column(chance.integers(0, 80, 5000), chance.integers(0, 40, 5000))
    assert not told


@pytest.mark.parametrize(
    ("asked", "answered", "wanted"),
    [
        (date(2014, 1, 7), date(2014, 3, 7), WITHIN),
        (date(2014, 1, 7), date(2014, 3, 8), BEYOND),
        (date(2013, 12, 31), date(2014, 2, 28), WITHIN),  # February has no 31st
        (date(2013, 12, 31), date(2014, 3, 1), BEYOND),
        (date(2014, 1, 7), date(2015, 1, 7), BEYOND),
        (date(2014, 1, 7), date(2015, 1, 8), LONG),
        (date(2014, 1, 7), None, NONE),
        (None, date(2014, 1, 7), NONE),
    ],
)
def test_an_answer_is_within_two_months_to_the_day(
    asked: date | None, answered: date | None, wanted: int
) -> None:
    assert within(days(asked), days(answered)).tolist() == [wanted]


def test_every_day_of_four_years_has_its_limit() -> None:
    first = date(2012, 1, 1)
    asked = [first + timedelta(days=n) for n in range(1461)]
    same_day = [within(days(day), days(day + timedelta(days=59))).tolist()[0] for day in asked]
    too_late = [within(days(day), days(day + timedelta(days=63))).tolist()[0] for day in asked]
    assert set(same_day) == {WITHIN}
    assert set(too_late) == {BEYOND}
