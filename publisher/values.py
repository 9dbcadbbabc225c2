"""When two values of a source are the same value: what hubs and facets are keyed on."""

from __future__ import annotations

from functools import lru_cache

from parser.fold import fold

#: The value without case and accents; sources repeat a few thousand values over all questions.
value_key = lru_cache(maxsize=65_536)(fold)
