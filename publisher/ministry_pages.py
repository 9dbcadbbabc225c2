"""The pages of ministries: one for a portfolio, one for each of its titles, and the list of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from publisher.addresses import Addresses
from publisher.cards import Body, Card
from publisher.feeds import Feeds, link
from publisher.french import capitalised, counted, long_date
from publisher.listing import (
    LATEST,
    Link,
    Place,
    by_year,
    joint_listing,
    listing_and_years,
    newest_first,
)
from publisher.ministries import ANSWERED, ASKED, IN_CHARGE, ROLES, Ministry, Title
from publisher.ministry_figures import MinistryFigures
from publisher.rendering import text
from publisher.sections import Section, contents, tables
from publisher.writing import PageWriter

_HEADINGS: Final = {
    ASKED: "Questions posées à ce ministère",
    ANSWERED: "Réponses de ce ministère",
    IN_CHARGE: "Chargé de répondre, sans réponse publiée",
}
_COMPARED: Final = (
    '<p class="note"><a href="../statistiques.html#par-ministere">Comparer les ministères</a>&nbsp;: '
    "questions, part qui a une réponse, délais.</p>\n"
)
_WAY: Final = '<p class="fil"><a href="index.html">Ministères</a></p>\n'


def write_ministries(
    writer: PageWriter,
    ministries: Sequence[Ministry],
    addresses: Addresses,
    numbers: MinistryFigures,
    feeds: Feeds,
) -> None:
    """Writes them. Each title has a page, but for the one that has the address of its portfolio."""
    titles = [title for one in ministries for title in one.titles]
    items = []
    for ministry in ministries:
        address = ministry.page(addresses)
        if len(ministry.titles) == 1:
            told = numbers.of_title(ministry, ministry.titles[0])
            _write_title(writer, address, ministry.titles[0], told, feeds)
        else:
            _write_portfolio(writer, address, ministry, addresses, numbers, feeds)
        items.append(_item(address, ministry, addresses))
    named = f", sous {counted(len(titles), 'titre')}" if len(titles) > len(ministries) else ""
    body = (
        f'<h1>Ministères</h1>\n<p class="chapeau">{counted(len(ministries), "ministère")}{named}. '
        "Un ministère garde sa page quand son titre change.</p>\n"
        f"{_COMPARED if any(title.of_role[ASKED] for title in titles) else ''}"
        f'<ul class="index index-large">{"".join(items)}</ul>\n'
    )
    writer.page("ministeres/index.md", "Ministères", [body.encode()])


def _write_title(
    writer: PageWriter,
    address: str,
    title: Title,
    told: tuple[str, list[Section]],
    feeds: Feeds,
    note: str = "",
) -> dict[str, list[Link]]:
    """The page of a title. Returns where its lists stand, by role, seen from another ministry's."""
    label, links = capitalised(title.label), {}
    lists: Body = []
    for role, cards in title.of_role.items():
        if cards:
            place = Place(address, label, prefix=f"{role}-", what=_HEADINGS[role])
            content, years = listing_and_years(writer, place, cards)
            lists += [_heading(role), *content]
            links[role] = years or [(f"{place.folder}.html#{role}", "", len(cards))]
    feed = _feed(feeds, address, label, title.of_role)
    head = f"{_WAY}<h1>{text(label)}</h1>\n{note}{link(feed)}{_numbers(told, title.of_role)}"
    description = f"Questions écrites posées au ministère {label} et réponses de celui-ci."
    writer.page(f"{address}.md", label, [head.encode(), *lists], description=description, fil=feed)
    return links


