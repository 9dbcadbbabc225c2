"""A hub: all the questions that share a value, under the spelling used most."""

from __future__ import annotations

from collections import Counter
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
        self._hubs: dict[str, Hub] = {}

    def add(self, value: str | None, card: Card) -> None:
        """Put a question under its value; without a value it is under none."""
        if value is None:
            return
        hub = self.of(value)
        hub.spellings[value] += 1
        hub.cards.append(card)

    def of(self, value: str) -> Hub:
        """The hub of a value, new if need be."""
        key = value_key(value)
        hub = self._hubs.get(key)
        if hub is None:
            hub = self._hubs[key] = Hub(key)
        return hub

    def __len__(self) -> int:
        return len(self._hubs)

    def sorted(self) -> list[Hub]:
        """In the order of the alphabet, accents aside."""
        return sorted(self._hubs.values(), key=lambda hub: hub.key)
