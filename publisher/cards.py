"""A question in a list: told in a few lines, so that no two look alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from html import escape
from operator import attrgetter
from typing import Final, NamedTuple, Protocol

from parser.question import Question
from publisher.french import NO_BREAK, capitalised, legislature, long_date
from publisher.rendering import text
from publisher.states import SHORT
from publisher.subject import shortened, subject
from publisher.values import value_key

#: Characters of a heading on a card: with longer ones a full list would go beyond 150 kB.
#: Twin of `LONGEST` in search/browser/page/card.js.
HEADING: Final = 200
#: Sorts after every dated question, newest first.
UNDATED: Final = 0


class Listed(Protocol):
    """What a card is made of; see `facts.py`."""

    @property
    def day(self) -> int: ...
    @property
    def legislature(self) -> int: ...
    @property
    def numero(self) -> int: ...
    @property
    def card(self) -> bytes: ...


class Card:
    """What lists keep of a question: its place among the others; its HTML, 800 bytes, is elsewhere."""

    __slots__ = ("at", "date", "day", "digest", "month", "order", "path", "year")

    def __init__(self, path: str, facts: Listed) -> None:
        #: Its place among all questions, newest first.
        self.at = 0
        #: Of the question's page: its HTML is found by it.
        self.path = path
        #: Of its HTML.
        self.digest = facts.card
        #: Ordinal of the date of the question, or UNDATED.
        self.day = facts.day
        #: The date of the question, its month and its year, if it has one.
        self.date: date | None
        self.month: tuple[int, int] | None
        self.year: int | None
        self.date, self.month, self.year = _calendar(facts.day)
        #: Newest first when sorted in reverse; a number settles what a date leaves open.
        self.order = (facts.day, facts.legislature, facts.numero)


def cards_of(questions: Mapping[str, Listed]) -> list[Card]:
    """Of all questions, by the paths of their pages: newest first, each with its place."""
    cards = [Card(path, facts) for path, facts in questions.items()]
    cards.sort(key=attrgetter("order"), reverse=True)
    for at, card in enumerate(cards):
        card.at = at
    return cards


@lru_cache(maxsize=16_384)  # a few hundred days of the Journal officiel for 100,000 questions
def _calendar(day: int) -> tuple[date, tuple[int, int], int] | tuple[None, None, None]:
    if not day:
        return None, None, None
    known = date.fromordinal(day)
    return known, (known.year, known.month), known.year


def heading(question: Question) -> str:
    """Rubrique, titre and analyse, each said once. Plain text."""
    parts: dict[str, str] = {}
    for part in (question.rubrique, question.titre, question.analyse):
        if part:
            parts.setdefault(value_key(part), part)
    return capitalised(" – ".join(parts.values())) or "Question écrite"


def card_html(question: Question) -> bytes:
    """The HTML of a card in UTF-8, from the address in the link on.

    Lists at different depths of the site put their own way to the root before it.
    """
    return _html(question).encode("utf-8", "xmlcharrefreplace")


def _html(question: Question) -> str:
    facts = [legislature(question.legislature)]
    if question.auteur:
        civilite = f"{question.civilite}{NO_BREAK}" if question.civilite else ""
        facts.insert(0, civilite + question.auteur)
    if ministries := _ministries(question):
        facts.append(ministries)
    if question.date_question:
        facts.append(f"posée le{NO_BREAK}{long_date(question.date_question)}")
    about = subject(question.question)
    objet = f'<p class="carte-objet">{text(about)}</p>' if about else ""
    return (
        f'{escape(question.address)}.html">{text(shortened(heading(question), HEADING))}'
        f"<span>n°{NO_BREAK}{question.numero}</span></a></h3>{objet}"
        f'<p class="carte-faits"><span class="etat {question.etat}">{text(_state(question))}</span>'
        f" · {text(' · '.join(facts))}</p></li>\n"
    )


def _state(question: Question) -> str:
    """The state in two words and, where there is one, the day it came about."""
    day = (
        question.date_reponse
        if question.etat in ("repondue", "repondue_sans_texte")
        else question.date_cloture
    )
    return SHORT[question.etat] + (f" le{NO_BREAK}{long_date(day)}" if day else "")


def _ministries(question: Question) -> str | None:
    """Who was asked, and who answers when it is not the same."""
    asked, answering = question.ministere_interroge, question.ministere_attributaire
    if not answering or (asked and value_key(answering) == value_key(asked)):
        return asked
    role = "réponse" if question.etat.startswith("repondue") else "chargé de répondre"
    other = f"{role}{NO_BREAK}: {answering}"
    return f"{asked} ({other})" if asked else other


class CardList(NamedTuple):
    """An ordered list of cards; `root` leads from the page to the root of the site."""

    cards: Sequence[Card]
    root: str

    def told(self) -> bytes:
        """What its HTML is made of, in short."""
        digests = b"".join([card.digest for card in self.cards])
        return f"{self.root} {len(self.cards)} ".encode() + digests

    def html(self, cards: Mapping[str, bytes]) -> bytes:
        """The list; `cards` has the HTML of each by the path of its page."""
        start = b'<li class="carte"><h3><a href="' + self.root.encode("ascii")
        items = b"".join(start + cards[card.path] for card in self.cards)
        return b'<ol class="cartes">\n' + items + b"</ol>\n"


#: HTML in parts, in UTF-8, of which lists of cards are filled in only where the page is written.
Body = list[bytes | CardList]
