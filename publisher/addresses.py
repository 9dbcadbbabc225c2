"""The address of a hub page: made from its value alone, safe as a file name, and it never changes.

Two values can ask for the same address: homonymous deputies, or names that differ by punctuation
only. Those few are decided once over all records (`Addresses.settle`) and kept beside the pages in
`.adresses.json`, because a question's page links to the right one knowing only its own record.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from publisher.people import Mention, departement_key, name_key
from publisher.values import value_key

Kind = Literal["deputes", "ministeres", "rubriques", "annees", "departements", "groupes"]

#: Values whose spellings differ by more than case and accents.
_KEYS: Final[dict[str, Callable[[str], str]]] = {
    "departements": departement_key,
    "groupes": name_key,
}

ADDRESSES_FILE: Final = ".adresses.json"

#: Longest file name, in characters, before the rest gives way to a fingerprint.
LONGEST_SLUG: Final = 80

#: `interieur, outre-mer (d'etat)`: what French names are made of; a slug drops such signs.
_ORDINARY = re.compile(r"[a-z0-9 ',.()/&-]*[a-z0-9)][.)]*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: The page of the questions without a named author, among those of deputies.
UNNAMED: Final = "sans-nom"
#: Names that Windows keeps for devices, that of the list itself, and of what is in none of its pages.
_RESERVED = re.compile(rf"(?:con|prn|aux|nul|com\d|lpt\d|index|{UNNAMED})")


def _fingerprint(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@lru_cache(maxsize=65_536)
def slug(key: str) -> str:
    """A file name for a value's key: letters, digits and hyphens.

    A fingerprint of the key ends it when the letters alone do not tell the value: too long,
    reserved, or written with anything but the ordinary signs of a French name.
    """
    readable = _NOT_SLUG.sub("-", key).strip("-")
    if (
        readable
        and len(readable) <= LONGEST_SLUG
        and _ORDINARY.fullmatch(key)
        and not _RESERVED.fullmatch(readable)
    ):
        return readable
    readable = readable[:LONGEST_SLUG].strip("-")
    return f"{readable}-{_fingerprint(key)}" if readable else f"x-{_fingerprint(key)}"


def key_of(kind: Kind, value: str) -> str:
    """The key of the hub that has a value, as written."""
    return _KEYS.get(kind, value_key)(value)


def deputy_key(auteur: str, departement: str | None) -> str:
    """A deputy's key: the name, and the département where homonyms make it needed."""
    name = value_key(auteur)
    return f"{name} | {value_key(departement)}" if departement else name


def deputy_keys(mention: Mention) -> list[str]:
    """What an exception may be kept under for the deputy of a record, the narrowest first."""
    of_place = deputy_key(mention.auteur, mention.departement)
    of_seat = f"{of_place} | {mention.legislature}-{mention.circonscription_numero}"
    keys = [
        mention.acteur_ref,
        of_seat if mention.departement and mention.circonscription_numero else None,
        of_place if mention.departement else None,
        mention.auteur,
    ]
    return [key for key in keys if key]


class Addresses:
    """Where each hub stands: the slug of its key, but for the few exceptions."""

    __slots__ = ("exceptions",)

    def __init__(self, exceptions: dict[str, dict[str, str]] | None = None) -> None:
        #: kind → key → slug, only where the slug is not that of the key.
        self.exceptions: dict[str, dict[str, str]] = exceptions or {}

    def settle(self, kind: Kind, keys: Iterable[str]) -> None:
        """Give each of these keys an address of its own; `keys` in order of precedence."""
        taken: set[str] = set()
        for key in keys:
            name = self.exceptions.get(kind, {}).get(key) or slug(key)
            if name in taken:
                name = f"{name}-{_fingerprint(key)}"
                self.except_for(kind, key, name)
            taken.add(name)

    def except_for(self, kind: Kind, key: str, name: str) -> None:
        """This key does not stand at its own slug but at this one."""
        self.exceptions.setdefault(kind, {})[key] = name

    def of(self, kind: Kind, key: str) -> str:
        """The page of a hub, from the root of the site, without extension."""
        return f"{kind}/{self.exceptions.get(kind, {}).get(key) or slug(key)}"

    def of_value(self, kind: Kind, value: str) -> str:
        """As `of`, from the value as written."""
        return self.of(kind, key_of(kind, value))

    def of_deputy(self, mention: Mention) -> str | None:
        """As `of`, for the deputy whom a record mentions; None for a reference without a name."""
        exceptions = self.exceptions.get("deputes", {})
        for key in deputy_keys(mention):
            if key in exceptions:
                return f"deputes/{exceptions[key]}"
        return f"deputes/{slug(mention.auteur)}" if mention.auteur else None

    def to_json(self) -> str:
        """What `.adresses.json` holds."""
        return json.dumps(self.exceptions, ensure_ascii=True, sort_keys=True, indent=1) + "\n"

    @classmethod
    def read(cls, pages: Path) -> Addresses:
        """The addresses settled for these pages; without the file, every key stands at its slug."""
        path = pages / ADDRESSES_FILE
        return cls(json.loads(path.read_text("ascii")) if path.exists() else None)


#: Facets whose values have pages of their own.
_PAGES: Final[dict[str, Kind]] = {
    "ministere_interroge": "ministeres",
    "ministere_attributaire": "ministeres",
    "rubrique": "rubriques",
}


def page_of(pages: Container[str], addresses: Addresses, facet: str, value: str) -> str | None:
    """The page of a facet's value, from the root of the site; None if it is not among its pages."""
    if facet == "auteur":
        address = addresses.of_value("deputes", value)
    elif facet in _PAGES:
        address = addresses.of_value(_PAGES[facet], value)
    else:
        return None
    return f"{address}.html" if f"{address}.html" in pages else None
