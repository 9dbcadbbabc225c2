"""Articles of codes, laws, decrees, ordonnances and arrêtés that a text names → the search of Légifrance.

Nothing is linked on a guess: a code must be one that Légifrance has (`codes.yml`), a law have its number, or
its date and the beginning of its title. `du même code` leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote_plus

import yaml

from publisher.french import MONTHS

#: As the links in decisions of the Cour de cassation have it, and as the field of Légifrance's first page.
_SEARCH_OF_CODES: Final = (
    "https://www.legifrance.gouv.fr/search/code?tab_selection=code&amp;searchField=ALL&amp;query="
)
_SEARCH: Final = (
    "https://www.legifrance.gouv.fr/search/all?tab_selection=all&amp;searchField=ALL&amp;query="
)

_LATIN: Final = (
    r"(?:bis|ter|quater|quinquies|quinquiès|sexies|septies|octies|nonies"
    r"|(?:un|duo|ter|quater|quin|sex|septen|septem|octo|novo)?de?cies|(?:quater|un|duo|ter)?vicies)"
)
# `L. 121-1`, `R.* 123-4`, `LO 141`, `1er`, `706-71-1`, `199 undecies B`, `1649 quater-0 B bis`
_ARTICLE: Final = re.compile(
    r"(?P<part>(?:L\.?\s?O|[LRDA])\.?\s?(?:(?:\*|&\#42;)\s?)?[.-]?\s?(?:(?:\*|&\#42;)\s?)?)?"
    r"\d{1,5}(?:\s?er\b)?(?:-\d{1,4})*"
    rf"(?:[\s-]?(?:{_LATIN}|<em>{_LATIN}</em>)(?:-\d+)*)?"
    rf"(?:[\s-][A-Z]{{1,3}}\b(?![.’'])(?:\s(?:{_LATIN}|<em>{_LATIN}</em>)(?:\s[A-Z]\b)?)?)?"
    rf"(?:<em>\s?{_LATIN}(?:\s[A-Z]{{1,2}})?</em>(?:\s[A-Z]{{1,2}}\b)?)?"
    r"(?![\w°-])"
)
# `, premier alinéa`, ` (3°)`, ` et suivants`: what may stand between an article and its code
_WITHIN: Final = re.compile(
    r"(?:,?\s(?:(?:premier|première|deuxième|second|seconde|troisième|quatrième|cinquième|sixième"
    r"|septième|huitième|neuvième|dernier)s?\s(?:alinéa|phrase)s?|alinéas?\s\d{1,2}(?:\s(?:et|à)\s\d{1,2})?"
    r"|(?:§|paragraphes?)\s?[\dIVX]{1,5}|[IVX]{1,5}\b(?:\s?bis\b|-\d+°?)?|\d{1,2}°|[a-z]\)"
    r"|et\ssuivants?|suivants|nouveau|précité|\([^()<>]{1,30}\)))*+,?"
)
# `, `, ` et `, ` et de l'article `
_BETWEEN: Final = re.compile(
    r"(?:\s?,\s|,?\s(?:et|ou|à|ainsi\sque)\s)"
    r"(?:(?:de\sl['’]|d['’]|l['’]|à\sl['’])?articles?\s|(?:les|des|aux)\sarticles\s|(?:de|à)\s)?"
)
# `article L. 121-1`, `Articles 1`
_ARTICLES: Final = re.compile(r"(?<!\w)[Aa]rticles?\s(?=[LRDA\d])")
# ` du code`, ` de l'annexe II au code`: worth asking which
_OF_CODE: Final = re.compile(r"\s(?:[da]u|de\sl['’]annexe)\s")
#: An article is of twelve others at most, so that no list takes long.
_LONGEST_LIST: Final = 12

_DATE: Final = rf"(?P<day>\d{{1,2}})(?:\s?er)?\s(?P<month>{'|'.join(MONTHS)})\s(?P<year>\d{{4}})\b"
# `° 83-663 du 22 juillet 1983`
_NUMBER: Final = re.compile(
    rf"[°º]\s?(?P<number>\d{{2,4}}-\d{{1,5}})(?![\w/-]|[.]\d)(?:\sdu\s{_DATE})?"
)
# `n`, `n `: before `°`
_SIGN: Final = re.compile(r"(?<!\w)n\s?$")
# `loi organique `, `lois n° 83-8 du 7 janvier 1983 et `: what stands right before a number
_BEFORE_NUMBER: Final = re.compile(
    r"(?<![\w-])(?P<kind>[Ll]oi|[Oo]rdonnance|[Dd]écret(?:-loi)?)s?\s"
    r"(?:organique\s|constitutionnelle\s|de\sfinances\s(?:rectificative\s)?(?:pour\s\d{4}\s)?)?"
    r"(?:n\s?[°º]\s?[\d-]{4,10}(?:\sdu\s\d{1,2}(?:er)?\s\w{3,9}\s\d{4})?(?:\s?,|\s(?:et|ou|ainsi\sque))\s"
    r"(?:(?:la|les|le|du|de\sla|des)\s)?){0,6}$"
)
# What may have a number; the last before a dated one is what it is of: `loi pour la sécurité intérieure n° …`
_NUMBERED: Final = re.compile(
    r"(?<![\w-])(?:[Ll]ois?\sdu\spays|(?P<kind>[Ll]oi|[Oo]rdonnance|[Dd]écret)|[Aa]rrêté|[Cc]irculaire|[Dd]irective|[Rr]èglement"
    r"|[Dd]écision|[Dd]élibération|[Aa]vis|[Aa]rrêt|[Rr]apport|[Aa]mendement|[Cc]onvention|[Rr]ecommandation"
    r"|[Ii]nstruction|[Pp]ourvoi|[Rr]equête|[Aa]ffaire|[Pp]rojet|[Pp]roposition|[Qq]uestion|[Aa]ccord"
    r"|[Dd]ossier|[Nn]ote|[Mm]arché|[Pp]rotocole|[Tt]raité)s?\b(?=[^.;:()<>°]*\(?$)"
)
#: How far back that is looked for.
_FAR: Final = 160
# `loi du 29 juillet 1881 sur la liberté de la presse`, from ` du` on
_DATED: Final = re.compile(
    rf"\sdu\s{_DATE}(?:,?\s(?:modifiée?|précitée?|susvisée?)\b)?,?\s"
    r"(?P<title>(?:relati(?:ve|f)s?\s(?:à|aux?)|portant|fixant|modifiant|instituant|visant\sà|tendant\sà"
    r"|concernant|réglementant|prise?\spour|pour\sl|sur\sl|d['’](?:orientation|urgence)"
    r"|de\s(?:modernisation|programmation|finances|financement|simplification|sécurisation)"
    r"|améliorant|renforçant|favorisant|réformant|créant|ratifiant|habilitant|complétant|ayant\spour\sobjet"
    r"|interdisant|autorisant|réprimant|organisant|réorganisant|supprimant|abrogeant|étendant|adaptant)"
    r"[^.,;:()«»<>&\"]{3,120})"
)
_KIND: Final = re.compile(r"(?<![\w-])(?:[Ll]oi|[Oo]rdonnance|[Dd]écret(?:-loi)?|[Aa]rrêté)$")
#: How they end before a date: few other words do.
_KIND_ENDS: Final = ("oi du ", "nnance du ", "cret du ", "rêté du ")
#: What ends the words of a title that are asked for: beyond them the sentence goes on.
_TITLE_ENDS: Final = re.compile(
    r"\b(?:a|ont|est|sont|était|étaient|prévoit|prévoient|précise|dispose|impose|permet|doit|ne|se|s|qui|que"
    r"|dont|par|ainsi|afin|lorsque|n|il|elle|y|en)\b"
)
#: Words of a title that are asked for beside its date, tool words aside: more may be the sentence's.
_TITLE_WORDS: Final = 2
_TOOL_WORDS: Final = frozenset("de du des d la le les l à au aux sur pour dans et ou avec".split())
# `projet de loi`, `proposition de loi`: texts that are none yet
_NOT_YET: Final = re.compile(r"(?:projets?|propositions?|avant-projets?)\s(?:de\s|d['’])$")
#: Of a country of its own, or of a court.
_OF_ANOTHER: Final = re.compile(
    r"\s(?:du\s(?:juge|tribunal|président|pays)|de\sla\s(?:cour|Cour)|polynésien|belge|suisse)"
)
_TAGS: Final = re.compile(r"<[^>]*>")


class Link(NamedTuple):
    """A part of a text, and where it leads; the address is escaped as HTML."""

    start: int
    end: int
    address: str


class _Codes(NamedTuple):
    """How codes are named: their names and initials after `du`, and the code behind each."""

    pattern: re.Pattern[str]
    named: dict[str, str]
    #: Initials that follow numbered parts alone.
    of_parts: frozenset[str]


def legal_texts(html: str) -> Iterator[Link]:
    """Each reference in the HTML of a text."""
    for at in places(html, "rticle"):
        if found := _ARTICLES.match(html, at - 1):
            yield from _articles(html, found)
    for sign in "°º":
        for at in places(html, sign):
            if (found := _NUMBER.match(html, at)) and (link := _numbered(html, found)):
                yield link
    for ends in _KIND_ENDS:
        for at in places(html, ends):
            found = _DATED.match(html, at + len(ends) - len(" du "))
            if found and (link := _dated(html, found)):
                yield link


def places(text: str, sign: str) -> Iterator[int]:
    """Where the sign stands: ten times faster than a regular expression that begins with other things."""
    at = text.find(sign, 1)
    while at > 0:
        yield at
        at = text.find(sign, at + 1)


def _articles(html: str, found: re.Match[str]) -> Iterator[Link]:
    """Articles of one code, each of them to its own place; none where no known code follows."""
    articles: list[re.Match[str]] = []
    at = found.end()
    while len(articles) < _LONGEST_LIST and (article := _ARTICLE.match(html, at)):
        articles.append(article)
        within = _WITHIN.match(html, article.end())
        assert within
        if _OF_CODE.match(html, within.end()):
            code = _codes().pattern.match(html, within.end())
            break
        between = _BETWEEN.match(html, within.end()) or _BETWEEN.match(html, article.end())
        if not between:
            return
        at = between.end()
    else:
        return
    if not code:
        return
    name = _code(code, parts=all(article["part"] for article in articles))
    if name is None or _OF_ANOTHER.match(html, code.end()):
        return
    of_parts = articles[0]["part"] is not None
    for place, article in enumerate(articles):
        if of_parts and not article["part"]:
            continue  # `L. 24 et 25`: of the law, or of the code itself
        start = found.start() if place == 0 else article.start()
        end = code.end() if article is articles[-1] else article.end()
        asked = f"{_number(article)} {name}"
        yield Link(start, end, _SEARCH_OF_CODES + _asked(asked))


def _number(article: re.Match[str]) -> str:
    """As Légifrance writes it: `L121-1`, `1`, `199 undecies B`."""
    number = _TAGS.sub("", article[0]).replace("&#42;", "*")
    if part := article["part"]:
        part = part.replace("&#42;", "*")
        number = re.sub(r"[\s.-]", "", part) + number[len(part) :]
        number = re.sub(r"\s[IVX]+$", "", number)  # `L. 241-13 III`: a paragraph of the article
    return re.sub(r"(?<=\d)\s?er\b", "", number)


@cache
def _codes() -> _Codes:
    data = yaml.safe_load(Path(__file__).with_name("codes.yml").read_text("utf-8"))
    named = {_folded(name): name for name in data["codes"]}
    named |= {initials.lower(): code for initials, code in data["initials"].items()}
    of_parts = data["initials_of_numbered_parts"]
    named |= {initials.lower(): code for initials, code in of_parts.items()}
    either = _either([re.findall(r"\w+'?", name) for name in named])
    pattern = re.compile(
        r"\s(?:de\sl['’]annexe\s(?P<annexe>[1-4]|I{1,3}|IV)\s(?:du|au)\s|(?:du|au)\s)(?:nouveau\s)?"
        rf"(?P<name>{either})(?![\w’'-])"
        r"(?!\s(?:applicable|communautaire|de\sl['’]Union|allemand|belge|suisse|italien|espagnol"
        r"|luxembourgeois|monégasque|européen|canadien|du\sQuébec|de\s(?:la\s)?(?:Nouvelle|Polynésie)"
        r"|marocain|algérien|tunisien|sénégalais|local))",
        re.IGNORECASE,
    )
    return _Codes(pattern, named, frozenset(initials.lower() for initials in of_parts))


def _either(names: Sequence[Sequence[str]]) -> str:
    """One of these names, the longest that fits; what they begin with alike is compared once."""
    following: dict[str, list[Sequence[str]]] = {}
    for name in names:
        following.setdefault(name[0] if name else "", []).append(name[1:])
    parts = []
    for word, rests in following.items():
        if word:
            blank = "" if word.endswith("'") else r"\s"
            rest = _either(rests)
            alone = "?" if any(not name for name in rests) else ""
            parts.append(
                word.replace("'", r"['’]\s?") + (f"(?:{blank}{rest}){alone}" if rest else "")
            )
    return f"(?:{'|'.join(parts)})" if parts else ""


def _code(found: re.Match[str], *, parts: bool) -> str | None:
    key = _folded(found["name"])
    if key in _codes().of_parts and not parts:
        return None
    annexe = f" annexe {found['annexe'].upper()}" if found["annexe"] else ""
    return _codes().named[key] + annexe


def _folded(name: str) -> str:
    return re.sub(r"'\s", "'", " ".join(name.split()).lower().replace("’", "'"))


def _numbered(html: str, found: re.Match[str]) -> Link | None:
    """A law or the like by its number; None where something else has it."""
    if not _agrees(found) or _OF_ANOTHER.match(html, found.end()):
        return None
    sign = _SIGN.search(html, max(0, found.start() - 2), found.start())
    if not sign:
        return None
    before = html[max(0, sign.start() - _FAR) : sign.start()]
    at_once = _BEFORE_NUMBER.search(before)
    kind = at_once
    if not kind and found["year"]:
        kind = next(reversed([*_NUMBERED.finditer(before)]), None)
    if not kind or not kind["kind"] or _NOT_YET.search(before[: kind.start()]):
        return None
    whole = at_once and "°" not in at_once[0]
    start = sign.start() - (len(before) - kind.start() if whole else 0)
    asked = f"{kind['kind'].lower()} n° {found['number']}"
    return Link(start, found.end(), _SEARCH + _asked(asked))


def _agrees(found: re.Match[str]) -> bool:
    """Whether number and date are of one year, if there is a date."""
    if not found["year"]:
        return True
    return _day(found) is not None and found["year"].endswith(found["number"].partition("-")[0])


def _dated(html: str, found: re.Match[str]) -> Link | None:
    """A law or the like by its date; what is certainly of its title is asked for too."""
    kind = _KIND.search(html[max(0, found.start() - 12) : found.start()])
    if not kind or not _day(found):
        return None
    start = found.start() - len(kind[0])
    if _NOT_YET.search(html[max(0, start - 20) : start]):
        return None
    words = found["title"]
    begins = re.match(r"\S+\s*", words)
    assert begins
    ends = _TITLE_ENDS.search(words, begins.end())
    first, *following = (words[: ends.start()] if ends else words).split()
    kept, told = [first], 0
    for word in following:
        kept.append(word)
        told += word.lower().rstrip("'’") not in _TOOL_WORDS
        if told == _TITLE_WORDS:
            break
    while kept and kept[-1].lower().rstrip("'’") in _TOOL_WORDS:
        kept.pop()
    day = f"{found['day']}{'er' if found['day'] == '1' else ''} {found['month']} {found['year']}"
    asked = f"{kind[0].lower()} du {day} {' '.join(kept)}"
    return Link(start, found.end("year"), _SEARCH + _asked(asked))


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"]))
    except ValueError:
        return None


@lru_cache(maxsize=16_384)
def _asked(words: str) -> str:
    """As a part of an address."""
    return quote_plus(" ".join(words.split()).replace("’", "'"))
