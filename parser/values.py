"""The values of the fields, taken out of the words of the sources.

Each function takes the text after a label and returns the value, or raises ValueError with a
message that quotes what was found and says what was expected.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from parser.fold import fold
from parser.remembered import remembered

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
#: The index counts days from 1970, and the oldest published questions are of 1986. Beyond 2100 is a slip.
YEARS: Final = range(1971, 2101)
#: The legislatures that can be: a generous bound against slips, not a list of those that were.
LEGISLATURES: Final = range(1, 41)

#: The first year of the legislatures whose questions have been seen. Answers come up to the end of a
#: legislature, five years later at most; a day ten years on is a slip, and would move "today".
FIRST_YEARS: Final = {
    8: 1986, 9: 1988, 10: 1993, 11: 1997, 12: 2002, 13: 2007, 14: 2012, 15: 2017, 16: 2022, 17: 2024,
}  # fmt: skip
LONGEST: Final = 10
#: More than any question's number, page or circonscription.
NUMBERS: Final = range(1, 1_000_000)
PAGES: Final = range(1, 100_000)
CIRCONSCRIPTIONS: Final = range(1, 100)

# `11/12/2012`
_NUMERIC_DAY: Final = re.compile(r"(\d{1,2})\s?/\s?(\d{1,2})\s?/\s?(\d{4})")
# `20 mai 2014`, `1er février 1988`, `1^er avril 2014`
_WRITTEN_DAY: Final = re.compile(r"(\d{1,2})(?:\s?\^?er)?\s+([^\W\d]+)\.?\s+(\d{4})", re.IGNORECASE)
# `page : 2477`, `page 6 524`, `p. 3995`
_PAGE: Final = r"p(?:ages?|\.)?\s*:?\s*(?P<page>\d{1,3}(?:\s\d{3})+(?!\d)|\d{1,9})"
# `[20 mai 2014](#), page 3995`, `11/12/2012 page : 2477`, `20/06/2017 (fin de mandat)`
_PUBLICATION: Final = re.compile(
    r"(?P<day>\d{1,9}\s?/\s?\d{1,9}\s?/\s?\d{1,9}"
    r"|\d{1,9}(?:\s?\^?er)?\s+[^\W\d]{1,20}\.?\s+\d{1,9})"
    rf"(?:\s*[,(]?\s*{_PAGE}\s*\)?)?"
    r"(?:\s*\((?P<reason>[^()]*)\))?"
    r"\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# `page : 2477`, alone in a cell
_PAGE_ALONE: Final = re.compile(_PAGE, re.IGNORECASE)
# `[M. Guillaume Chevrollier](#)`
_LINK: Final = re.compile(r"\[([^\[\]]{0,200})\]\(\s?[^()\s]{0,200}\s?\)")
# `*Intérieur*`, `**M. Dupont**`
_EMPHASIS: Final = re.compile(r"(\*{1,3})(?=\S)([^*]+)(?<=\S)\1")
# `2^e degré`
_ORDINAL: Final = re.compile(r"(?<=[0-9IVXLC])\^(?=(?:ère|ème|er|re|nde|nd|es|e)(?!\w))")
# What no name holds: marks that were not taken away, or a second value
_NO_NAME: Final = re.compile(r"[\[\]()#*,;:<>/|\d]|\s[-–—]\s")
# `M. Philippe Plisson`, `Mme X`, `M X` (8th, 9th legislatures), `M.Abelin Jean-Pierre`
_CIVILITY: Final = re.compile(
    r"(?:(?P<dotted>M\.)\s*|(?P<word>M|Mme|Mlle|Monsieur|Madame|Mademoiselle)\.?\s+)(?=\S)",
    re.IGNORECASE,
)
_SHORT: Final = {
    "m.": "M.", "m": "M.", "monsieur": "M.", "mme": "Mme", "madame": "Mme", "mlle": "Mlle",
    "mademoiselle": "Mlle",
}  # fmt: skip
#: A civility before a name, for patterns.
CIVILITY: Final = r"(?:M\.|M\b|Mme\b|Mlle\b|Monsieur\b|Madame\b|Mademoiselle\b)"
# `le président`, `la ministre`: a function, no name
_FUNCTION: Final = re.compile(r"(?:les?|la)\s+[^\W\d_A-ZÀ-Ý]|l['’]\s?[^\W\d_A-ZÀ-Ý]")
# `de Courson`, `d'Aubert`, `de La Verpillière`: the particle goes behind the name it is sorted by
_PARTICLE: Final = re.compile(r"(?:(de la|des|de|du)\s+|(de l['’]|d['’])\s*)(?=\S)")
# `Mayenne (2^e circonscription) - Les Républicains`
_PLACE: Final = re.compile(
    r"(?P<departement>[^()]+?)\s*\((?P<numero>\d{1,9})\s*\^?\s*"
    r"(?P<ordinal>ère|ème|eme|ere|nde|nd|re|er|ᵉ|e)\s+circonscription\s*\)"
    r"(?:\s*[-–—]\s*(?P<groupe>.+)?)?",
    re.IGNORECASE,
)
# `14ème législature`, `17e Législature`
_LEGISLATURE: Final = re.compile(
    r"(\d{1,4})\s*\^?\s*(?:ère|ème|eme|ere|re|e|ᵉ)\s+l[ée]gislature", re.IGNORECASE
)


# `Travail, santé,`, `Enseignement supérieur et`, `Environne-`: a value of which the rest stands elsewhere
_OPEN_ENDS: Final = (
    *(",", "(", "-", "–", "—", "'", "’"),
    *(
        f" {word}"
        for word in "et ou de du des la le les à au aux en pour par sur chargé chargée auprès".split()
    ),
)

# ` - ` between a group and a département, or written with one blank, or as a long dash
_DASH: Final = re.compile(r"\s[-–—]\s")
_LOOSE_DASH: Final = re.compile(r"\s[-–—]|[-–—]\s|[–—]")


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


@remembered
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
    page = parse_page(found["page"]) if found["page"] else None
    reason = found["reason"].strip() if found["reason"] else ""
    return Publication(parse_day(found["day"]), page, reason or None, found["rest"].strip(" ,;."))


def page_beside(text: str) -> int | None:
    """3995 for `[31 février 2014](#), page 3995`, whatever the day; None without a page."""
    found = _PUBLICATION.fullmatch(without_links(text).strip())
    try:
        return parse_page(found["page"]) if found and found["page"] else None
    except ValueError:
        return None


def is_publication(text: str) -> bool:
    """Whether a text is a day of the Journal officiel, with page and reason at most."""
    found = _PUBLICATION.fullmatch(without_links(text).strip())
    return found is not None and not found["rest"]


def parse_page(text: str) -> int:
    """3995 for `3995`, 6524 for `6 524`."""
    page = int("".join(text.split()))
    if page not in PAGES:
        raise ValueError(f'page "{text}"; expected {PAGES[0]} to {PAGES[-1]}')
    return page


def parse_lone_page(text: str) -> int | None:
    """2477 for `page : 2477`; None when the text is something else, or no page that can be."""
    found = _PAGE_ALONE.fullmatch(text.strip())
    try:
        return parse_page(found["page"]) if found else None
    except ValueError:
        return None


def parse_numero(text: str) -> int:
    """55901 for `55901` or `55 901`."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 9):
        raise ValueError(f'number "{text[:40]}"; expected digits')
    if int(digits) not in NUMBERS:
        raise ValueError(f"question number {int(digits)}; expected {NUMBERS[0]} to {NUMBERS[-1]}")
    return int(digits)


