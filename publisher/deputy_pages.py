"""The pages of deputies: one for a person, one for a name that leads on, and the list from A to Z."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

from publisher import figures
from publisher.addresses import UNNAMED
from publisher.alphabet import Entry, alphabet
from publisher.cards import Body, Card
from publisher.deputies import Deputy, Named
from publisher.feeds import Feeds, link
from publisher.figures import Row
from publisher.french import NO_BREAK, counted, number, ordinal
from publisher.hubs import most_used
from publisher.legislature_pages import by_legislature, linked_year
from publisher.listing import Place, listing, total
from publisher.rendering import text
from publisher.sections import (
    DELAYS,
    QUESTIONS,
    Section,
    Tables,
    by_year,
    contents,
    search_within,
    tables,
)
from publisher.selection import Selection
from publisher.values import value_key
from publisher.writing import PageWriter

_WAY: Final = '<p class="fil"><a href="index.html">Députés</a></p>\n'


def write_deputies(
    writer: PageWriter, named: Named, of: Tables, feeds: Feeds, cards: Sequence[Card]
) -> Sequence[str]:
    """Writes them; the letters that the list has. ``cards``: all, newest first."""
    for name, address, leads in named.bare():
        _write_name(writer, name, address, leads, named)
    for person, asked in zip(named.everyone, of.groupings.of_people, strict=True):
        if not person.unknown:
            _write_deputy(writer, named, person, asked, of, feeds)
    unnamed = _write_unnamed(writer, of, cards)
    return _write_index(writer, named, unnamed)


def _write_deputy(
    writer: PageWriter,
    named: Named,
    person: Deputy,
    asked: Selection,
    of: Tables,
    feeds: Feeds,
) -> None:
    address = named.address(person)
    civilite = most_used(person.civilites) + " " if person.civilites else ""
    title = civilite + person.label
    others = [
        f'<a href="{_file(at)}">{text(name)}</a>' if at else text(name)
        for name in person.other_names
        for at in [named.leading(name)]
    ]
    places = [text(place) for place in sorted(person.circonscriptions or person.departements)]
    groups = [text(group) for group in sorted(person.groupes)]
    rows = (
        _row("Autre nom", "Autres noms", others)
        + _row("Circonscription", "Circonscriptions", places)
        + _row("Groupe politique", "Groupes politiques", groups)
    )
    sections = [
        _mandates(asked, of),
        by_year(asked, linked_year),
        *of.of(asked, "ministeres", "rubriques"),
    ]
    feed = feeds.write(address, f"Questions écrites : {title}", person.cards, person.cards)
    head = (
        f'{_WAY}<h1>{text(title)}</h1>\n{_homonyms(named, person)}<dl class="fiche">{rows}</dl>\n'
        f"{link(feed)}{figures.in_short(asked)}{contents(sections, (QUESTIONS, 'Questions'))}"
        f'{tables(sections)}<h2 id="{QUESTIONS}">Questions</h2>\n{search_within(asked)}'
    )
    body = [head.encode(), *listing(writer, Place(address, title), person.cards)]
    description = f"Les questions écrites de {title}."
    writer.page(f"{address}.md", title, body, description=description, fil=feed)


def _write_unnamed(writer: PageWriter, of: Tables, cards: Sequence[Card]) -> int:
    """The page of the questions without a named author, if there are any; how many they are."""
    every = Selection.all(of.groupings.columns)
    asked = Selection(every.columns, every.at[of.groupings.people.numbers == 0])
    if not len(asked):
        return 0
    label = "Sans auteur nommé"
    head = (
        f'{_WAY}<h1>{label}</h1>\n<p class="chapeau">Les questions dont les sources ne disent pas '
        f"de qui elles sont, ou seulement par une référence.</p>\n{figures.in_short(asked)}"
        f'<h2 id="{QUESTIONS}">Questions</h2>\n'
    )
    address = f"deputes/{UNNAMED}"
    of_them = [cards[at] for at in asked.at.tolist()]
    body = [head.encode(), *listing(writer, Place(address, label), of_them)]
    description = "Les questions écrites dont les sources ne nomment pas l’auteur."
    writer.page(f"{address}.md", label, body, description=description)
    return len(asked)


def _mandates(asked: Selection, of: Tables) -> Section:
    """By legislature, with the place and the group that the questions tell."""
    rows = []
    for legislature, part in [*by_legislature(asked)][::-1]:
        told = [
            of.groupings.departements.names(part),
            of.groupings.groupes.names(part),
        ]
        small = "".join(f"<small>{', '.join(names)}</small>" for names in told if names)
        name = text(ordinal(legislature, feminine=True))
        rows.append(Row(f'<a href="../legislatures/{legislature}.html">{name}</a>{small}', part))
    columns = [figures.counts(), figures.answer_rates(), figures.medians(), figures.within_terms()]
    return Section(
        "mandats", "Par législature", figures.table(DELAYS, "Législature", columns, rows)
    )


def _row(one: str, many: str, values: Sequence[str], between: str = "<br>") -> str:
    """A fact of the sheet; its values are HTML."""
    if not values:
        return ""
    label = one if len(values) == 1 else many
    return f"<div><dt>{label}</dt><dd>{between.join(values)}</dd></div>"


def _homonyms(named: Named, person: Deputy) -> str:
    """The way to those who have the same name."""
    others = len(named.homonyms(person)) - 1
    at = named.leading(person.name)
    if not others or not at:
        return ""
    said = "Une autre fiche porte" if others == 1 else "D’autres fiches portent"
    link = f'<a href="{_file(at)}">{said} ce nom</a>'
    _, of_place = named.of_place(person)
    if of_place:
        link += f', <a href="{_file(of_place)}">dans ce département aussi</a>'
    return f'<p class="note">{link}</p>\n'


def _write_name(
    writer: PageWriter, name: str, address: str, leads: list[Deputy], named: Named
) -> None:
    """A name that leads on: to each who has it, or to the one who stands under another."""
    unknown = [person for person in leads if person.unknown]
    told = [person for person in leads if not person.unknown]
    if len(leads) == 1:
        said = "Cette personne est rangée sous un autre nom&nbsp;:"
    elif all(person.refs for person in leads):
        said = "Plusieurs députés portent ce nom."
    else:
        said = "Plusieurs députés portent ce nom, ou un seul, élu dans plusieurs départements."
    links = "".join(
        f'<li><a href="{_file(named.address(person))}">{text(person.label)}</a> '
        f'<span class="compte">{_about(person)}</span></li>'
        for person in told
    )
    head = (
        f'{_WAY}<h1>{text(name)}</h1>\n<p class="chapeau">{said}</p>\n'
        f'<ul class="index index-large">{links}</ul>\n'
    )
    body: Body = [head.encode()]
    for person in unknown:
        body.append("<h2>Questions sans département indiqué</h2>\n".encode())
        body += listing(writer, Place(address, name), person.cards)
    writer.page(f"{address}.md", name, body)


def _about(person: Deputy) -> str:
    """`13e et 14e législatures, 12 questions`"""
    legislatures = [ordinal(n, feminine=True) for n in person.legislatures]
    listed = " et ".join(filter(None, [", ".join(legislatures[:-1]), legislatures[-1]]))
    word = "législature" if len(legislatures) == 1 else "législatures"
    return f"{text(listed)}{NO_BREAK}{word}, {total(person.cards)}"


def _write_index(writer: PageWriter, named: Named, unnamed: int) -> Sequence[str]:
    """The list from A to Z. A name that leads on to another stands in it too."""
    entries = [
        Entry(
            (value_key(nom), value_key(prenom), value_key(person.label)),
            nom,
            partial(_item, named, person, nom, prenom, first),
        )
        for person in named.everyone
        for (nom, prenom), first in person.listed_as()
    ]
    listed = alphabet(
        writer, "deputes", "Députés", ("nom", "avec le nombre de leurs questions"), entries
    )
    without = (
        f'<p class="note"><a href="{UNNAMED}.html">Questions dont les sources ne nomment pas l’auteur</a> '
        f'<span class="compte">{number(unnamed)}</span></p>\n'
        if unnamed
        else ""
    )
    body = (
        f'<h1>Députés</h1>\n<p class="chapeau">{counted(len(named.everyone), "auteur")} '
        f"de questions écrites, avec le nombre de leurs questions.</p>\n{without}{listed.html}"
    )
    writer.page("deputes/index.md", "Députés", [body.encode()])
    return listed.letters


def _item(named: Named, person: Deputy, nom: str, prenom: str, first: bool, way: str) -> str:
    """A person in the list; ``first``: under the name used most."""
    shown = f"<b>{escape(nom)}</b>" + (f" {escape(prenom)}" if prenom else "")
    link = f'<a href="{way}{_file(named.address(person))}">'
    if not first:
        return f"<li>{shown}, voir {link}{text(person.label)}</a></li>"
    suffix = f" ({text(person.suffix)})" if person.suffix else ""
    count = f'<span class="compte">{number(len(person.cards))}</span>'
    return f"<li>{link}{shown}{suffix}</a> {count}</li>"


def _file(address: str) -> str:
    """A page of deputies, seen from another."""
    return f"{address.rpartition('/')[2]}.html"
