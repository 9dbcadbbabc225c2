"""Rubriques and years: hubs that are nothing but their list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from publisher.addresses import Addresses
from publisher.cards import Card
from publisher.feeds import Feeds, link
from publisher.french import capitalised, counted, number
from publisher.hubs import Hub, Hubs
from publisher.listing import Place, listing, total, year_listing
from publisher.rendering import text
from publisher.writing import PageWriter


def write_rubriques(writer: PageWriter, hubs: Hubs, addresses: Addresses, feeds: Feeds) -> None:
    """A page for each rubrique, and their list."""
    rubriques = hubs.sorted()
    addresses.settle("rubriques", [hub.key for hub in rubriques])
    for hub in rubriques:
        address = addresses.of("rubriques", hub.key)
        label = capitalised(hub.label)
        feed = feeds.write(address, f"Questions écrites : {label}", hub.cards, hub.cards)
        head = _head("rubriques", "Rubriques", label, hub, feed)
        body = [head, *listing(writer, Place(address, label), hub.cards)]
        description = f"Questions écrites de la rubrique {label}."
        writer.page(f"{address}.md", label, body, description=description, fil=feed)
    items = "".join(
        _item(addresses.of("rubriques", hub.key), capitalised(hub.label), hub) for hub in rubriques
    )
    _index(writer, "rubriques", "Rubriques", counted(len(rubriques), "rubrique"), items)


def write_years(writer: PageWriter, hubs: Hubs, undated: Sequence[Card] = ()) -> None:
    """A page for each year of question, and their list, newest first.

    Questions without a date have a page too: those without a name nor a rubrique stand on no other.
    """
    years = hubs.sorted()[::-1]
    for hub in years:
        head = _head("annees", "Années", hub.label, hub)
        body = [head, *year_listing(writer, Place(f"annees/{hub.key}", hub.label), hub.cards)]
        writer.page(
            f"annees/{hub.key}.md",
            hub.label,
            body,
            description=f"Questions écrites publiées en {hub.label}.",
        )
    items = "".join(_item(f"annees/{hub.key}", hub.label, hub) for hub in years)
    if undated:
        hub = Hub("sans-date", Counter(["Sans date"]), list(undated))
        place = Place(f"annees/{hub.key}", hub.label)
        head = _head("annees", "Années", hub.label, hub)
        body = [head, *listing(writer, place, hub.cards)]
        writer.page(f"{place.address}.md", hub.label, body, description="Questions sans date.")
        items += _item(place.address, hub.label, hub)
    _index(writer, "annees", "Années", counted(len(years), "année"), items)


def _head(folder: str, kind: str, label: str, hub: Hub, feed: str | None = None) -> bytes:
    return (
        f'<p class="fil"><a href="index.html">{kind}</a></p>\n<h1>{text(label)}</h1>\n'
        f'<p class="chapeau">{total(hub.cards)}.</p>\n{link(feed)}<h2>Questions</h2>\n'
    ).encode()


def _item(address: str, label: str, hub: Hub) -> str:
    return (
        f'<li><a href="{address.rpartition("/")[2]}.html">{text(label)}</a> '
        f'<span class="compte">{number(len(hub.cards))}</span></li>'
    )


def _index(writer: PageWriter, folder: str, title: str, count: str, items: str) -> None:
    body = (
        f'<h1>{title}</h1>\n<p class="chapeau">{count}, avec le nombre de questions.</p>\n'
        f'<ul class="index">{items}</ul>\n'
    )
    writer.page(f"{folder}/index.md", title, [body.encode()])
