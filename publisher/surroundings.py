"""What stands around a question, on its page: neighbours, repeats, and who refers to it.

Found once over all questions and kept beside the pages in `.alentours`, as `.adresses.json` is: the page of
a question is made of its own record and of this.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from parser.question import page_address
from publisher.cards import Card
from publisher.deputies import Deputies, Deputy
from publisher.facts import Facts
from publisher.french import NO_BREAK, counted, long_date
from publisher.named_questions import BEFORE, Named, legislature_of
from publisher.people import name_key
from publisher.values import value_key
from related.repeats import Group, Repeats

#: One line for a page, by the name of its file: six names of neighbours, and JSON of what only some have; for
#: a group of repeats, `=` and its number; for a question that others list, `+` and its name.
SURROUNDINGS_FILE: Final = ".alentours"
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


class Around(NamedTuple):
    """What the page of a question shows around it."""

    #: Repeats of question and answer, and who refers to it, each where there are any.
    blocks: Sequence[Block]
    neighbours: Sequence[Neighbours]


class Surroundings:
    """What `.alentours` holds."""

    def __init__(self, lines: Mapping[bytes, bytes]) -> None:
        self._lines = lines

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
        if line.endswith(b"\t"):
            return line
        rest = json.loads(line[line.rindex(b"\t") + 1 :]) if line else {}
        groups = [self._lines[f"={rest[kind]}".encode()] for kind in ("q", "a") if kind in rest]
        names: list[str] = [*rest.get("c", ())]
        for group in groups:
            names += json.loads(group)["listed"]
        return b"\n".join((line, *groups, *(self._lines[f"+{name}".encode()] for name in names)))

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
            title = f"Citée par {counted(len(citing), 'question')}"
            blocks.append(Block(title, [self._line(path, one) for one in citing]))
        return Around(blocks, neighbours) if blocks or neighbours else None

    def _rest(self, name: str) -> dict[str, Any]:
        line = self._lines.get(name.encode(), b"\t")
        rest: dict[str, Any] = (
            {} if line.endswith(b"\t") else json.loads(line[line.rindex(b"\t") + 1 :])
        )
        return rest

    def _repeats(self, path: str, rest: Mapping[str, Any]) -> list[Block]:
        asked, answered = rest.get("q"), rest.get("a")
        blocks = []
        if asked is not None:
            title = _times(self._group(asked)) + (", même réponse" if asked == answered else "")
            blocks.append(self._block(path, title, self._group(asked), "meme_question"))
        if answered is not None and answered != asked:
            group = self._group(answered)
            title = f"Même réponse à {counted(group['count'], 'question')}"
            blocks.append(self._block(path, title, group, "meme_reponse"))
        return blocks

    def _block(self, path: str, title: str, group: Mapping[str, Any], kind: str) -> Block:
        others = [one for one in group["listed"] if one != name_of(path)][:LISTED]
        lines = [self._line(path, one) for one in others]
        more = f"{kind}={name_of(path)}" if group["count"] > len(lines) + 1 else None
        return Block(title, lines, more)

    def _group(self, number: int) -> dict[str, Any]:
        group: dict[str, Any] = json.loads(self._lines[f"={number}".encode()])
        return group

    def _line(self, path: str, name: str) -> Line:
        heading, *told = json.loads(self._lines[f"+{name}".encode()])
        numero = f"n°{NO_BREAK}{name.removesuffix('QE').partition('-')[2]}"
        return Line(_way(path, name), heading, ", ".join([numero, *filter(None, told)]))


def surroundings(
    questions: Mapping[str, Facts], newest: Iterable[Card], deputies: Deputies, repeats: Repeats
) -> bytes:
    """What `.alentours` holds.

    ``questions`` by the paths of their pages, in the order that ``repeats`` counts in; ``newest`` has the
    card of each, newest first.
    """
    ministries: defaultdict[str, list[str]] = defaultdict(list)
    rubriques: defaultdict[str, list[str]] = defaultdict(list)
    for card in newest:
        facts = questions[card.path]
        if facts.ministere_interroge:
            ministries[value_key(facts.ministere_interroge)].append(name_of(card.path))
        if facts.rubrique:
            rubriques[value_key(facts.rubrique)].append(name_of(card.path))
    persons = [*_of_persons(deputies)]
    rows = [_rows(persons), _rows(ministries.values()), _rows(rubriques.values())]
    found = _Found(questions)
    found.references()
    found.repeats(repeats, persons)
    none = "\t"
    lines = [
        "\t".join((name, *(row.get(name, none) for row in rows), found.told(name)))
        for name in sorted(map(name_of, questions))
    ]
    return "".join(f"{line}\n" for line in (*lines, *found.lines())).encode()


def name_of(path: str) -> str:
    """`14-1QE` for `q14/14-1QE.md`."""
    return path[path.rfind("/") + 1 : -3]


def _way(path: str, name: str) -> str:
    """From the page at a path to the page of a question."""
    legislature = name[: name.index("-")]
    return (
        f"{name}.html" if path.startswith(f"q{legislature}/") else f"../q{legislature}/{name}.html"
    )


def _rows(lists: Iterable[Sequence[str]]) -> dict[str, str]:
    """By name, the names before and after in its list, which is the newest first."""
    rows: dict[str, str] = {}
    for names in lists:
        pairs = zip([*names[1:], ""], ["", *names[:-1]], strict=True)
        rows.update(zip(names, map("\t".join, pairs), strict=True))
    return rows


def _of_persons(deputies: Deputies) -> Iterable[list[str]]:
    """The questions of each person, newest first; what may be anybody's of a name is nobody's."""
    persons = [*deputies.persons()]
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
            yield [name_of(card.path) for card in _newest(person)]


def _newest(person: Deputy) -> list[Card]:
    return sorted(person.cards, key=lambda card: card.order, reverse=True)


class _Found:
    """What only some questions have."""

    def __init__(self, questions: Mapping[str, Facts]) -> None:
        self._questions = questions
        #: By name, as the last part of a line.
        self._told: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._groups: dict[Group, dict[str, Any]] = {}
        self._listed: dict[str, Facts] = {}

    def references(self) -> None:
        """Who refers to whom."""
        referring: defaultdict[str, list[str]] = defaultdict(list)
        for path, facts in self._questions.items():
            if not facts.renvois:
                continue
            for key in facts.renvois.split(","):
                target = self._meant(
                    path, facts, Named.of_key(key.removeprefix("r")), key[0] == "r"
                )
                if target:
                    self._told[name_of(path)].setdefault("r", {})[key.removeprefix("r")] = name_of(
                        target
                    )
                    if path not in referring[target]:
                        referring[target].append(path)
        for target, paths in referring.items():
            latest = sorted(paths, key=self._order, reverse=True)[:REFERRING]
            self._told[name_of(target)]["c"] = self._list(latest)

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
        days = [day for day in (meant.day, meant.answer_day) if day]
        if named.day and days and min(abs(day - named.day) for day in days) > NEAR_DAYS:
            return None
        return target

    def repeats(self, repeats: Repeats, persons: Iterable[Sequence[str]]) -> None:
        """Who asked or was answered the same; ``persons``: the questions of each."""
        if not repeats.questions and not repeats.answers:
            return
        paths = [*self._questions]
        author = {name: number for number, names in enumerate(persons) for name in names}
        for kind, groups in (("q", repeats.questions), ("a", repeats.answers)):
            for places in groups:
                number = len(self._groups)
                if places in self._groups:
                    number = self._groups[places]["number"]
                else:
                    members = [paths[place] for place in places]
                    authors = {author.get(name_of(path)) for path in members}
                    self._groups[places] = {
                        "number": number,
                        "count": len(members),
                        "persons": 0 if None in authors else len(authors),
                        "listed": self._list(members[: LISTED + 1]),
                    }
                for place in places:
                    self._told[name_of(paths[place])][kind] = number

    def _order(self, path: str) -> tuple[int, int, int]:
        facts = self._questions[path]
        return (facts.day, facts.legislature, facts.numero)

    def _list(self, paths: Iterable[str]) -> list[str]:
        """Their names; what is told of them is in the file."""
        for path in paths:
            self._listed[name_of(path)] = self._questions[path]
        return [name_of(path) for path in paths]

    def told(self, name: str) -> str:
        """The end of the line of a question."""
        return _json(self._told[name]) if name in self._told else ""

    def lines(self) -> Iterator[str]:
        """Those of groups, and of questions that are in lists."""
        for group in self._groups.values():
            yield f"={group.pop('number')}\t{_json(group)}"
        for name, facts in sorted(self._listed.items()):
            author = f"{facts.civilite}{NO_BREAK}" if facts.civilite and facts.auteur else ""
            day = long_date(date.fromordinal(facts.day)) if facts.day else ""
            yield f"+{name}\t{_json([facts.intitule, author + (facts.auteur or ''), day])}"


def _times(group: Mapping[str, Any]) -> str:
    """`Question posée par 9 députés`"""
    count, persons = group["count"], group["persons"]
    if persons == count:
        return f"Question posée par {counted(count, 'député')}"
    times = f"Question posée {count}{NO_BREAK}fois"
    if persons == 1:
        return f"{times} par son auteur"
    return f"{times}, par {counted(persons, 'député')}" if persons else times


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))  # halves of letters too can be written
