"""Atom feeds (RFC 4287): all questions and answers, and those of a deputy, a ministry, a rubrique.

A question and its answer are entries of their own, dated by the Journal officiel. Feeds are made only where
the site has an address: readers of feeds follow absolute links alone. The id of an entry is a UUID made of
the official address of the question (RFC 9562, version 5): the same in every feed, on every site, for ever.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape, unescape
from typing import Final, NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from parser.question import official_address
from publisher.cards import UNDATED, Card
from publisher.columns import Array, Columns
from publisher.french import NO_BREAK, legislature, long_date
from publisher.writing import PageWriter

#: Entries of a feed at most, newest first: two weeks of all questions, years of one deputy's.
NEWEST: Final = 50
EXTENSION: Final = ".atom"
#: The feed of everything, at the root of the site.
WHOLE: Final = f"questions{EXTENSION}"
TYPE: Final = "application/atom+xml"
#: The beginning of a card: `q14/14-1QE.html">Énergie<span>n° 1</span></a></h3><p class="carte-objet">…</p>`
_CARD: Final = re.compile(
    r'[^"]*">(?P<heading>.*?)<span>.*?</a></h3>(?:<p class="carte-objet">(?P<subject>.*?)</p>)?'
)
_TAG: Final = re.compile(r"<[^>]*>")
#: What XML 1.0 cannot hold.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Event(NamedTuple):
    """A question, by its place among all, that was asked or answered on a day."""

    day: int
    at: int
    answer: bool

    @property
    def order(self) -> tuple[int, int, bool]:
        """Sorts the newest first."""
        return (-self.day, self.at, not self.answer)


class Feeds:
    """Writes the feeds of a site; none of a site without address."""

    def __init__(
        self, writer: PageWriter, columns: Columns, cards: Sequence[Card], site_url: str | None
    ) -> None:
        """``cards``: all, in the order of the columns, newest first; ``site_url`` ends with `/`."""
        self._writer, self._columns, self._cards, self._root = writer, columns, cards, site_url
        self._digests: dict[int, bytes] = {}

    def write(
        self, address: str, title: str, asked: Sequence[Card], answered: Sequence[Card]
    ) -> str | None:
        """The feed of the hub at an address; its file, seen from the hub's page.

        ``asked``: whose questions it tells, ``answered``: whose answers. None where there is none to
        make, for want of an address of the site or of a day of the Journal officiel.
        """
        if self._root is None or not (events := self._newest(asked, answered)):
            return None
        path = WHOLE if address == "index" else f"{address}{EXTENSION}"
        told = [f"{self._root} {address} {title}".encode()]
        told += [self._told(event.at) + bytes([event.answer]) for event in events]
        page = f"{self._root}{quote(address)}.html"
        self._writer.made(
            path, told, lambda cards: self._feed(path, page, title, events, cards).encode()
        )
        return path.rpartition("/")[2]

    def _newest(self, asked: Sequence[Card], answered: Sequence[Card]) -> list[Event]:
        """The latest questions and answers that have a day, newest first."""
        columns = self._columns
        places = _places(asked)
        of_answers = places if answered is asked else _places(answered)
        events = [
            *_latest(places, columns.day, answers=False),
            *_latest(of_answers, columns.answer_day, answers=True),
        ]
        return sorted(events, key=lambda event: event.order)[:NEWEST]

    def _told(self, at: int) -> bytes:
        """What the entries of a question are made of, in short."""
        if at not in self._digests:
            told = f"{self._cards[at].path} {self._columns.questions[at]!r}"
            self._digests[at] = hashlib.blake2b(told.encode(), digest_size=8).digest()
        return self._digests[at]

    def _feed(
        self,
        path: str,
        page: str,
        title: str,
        events: Sequence[Event],
        cards: Mapping[str, bytes],
    ) -> str:
        address = f"{self._root}{quote(path)}"
        entries = "".join(self._entry(event, cards) for event in events)
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n'
            f"<title>{_xml(title)}</title>\n<id>{escape(address)}</id>\n"
            f'<link rel="self" type="{TYPE}" href="{escape(address)}"/>\n'
            f'<link rel="alternate" type="text/html" href="{escape(page)}"/>\n'
            f"<updated>{_moment(events[0].day)}</updated>\n"
            "<author><name>Assemblée nationale</name></author>\n"
            "<rights>Assemblée nationale, Licence Ouverte 2.0</rights>\n"
            f"{entries}</feed>\n"
        )

    def _entry(self, event: Event, cards: Mapping[str, bytes]) -> str:
        facts, path = self._columns.questions[event.at], self._cards[event.at].path
        told = _CARD.match(cards[path].decode())
        assert told
        heading, subject = _plain(told["heading"]), _plain(told["subject"] or "")
        number = f"n°{NO_BREAK}{facts.numero}, {legislature(facts.legislature)}"
        official = official_address(facts.legislature, "QE", facts.numero)
        page = f"{self._root}{path.removesuffix('.md')}.html"
        who = " ".join(filter(None, (facts.civilite, facts.auteur)))
        if event.answer:
            official += "#reponse"
            page += "#reponse" if facts.etat == "repondue" else ""
            subject = f"Réponse à la question de {who or 'l’auteur'}"
            if facts.day:
                subject += f" du {long_date(date.fromordinal(facts.day))}"
            who = facts.ministere_attributaire or facts.ministere_interroge or ""
        title = f"{'Réponse' if event.answer else 'Question'}{NO_BREAK}: {heading} ({number})"
        author = f"<author><name>{_xml(who)}</name></author>" if who else ""
        summary = f"<summary>{_xml(subject)}</summary>" if subject else ""
        return (
            f"<entry><title>{_xml(title)}</title><id>{uuid5(NAMESPACE_URL, official).urn}</id>"
            f'<link rel="alternate" type="text/html" href="{escape(page)}"/>'
            f"<updated>{_moment(event.day)}</updated>{author}{summary}</entry>\n"
        )


def _places(cards: Sequence[Card]) -> Array:
    """Of these cards, rising, each once."""
    return np.unique(np.fromiter((card.at for card in cards), np.int64, len(cards)))


def _latest(places: Array, days: Array, *, answers: bool) -> Iterator[Event]:
    """The newest that have a day."""
    places = places[days[places] > UNDATED]
    latest = places[np.argsort(-days[places], kind="stable")[:NEWEST]]
    for day, at in zip(days[latest].tolist(), latest.tolist(), strict=True):
        yield Event(day, at, answers)


def link(file: str | None, root: str = "../") -> str:
    """Leads from a hub's page to its feed, and says what that is: HTML; nothing where there is none.

    ``root``: the way from the page to the root of the site.
    """
    if file is None:
        return ""
    return (
        f'<p class="suivre"><a href="{escape(file)}" type="{TYPE}">Suivre par flux Atom</a>&nbsp;: '
        "un lecteur de flux vous prévient de chaque nouvelle question et de chaque réponse. "
        f'<a href="{root}adresses.html#flux">Comment faire</a></p>\n'
    )


def _moment(day: int) -> str:
    """Noon: the same day nearly everywhere on Earth."""
    return f"{date.fromordinal(day).isoformat()}T12:00:00Z"


def _plain(html: str) -> str:
    """The text of a part of a card."""
    return unescape(_TAG.sub("", html))


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("", text), quote=False)
