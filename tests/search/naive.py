"""What matches, by looking at every document: the oracle of the engine.

Slow and plain. It shares the splitting into forms and the families with the indexer; lists, bytes,
blocks, the query's text and everything in the browser it does not know.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from parser.question import Question
from search.indexer.facets import facet_key
from search.indexer.families import families
from search.indexer.forms import chunks, fold, split, units
from search.indexer.langue import LANGUE
from search.indexer.slices import texts

FIELDS = ("titre", "rubrique", "question", "reponse")
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
#: Filters that look beyond one field of the record.
BEYOND = (
    "semaine", "portefeuille", "portefeuille_interroge", "portefeuille_attributaire",
    "repetitions", "meme_question", "meme_reponse",
)  # fmt: skip
#: `QANR5L14QE55901`
ID = re.compile(r"QANR5L(\d+)([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Word:
    """A word as split."""

    form: str


@dataclass(frozen=True)
class Prefix:
    """The beginning of a form, without accents."""

    key: str


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Both:
    """One and the other."""

    choices: tuple[Word, ...]


@dataclass(frozen=True)
class Either:
    """One or the other."""

    choices: tuple[Word | Phrase | Prefix | Both, ...]


@dataclass(frozen=True)
class Facet:
    """Words of the value of one of some facets."""

    facets: tuple[str, ...]
    words: tuple[str, ...]


Node = Word | Prefix | Phrase | Either | Both | Facet


@dataclass(frozen=True)
class Wanted:
    """A whole request."""

    required: tuple[Node, ...] = ()
    excluded: tuple[Word | Phrase, ...] = ()
    within: tuple[str, ...] = FIELDS
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    which: str = "question"
    first: date | None = None
    last: date | None = None


class Naive:
    """Records, split once; one vocabulary a legislature, as the index has.

    `groups` are the repeats of each kind by places in the records, `portfolios` those of titles.
    """

    def __init__(
        self,
        records: Iterable[Question],
        groups: Mapping[str, Sequence[Sequence[int]]] = NOTHING,
        portfolios: Mapping[str, str] = NOTHING,
    ) -> None:
        self.documents = [Document(record) for record in records]
        self.groups = {
            kind: [{self.documents[at].record.id for at in group} for group in groups[kind]]
            for kind in groups
        }
        self.portfolios = portfolios
        self.compounds = {
            tuple(fold(unit.apart).split() if unit.apart else map(fold, unit.words))
            for document in self.documents
            for text in texts(document.record)
            for chunk in chunks(text)
            for unit in units(chunk)
            if (unit.joined and not unit.strict) or unit.apart
        }
        self.vocabularies = {
            legislature: Vocabulary(
                form
                for document in self.documents
                if document.record.legislature == legislature
                for found in document.fields.values()
                for _, form in found
            )
            for legislature in {document.record.legislature for document in self.documents}
        }

    def found(self, wanted: Wanted) -> set[str]:
        """The ids of the records that match."""
        wanted = replace(wanted, required=self._compounds(wanted.required))
        return {d.record.id for d in self.documents if self._matches(d, wanted)}

    def _compounds(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """Two words side by side that some text joins by a hyphen are found joined too."""
        out = list(nodes)
        for at in reversed(range(len(nodes) - 1)):
            a, b = out[at : at + 2]
            if not (isinstance(a, Word) and isinstance(b, Word)):
                continue
            if (fold(a.form), fold(b.form)) in self.compounds:
                out[at : at + 2] = [Either((Both((a, b)), Word(a.form + b.form)))]
        return tuple(out)

    def _matches(self, document: Document, wanted: Wanted) -> bool:
        return (
            all(self._has(document, node, wanted.within) for node in wanted.required)
            and not any(self._has(document, node, wanted.within) for node in wanted.excluded)
            and document.chosen(wanted)
            and all(
                self._keeps(document.record, *given, wanted) for given in wanted.filters.items()
            )
        )

    def _keeps(self, record: Question, name: str, values: tuple[str, ...], wanted: Wanted) -> bool:
        """Whether a filter keeps it that looks beyond one field of the record."""
        if name in ("repetitions", "meme_question", "meme_reponse"):
            keys = {value for value in values if value != "sans"}
            kinds = self.groups if name == "repetitions" else [name.removeprefix("meme_")]
            return not keys or any(
                key in keys
                for one in {record.id}.union(*(self.repeats(record.id, kind) for kind in kinds))
                for key in [key_of(one)]
            )
        if name == "semaine":
            day = record.date_reponse if wanted.which == "reponse" else record.date_question
            return day is not None and day.strftime("%G-W%V") in values
        if name.startswith("portefeuille"):
            titles = {
                "portefeuille_interroge": [record.ministere_interroge],
                "portefeuille_attributaire": [record.ministere_attributaire],
            }.get(name, [record.ministere_interroge, record.ministere_attributaire])
            return any(self.portfolios.get(title, title) in values for title in titles if title)
        return True

    def repeats(self, item: str, kind: str) -> set[str]:
        """The ids of a group."""
        return next((group for group in self.groups.get(kind, ()) if item in group), {item})

    def distinct(self, ids: Sequence[str]) -> list[str]:
        """Of ids in order those that repeat none before them, through others of them if need be."""
        left, seen = [], set[str]()
        for item in ids:
            if item in seen:
                continue
            left.append(item)
            reached = {item}
            while reached:
                seen |= reached
                near = (self.repeats(one, kind) for one in reached for kind in self.groups)
                reached = set[str]().union(*near) & set(ids) - seen
        return left

    def _has(self, document: Document, node: Node, within: tuple[str, ...]) -> bool:
        if isinstance(node, Either):
            return any(self._has(document, choice, within) for choice in node.choices)
        if isinstance(node, Both):
            return all(self._has(document, choice, within) for choice in node.choices)
        if isinstance(node, Facet):
            return any(
                set(node.words) <= {fold(form) for _, form in split(value)}
                for name in node.facets
                if (value := getattr(document.record, name))
            )
        if isinstance(node, Phrase):
            return any(document.follows(name, node.words) for name in within)
        forms = {form for name in within for _, form in document.fields[name]}
        if isinstance(node, Prefix):
            return any(fold(form).startswith(node.key) for form in forms)
        return bool(forms & self.vocabularies[document.record.legislature].means(node.form))


class Document:
    """A record and its forms with their places, by field."""

    def __init__(self, record: Question) -> None:
        self.record = record
        self.fields = {name: split(text) for name, text in zip(FIELDS, texts(record), strict=True)}

    def follows(self, name: str, words: tuple[str, ...]) -> bool:
        """Whether words stand one after the other; tool words at the end are not looked at."""
        keys = [fold(word) for word in words]
        while keys and keys[-1] in LANGUE.mots_outils:
            keys.pop()
        places: dict[int, set[str]] = {}
        for at, form in self.fields[name]:
            places.setdefault(at, set()).add(fold(form))
        return any(
            all(key in places.get(start + step, ()) for step, key in enumerate(keys))
            for start in places
        )

    def chosen(self, wanted: Wanted) -> bool:
        """Whether filters and dates keep it."""
        record = self.record
        for name, values in wanted.filters.items():
            if name in BEYOND:
                continue
            if name == "annee":
                own = str(record.date_question.year) if record.date_question else None
            elif name == "legislature":
                own = str(record.legislature)
            elif name == "delai":
                own = delay(record)
                if "plus_d_un_an" in values and own == "hors_delai" and took_a_year(record):
                    continue
            else:
                own = getattr(record, name)
            if own is None or facet_key(own) not in {facet_key(value) for value in values}:
                return False
        if wanted.first is None and wanted.last is None:
            return True
        day = record.date_reponse if wanted.which == "reponse" else record.date_question
        return (
            day is not None
            and (wanted.first is None or day >= wanted.first)
            and (wanted.last is None or day <= wanted.last)
        )


def key_of(item: str) -> str:
    """`QANR5L14QE55901` → `14-55901QE`"""
    match = ID.fullmatch(item)
    assert match
    return f"{match[1]}-{match[3]}{match[2]}"


def delay(record: Question) -> str | None:
    """Whether it was answered on the same day two months later or before; the month may be shorter.

    Days that contradict each other tell nothing.
    """
    if not record.date_reponse and record.etat in ("en_attente", "retiree", "close"):
        return "sans_reponse"
    asked = record.date_question
    if not asked or not record.date_reponse or record.date_reponse < asked:
        return None
    year, month = divmod(asked.year * 12 + asked.month - 1 + 2, 12)
    days = [day for day in range(1, asked.day + 1) if day <= monthrange(year, month + 1)[1]]
    limit = date(year, month + 1, days[-1])
    return "dans_le_delai" if record.date_reponse <= limit else "hors_delai"


def took_a_year(record: Question) -> bool:
    """Whether its answer came after more than 365 days."""
    asked, answered = record.date_question, record.date_reponse
    return asked is not None and answered is not None and (answered - asked).days > 365


class Vocabulary:
    """The forms of a legislature and their families."""

    def __init__(self, forms: Iterable[str]) -> None:
        self.forms = sorted(set(forms))
        self.by_key: dict[str, set[int]] = {}
        self.families: dict[int, set[str]] = {}
        for form, family in zip(self.forms, families(self.forms), strict=True):
            self.by_key.setdefault(fold(form), set()).add(family)
            self.families.setdefault(family, set()).add(form)

    def means(self, typed: str) -> set[str]:
        """The forms that a typed word stands for."""
        key = fold(typed)
        for keys in ({key}, inflected(key)):
            numbers = {number for k in keys for number in self.by_key.get(k, ())}
            if numbers:
                return {form for number in numbers for form in self.families[number]}
        return set()


def inflected(key: str) -> set[str]:
    """Other numbers and genders of a key."""
    out = {
        other
        for group in (*LANGUE.irreguliers, *LANGUE.variantes)
        if key in group
        for other in group
    }
    for endings in LANGUE.paradigmes:
        for ending in endings:
            base = key.removesuffix(ending) if ending else key
            if key.endswith(ending) and len(base) >= 2:
                out |= {base + other for other in endings}
    return out - {key}
