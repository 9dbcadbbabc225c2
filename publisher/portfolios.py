"""Portfolios: one ministry under the many titles that governments gave it (`portefeuilles.yml`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import yaml

from publisher.facts import Facts
from publisher.values import value_key

FILE: Final = Path(__file__).with_name("portefeuilles.yml")
# `Ministère auprès du ministre de l'intérieur et des outre-mer, chargé des outre-mer`
_IN_CHARGE: Final = re.compile(r".*\bchargee?s? (?=d)")
# `Garde des sceaux, ministère de la justice`, `Ministère d'État, ministère de l'intérieur`
_LONG_FORM: Final = re.compile(
    r"(?:garde des sceaux,? )?(?:(?:ministere|ministre|secretariat|secretaire|haut-commissariat)"
    r"(?: delegue)?(?: d'etat)?,? )+(?=a|d)"
)
# `Justice et libertés (garde des sceaux)`
_BRACKETS: Final = re.compile(r"\([^()]*\)?")
_WORD: Final = re.compile(r"[a-z0-9]+")
#: Words that titles are joined with; long forms have more of them than short ones.
_JOINING: Final = frozenset("de du des d la le les l et en a au aux".split())
_PME: Final = ["petites", "moyennes", "entreprises"]


@lru_cache(maxsize=16_384)
def title_key(title: str) -> str:
    """Two ways to write one title have one key: short or long, whatever the case and the articles.

    >>> title_key("Ministère de l’intérieur") == title_key("intérieur")
    True
    """
    folded = _BRACKETS.sub(" ", value_key(title)).strip()
    if long_form := _LONG_FORM.match(folded):
        in_charge = _IN_CHARGE.match(folded)
        folded = folded[(in_charge or long_form).end() :]
    words = [word for word in _WORD.findall(folded) if word not in _JOINING]
    for at in range(len(words) - 2):
        if words[at : at + 3] == _PME:
            words[at : at + 3] = ["pme"]
    return " ".join(words) or value_key(title)


@cache
def _portfolios() -> dict[str, str]:
    """By key of each title, the name of its portfolio."""
    found: dict[str, str] = {}
    for name, titles in yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader).items():
        for title in [name, *(titles or ())]:
            found[title_key(title)] = name
    return found


def portfolio_of(title: str) -> str | None:
    """The name of the portfolio that a title is one of; None for a title that the table lacks."""
    return _portfolios().get(title_key(title))


def unknown_titles(questions: Iterable[Facts]) -> list[tuple[str, int]]:
    """The titles of the records that no portfolio has, and in how many questions; most first."""
    pairs = Counter((q.ministere_interroge, q.ministere_attributaire) for q in questions)
    counts: Counter[str] = Counter()
    for pair, count in pairs.items():
        for title in set(pair):
            if title and portfolio_of(title) is None:
                counts[title] += count
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
