"""Other written questions that a text names: `sa question écrite n° 55901`, `Rép. min. n° 55901 : JO AN, …`.

What a number is of is told by the words around it. Another chamber's questions, oral ones, and numbers of
which it is not certain that they are a written question's, are none. Answers of both chambers are cited
alike, by number and day: where neither day nor legislature is said, nobody can say which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

from publisher.french import MONTHS, SHORT_MONTHS
from publisher.states import ENDED

_MONTH: Final = "|".join(
    (*MONTHS, *(rf"{short[:-1]}\." for short in SHORT_MONTHS if short[-1] == "."))
)
_DATE: Final = (
    rf"(?:\d{{1,2}}(?:\s?er)?\s(?:{_MONTH})(?:\s\d{{4}})?"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
)
_NAME: Final = (
    r"(?:\s(?:d['’]|(?:de\sla|de|du|des|le|la)\s)?[A-ZÀ-Þ](?:\.(?:-?[A-ZÀ-Þ]\.)?|[\w’'-]*+)){1,4}+"
)
_JOURNAL: Final = (
    r"(?:Journal\s[Oo]fficiel|JORF|J\.?\s?O\.?)"
    r"(?:,?\s?(?:A\.?\s?N\.?|\(?Q\)?|[Qq]uestions?|(?:de\sl['’])?Assemblée\snationale|[Dd]éb\.)"
    r"(?!\w)){0,3}"
)
# `, publiée au Journal officiel du 12 mars 2013, page 2345, `
_SAID: Final = (
    r"(?:[\s,(]+(?:et\s)?(?:"
    rf"(?:du|le|en\sdate\sdu|à\sla\sdate\sdu)\s{_DATE}"
    r"|(?:posée|parue|publiée|déposée|adressée|transmise|enregistrée|signalée|renouvelée|référencée|intitulée)s?"
    r"|restée?s?\s(?:à\sce\sjour\s)?(?:lettre\smorte|sans\sréponse)|à\sce\sjour|antérieure|précédente|initiale"
    rf"|(?:au|dans\sle|dans\sl['’]édition\sdu)\s{_JOURNAL}|{_JOURNAL}|Assemblée\snationale|A\.\s?N\."
    # `Débats parlementaires, Questions, n° 42 du 27 octobre 1986`: the number of the Journal officiel
    r"|(?:[Dd]ébats\sparlementaires)(?:,?\s[Qq]uestions)?(?:,?\sn°\s\d{1,3}(?=\sdu\s))?"
    rf"|de\s(?:l['’]Assemblée\snationale|(?:notre|son|sa|mon|ma)\scollègue(?:{_NAME})?)|de\s(?:M\.|Mme|MM\.|Mmes|Mlle){_NAME}"
    r"|(?:page|p\.)\s\d{1,6}|sous\sle|portant\sle|ayant\sle|qui\sporte\sle"
    r"|(?:de|sous|lors\sde)\sla\s[\dXVI]{1,5}\s?(?:e|è|è?me|ième)\slégislature"
    r"|(?:de|sous|lors\sde)\sla\s(?:précédente|présente|dernière)\slégislature"
    r")\)?)"
)
_SIGN: Final = r"(?:[nN]\s?[°º]\s?s?|[nN]\s?os?(?=[\s\d])|[nN]uméros?)"
#: A number of up to six figures; one that begins with 0 or ends with S is the Sénat's, one that goes on is
#: something else's.
_NUMERO: Final = (
    r"(?P<numero>(?!0)(?:\d{1,3}[.\s]\d{3}|\d{1,6}))"
    r"(?![\w°/]|[\s-]S(?![\w'’])|[\s.]\d{3}|-\d|[.,]\d|\s?(?:%|€|euros?\b))"
)
# `uestions écrites n° 55 901`; what comes first is quickly found
_QUESTION: Final = re.compile(
    rf"uestion(?P<many>s)?(?P<written>\sécrites?)?(?P<said>{_SAID}{{0,12}}+)[\s,(]+{_SIGN}\s?{_NUMERO}"
)
_BEGINS: Final = re.compile(r"(?<!\w)[qQ]$")
# `QE n° 55901`, `QE Plisson n° 55901`
_SHORT: Final = re.compile(
    rf"QE(?P<said>(?:{_NAME},?(?=\s{_SIGN}))?)\s(?:{_SIGN}\s?)?{_NUMERO}(?P<many>)(?P<written>)"
)
# ` du 12 mars 2013`, ` (JO du 12 mars 2013)`, after the number
_SAID_AFTER: Final = re.compile(rf"{_SAID}{{0,8}}+")
# ` : JO AN, 29 juill. 2014, p. 6524`, `, JOAN Q du 12 mars 2013`, `, Philippe Plisson, JOAN 12-3-2013`
_CITED: Final = (
    rf"(?:[\s,(:–-]+(?:(?:parue?|publiée)\s(?:au|le|dans\sle)|(?:au|du|le)|{_JOURNAL}|{_DATE}"
    r"|A\.?\s?N\.?(?!\w)|Q(?!\w)|(?:page|p\.)\s?\d{1,6})\)?)"
)
_CITED_AFTER: Final = re.compile(rf"(?:,(?:\s(?:M\.|Mme))?{_NAME}(?=,))?{_CITED}{{0,8}}+")
# `Rép. min. Dupont, n° 13503`, `réponse ministérielle à M. Dupont, JOAN Q du 12 mars 2013, n° 13503`
_ANSWER: Final = re.compile(
    r"(?<!\w)(?:[Rr][ée]p(?:onses?\sministérielles?|\.\s?[Mm]in\.)|RM)(?P<written>)"
    rf"(?P<said>(?:{_CITED}|,?(?:\s(?:à|de))?(?:\s(?:M\.|Mme|MM\.|Mmes|Mlle))?(?!\sQE\b){_NAME}){{0,6}}+)"
    rf"[\s,(:]+{_SIGN}\s?{_NUMERO}(?P<many>)"
)
# `, `, ` et n° `, ` et la question n° `
_AND: Final = re.compile(
    r"\)?(?:\s?[,/]|,?\s(?:et|ou|ainsi\sque))\s(?:(?:la|les|sa|ses)\s)?(?:questions?\s(?:écrites?\s)?)?"
    rf"(?P<sign>{_SIGN}\s?)?{_NUMERO}"
)
# What may follow the second number of a list that has one sign: not `et 12 autres`
_LISTED: Final = re.compile(
    r"\s?(?:[.,;:)?!»<]|$|\s(?:(?:et|ou|du|de\sM)\b|demeur|dépos|par|pos|publi|rest|transmis))"
)

_OWN: Final = re.compile(
    r"\b(?:sa|ses|ma|mes|notre|nos|votre|vos|cette|ces|précédentes?|réponses?\s.{0,40}?\bla|réponses?\s.{0,40}?\baux)"
    r"\s(?:\w+\s){0,2}[qQ]$"
)
#: Of whom a question with this near is, nobody can say, or somebody else.
_FOREIGN: Final = re.compile(
    r"[Ss][ée]nat|SÉNAT|[Hh]aute\s[Aa]ssemblée|J\.?\s?O\.?,?\s?(?:[Dd]éb\.\s)?\(?S(?:[ée]n)?\b"
    r"|\bSén\.|Parlement\seuropéen|(?:à|par)\sla\sCommission\seuropéenne|[Dd]éputée?s?\seuropéen"
    r"|[Cc]hambre\sdes\sreprésentants"
    r"|[Qq]uestionnaire|[Qq]uestions?\s(?:orale|prioritaire|préjudicielle|d['’]actualité|au\s[Gg]ouvernement)"
    r"|QPC|QOSD|QOS\b|wallon|bruxellois|[Cc]onseil\s(?:municipal|général|régional|départemental|de\sParis)"
)
_LEGISLATURE: Final = re.compile(
    r"\b(?:(?P<number>\d{1,2}|[XVI]{1,5})\s?(?:e|è|ᵉ|è?me|ième)\s|(?P<word>[a-zé-]{4,13}ième|dixième)\s"
    r"|(?P<which>présente|actuelle|cette|précédente|dernière)\s)?législature"
    r"(?P<several>s)?(?P<after>\s(?:précédente|actuelle))?"
)
_WORDS: Final = {
    word: number
    for number, word in enumerate(
        "septième huitième neuvième dixième onzième douzième treizième quatorzième quinzième seizième"
        " dix-septième dix-huitième".split(),
        start=7,
    )
}
_DAY: Final = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\s?er)?(?:\s(?P<month>{_MONTH})\s|[/.-](?P<number>\d{{1,2}})[/.-])"
    r"(?P<year>\d{4})"
)
#: Letters on both sides in which another chamber, or a legislature, is looked for.
_NEAR: Final = 90
#: A number below is no question's on its word alone.
_LOW: Final = 1000

_NO_DAY: Final = -1
# ` de mars 2013`, ` (2013)`, `, publiée en 2013`: a time in which there may have been two legislatures
_YEAR_ALONE: Final = re.compile(
    r"[\s,(]+(?:(?:posée|publiée|parue|déposée)s?\s)?(?:(?:de|en|datant\sde|du\smois\sde)\s)?"
    rf"(?:(?:{_MONTH})\s)?(?:19|20)\d\d\b(?![-/]\d)"
)

#: The legislature before that of the text.
BEFORE: Final = -1


class Named(NamedTuple):
    """A question that a text names, from `start` to `end` in it."""

    start: int
    end: int
    numero: int
    #: As named; BEFORE for the one before the text's own; None where it is not named.
    legislature: int | None
    #: Ordinal of the day of the Journal officiel that the text gives, or 0.
    day: int
    #: Whether it is named as an answer: it has one, and the day is its very day.
    answered: bool = False

    @property
    def key(self) -> str:
        """What it depends on which question is meant: `55901`, `55901 14`, `55901a - 735373`."""
        numero = f"{self.numero}a" if self.answered else str(self.numero)
        parts = [numero, "-" if self.legislature is None else str(self.legislature)]
        return " ".join([*parts, str(self.day)] if self.day else parts)

    @classmethod
    def of_key(cls, key: str) -> Named:
        """Back from `key`, at no place."""
        numero, legislature, *day = key.split(" ")
        named = None if legislature == "-" else int(legislature)
        answered = numero.endswith("a")
        return cls(0, 0, int(numero.removesuffix("a")), named, int(day[0]) if day else 0, answered)


def may_name(text: str) -> bool:
    """Whether a text is worth a look: few hold one of these words."""
    return "uestion" in text or "QE" in text or _may_cite(text)


def _may_cite(text: str) -> bool:
    return "min." in text or "ministérielle" in text or "RM" in text


def named_questions(text: str) -> Iterator[Named]:
    """Each written question that a text names by its number, in their order; the text may be HTML."""
    if "uestion" in text:
        for found in _QUESTION.finditer(text):
            if _BEGINS.search(text, max(0, found.start() - 2), found.start()):
                yield from _listed(text, found, found.start() - 1)
    if "QE " in text:
        for found in _SHORT.finditer(text):
            if not text[found.start() - 1 : found.start()].isalnum():
                yield from _listed(text, found, found.start())
    if _may_cite(text):
        for found in _ANSWER.finditer(text):
            for named in _listed(text, found, found.start(), answered=True):
                if named.day or named.legislature is not None:
                    yield named


def _listed(
    text: str, found: re.Match[str], start: int, *, answered: bool = False
) -> Iterator[Named]:
    """The questions of one list of numbers: mostly one.

    A day behind the last of them tells of which legislature all are.
    """
    waiting: list[Named] = []
    for named in _numbered(text, found, start, answered=answered):
        if named.day and not answered:
            legislature = legislature_of(named.day)
            yield from (
                one._replace(legislature=legislature) if one.legislature is None else one
                for one in waiting
            )
            waiting = []
        if named.day or answered:
            yield named
        else:
            waiting.append(named)
    yield from waiting


def _numbered(text: str, found: re.Match[str], start: int, *, answered: bool) -> Iterator[Named]:
    """Each number of the list, with the day that stands at it."""
    before = text[max(0, found.start() - _NEAR) : found.start()]
    near = before + text[found.start() : found.end() + _NEAR]
    if _FOREIGN.search(near):
        return
    legislature = _legislature(near)
    if legislature == "unknown":
        return
    short = answered or text[found.start()] == "Q"
    certain = bool(found["written"] or short or _DAY.search(found["said"]) or _OWN.search(before))
    if found["said"] or "(" in found[0]:
        start = _sign(text, found)
    item: re.Match[str] | None = found
    said = found["said"]
    while item:
        numero = int(re.sub(r"\D", "", item["numero"]))
        after = _SAID_AFTER.match(text, item.end())
        if not after or not _day(after[0]):
            after = _CITED_AFTER.match(text, item.end())
        assert after
        if not certain and (numero < _LOW or "," in text[found.start() : item.start("numero")]):
            return
        day = _day(said) or _day(after[0])
        told = day or legislature is not None or not _YEAR_ALONE.match(text, item.end())
        if day != _NO_DAY and told:
            yield Named(start, item.end(), numero, legislature, day, answered)
        end = max(item.end(), after.end() if _day(after[0]) else 0)
        item = _AND.match(text, end)
        if item and not item["sign"] and not (found["many"] and _LISTED.match(text, item.end())):
            item = None
        if item:
            start, said = _sign(text, item), ""


def _sign(text: str, found: re.Match[str]) -> int:
    """Where `n° 55901` begins."""
    start = found.start("numero")
    sign = re.search(rf"{_SIGN}\s?$", text[found.start() : start])
    return start - len(sign[0]) if sign else start


def _legislature(near: str) -> int | Literal["unknown"] | None:
    """The one that is named nearby; None if none is."""
    named: set[int | None] = set()
    for found in _LEGISLATURE.finditer(near):
        which = found["which"] or (found["after"] or "").strip()
        if found["several"]:
            return "unknown"
        if number := found["number"]:
            named.add(int(number) if number.isdigit() else _roman(number))
        elif found["word"] in _WORDS:
            named.add(_WORDS[found["word"]])
        elif which in ("présente", "actuelle", "cette"):
            named.add(None)
        elif which == "précédente":
            named.add(BEFORE)
        else:
            return "unknown"
    if len(named) > 1:
        return "unknown"
    return named.pop() if named else None


def _roman(number: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in number]
    following = [*values[1:], 0]
    return sum(v if v >= after else -v for v, after in zip(values, following, strict=True))


def _day(said: str) -> int:
    """Ordinal of the first day that is said; 0 where none is, `_NO_DAY` where it does not exist."""
    found = _DAY.search(said)
    if not found:
        return 0
    name = found["month"]
    months = SHORT_MONTHS if name in SHORT_MONTHS else MONTHS
    month = months.index(name) + 1 if name else int(found["number"])
    try:
        return date(int(found["year"]), month, int(found["day"])).toordinal()
    except ValueError:
        return _NO_DAY


def legislature_of(day: int) -> int:
    """The legislature in which a day was, by its ordinal."""
    return next(
        (number for number, end in sorted(ENDED.items()) if day < end.toordinal()),
        max(ENDED) + 1,
    )
