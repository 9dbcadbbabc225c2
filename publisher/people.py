"""Which of the names in the records are one person: the rule of `DESIGN.md`, "One person, one page".

What tells people apart, the surest first: the Assemblée's reference, the circonscription within one
legislature, the département. A name alone never joins two that one of these tells apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from parser.names import SURNAME_FIRST
from publisher.values import value_key

# `Marie-Noëlle`, `D’Intorni`: what stands between the words of a name, once folded
_BETWEEN: Final = re.compile(r"[^\w]+")
# `la réunion`, `l'aude`
_ARTICLE: Final = re.compile(r"^(?:la|le|les|l) (?=\w)")
#: Départements that changed their name since 1986: the same voters, the same deputies.
_RENAMED: Final = {"cotes du nord": "cotes d armor"}


class Mention(NamedTuple):
    """One way in which records name an author; as many records as there are may share it."""

    acteur_ref: str | None
    #: The keys of name and département (`values.value_key`); "" where absent.
    auteur: str
    departement: str
    legislature: int
    circonscription_numero: int | None


Person = frozenset[Mention]


def mention_of(values: Mapping[str, Any]) -> Mention | None:
    """Of a record's values by name; None where it names nobody."""
    ref, auteur = values.get("acteur_ref"), values.get("auteur")
    if not ref and not auteur:
        return None
    return Mention(
        ref,
        value_key(auteur or ""),
        value_key(values.get("departement") or ""),
        values["legislature"],
        values.get("circonscription_numero"),
    )


@lru_cache(maxsize=65_536)
def name_key(auteur: str) -> str:
    """Two spellings of a name with one key are one name: case, accents, hyphens aside."""
    return " ".join(word for word in _BETWEEN.split(value_key(auteur)) if word)


@lru_cache(maxsize=4_096)
def departement_key(departement: str) -> str:
    """As `name_key`, for a département: `La Réunion` is `Réunion`."""
    key = _ARTICLE.sub("", name_key(departement))
    return _RENAMED.get(key, key)


def people(mentions: Iterable[Mention]) -> list[Person]:
    """The persons behind some mentions, in a fixed order. Every mention is of one person.

    1. What has the same reference is one person, whatever the names and places; two references are two.
    2. Of one name without a reference, each département is a person of its own; and so is each
       circonscription of it, where one legislature has the name in two of them. It is the person with a
       reference who has this name and département, if there is only one who can be.
    3. A mention without département is of the only person of its name; of several, it is nobody's.
    """
    found = sorted(set(mentions), key=order)
    orders = _orders(found)
    referred: defaultdict[str, set[Mention]] = defaultdict(set)
    loose: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        if mention.acteur_ref:
            referred[mention.acteur_ref].add(mention)
        else:
            loose[orders[name_key(mention.auteur)]].append(mention)
    named: defaultdict[str, list[set[Mention]]] = defaultdict(list)
    for person in referred.values():
        for name in sorted({orders[name_key(mention.auteur)] for mention in person} - {""}):
            named[name].append(person)
    everyone = list(referred.values())
    for name, of_name in loose.items():
        everyone += _of_name(of_name, named[name])
    return sorted(map(frozenset, everyone), key=lambda person: min(map(order, person)))


def _of_name(loose: list[Mention], referred: list[set[Mention]]) -> list[set[Mention]]:
    """Mentions of one name without a reference join a person who has one, or are new persons."""
    new: list[set[Mention]] = []
    placed = [mention for mention in loose if mention.departement]
    parts = list(_by_place(placed))
    joined = [_joins(part, referred, alone=len(parts) == 1) for part in parts]
    for part, person in zip(parts, joined, strict=True):
        rivals = [other for other, of in zip(parts, joined, strict=True) if of is person]
        if person is None or any(_told_apart(part, other) for other in rivals):
            new.append(part)
        else:
            person.update(part)
    if rest := {mention for mention in loose if not mention.departement}:
        known = [*referred, *new]
        if len(known) == 1:
            known[0].update(rest)
        else:
            new.append(rest)
    return new


def _joins(part: set[Mention], referred: list[set[Mention]], alone: bool) -> set[Mention] | None:
    """The one person with a reference who can be the one of this name and place."""
    places = {departement_key(mention.departement) for mention in part}
    same = [p for p in referred if places & _places(p) and not _told_apart(p, part)]
    if alone and len(referred) == 1 and not _places(referred[0]):
        return referred[0]
    return same[0] if len(same) == 1 else None


def _by_place(mentions: list[Mention]) -> Iterator[set[Mention]]:
    """By département; by circonscription where one legislature has two of them."""
    places: defaultdict[str, set[Mention]] = defaultdict(set)
    for mention in mentions:
        places[departement_key(mention.departement)].add(mention)
    for _, of_place in sorted(places.items()):
        if not _told_apart(of_place, of_place):
            yield of_place
            continue
        numbers: defaultdict[int, set[Mention]] = defaultdict(set)
        for mention in of_place:
            numbers[mention.circonscription_numero or 0].add(mention)
        yield from (part for _, part in sorted(numbers.items()))


def _told_apart(one: Iterable[Mention], other: Iterable[Mention]) -> bool:
    """Whether one legislature has them in two circonscriptions."""
    seats = {(m.legislature, m.circonscription_numero) for m in one if m.circonscription_numero}
    return any(
        mention.legislature == legislature and mention.circonscription_numero != numero
        for mention in other
        if mention.circonscription_numero
        for legislature, numero in seats
    )


def _places(person: Iterable[Mention]) -> set[str]:
    return {departement_key(mention.departement) for mention in person if mention.departement}


def _orders(mentions: Iterable[Mention]) -> dict[str, str]:
    """Each name, and the one it is another order of: the oldest pages write `Nom Prénom`.

    A name that only they have is that of the same words elsewhere, if there is but one.
    """
    legislatures: defaultdict[str, set[int]] = defaultdict(set)
    for mention in mentions:
        legislatures[name_key(mention.auteur)].add(mention.legislature)
    same_words: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in sorted(legislatures):
        same_words[tuple(sorted(name.split()))].append(name)
    orders = {}
    for names in same_words.values():
        others = [name for name in names if not legislatures[name] <= set(SURNAME_FIRST)]
        for name in names:
            orders[name] = others[0] if name not in others and len(others) == 1 else name
    return orders


def order(mention: Mention) -> tuple[str, ...]:
    """Sorts mentions."""
    return tuple("" if value is None else f"{value:>8}" for value in mention)