def check_day(day: date, legislature: int | None) -> None:
    """Raises ValueError for a day long after the legislature."""
    first = FIRST_YEARS.get(legislature or 0)
    if first and day.year > first + LONGEST:
        raise ValueError(f"{day} is long after legislature {legislature}; expected another year")


@remembered
def plain_value(text: str) -> str:
    """A value without the marks that the extraction put about it: links, emphasis, `2^e`."""
    text = without_links(text)
    if "*" in text:
        text = _EMPHASIS.sub(r"\2", text)
    if "^" in text:
        text = _ORDINAL.sub("", text)
    return " ".join(text.split())


@remembered
def parse_author(text: str) -> Author:
    """`[M. Guillaume Chevrollier](#)`, `Mme Marie-George Buffet`, `Charles de Courson`."""
    name = plain_value(text)
    civilite = None
    if found := _CIVILITY.match(name):
        civilite = short_civility(found["dotted"] or found["word"])
        name = name[found.end() :]
    if not any(c.isalpha() for c in name) or _NO_NAME.search(name) or _FUNCTION.match(name):
        raise ValueError(f'"{text}" holds no name; expected M. or Mme and a name')
    prenom, nom = split_name(name)
    return Author(civilite, name, prenom, nom)


def short_civility(written: str | None) -> str | None:
    """`Mme` for `Madame`."""
    return _SHORT.get((written or "").lower(), written)


