"""Answers within or beyond the time that ministers have (`parser/deadline.py`)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parser.deadline import deadline as last_day

NONE, WITHIN, BEYOND, UNANSWERED, LONG = range(5)
#: An answer after more days than this is LONG, which is beyond any term.
YEAR: Final = 365
#: Of questions that have no answer; where the sources do not tell, they are not counted among these.
UNANSWERED_STATES: Final = ("en_attente", "retiree", "close")
#: Days since 1970 are counted from here.
_FIRST: Final = date(1970, 1, 1).toordinal()


def within(asked: npt.NDArray[Any], answered: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """WITHIN, BEYOND or LONG for each question.

    NONE without an answer or a date, or where the answer comes first. Days since 1970, 0 for none.
    """
    days, index = np.unique(asked, return_inverse=True)
    limits = np.array([deadline(day) for day in days.tolist()], np.int64)[index]
    late = np.where(answered - asked > YEAR, LONG, BEYOND)
    return np.where(
        (asked > 0) & (answered >= asked), np.where(answered <= limits, WITHIN, late), NONE
    ).astype(np.int64)


def told(
    asked: npt.NDArray[Any], answered: npt.NDArray[Any], unanswered: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """As `within`, and UNANSWERED where there is no day of an answer and ``unanswered`` says so."""
    return np.where((answered == 0) & unanswered, UNANSWERED, within(asked, answered))


def deadline(day: int) -> int:
    """The last day to answer a question of a day, both in days since 1970."""
    return last_day(date.fromordinal(_FIRST + day)).toordinal() - _FIRST
