"""Deputies: one page for a person, however the sources name the group or the circonscription."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import escape

from publisher.addresses import Addresses, deputy_key, slug
from publisher.cards import Card
from publisher.facts import Facts
from publisher.french import counted, number
from publisher.hubs import most_used
from publisher.listing import Place, listing, total
from publisher.rendering import text
from publisher.values import value_key
from publisher.writing import PageWriter


@dataclass(slots=True)
class Deputy:
    """What the records say of one person (or, until `merged`, of one name in one département)."""

    key: str
    names: Counter[str] = field(default_factory=Counter)
    #: `nom` and `prenom` as the list is sorted and shown by.
    sorted_by: Counter[tuple[str, str]] = field(default_factory=Counter)
    civilites: Counter[str] = field(default_factory=Counter)
    groupes: Counter[str] = field(default_factory=Counter)
    departements: Counter[str] = field(default_factory=Counter)
    circonscriptions: Counter[str] = field(default_factory=Counter)
    legislatures: set[int] = field(default_factory=set)
    refs: set[str] = field(default_factory=set)
    cards: list[Card] = field(default_factory=list)
    #: Told from homonyms by this département.
    suffix: str | None = None

    def add(self, question: Facts, card: Card) -> None:
        """One more question of this deputy."""
        assert question.auteur is not None
        self.names[question.auteur] += 1
        self.sorted_by[(question.nom or question.auteur, question.prenom or "")] += 1
        for counter, value in (
            (self.civilites, question.civilite),
            (self.groupes, question.groupe),
            (self.departements, question.departement),
            (self.circonscriptions, question.circonscription),
        ):
            if value:
                counter[value] += 1
        self.legislatures.add(question.legislature)
        if question.acteur_ref:
            self.refs.add(question.acteur_ref)
        self.cards.append(card)

    def absorb(self, other: Deputy) -> None:
        """The other is the same person."""
        for name in ("names", "sorted_by", "civilites", "groupes", "departements"):
            getattr(self, name).update(getattr(other, name))
        self.circonscriptions.update(other.circonscriptions)
        self.legislatures |= other.legislatures
        self.refs |= other.refs
        self.cards.extend(other.cards)

    @property
    def label(self) -> str:
        """Philippe Plisson; Pierre Martin (Gironde) where another has the same name."""
        name = most_used(self.names)
        return f"{name} ({self.suffix})" if self.suffix else name

    @property
    def surname(self) -> tuple[str, str]:
        """Nom, prénom."""
        return min(self.sorted_by, key=lambda pair: (-self.sorted_by[pair], pair))


class Deputies:
    """All deputies of the records, homonyms told apart by their département."""

    def __init__(self) -> None:
        #: name key → département (its key, "" where absent) → deputy
        self._names: defaultdict[str, dict[str, Deputy]] = defaultdict(dict)

    def add(self, question: Facts, card: Card) -> None:
        """Put a question under its author; without one it is under none."""
        if question.auteur is None:
            return
        departement = value_key(question.departement or "")
        of_name = self._names[value_key(question.auteur)]
        deputy = of_name.get(departement)
        if deputy is None:
            key = deputy_key(question.auteur, question.departement)
            deputy = of_name[departement] = Deputy(key)
        deputy.add(question, card)

    def __len__(self) -> int:
        return sum(len(_people(of_name)) for of_name in self._names.values())

    def write(self, writer: PageWriter, addresses: Addresses) -> list[str]:
        """Write their pages and the list from A to Z; returns the letters that the list has."""
        everyone: list[Deputy] = []
        homonyms: dict[str, list[Deputy]] = {}
        for name, of_name in sorted(self._names.items()):
            people = _people(of_name)
            if len(people) == 1:
                people[0].key = name
            else:
                homonyms[name] = people
                _tell_apart(people, addresses)
            everyone.extend(people)
        addresses.settle("deputes", [person.key for person in everyone])
        for people in homonyms.values():
            for person in people:
                for departement in person.departements:
                    key = deputy_key(most_used(person.names), departement)
                    if key != person.key:
                        own = addresses.of("deputes", person.key).rpartition("/")[2]
                        addresses.except_for("deputes", key, own)
        for name, people in homonyms.items():
            _write_choice(writer, addresses, name, people)
        for person in everyone:
            if person.suffix is not None or person.key not in homonyms:
                _write_deputy(writer, addresses, person)
        return _write_index(writer, addresses, everyone)


def _people(of_name: dict[str, Deputy]) -> list[Deputy]:
    """The persons behind one name: one for each département, unless an `acteur_ref` joins them.

    Records without département belong to the only person of that name; where there are several
    they stay apart, under the bare name.
    """
    people: list[Deputy] = []
    for _, deputy in sorted(of_name.items(), key=lambda item: (item[0] == "", item[0])):
        same = [p for p in people if p.refs & deputy.refs]
        if not same and not deputy.departements and len(people) == 1:
            same = people[:1]
        merged = Deputy(deputy.key)
        for part in [*same, deputy]:
            merged.absorb(part)
        if same:
            merged.key = same[0].key
        people = [p for p in people if p not in same] + [merged]
    return people


def _tell_apart(people: list[Deputy], addresses: Addresses) -> None:
    for person in people:
        if person.departements:
            person.suffix = most_used(person.departements)
            person.key = deputy_key(most_used(person.names), person.suffix)
            addresses.except_for("deputes", person.key, slug(person.key.replace(" | ", " ")))


def _write_deputy(writer: PageWriter, addresses: Addresses, person: Deputy) -> None:
    address = addresses.of("deputes", person.key)
    civilite = most_used(person.civilites) + " " if person.civilites else ""
    title = civilite + person.label
    facts = [
        ("Circonscription", "Circonscriptions", person.circonscriptions or person.departements),
        ("Groupe politique", "Groupes politiques", person.groupes),
    ]
    rows = "".join(
        f"<div><dt>{one if len(values) == 1 else many}</dt>"
        f"<dd>{'<br>'.join(text(value) for value in sorted(values))}</dd></div>"
        for one, many, values in facts
        if values
    )
    head = (
        f'<p class="fil"><a href="index.html">Députés</a></p>\n<h1>{escape(title)}</h1>\n'
        f'<p class="chapeau">{total(person.cards)} au gouvernement.</p>\n'
        + (f'<dl class="fiche">{rows}</dl>\n' if rows else "")
        + "<h2>Questions</h2>\n"
    )
    body = head.encode() + listing(writer, Place(address, title), person.cards)
    writer.page(f"{address}.md", title, body, description=f"Les questions écrites de {title}.")


def _write_choice(
    writer: PageWriter, addresses: Addresses, name: str, people: list[Deputy]
) -> None:
    """The bare name of several deputies leads to each: it was the address of one, and stays."""
    label = most_used(people[0].names)
    links = "".join(
        f'<li><a href="{addresses.of("deputes", person.key).rpartition("/")[2]}.html">'
        f"{escape(person.label)}</a> "
        f'<span class="compte">{number(len(person.cards))}</span></li>'
        for person in people
        if person.suffix is not None
    )
    unknown = [person for person in people if person.suffix is None]
    address = addresses.of("deputes", name)
    head = (
        f'<p class="fil"><a href="index.html">Députés</a></p>\n<h1>{escape(label)}</h1>\n'
        f'<p class="chapeau">Plusieurs députés portent ce nom.</p>\n'
        f'<ul class="index">{links}</ul>\n'
    )
    body = head.encode()
    for person in unknown:
        body += "<h2>Questions sans département indiqué</h2>\n".encode()
        body += listing(writer, Place(address, label), person.cards)
    writer.page(f"{address}.md", label, body)


def _write_index(writer: PageWriter, addresses: Addresses, everyone: list[Deputy]) -> list[str]:
    letters: defaultdict[str, list[str]] = defaultdict(list)
    for person in sorted(everyone, key=lambda p: (*map(value_key, p.surname), value_key(p.label))):
        nom, prenom = person.surname
        first = value_key(nom)[:1].upper()
        shown = f"<b>{escape(nom)}</b>" + (f" {escape(prenom)}" if prenom else "")
        if person.suffix:
            shown += f" ({escape(person.suffix)})"
        href = addresses.of("deputes", person.key).rpartition("/")[2]
        letters[first if first.isascii() and first.isalpha() else "#"].append(
            f'<li><a href="{href}.html">{shown}</a> '
            f'<span class="compte">{number(len(person.cards))}</span></li>'
        )
    jumps = "".join(
        f'<li><a href="#{letter_anchor(letter)}">{letter}</a></li>' for letter in sorted(letters)
    )
    sections = "".join(
        f'<h2 id="{letter_anchor(letter)}">{letter}</h2>\n'
        f'<ul class="index">{"".join(people)}</ul>\n'
        for letter, people in sorted(letters.items())
    )
    body = (
        f'<h1>Députés</h1>\n<p class="chapeau">{counted(len(everyone), "auteur")} '
        "de questions écrites, avec le nombre de leurs questions.</p>\n"
        f'<nav class="lettres" aria-label="Lettres"><ul>{jumps}</ul></nav>\n{sections}'
    )
    writer.page("deputes/index.md", "Députés", body.encode())
    return sorted(letters)


def letter_anchor(letter: str) -> str:
    """Where a letter stands in the list."""
    return f"lettre-{letter.lower()}" if letter.isalpha() else "lettre-autre"
