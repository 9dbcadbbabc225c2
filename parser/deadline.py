"""The last day to answer a written question: one definition for pages, search and counts.

Two months (Règlement de l'Assemblée nationale, article 135, as of the resolution of 27 May 2009). Before,
article 139 gave one month, and on the minister's demand one more. Sources do not tell who asked for it:
whether an answer of the second month kept the term is not known, one of the third never did. The limit is the
same in all years, so that they can be compared, and is called what it is: two months.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Final

#: Months from the Journal officiel that published the question, at most.
MONTHS: Final = 2
#: Two months at once since the Conseil constitutionnel let that resolution apply (decision 2009-581 DC).
REFORM: Final = date(2009, 6, 25)


@lru_cache(maxsize=16_384)  # a few hundred days of the Journal officiel for 100,000 questions
def deadline(asked: date, months: int = MONTHS) -> date:
    """The same day some months later, or the last of a month that has no such day."""
    count = asked.month - 1 + months
    year, month = asked.year + count // 12, count % 12 + 1
    return date(year, month, min(asked.day, monthrange(year, month)[1]))
