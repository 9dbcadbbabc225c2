"""What stands around a question, on its page: neighbours, repeats, and who refers to it.

Found once over all questions and kept beside the pages in `.alentours`, as `.adresses.json` is: the page of
a question is made of its own record and of this.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from parser.question import page_address
from publisher.cards import Card
from publisher.deputies import Deputies
from publisher.facts import Facts
from publisher.french import NO_BREAK, counted, long_date
from publisher.named_questions import BEFORE, Named, legislature_of
from publisher.people import name_key
from publisher.values import value_key
from related.repeats import Group, Repeats

#: Lines of values parted by tabs. Of a page, after the name of its file: six names of neighbours, and JSON of
#: what only some have. Of a group of repeats, after `=`, its kind and its first: how many, of how many
#: persons (0: not known), which are listed. Of a question in lists, after `+` and its name: its facts.
SURROUNDINGS_FILE: Final = ".alentours"
#: Kinds of groups, as JSON has them: of the question, of the answer, of both alike; and the search for each.
_KINDS: Final = {"b": "meme_question", "q": "meme_question", "a": "meme_reponse"}
#: Questions of a group that a page lists.
LISTED: Final = 10
#: Questions that refer to one, on its page.
REFERRING: Final = 50
#: Days between the day that a text gives for a question, often that of the deposit, and its own.
NEAR_DAYS: Final = 45
#: A list of so few stands open.
OPEN: Final = 3

_ROWS: Final = ("du même auteur", "au même ministère", "de la même rubrique")


class Neighbours(NamedTuple):
    """The questions before and after in one order; None at its ends. Addresses seen from the page."""

    label: str
    before: str | None
    after: str | None


class Line(NamedTuple):
    """A question in a list: its address seen from the page, and what is told of it. Plain text."""

    address: str
    heading: str
    told: str


class Block(NamedTuple):
    """A list of questions, its title in plain text."""

    title: str
    lines: Sequence[Line]
    #: The search that lists all, as a part of its address; None where these are all.
    more: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is shown at once."""
        return len(self.lines) <= OPEN


class _Group(NamedTuple):
    """Repeats of each other: how many, of how many persons (0: not known), and those that are listed."""

    size: int
    persons: int
    names: tuple[str, ...]

    def title(self, kind: str) -> str:
        """`Question posée par 9 députés`, `Même réponse à 12 questions`"""
        if kind == "a":
            return f"Même réponse à {counted(self.size, 'question')}"
        if self.persons == self.size:
            title = f"Question posée par {counted(self.size, 'député')}"
        else:
            title = f"Question posée {self.size}{NO_BREAK}fois"
            if self.persons == 1:
                title += " par son auteur"
            elif self.persons:
                title += f", par {counted(self.persons, 'député')}"
        return f"{title}, même réponse" if kind == "b" else title


class Around(NamedTuple):
    """What the page of a question shows around it."""

    #: Repeats of question and answer, and who refers to it, each where there are any.
    blocks: Sequence[Block]
    neighbours: Sequence[Neighbours]


