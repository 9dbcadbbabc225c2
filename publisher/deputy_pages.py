"""The pages of deputies: one for a person, one for a name that leads on, and the list from A to Z."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from typing import Final

from publisher import figures
from publisher.cards import Body
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

#: Names on one page of the list; with more, each letter has a page of its own.
MOST_NAMES: Final = 1_000
_WAY: Final = '<p class="fil"><a href="index.html">Députés</a></p>\n'


def write_deputies(writer: PageWriter, named: Named, of: Tables, feeds: Feeds) -> list[str]:
    """Writes them; the letters that the list has."""
    for name, address, leads in named.bare():
        _write_name(writer, name, address, leads, named)
    for person, asked in zip(named.everyone, of.groupings.of_people, strict=True):
        if not person.unknown:
            _write_deputy(writer, named, person, asked, of, feeds)
    return _write_index(writer, named)


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


def _write_index(writer: PageWriter, named: Named) -> list[str]:
    """The list from A to Z, each letter on a page of its own where they are many.

    A name that leads on to another stands in it too.
    """
    apart = sum(len(person.listed_as()) for person in named.everyone) > MOST_NAMES
    letters: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for person in named.everyone:
        for (nom, prenom), first in person.listed_as():
            shown = f"<b>{escape(nom)}</b>" + (f" {escape(prenom)}" if prenom else "")
            link = f'<a href="{"../" if apart else ""}{_file(named.address(person))}">'
            if first:
                suffix = f" ({text(person.suffix)})" if person.suffix else ""
                count = f'<span class="compte">{number(len(person.cards))}</span>'
                item = f"<li>{link}{shown}{suffix}</a> {count}</li>"
            else:
                item = f"<li>{shown}, voir {link}{text(person.label)}</a></li>"
            letter = value_key(nom)[:1].upper()
            place = (value_key(nom), value_key(prenom), value_key(person.label))
            letters[letter if letter.isascii() and letter.isalpha() else "#"].append((place, item))
    way = "lettres/{}.html" if apart else "#{}"
    jumps = "".join(
        f'<li><a href="{way.format(letter_anchor(letter))}">{letter}</a></li>'
        for letter in sorted(letters)
    )
    sections = ""
    for letter, items in sorted(letters.items()):
        listed = f'<ul class="index">{"".join(item for _, item in sorted(items))}</ul>\n'
        if apart:
            listed = _write_letter(writer, letter, len(items), listed)
        sections += f'<h2 id="{letter_anchor(letter)}">{letter}</h2>\n{listed}'
    body = (
        f'<h1>Députés</h1>\n<p class="chapeau">{counted(len(named.everyone), "auteur")} '
        "de questions écrites, avec le nombre de leurs questions.</p>\n"
        f'<nav class="lettres" aria-label="Lettres"><ul>{jumps}</ul></nav>\n{sections}'
    )
    writer.page("deputes/index.md", "Députés", [body.encode()])
    return sorted(letters)


def _write_letter(writer: PageWriter, letter: str, names: int, listed: str) -> str:
    """The page of a letter; the way to it from the list, as HTML."""
    title = f"Députés, {letter}"
    head = (
        f'<p class="fil"><a href="../index.html">Députés</a></p>\n<h1>{title}</h1>\n'
        f'<p class="chapeau">{counted(names, "nom")}, avec le nombre de leurs questions.</p>\n'
    )
    name = f"lettres/{letter_anchor(letter)}"
    writer.page(f"deputes/{name}.md", title, [head.encode(), listed.encode()])
    said = f'{counted(names, "nom")}<span class="hors-vue"> en {letter}</span>'
    return f'<p><a href="{name}.html">{said}</a></p>\n'


def letter_anchor(letter: str) -> str:
    """Where a letter stands in the list."""
    return f"lettre-{letter.lower()}" if letter.isalpha() else "lettre-autre"


def _file(address: str) -> str:
    """A page of deputies, seen from another."""
    return f"{address.rpartition('/')[2]}.html"
