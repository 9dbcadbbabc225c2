"""A hub: all the questions that share a value, under the spelling used most."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from publisher.cards import Card
from publisher.values import value_key


@dataclass(slots=True)
class Hub:
    """The cards of one value."""

    key: str
    spellings: Counter[str] = field(default_factory=Counter)
    cards: list[Card] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The spelling used most; of two used as much, the first in the order of letters."""
        return most_used(self.spellings)


def most_used(spellings: Counter[str]) -> str:
    """The value with the highest count; a tie goes to the first in the order of letters."""
    return min(spellings, key=lambda value: (-spellings[value], value))


class Hubs:
    """The hubs of one field."""

    def __init__(self) -> None:
        #: By spelling.
        self._cards: defaultdict[str | None, list[Card]] = defaultdict(list)

    def add(self, value: str | None, card: Card) -> None:
        """Put a question under its value; without a value it is under none."""
        self._cards[value].append(card)

    def sorted(self) -> list[Hub]:
        """In the order of the alphabet, accents aside."""
        hubs: dict[str, Hub] = {}
        for value, cards in self._cards.items():
            if value is not None:
                key = value_key(value)
                hub = hubs.setdefault(key, Hub(key))
                hub.spellings[value] += len(cards)
                hub.cards.extend(cards)
        return sorted(hubs.values(), key=lambda hub: hub.key)
