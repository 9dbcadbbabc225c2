"""Deputies: one page for a person, however the sources write the name, the group or the place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Final

from publisher.addresses import Addresses, deputy_key, deputy_keys, slug
from publisher.cards import Card
from publisher.facts import Facts
from publisher.hubs import most_used
from publisher.people import Mention, mention_of, name_key, order, people
from publisher.values import value_key


@dataclass(slots=True)
class Deputy:
    """What the records say of one person; before `Deputies.everyone`, of one mention of a person."""

    mentions: set[Mention] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    #: `auteur` with `nom` and `prenom`, which the list is sorted and shown by.
    sorted_by: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    civilites: Counter[str] = field(default_factory=Counter)
    groupes: Counter[str] = field(default_factory=Counter)
    departements: Counter[str] = field(default_factory=Counter)
    circonscriptions: Counter[str] = field(default_factory=Counter)
    cards: list[Card] = field(default_factory=list)
    #: Told from homonyms by this: a département, a circonscription, a legislature, a reference.
    suffix: str | None = None
    #: Told from homonyms by nothing: their questions stand on the page of the bare name.
    unknown: bool = False

    def add(self, question: Facts, cards: Sequence[Card]) -> None:
        """More questions of this deputy, of which one says of its author what all do."""
        count = len(cards)
        if question.auteur:
            self.names[question.auteur] += count
            nom, prenom = question.nom or question.auteur, question.prenom or ""
            self.sorted_by[(question.auteur, nom, prenom)] += count
        for counter, value in (
            (self.civilites, question.civilite),
            (self.groupes, question.groupe),
            (self.departements, question.departement),
            (self.circonscriptions, question.circonscription),
        ):
            if value:
                counter[value] += count
        self.cards.extend(cards)

    def absorb(self, other: Deputy) -> None:
        """The other is the same person."""
        self.mentions |= other.mentions
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        self.cards.extend(other.cards)

    @property
    def name(self) -> str:
        """Philippe Plisson"""
        return most_used(self.names)

    @property
    def label(self) -> str:
        """Philippe Plisson; Pierre Martin (Gironde) where another has the same name."""
        return f"{self.name} ({self.suffix})" if self.suffix else self.name

    @property
    def key(self) -> str:
        """What the address is made of."""
        return deputy_key(self.name, self.suffix)

    @property
    def other_names(self) -> list[str]:
        """The names beside the one used most, each in the spelling used most."""
        spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name, count in self.names.items():
            spellings[name_key(name)][name] += count
        del spellings[name_key(self.name)]
        return sorted(map(most_used, spellings.values()), key=value_key)

    def listed_as(self) -> list[tuple[tuple[str, str], bool]]:
        """Nom and prénom, once for each name, and whether it is of the name used most."""
        pairs: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for (name, *pair), count in self.sorted_by.items():
            pairs[name_key(name)][(pair[0], pair[1])] += count
        own = name_key(self.name)
        return [
            (min(of_name, key=lambda pair: (-of_name[pair], pair)), name == own)
            for name, of_name in sorted(pairs.items())
        ]

    @property
    def legislatures(self) -> list[int]:
        """Those of the questions."""
        return sorted({mention.legislature for mention in self.mentions})

    @property
    def refs(self) -> list[str]:
        """The references of the Assemblée: one, or none."""
        return sorted({mention.acteur_ref for mention in self.mentions if mention.acteur_ref})


_COUNTERS: Final = (
    "names", "sorted_by", "civilites", "groupes", "departements", "circonscriptions",
)  # fmt: skip


#: What a question says of its author.
_said: Final = attrgetter(
    "legislature", "auteur", "prenom", "nom", "civilite", "acteur_ref", "groupe", "departement",
    "circonscription", "circonscription_numero",
)  # fmt: skip


class Deputies:
    """All deputies of the records."""

    def __init__(self) -> None:
        #: By what questions say of their authors, the first one that says so, and the cards of all.
        self._said: dict[tuple[object, ...], tuple[Facts, list[Card]]] = {}

    def add(self, question: Facts, card: Card) -> None:
        """Put a question under its author; without a name or a reference it is under none."""
        said = _said(question)
        same = self._said.get(said)
        if same is None:
            self._said[said] = (question, [card])
        else:
            same[1].append(card)

    def everyone(self) -> list[Deputy]:
        """Each person that has a name, in a fixed order."""
        found = [person for person in self.persons if person.names]
        return sorted(found, key=lambda one: (value_key(one.name), min(map(order, one.mentions))))

    @cached_property
    def persons(self) -> list[Deputy]:
        """Each person, by name or by reference; see `people.people`."""
        mentions: dict[Mention, Deputy] = {}
        for question, cards in self._said.values():
            if mention := mention_of(question._asdict()):
                mentions.setdefault(mention, Deputy({mention})).add(question, cards)
        persons = []
        for person in people(mentions):
            persons.append(Deputy())
            for mention in sorted(person, key=order):
                persons[-1].absorb(mentions[mention])
        return persons


class Named:
    """Who has which name, and where each stands: settles the addresses of deputies.

    A name of one person leads to that person's page, which stands at the name used most. The bare name of
    several persons is a page that leads to each: it was the address of one, and stays.
    """

    def __init__(self, everyone: list[Deputy], addresses: Addresses) -> None:
        self.everyone = everyone
        self._addresses = addresses
        #: By key of the name, the persons who have it.
        self._owners: defaultdict[str, list[Deputy]] = defaultdict(list)
        for person in everyone:
            for name in sorted({name_key(name) for name in person.names}):
                self._owners[name].append(person)
        for name, owners in self._owners.items():
            if len(owners) > 1:
                _tell_apart([person for person in owners if name_key(person.name) == name])
        for person in everyone:
            if person.suffix:
                addresses.except_for("deputes", person.key, slug(person.key.replace(" | ", " ")))
        addresses.settle("deputes", [person.key for person in everyone if not person.unknown])
        self._standing = {self.address(p) for p in everyone if not p.unknown}
        self._lead_names()
        self._lead_records()

    def address(self, person: Deputy) -> str:
        """Of a person's page; of one who is told by nothing, of the page of the bare name."""
        return self._addresses.of("deputes", person.key)

    def homonyms(self, person: Deputy) -> list[Deputy]:
        """Those who have the name that this person's page stands at, the person among them."""
        return self._owners[name_key(person.name)]

    def leading(self, name: str) -> str | None:
        """The page of a name that leads on; None where a person stands there."""
        at = f"deputes/{slug(value_key(name))}"
        return None if at in self._standing else at

    def of_place(self, person: Deputy) -> tuple[str, str | None]:
        """The département that does not tell a person from a homonym, and the page that leads on:
        it was the address of one of them before there were two.
        """
        place = most_used(person.departements) if person.departements else ""
        at = f"deputes/{slug(deputy_key(person.name, place).replace(' | ', ' '))}"
        return place, at if place and person.suffix and at not in self._standing else None

    def bare(self) -> list[tuple[str, str, list[Deputy]]]:
        """Pages that lead on: the name as written, the page's address, the persons it leads to."""
        spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        leads: dict[str, list[Deputy]] = {}
        for person in self.everyone:
            for name, count in person.names.items():
                if at := self.leading(name):
                    spellings[at][name] += count
                    leads[at] = self._owners[name_key(name)]
            place, at = self.of_place(person)
            if at:
                spellings[at][f"{person.name} ({place})"] += 1
                leads[at] = [p for p in self.homonyms(person) if place in p.departements]
        return [(most_used(names), at, leads[at]) for at, names in sorted(spellings.items())]

    def _lead_names(self) -> None:
        for person in self.everyone:
            for name in person.names:
                if len(self._owners[name_key(name)]) == 1:
                    self._lead(value_key(name), person, slug(value_key(name)))

    def _lead_records(self) -> None:
        """Every record leads to its author's page, knowing only what it says itself.

        By the département where that is enough, and it mostly is; else by the circonscription, or by the
        reference.
        """
        pairs = [
            (mention, person)
            for person in self.everyone
            for mention in sorted(person.mentions, key=order)
        ]
        loose: defaultdict[str, list[tuple[Mention, Deputy]]] = defaultdict(list)
        for mention, person in pairs:
            if not mention.acteur_ref and mention.departement:
                loose[deputy_key(mention.auteur, mention.departement)].append((mention, person))
        for key, of_place in sorted(loose.items()):
            first = of_place[0][1]
            if all(person is first for _, person in of_place):
                self._lead(key, first, self._addresses.of_deputy(of_place[0][0]))
                continue
            for mention, person in of_place:
                self._lead(deputy_keys(mention)[0], person, None)
        for mention, person in pairs:
            if mention.acteur_ref:
                self._lead(mention.acteur_ref, person, self._addresses.of_deputy(mention))

    def _lead(self, key: str, person: Deputy, own: str | None) -> None:
        """This key leads to the person's page, unless it does already."""
        at = self.address(person).rpartition("/")[2]
        if own is None or own.rpartition("/")[2] != at:
            self._addresses.except_for("deputes", key, at)


def _tell_apart(homonyms: list[Deputy]) -> None:
    """Gives each a suffix of its own: the département if that is enough, and so on."""
    told: dict[int, str] = {}
    for level in (_departement, _circonscription, _reference):
        suffixes = Counter(suffix for person in homonyms if (suffix := level(person)))
        for at, person in enumerate(homonyms):
            suffix = level(person)
            if suffix and suffixes[suffix] == 1 and suffix not in told.values():
                told.setdefault(at, suffix)
    for at, person in enumerate(homonyms):
        person.suffix = told.get(at) or _departement(person)
        person.unknown = person.suffix is None


def _departement(person: Deputy) -> str | None:
    return most_used(person.departements) if person.departements else None


def _circonscription(person: Deputy) -> str | None:
    """`Nord, 2e circonscription`"""
    if not person.circonscriptions:
        return None
    place, _, number = most_used(person.circonscriptions).removesuffix(")").partition(" (")
    return f"{place}, {number}"


def _reference(person: Deputy) -> str | None:
    place = _departement(person)
    return ", ".join(filter(None, [place, *person.refs])) if person.refs else None
