"""A question in a list: told in a few lines, so that no two look alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Final, Protocol

from parser.question import Question
from publisher.french import NO_BREAK, capitalised, long_date, ordinal
from publisher.rendering import text
from publisher.states import SHORT
from publisher.subject import subject
from publisher.values import value_key

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
    def html(self) -> bytes: ...


class Card:
    """What lists keep of a question: its place among the others and its HTML, about 800 bytes."""

    __slots__ = ("day", "html", "order")

    def __init__(self, facts: Listed) -> None:
        #: Ordinal of the date of the question, or UNDATED.
        self.day = facts.day
        self.html = facts.html
        #: Newest first when sorted in reverse; a number settles what a date leaves open.
        self.order = (facts.day, facts.legislature, facts.numero)

    @property
    def date(self) -> date | None:
        """The date of the question."""
        return date.fromordinal(self.day) if self.day else None


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
    facts = [f"{ordinal(question.legislature)} législature"]
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
        f'{escape(question.address)}.html">{text(heading(question))}'
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


def card_list(cards: Iterable[Card], root: str) -> bytes:
    """An ordered list of cards; `root` leads from the page to the root of the site."""
    start = b'<li class="carte"><h3><a href="' + root.encode("ascii")
    items = b"".join(start + card.html for card in cards)
    return b'<ol class="cartes">\n' + items + b"</ol>\n"