def split_name(name: str) -> tuple[str | None, str]:
    """(`Charles`, `Courson (de)`) for `Charles de Courson`; a single word is a surname.

    The first word is the first name: compound ones are written with a hyphen in the sources.
    """
    if turned := _behind(name):  # no first name
        return None, turned
    prenom, _, nom = name.partition(" ")
    if not nom:
        return None, name
    return prenom, _behind(nom) or nom


def _behind(surname: str) -> str | None:
    """`Courson (de)` for `de Courson`; None without a particle."""
    found = _PARTICLE.match(surname)
    return f"{surname[found.end() :]} ({found[1] or found[2]})" if found else None


@remembered
def parse_place(text: str) -> Place:
    """`Mayenne (2^e circonscription) - Les Républicains`, `Gironde - <Groupe>`, `- SOC`."""
    text = " ".join(without_links(text).split())
    if found := _PLACE.fullmatch(text):
        ordinal = {"ère": "re", "ere": "re"}.get(found["ordinal"].lower(), found["ordinal"].lower())
        ordinal = ordinal if ordinal in ("re", "er") else "e"
        departement, numero = found["departement"], int(found["numero"])
        if found["groupe"] and is_broken_off(found["groupe"]):
            raise ValueError(f'"{text}" is broken off; expected it whole')
        if numero not in CIRCONSCRIPTIONS:
            raise ValueError(f'circonscription {numero} in "{text}"; expected 1 to 99')
        circonscription = f"{departement} ({numero}{ordinal} circonscription)"
        return Place(departement, circonscription, numero, found["groupe"])
    if "circonscription" in fold(text) or text.count("(") != text.count(")"):
        raise ValueError(
            f'"{text}" is no circonscription; expected Mayenne (2^e circonscription) - <groupe>'
        )
    if text.startswith(("-", "–", "—")):
        return Place(None, None, None, text[1:].strip() or None)
    departement, _, groupe = _DASH.sub(" - ", text, count=1).partition(" - ")
    return Place(departement.strip() or None, None, None, groupe.strip() or None)


def parse_group_and_department(text: str) -> tuple[str, str]:
    """(`Socialiste, républicain et citoyen`, `Gironde`): split at the last hyphen."""
    text = " ".join(text.split())
    dashes = list(_DASH.finditer(text)) or list(_LOOSE_DASH.finditer(text))
    groupe = text[: dashes[-1].start()] if dashes else ""
    departement = text[dashes[-1].end() :] if dashes else ""
    if not groupe.strip() or not departement.strip():
        raise ValueError(f'"({text})" after the name; expected (<groupe> - <département>)')
    return plain_value(groupe), plain_value(departement)


def parse_legislature(text: str) -> int | None:
    """14 for `14ème législature`; None when the text is something else."""
    found = _LEGISLATURE.fullmatch(text.strip())
    if not found:
        return None
    if int(found[1]) not in LEGISLATURES:
        raise ValueError(f'"{text.strip()}" is no legislature of the Fifth Republic')
    return int(found[1])


def parse_legislature_number(text: str) -> int:
    """14 for `14`, as official files write it."""
    if not (text.isascii() and text.isdecimal() and int(text[:4]) in LEGISLATURES):
        raise ValueError(f'"{text[:40]}" is no legislature of the Fifth Republic')
    return int(text)


def is_broken_off(value: str) -> bool:
    """Whether a value ends in mid-phrase."""
    return value.lower().endswith(_OPEN_ENDS)


def without_links(text: str) -> str:
    """`[M. X](#)` → `M. X`: the sheet's links lead nowhere."""
    return _LINK.sub(r"\1", text) if "](" in text else text