class Surroundings:
    """What `.alentours` holds."""

    def __init__(self, lines: Mapping[bytes, bytes]) -> None:
        self._lines = lines
        # a group is asked for by each question in it
        self._group = lru_cache(4_096)(self._read_group)
        self._told_of = lru_cache(4_096)(self._read_told)

    @classmethod
    def read(cls, pages: Path) -> Surroundings:
        """Those of these pages; none, where the file is not there."""
        try:
            data = (pages / SURROUNDINGS_FILE).read_bytes()
        except FileNotFoundError:
            return cls({})
        return cls(dict(line.split(b"\t", 1) for line in data.split(b"\n") if line))

    def told(self, path: str) -> bytes:
        """All that the page at this path takes from here, in short."""
        line = self._lines.get(name_of(path).encode(), b"")
        if not line or line.endswith(b"\t"):
            return line
        rest = json.loads(line[line.rindex(b"\t") + 1 :])
        groups = [self._told_of(kind, rest[kind]) for kind in _KINDS if kind in rest]
        return b"\n".join(
            (line, *groups, *(self._lines[b"+" + n.encode()] for n in rest.get("c", ())))
        )

    def _read_told(self, kind: str, first: str) -> bytes:
        group = self._group(kind, first)
        told = hashlib.blake2b(repr(group).encode(), digest_size=16)
        for name in group.names:
            told.update(self._lines[b"+" + name.encode()])
        return told.digest()

    def references(self, path: str) -> dict[str, str]:
        """The address of each question that the page names, seen from there, by `Named.key`."""
        rest = self._rest(name_of(path))
        return {key: _way(path, name) for key, name in rest.get("r", {}).items()}

    def around(self, path: str) -> Around | None:
        """What the page at this path shows; None for one that has no surroundings."""
        name = name_of(path)
        line = self._lines.get(name.encode())
        if line is None:
            return None
        one, two, three, four, five, six, more = line.decode("ascii").split("\t")
        neighbours = []
        for label, before, after in zip(_ROWS, (one, three, five), (two, four, six), strict=True):
            if before or after:
                way = (_way(path, before) if before else None, _way(path, after) if after else None)
                neighbours.append(Neighbours(label, *way))
        if not more:
            return Around((), neighbours) if neighbours else None
        rest = json.loads(more)
        blocks = self._repeats(path, rest)
        if citing := rest.get("c"):
            title = f"Citée par {counted(rest.get('n', len(citing)), 'question')}"
            if "n" in rest:
                title += f", dont voici les {len(citing)}{NO_BREAK}plus récentes"
            blocks.append(Block(title, [self._line(path, one) for one in citing]))
        return Around(blocks, neighbours) if blocks or neighbours else None

    def _rest(self, name: str) -> dict[str, Any]:
        line = self._lines.get(name.encode(), b"\t")
        rest: dict[str, Any] = (
            {} if line.endswith(b"\t") else json.loads(line[line.rindex(b"\t") + 1 :])
        )
        return rest

    def _repeats(self, path: str, rest: Mapping[str, Any]) -> list[Block]:
        blocks = []
        for kind, search in _KINDS.items():
            if kind not in rest:
                continue
            group = self._group(kind, rest[kind])
            others = [one for one in group.names if one != name_of(path)][:LISTED]
            lines = [self._line(path, one) for one in others]
            more = f"{search}={name_of(path)}" if group.size > len(lines) + 1 else None
            blocks.append(Block(group.title(kind), lines, more))
        return blocks

    def _read_group(self, kind: str, first: str) -> _Group:
        count, persons, names = self._lines[f"={kind}{first}".encode()].decode().split("\t")
        return _Group(int(count), int(persons), tuple(names.split(" ")))

    def _line(self, path: str, name: str) -> Line:
        heading, told = (
            self._lines[f"+{name}".encode()].decode("utf-8", "surrogatepass").split("\t")
        )
        return Line(_way(path, name), heading, told)


def surroundings(
    questions: Mapping[str, Facts], newest: Sequence[Card], deputies: Deputies, repeats: Repeats
) -> bytes:
    """What `.alentours` holds.

    ``questions`` by the paths of their pages, in the order that ``repeats`` counts in; ``newest`` has the
    card of each, newest first.
    """
    ministries: defaultdict[str, list[int]] = defaultdict(list)
    rubriques: defaultdict[str, list[int]] = defaultdict(list)
    names = [name_of(card.path) for card in newest]
    for at, card in enumerate(newest):
        facts = questions[card.path]
        if facts.ministere_interroge:
            ministries[value_key(facts.ministere_interroge)].append(at)
        if facts.rubrique:
            rubriques[value_key(facts.rubrique)].append(at)
    persons = [*_of_persons(deputies)]
    found = _Found(questions)
    found.references()
    found.repeats(repeats, [[names[at] for at in person] for person in persons])
    rows = (_row(names, of) for of in (persons, ministries.values(), rubriques.values()))
    lines = [
        f"{name}\t{author}\t{ministry}\t{rubrique}\t{found.told(name)}"
        for name, author, ministry, rubrique in sorted(zip(names, *rows, strict=True))
    ]
    return "".join(f"{line}\n" for line in (*lines, *found.lines())).encode(
        "utf-8", "surrogatepass"
    )


def name_of(path: str) -> str:
    """`14-1QE` for `q14/14-1QE.md`."""
    return path[path.rfind("/") + 1 : -3]


def _way(path: str, name: str) -> str:
    """From the page at a path to the page of a question."""
    legislature = name[: name.index("-")]
    return (
        f"{name}.html" if path.startswith(f"q{legislature}/") else f"../q{legislature}/{name}.html"
    )


def _row(names: Sequence[str], lists: Iterable[Sequence[int]]) -> list[str]:
    """The names before and after each in its list, which has places, the newest first."""
    row = ["\t"] * len(names)
    for places in lists:
        of = [names[at] for at in places]
        for at, before, after in zip(places, [*of[1:], ""], ["", *of[:-1]], strict=True):
            row[at] = f"{before}\t{after}"
    return row


def _of_persons(deputies: Deputies) -> Iterable[list[int]]:
    """The questions of each person, newest first; what may be anybody's of a name is nobody's."""
    persons = deputies.persons
    owners: defaultdict[str, int] = defaultdict(int)
    for person in persons:
        for name in {name_key(name) for name in person.names}:
            owners[name] += 1
    for person in persons:
        if (
            person.refs
            or person.departements
            or all(owners[name_key(n)] == 1 for n in person.names)
        ):
            yield sorted(card.at for card in person.cards)


