"""The deputies of the AMO archives ("acteurs, mandats, organes"): who stands behind `acteurRef`.

Open data names the author of a question by two references only: `PA1008`, the person, and `PM842621`, the
mandate. The archives come as one object a file, mandates within their person (AMO10, AMO30) or apart
(AMO50), or as one file of all (`export`); in JSON or XML, in any order. Of each object `read_amo`
keeps a few values, and `Acteurs` joins them: some 3,000 people, whatever the archive weighs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeVar

from parser.document import Document
from parser.findings import Finding
from parser.fold import fold
from parser.layouts.opendata import circonscription, line, named
from parser.tree import Branch
from parser.values import CIRCONSCRIPTIONS, parse_author

#: What the archives hold, by the name of the root or of the list's entries; the others are left out unread.
KEPT: Final = ("acteur", "mandat", "export")
OTHERS: Final = ("organe", "deport", "pays")
#: The mandate of a deputy. Its XML type, `MandatParlementaire_type`, is that of others too.
_SEAT: Final = "ASSEMBLEE"
_CIVILITES: Final = ("M.", "Mme", "Mlle")
#: The archive that knows the authors of every legislature that has open data.
ARCHIVE: Final = "AMO30"
ADDRESS: Final = (
    "https://data.assemblee-nationale.fr/static/openData/repository/17/amo/"
    "tous_acteurs_mandats_organes_xi_legislature/"
    "AMO30_tous_acteurs_tous_mandats_tous_organes_historique.json.zip"
)


class Person(NamedTuple):
    """A person of the archives, as they write the name."""

    acteur_ref: str
    civilite: str | None
    prenom: str | None
    nom: str


class Seat(NamedTuple):
    """A mandate in the Assemblée: of whom, and where elected."""

    mandat_ref: str
    acteur_ref: str
    departement: str
    numero: int | None


Entry = TypeVar("Entry", bound="Person | Seat")


class Known(NamedTuple):
    """What the archives say of the author of a question; names of the fields as in `Question`."""

    civilite: str | None
    auteur: str
    prenom: str | None
    nom: str
    departement: str | None = None
    circonscription: str | None = None
    circonscription_numero: int | None = None


def read_amo(document: Document, name: str, values: dict[str, Any]) -> list[Person | Seat]:
    """What is kept of one object, whose root (or list) is called ``name``: see KEPT.

    A value that cannot be is reported in ``document`` and left out. Every other value of the archives
    is none of a question's: left out by design.
    """
    if name == "export":
        return list(_read_export(document, values))
    if name == "acteur":
        return _read_acteur(Branch(values, name, document))
    if name == "mandat":
        seat = _read_mandat(Branch(values, name, document), None)
        return [seat] if seat else []
    return []


def _read_export(document: Document, values: dict[str, Any]) -> Iterator[Person | Seat]:
    for group, name in (("acteurs", "acteur"), ("mandats", "mandat")):
        for part in Branch(values, "export", document).branches(group):
            for entry in part.branches(name):
                yield from read_amo(document, name, entry.values)


def _read_acteur(acteur: Branch) -> list[Person | Seat]:
    ref = acteur.text("uid")
    if ref is None:
        acteur.doubt("uid", "none", "left out; expected PA and a number")
        return []
    found: list[Person | Seat] = []
    ident = acteur.branch("etatCivil").branch("ident")
    civilite, prenom, nom = (line(ident.text(key)) for key in ("civ", "prenom", "nom"))
    if civilite and civilite not in _CIVILITES:
        ident.doubt("civ", f'"{civilite}"', "left out; expected M., Mme or Mlle")
        civilite = None
    if nom is None:
        ident.doubt("nom", f"none for {ref}", "left out; expected a name")
    else:
        try:
            parse_author(f"{prenom or ''} {nom}")
            found.append(Person(ref, civilite, prenom, nom))
        except ValueError as error:
            ident.doubt("nom", f"{ref}", f"left out: {error}")
    for mandats in acteur.branches("mandats"):
        for mandat in _objects(mandats, "mandat"):
            seat = _read_mandat(mandat, ref)
            found += [seat] if seat else []
    return found


def _objects(branch: Branch, key: str) -> list[Branch]:
    """The objects under a key; references, which stand there in a divided archive, are not."""
    value = branch.values.get(key)
    entries = value if isinstance(value, list) else [value]
    branch.values[key] = [entry for entry in entries if not isinstance(entry, str)]
    return branch.branches(key)


def _read_mandat(mandat: Branch, acteur_ref: str | None) -> Seat | None:
    """None for any mandate but a deputy's, and for one that says no place."""
    if mandat.text("typeOrgane") != _SEAT:
        return None
    ref, owner = mandat.text("uid"), mandat.text("acteurRef") or acteur_ref
    lieu = mandat.branch("election").branch("lieu")
    departement, written = line(lieu.text("departement")), lieu.text("numCirco")
    if not ref or not owner:
        mandat.doubt("uid", f"mandate {ref} of {owner}", "left out; expected both references")
        return None
    if acteur_ref and owner != acteur_ref:
        mandat.doubt("acteurRef", f"{owner} within {acteur_ref}", f"left out the mandate {ref}")
        return None
    if not departement:
        return None
    numero = _numero(written)
    if numero is None and written and written.strip("0"):
        lieu.doubt("numCirco", f'"{written}" of {ref}', "left out; expected 1 to 99")
    return Seat(ref, owner, departement, numero)