def _write_portfolio(
    writer: PageWriter,
    address: str,
    ministry: Ministry,
    addresses: Addresses,
    numbers: MinistryFigures,
    feeds: Feeds,
) -> None:
    """The page of a portfolio, and those of its titles."""
    back = f'<a href="{_file(address)}">{text(ministry.name)}</a>'
    note = f'<p class="note">Un des titres du ministère&nbsp;: {back}</p>\n'
    own: Title | None = None
    links: dict[str, dict[str, list[Link]]] = {}
    for title in ministry.titles:
        at = addresses.of("ministeres", title.key)
        if at == address:
            own = title
        else:
            told = numbers.of_title(ministry, title)
            links[title.key] = _write_title(writer, at, title, told, feeds, note)
    of_role = {role: ministry.cards(role) for role in ROLES}
    lists: Body = []
    for role, cards in of_role.items():
        if not cards:
            continue
        place = Place(address, ministry.name, prefix=f"{role}-", what=_HEADINGS[role])
        if own and len(cards) > LATEST:
            years = by_year(writer, place, newest_first(own.of_role[role]))
            links.setdefault(own.key, {})[role] = years
        parts = [
            (capitalised(title.label), found)
            for title in ministry.titles
            if (found := links.get(title.key, {}).get(role))
        ]
        lists += [_heading(role), *joint_listing(place, cards, parts)]
    items = "".join(_title_item(title, addresses, title is not own) for title in ministry.titles)
    feed = _feed(feeds, address, ministry.name, of_role)
    head = (
        f"{_WAY}<h1>{text(ministry.name)}</h1>\n"
        f'<p class="chapeau">Un ministère, {counted(len(ministry.titles), "titre")}.</p>\n'
        f'{link(feed)}<ul class="titres">{items}</ul>\n'
        f"{_numbers(numbers.of_ministry(ministry), of_role)}"
    )
    description = f"Questions écrites posées au ministère {ministry.name}, sous tous ses titres."
    body = [head.encode(), *lists]
    writer.page(f"{address}.md", ministry.name, body, description=description, fil=feed)


def _feed(
    feeds: Feeds, address: str, label: str, of_role: Mapping[str, Sequence[Card]]
) -> str | None:
    """What it is asked or is to answer, and its answers."""
    asked = [*of_role[ASKED], *of_role[IN_CHARGE]]
    return feeds.write(address, f"Questions écrites : {label}", asked, of_role[ANSWERED])


def _item(address: str, ministry: Ministry, addresses: Addresses) -> str:
    """A ministry in the list, with its titles where it has several."""
    titles = "".join(_title_item(title, addresses, True) for title in ministry.titles)
    below = f'<ul class="titres">{titles}</ul>' if len(ministry.titles) > 1 else ""
    counts = _counts({role: ministry.cards(role) for role in ROLES})
    return (
        f'<li><a href="{_file(address)}">{text(ministry.name)}</a> '
        f'<span class="compte">{counts}</span>{below}</li>'
    )


def _title_item(title: Title, addresses: Addresses, linked: bool) -> str:
    """`Intérieur, du 20 mai 2014 au 8 juillet 2014, 12 questions, 3 réponses`"""
    label = text(capitalised(title.label))
    if linked:
        label = f'<a href="{_file(addresses.of("ministeres", title.key))}">{label}</a>'
    facts = [_counts(title.of_role)]
    if title.period:
        first, last = (text(long_date(day)) for day in title.period)
        facts.insert(0, f"le {first}" if first == last else f"du {first} au {last}")
    return f'<li>{label} <span class="compte">{", ".join(facts)}</span></li>'


def _numbers(told: tuple[str, list[Section]], of_role: Mapping[str, Sequence[Card]]) -> str:
    """The numbers of a ministry, and the ways to them and to its lists."""
    short, sections = told
    lists = [(role, _HEADINGS[role]) for role, cards in of_role.items() if cards]
    return f"{short}{contents(sections, *lists)}{tables(sections)}"


def _heading(role: str) -> bytes:
    return f'<h2 id="{role}">{_HEADINGS[role]}</h2>\n'.encode()


def _counts(of_role: Mapping[str, Sequence[Card]]) -> str:
    asked, answered = len(of_role[ASKED]), len(of_role[ANSWERED])
    return f"{counted(asked, 'question')}, {counted(answered, 'réponse')}"


def _file(address: str) -> str:
    """A page of ministries, seen from another."""
    return f"{address.rpartition('/')[2]}.html"