class _Found:
    """What only some questions have."""

    def __init__(self, questions: Mapping[str, Facts]) -> None:
        self._questions = questions
        #: By name, as the last part of a line.
        self._told: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._groups: list[str] = []
        self._listed: dict[str, Facts] = {}

    def references(self) -> None:
        """Who refers to whom."""
        referring: defaultdict[str, list[str]] = defaultdict(list)
        for path, facts in self._questions.items():
            if not facts.renvois:
                continue
            meant: dict[str, str | None] = {}
            for told in facts.renvois.split(","):
                key = told.removeprefix("r")
                target = self._meant(path, facts, Named.of_key(key), told != key)
                # what both texts name is one question: if it is none for one of them, then for both
                meant[key] = target if meant.setdefault(key, target) == target else None
            for key, target in meant.items():
                if target:
                    self._told[name_of(path)].setdefault("r", {})[key] = name_of(target)
                    if path not in referring[target]:
                        referring[target].append(path)
        for target, paths in referring.items():
            latest = sorted(paths, key=self._order, reverse=True)[:REFERRING]
            self._told[name_of(target)]["c"] = self._list(latest)
            if len(paths) > REFERRING:
                self._told[name_of(target)]["n"] = len(paths)

    def _meant(self, path: str, facts: Facts, named: Named, in_answer: bool) -> str | None:
        """The question that is certainly meant: it is there, was there by then, and of the day given."""
        legislature = named.legislature
        if legislature is None:
            legislature = legislature_of(named.day) if named.day else facts.legislature
        elif legislature == BEFORE:
            legislature = facts.legislature - 1
        target = f"{page_address((legislature, 'QE', named.numero))}.md"
        meant = self._questions.get(target)
        if meant is None or target == path:
            return None
        by = facts.answer_day if in_answer else facts.day
        if by and meant.day > by:
            return None
        # numbers rise from day to day
        later = legislature == facts.legislature and named.numero > facts.numero
        if not (by and meant.day) and not in_answer and later:
            return None
        days = [day for day in (meant.day, meant.answer_day) if day]
        if named.answered:
            # another chamber's may have the number, but not the day
            told = not named.day or named.day in days
            if not meant.answer_day or not told or (by and meant.answer_day > by):
                return None
        if named.day and days and min(abs(day - named.day) for day in days) > NEAR_DAYS:
            return None
        return target

    def repeats(self, repeats: Repeats, persons: Iterable[Sequence[str]]) -> None:
        """Who asked or was answered the same; ``persons``: the questions of each."""
        groups: dict[Group, str] = dict.fromkeys(repeats.questions, "q")
        for group in repeats.answers:
            groups[group] = "b" if group in groups else "a"
        if not groups:
            return
        paths = [*self._questions]
        names = [name_of(path) for path in paths]
        author = {name: number for number, of in enumerate(persons) for name in of}
        for group, kind in groups.items():
            members = [names[place] for place in group]
            authors = {author.get(name) for name in members}
            count = 0 if None in authors else len(authors)
            listed = self._list(paths[place] for place in group[: LISTED + 1])
            self._groups.append(f"={kind}{members[0]}\t{len(members)}\t{count}\t{' '.join(listed)}")
            for name in members:
                self._told[name][kind] = members[0]

    def _order(self, path: str) -> tuple[int, int, int]:
        facts = self._questions[path]
        return (facts.day, facts.legislature, facts.numero)

    def _list(self, paths: Iterable[str]) -> list[str]:
        """Their names; what is told of them is in the file."""
        names = []
        for path in paths:
            names.append(name_of(path))
            self._listed[names[-1]] = self._questions[path]
        return names

    def told(self, name: str) -> str:
        """The end of the line of a question."""
        return _json(self._told[name]) if name in self._told else ""

    def lines(self) -> Iterator[str]:
        """Those of groups, and of questions that are in lists."""
        yield from sorted(self._groups)
        for name, facts in sorted(self._listed.items()):
            author = facts.auteur or ""
            if author and facts.civilite:
                author = f"{facts.civilite}{NO_BREAK}{author}"
            day = long_date(date.fromordinal(facts.day)) if facts.day else ""
            told = ", ".join(filter(None, (f"n°{NO_BREAK}{facts.numero}", author, day)))
            yield f"+{name}\t{_on_one_line(facts.intitule)}\t{_on_one_line(told)}"


def _on_one_line(text: str) -> str:
    """Without the blanks that part lines and values; HTML shows them as one in any case."""
    return re.sub(r"[\t\n\r]+", " ", text)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
