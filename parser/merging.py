"""The same question from several sources: one record, and what they disagree on.

Sources come in an order (`copies.ORIGINS`). A field is that of the first source that has it; fields that say
one thing together (a group and its short form, a day and its page) come from one source, texts are never
spliced. What became of the question is taken from the source that knows most: pages and archives are
saved on different days. Every value of the result stands in one of the sources.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple

from parser.copies import ANSWERED, ENDED, PENDING, Copy, in_order, last_attribution, stage_of
from parser.findings import Finding
from parser.names import same_name
from parser.question import FIELDS, TEXTS, Attribution, Question
from parser.sameness import difference, same_line, same_ministry, same_texts

#: Fields that are taken and compared each for itself.
_ALONE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "rubrique": same_line,
    "tete_analyse": same_line,
    "analyse": same_line,
    "acteur_ref": same_line,
    "mandat_ref": same_line,
    "ministere_interroge": same_ministry,
    "signalement": same_line,
}
_COURSE: Final = (
    "date_reponse", "page_reponse", "reponse", "date_cloture", "code_cloture", "motif_cloture",
)  # fmt: skip
#: All that a copy says but where it was read.
_content: Final = attrgetter(*(name for name in FIELDS if name != "source"))
#: The same civility, as it was written once.
_CIVILITES: Final = {"Mlle": "Mme"}


class Merged(NamedTuple):
    """The record of all copies. Its ``source`` is that of the first in the order of ORIGINS."""

    question: Question
    findings: tuple[Finding, ...]


def merged(copies: Iterable[Copy]) -> Merged:
    """One record of the copies of one question, in whatever order they come.

    A disagreement is a doubtful finding with both values and both sources. That a copy is there, and
    what it says otherwise because it was saved earlier, is an ignored one. Raises ValueError for none.
    """
    ordered = in_order(copies)
    if not ordered:
        raise ValueError("no copy of the question; expected one at least")
    contents: dict[Any, Copy] = {}
    repeated = []
    for copy in ordered:
        first = contents.setdefault(_content(copy.question), copy)
        if first is not copy:
            repeated.append(_again(copy, "identical", f"read once, from {first.path}"))
    if len(contents) == 1:
        return Merged(ordered[0].question, tuple(repeated))
    merging = _Merging([*contents.values()])
    return Merged(merging.question(), tuple(sorted([*repeated, *merging.findings])))


class _Merging:
    """Takes field after field from the copies, in their order, and compares the others with it."""

    def __init__(self, copies: list[Copy]) -> None:
        self.copies = copies
        self.findings: list[Finding] = []
        self._values: dict[str, Any] = {}
        #: The copy that a field is from.
        self._givers: dict[str, Copy] = {}
        #: By path, what a copy says otherwise because it was saved earlier.
        self._earlier: dict[str, list[str]] = {}

    def question(self) -> Question:
        """The record."""
        for name, same in _ALONE.items():
            self._take((name,), self.copies)
            self._compare(name, self.copies, same)
        self._title()
        self._author()
        self._group()
        self._place()
        self._publication("date_question", "page_question", self.copies)
        self._take(("question",), self.copies)
        self._compare("question", self.copies, same_texts)
        self._course()
        self._attributions()
        for name in ("renouvellements", "errata"):
            self._days(name)
        first = self.copies[0]
        for copy in self.copies:
            told = ", ".join(self._earlier.get(copy.path, ()))
            found = f"saved earlier: {told}" if told else "with other fields"
            with_ = self._givers["etat"] if copy is first else first
            if told or copy is not first:
                self.findings.append(_again(copy, found, f"merged with {with_.path}"))
        return dataclasses.replace(first.question, **self._values)

    def _title(self) -> None:
        """The heading, else a title of its own, else whatever stands for one; as in every layout."""
        if self._values["tete_analyse"]:
            self._give("titre", self._givers["tete_analyse"], "tete_analyse")
        else:
            own = [c for c in self.copies if not _same(c.question.titre, c.question.rubrique)]
            self._take(("titre",), [*own, *self.copies])
        subject = ("titre", "tete_analyse", "analyse", "rubrique")
        for copy in self.copies:
            titre = copy.question.titre
            beside = [getattr(copy.question, name) for name in subject[1:]]
            kept = [self._values[name] for name in subject]
            # a title that is another field of its source is compared as that field
            if titre and not any(_same(titre, value) for value in (*kept, *beside)):
                self._conflict("titre", copy)

    def _author(self) -> None:
        """A name that a source writes comes before one that stands in the text only."""
        written = [copy for copy in self.copies if not copy.question.auteur_source]
        names = ("auteur", "auteur_source", "civilite", "prenom", "nom")
        self._take(names, [*written, *self.copies])
        self._compare("auteur", self.copies, same_name)
        same = [
            copy
            for copy in self.copies
            if copy.question.auteur and same_name(copy.question.auteur, self._values["auteur"])
        ]
        if self._values["civilite"] is None:
            self._take(("civilite",), same)
        self._compare("civilite", same, _same_civilite)

    def _group(self) -> None:
        """The group of one day. Groups of other days are no contradiction."""
        self._take(("groupe", "groupe_sigle", "groupe_date"), self.copies)
        if self._values["groupe"] is None:
            self._take(("groupe_sigle", "groupe", "groupe_date"), self.copies)
        if self._values["groupe_date"] == "question":
            same_day = [c for c in self.copies if c.question.groupe_date == "question"]
            self._compare("groupe", same_day, same_line)
            self._compare("groupe_sigle", same_day, same_line)

    def _place(self) -> None:
        self._take(("circonscription_numero", "circonscription", "departement"), self.copies)
        if self._values["circonscription_numero"] is None:
            self._take(("departement", "circonscription", "circonscription_numero"), self.copies)
        self._compare("departement", self.copies, same_line)
        self._compare("circonscription_numero", self.copies, same_line)

    def _publication(self, day: str, page: str, copies: Sequence[Copy]) -> None:
        """A day, and a page of that day's Journal officiel."""
        self._take((day,), copies)
        self._compare(day, copies, same_line)
        of_day = [c for c in copies if getattr(c.question, day) in (None, self._values[day])]
        self._take((page,), of_day)
        self._compare(page, of_day, same_line)

    def _course(self) -> None:
        """What became of the question, as the copies know that were saved last."""
        stage = max(stage_of(copy) for copy in self.copies)
        latest = [copy for copy in self.copies if stage_of(copy) == stage]
        self._give("etat", next((c for c in latest if c.question.reponse), latest[0]))
        for copy in self.copies:
            if stage_of(copy) == PENDING < stage:
                self._earlier.setdefault(copy.path, []).append("pending")
            elif stage_of(copy) == ENDED and copy.question.etat != self._values["etat"]:
                self._conflict("etat", copy)
        for name in _COURSE:
            self._take((name,), [])
        if stage == ANSWERED:
            self._publication("date_reponse", "page_reponse", latest)
            self._take(("reponse",), latest)
            self._compare("reponse", latest, same_texts)
        elif stage == ENDED:
            of_state = [c for c in latest if c.question.etat == self._values["etat"]]
            for name in ("date_cloture", "code_cloture", "motif_cloture"):
                self._take((name,), of_state)
                self._compare(name, of_state, same_line)
        self._in_charge(latest, stage)

    def _in_charge(self, latest: list[Copy], stage: int) -> None:
        """Who answered; while nobody has, who was put in charge last."""
        if stage != ANSWERED:
            latest = sorted(latest, key=last_attribution, reverse=True)
        self._take(("ministere_attributaire",), [*latest, *self.copies])
        giver = self._givers.get("ministere_attributaire")
        for copy in self.copies:
            name = copy.question.ministere_attributaire
            if not giver or not name or same_ministry(name, self._values["ministere_attributaire"]):
                continue
            same_time = stage_of(copy) == stage == stage_of(giver) and (
                stage == ANSWERED or last_attribution(copy) == last_attribution(giver)
            )
            if same_time:
                self._conflict("ministere_attributaire", copy)
            else:
                told = f'ministere_attributaire: "{name}" for "{self._values["ministere_attributaire"]}"'
                self._earlier.setdefault(copy.path, []).append(told)

    def _attributions(self) -> None:
        """The days of the fullest list, each with the ministry that the first copy names for it."""
        self._days("attributions")
        kept: list[Attribution] = []
        by_day: dict[date, list[str]] = {}
        for day in dict.fromkeys(entry.date for entry in self._values["attributions"]):
            lists = [[e for e in c.question.attributions if e.date == day] for c in self.copies]
            named = [entries for entries in lists if any(entry.ministere for entry in entries)]
            kept += (named or [[e for e in self._values["attributions"] if e.date == day]])[0]
            by_day[day] = [e.ministere for e in kept if e.date == day and e.ministere]
        self._values["attributions"] = tuple(kept)
        for copy in self.copies:
            if any(
                not any(same_ministry(entry.ministere, name) for name in by_day[entry.date])
                for entry in copy.question.attributions
                if entry.ministere and by_day.get(entry.date)
            ):
                self._conflict("attributions", copy)

    def _days(self, name: str) -> None:
        """The list of the copy that has all days of the others; without one, the first list."""
        lists = [(copy, _days_of(copy, name)) for copy in self.copies if _has(copy, name)]
        every = {day for _, days in lists for day in days}
        self._take((name,), [copy for copy, days in lists if days == every] or self.copies)
        kept = {day for copy, days in lists if copy is self._givers.get(name) for day in days}
        for copy, days in lists:
            if not days <= kept:
                self._conflict(name, copy)

    def _take(self, names: Sequence[str], copies: Iterable[Copy]) -> None:
        """These fields, together, from the first copy that has the first of them."""
        giver = next((copy for copy in copies if _has(copy, names[0])), None)
        for name in names:
            self._givers.pop(name, None)
            self._values[name] = _ABSENT[name]
            if giver:
                self._give(name, giver)

    def _give(self, name: str, giver: Copy, field: str | None = None) -> None:
        self._values[name] = getattr(giver.question, field or name)
        self._givers[name] = giver

    def _compare(self, name: str, copies: Iterable[Copy], same: Callable[[Any, Any], bool]) -> None:
        """Reports each copy that has another value than the one taken."""
        kept = self._values[name]
        if kept == _ABSENT[name]:
            return
        for copy in copies:
            value = getattr(copy.question, name)
            if value not in (None, (), kept) and not same(value, kept):
                self._conflict(name, copy)

    def _conflict(self, name: str, copy: Copy) -> None:
        value, kept = getattr(copy.question, name), self._values[name]
        if name in TEXTS:
            here, there = difference(value, kept)
        else:
            here, there = _in_words(value), _in_words(kept)
        found = f'{name}: "{here}" here, "{there}" in {self._givers[name].path}'
        finding = Finding(copy.path, 0, "doubtful", found, "kept the latter", "conflit")
        self.findings.append(finding)


_ABSENT: Final = {field.name: field.default for field in dataclasses.fields(Question)}


def _has(copy: Copy, name: str) -> bool:
    return bool(getattr(copy.question, name) not in (None, ()))


def _days_of(copy: Copy, name: str) -> set[date]:
    entries = getattr(copy.question, name)
    return {entry.date if isinstance(entry, Attribution) else entry for entry in entries}


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and same_line(one, other)


def _same_civilite(one: str, other: str) -> bool:
    return _CIVILITES.get(one, one) == _CIVILITES.get(other, other)


def _in_words(value: Any) -> str:
    """A value in a message."""
    if isinstance(value, tuple):
        return ", ".join(map(_in_words, value))
    if isinstance(value, Attribution):
        return f"{value.date} {value.ministere or ''}".strip()
    return str(value)


def _again(copy: Copy, found: str, expected: str) -> Finding:
    legislature, kind, numero = copy.question.key
    text = f"{legislature}-{numero}{kind} again, {found}"
    return Finding(copy.path, 0, "ignored", text, expected, "repetition")