def _numero(written: str | None) -> int | None:
    """4 for `4` or `04`; None for what is no number, and for 0, which stands for none."""
    if written and written.isascii() and written.isdecimal() and len(written) < 5:
        return int(written) if int(written) in CIRCONSCRIPTIONS else None
    return None


class Acteurs:
    """The table of people and of their seats. The order in which it is filled changes nothing."""

    def __init__(self, entries: Iterable[Person | Seat] = ()) -> None:
        self._people: dict[str, set[Person]] = {}
        self._seats: dict[str, set[Seat]] = {}
        self._answers: dict[tuple[str | None, str | None], Known | None] = {}
        self.add(entries)

    def add(self, entries: Iterable[Person | Seat]) -> None:
        """Takes what `read_amo` found; what is there already changes nothing."""
        self._answers.clear()
        for entry in entries:
            if isinstance(entry, Person):
                self._people.setdefault(entry.acteur_ref, set()).add(entry)
            else:
                self._seats.setdefault(entry.mandat_ref, set()).add(entry)

    def __len__(self) -> int:
        """How many people."""
        return len(self._people)

    def author_of(self, acteur_ref: str | None, mandat_ref: str | None) -> Known | None:
        """The name behind a reference, and the place where the mandate is that person's.

        None for a person whom the archives do not hold, or hold under two names.
        """
        refs = (acteur_ref, mandat_ref)
        if refs not in self._answers:
            self._answers[refs] = self._author_of(acteur_ref or "", mandat_ref or "")
        return self._answers[refs]

    def _author_of(self, acteur_ref: str, mandat_ref: str) -> Known | None:
        person = _only(self._people.get(acteur_ref, ()))
        if person is None:
            return None
        names = named(person.civilite, person.prenom, person.nom)
        seat = _only(self._seats.get(mandat_ref, ()))
        if seat is None or seat.acteur_ref != acteur_ref:
            return Known(**names)
        place: dict[str, Any] = {"departement": seat.departement}
        if seat.numero:
            place |= circonscription(seat.departement, seat.numero)
        return Known(**names, **place)

    def findings(self, path: str) -> list[Finding]:
        """References under which the archives say two things; ``path`` stands for them all."""
        groups: list[tuple[str, str, Iterable[Person] | Iterable[Seat]]] = [
            *(("person", ref, people) for ref, people in self._people.items()),
            *(("mandate", ref, seats) for ref, seats in self._seats.items()),
        ]
        found = []
        for what, ref, entries in groups:
            shown = sorted({" ".join(str(v) for v in entry[1:] if v) for entry in entries})
            if len(shown) > 1 and _only(entries) is None:
                both = " and ".join(f'"{text}"' for text in shown)
                expected = f"left out; expected one {what} in all archives"
                found.append(Finding(path, 0, "doubtful", f"{ref} is {both}", expected, "conflit"))
        return sorted(found)

    def digest(self) -> str:
        """Changes with anything that `author_of` may answer; "" for an empty table."""
        entries: list[Person | Seat] = [p for found in self._people.values() for p in found]
        entries += [seat for found in self._seats.values() for seat in found]
        if not entries:
            return ""
        text = json.dumps(sorted(map(_sortable, entries)))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def advice(authors: int, questions: int) -> str:
    """What to tell of authors who are references that no archive has: how many, of how many questions."""
    return (
        f"authors that are references only: {authors:,}, of {questions:,} questions; their names and"
        f" circonscriptions are in the archive {ARCHIVE}, to be given as one more --source; build.py"
        f" sources --fetch amo fetches it from {ADDRESS}"
    )


def _only(entries: Iterable[Entry]) -> Entry | None:
    """The one entry of a reference; of spellings that differ by accents and case, the accented one."""
    found = sorted(entries, key=lambda entry: (-_accents(entry), _sortable(entry)))
    if len({tuple(fold(str(value)) for value in entry) for entry in found}) != 1:
        return None
    return found[0]


def _sortable(entry: Person | Seat) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in entry)


def _accents(entry: Person | Seat) -> int:
    return sum(not c.isascii() for value in entry for c in str(value))
