"""What hand-written pages say of the site that is built: filled in where they hold a comment of that name.

`<!-- etendue -->`: how many questions, of which legislatures, up to which Journal officiel.
`<!-- donnees -->`: whether the site has the files to take away, and where.
`<!-- contact -->`: whom to write to, from `extra.contact` in mkdocs.yml, or that nobody is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

from publisher.french import counted, long_date, ordinal
from publisher.rendering import text

_MARK: Final = re.compile(r"<!-- (etendue|donnees|contact) -->")
_MAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


def filled(html: str, state: Path, extra: Mapping[str, Any]) -> str:
    """The page with its comments filled in; ``state``: `etat.json` beside the pages."""
    told: dict[str, Callable[[], str]] = {
        "etendue": lambda: _extent(json.loads(state.read_text("utf-8"))),
        "donnees": lambda: _data(json.loads(state.read_text("utf-8"))),
        "contact": lambda: _contact(extra.get("contact")),
    }
    return _MARK.sub(lambda mark: told[mark[1]](), html)


def _extent(state: Mapping[str, Any]) -> str:
    count = counted(state["questions"], "question écrite", "questions écrites")
    of = [ordinal(number, feminine=True) for number in state["legislatures"]]
    word = "législature" if len(of) == 1 else "législatures"
    listed = " et ".join(filter(None, [", ".join(of[:-1]), of[-1]])) if of else ""
    whose = f" de la {listed} {word}" if len(of) == 1 else f" des {listed} {word}" if of else ""
    until = (
        f". Les sources lues vont jusqu’au Journal officiel du {_day(state)}"
        if "au" in state
        else ""
    )
    return f"{text(count)}{text(whose)}{text(until)}"


def _data(state: Mapping[str, Any]) -> str:
    if "donnees" not in state:
        return "Ce site ne contient pas ces fichiers."
    names = ("questions.csv", "questions.jsonl", "schema.json", "LISEZ-MOI.txt")
    links = ", ".join(f'<a href="donnees/{name}"><code>{name}</code></a>' for name in names)
    return f"Ils sont dans le dossier <code>donnees/</code> de ce site&nbsp;: {links}."


def _day(state: Mapping[str, Any]) -> str:
    return long_date(date.fromisoformat(state["au"]))


def _contact(contact: object) -> str:
    """A mail address or one of the web becomes a link."""
    if not contact:
        return "Qui publie ce site n’y a pas indiqué d’adresse de contact."
    given = str(contact)
    shown = text(given)
    if _MAIL.fullmatch(given):
        shown = f'<a href="mailto:{escape(given)}">{escape(given)}</a>'
    elif given.startswith(("https://", "http://")):
        shown = f'<a href="{escape(given)}">{escape(given)}</a>'
    return f"Pour écrire à qui publie ce site&nbsp;: {shown}."
