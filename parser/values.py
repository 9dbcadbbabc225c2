"""The values of the fields, taken out of the words of the sources.

Each function takes the text after a label and returns the value, or raises ValueError with a
message that quotes what was found and says what was expected.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from parser.fold import fold

MONTHS: Final = {
    month: number
    for number, month in enumerate(
        [
            "janvier",
            "fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "aout",
            "septembre",
            "octobre",
            "novembre",
            "decembre",
        ],
        start=1,
    )
}
#: The Fifth Republic began in 1958: no question of it is older. Beyond 2100 a year is a slip.
YEARS: Final = range(1958, 2101)
#: The legislatures that can be: a generous bound against slips, not a list of those that were.
LEGISLATURES: Final = range(1, 41)

# `11/12/2012`
_NUMERIC_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# `20 mai 2014`, `1er février 1988`
_WRITTEN_DAY: Final = re.compile(r"(\d{1,2})(?:\s?er)?\s+([^\W\d]+)\.?\s+(\d{4})", re.IGNORECASE)
# `[20 mai 2014](#), page 3995`, `11/12/2012 page : 2477`, `20/06/2017 (fin de mandat)`
_PUBLICATION: Final = re.compile(
    r"(?P<day>\d+/\d+/\d+|\d+(?:\s?er)?\s+[^\W\d]+\.?\s+\d+)"
    r"(?:\s*,?\s*page\s*:?\s*(?P<page>\d+))?"
    r"(?:\s*\((?P<reason>[^()]*)\))?"
    r"\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# `[M. Guillaume Chevrollier](#)`
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
# `M. Philippe Plisson`, `Mme X`, `M X` (8th, 9th legislatures), `M.Abelin Jean-Pierre`
_CIVILITY: Final = re.compile(r"(?:(M\.)\s*|(M|Mme|Mlle)\.?\s+)(?=\S)")
# `de Courson`, `d'Aubert`, `de La Verpillière`: the particle goes behind the name it is sorted by
_PARTICLE: Final = re.compile(r"(de la|de l['’]|des|de|du|d['’])\s*(?=\S)")
# `Mayenne (2^e circonscription) - Les Républicains`
_PLACE: Final = re.compile(
    r"(?P<departement>.+?)\s*\((?P<numero>\d+)\s*\^?\s*(?P<ordinal>ère|ème|eme|ere|re|er|e)\s+"
    r"circonscription\s*\)(?:\s*-\s*(?P<groupe>.+))?",
    re.IGNORECASE,
)
# `14ème législature`, `17e Législature`
_LEGISLATURE: Final = re.compile(
    r"(\d+)\s*\^?\s*(?:ère|ème|eme|ere|re|e|ᵉ)\s+l[ée]gislature", re.IGNORECASE
)


class Publication(NamedTuple):
    """A day of the Journal officiel, the page, the reason in brackets, and what else follows."""

    day: date
    page: int | None
    reason: str | None
    rest: str


class Author(NamedTuple):
    """`nom` is what the author is sorted by: `Courson (de)`."""

    civilite: str | None
    auteur: str
    prenom: str | None
    nom: str


class Place(NamedTuple):
    """Where an author was elected, and the group written beside it."""

    departement: str | None
    circonscription: str | None
    circonscription_numero: int | None
    groupe: str | None


def parse_day(text: str) -> date:
    """`20 mai 2014`, `1er février 1988` or `11/12/2012`."""
    text = text.strip()
    if found := _NUMERIC_DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _WRITTEN_DAY.fullmatch(text):
        day, year = int(found[1]), int(found[3])
        month = MONTHS.get(fold(found[2]), 0)
        if not month:
            raise ValueError(f'"{text}" names no month; expected a date as 20 mai 2014')
    else:
        raise ValueError(f'"{text}" is no date; expected dd/mm/yyyy or 20 mai 2014')
    try:
        parsed = date(year, month, day)
    except ValueError:
        raise ValueError(f'date "{text}" does not exist; expected a day of the calendar') from None
    if parsed.year not in YEARS:
        raise ValueError(f'date "{text}" is out of bounds; expected {YEARS[0]} to {YEARS[-1]}')
    return parsed


def parse_publication(text: str) -> Publication:
    """`[20 mai 2014](#), page 3995`; the page may be missing, as may the link."""
    found = _PUBLICATION.fullmatch(without_links(text).strip())
    if not found:
        raise ValueError(f'"{text}" is no date; expected dd/mm/yyyy or 20 mai 2014')
    page = int(found["page"]) if found["page"] else None
    reason = found["reason"].strip() if found["reason"] else ""
    return Publication(parse_day(found["day"]), page, reason or None, found["rest"])


def parse_author(text: str) -> Author:
    """`[M. Guillaume Chevrollier](#)`, `Mme Marie-George Buffet`, `Charles de Courson`."""
    name = " ".join(without_links(text).split())
    civilite = None
    if found := _CIVILITY.match(name):
        civilite = "M." if (found[1] or found[2]) in ("M.", "M") else found[2]
        name = name[found.end() :]
    if not any(c.isalpha() for c in name):
        raise ValueError(f'"{text}" holds no name; expected M. or Mme and a name')
    prenom, nom = split_name(name)
    return Author(civilite, name, prenom, nom)


def split_name(name: str) -> tuple[str | None, str]:
    """(`Charles`, `Courson (de)`) for `Charles de Courson`; a single word is a surname.

    The first word is the first name: compound ones are written with a hyphen in the sources.
    """
    prenom, _, nom = name.partition(" ")
    if not nom:
        return None, name
    if found := _PARTICLE.match(nom):
        nom = f"{nom[found.end() :]} ({found[1]})"
    return prenom, nom


def parse_place(text: str) -> Place:
    """`Mayenne (2^e circonscription) - Les Républicains`, `Gironde - <Groupe>`, `- SOC`."""
    text = " ".join(text.split())
    if found := _PLACE.fullmatch(text):
        ordinal = found["ordinal"].lower()
        ordinal = "re" if ordinal in ("re", "ère", "ere") else "er" if ordinal == "er" else "e"
        departement, numero = found["departement"], int(found["numero"])
        circonscription = f"{departement} ({numero}{ordinal} circonscription)"
        return Place(departement, circonscription, numero, found["groupe"])
    if "circonscription" in fold(text):
        raise ValueError(
            f'"{text}" is no circonscription; expected Mayenne (2^e circonscription) - <groupe>'
        )
    if text.startswith("-"):
        return Place(None, None, None, text[1:].strip() or None)
    departement, _, groupe = text.partition(" - ")
    return Place(departement.strip() or None, None, None, groupe.strip() or None)


def parse_group_and_department(text: str) -> tuple[str, str]:
    """(`Socialiste, républicain et citoyen`, `Gironde`): split at the last hyphen."""
    groupe, dash, departement = text.rpartition(" - ")
    if not dash or not groupe.strip() or not departement.strip():
        raise ValueError(f'"({text})" after the name; expected (<groupe> - <département>)')
    return groupe.strip(), departement.strip()


def parse_legislature(text: str) -> int | None:
    """14 for `14ème législature`; None when the text is something else."""
    found = _LEGISLATURE.fullmatch(text.strip())
    if not found:
        return None
    if int(found[1]) not in LEGISLATURES:
        raise ValueError(f'"{text.strip()}" is no legislature of the Fifth Republic')
    return int(found[1])


def without_links(text: str) -> str:
    """`[M. X](#)` → `M. X`: the sheet's links lead nowhere."""
    return _LINK.sub(r"\1", text)
