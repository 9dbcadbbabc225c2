"""Articles of codes, laws, decrees, ordonnances and arrêtés that a text names → the search of Légifrance.

Nothing is linked on a guess: a code must be one that Légifrance has (`codes.py`), a law have its number, or
its date and the beginning of its title or its name. `du même code` leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote_plus

from publisher.codes import OF_ANOTHER, code_after, code_before
from publisher.french import MONTHS
from publisher.named_laws import named_law, title_of_day

#: As the links in decisions of the Cour de cassation have it, and as the field of Légifrance's first page.
_SEARCH_OF_CODES: Final = (
    "https://www.legifrance.gouv.fr/search/code?tab_selection=code&amp;searchField=ALL&amp;query="
)
_SEARCH: Final = (
    "https://www.legifrance.gouv.fr/search/all?tab_selection=all&amp;searchField=ALL&amp;query="
)

_LATIN: Final = (
    r"(?:bis|ter|quater|quinquies|quinquiès|sexies|septies|octies|nonies"
    r"|(?:un|duo|ter|quater|quin|sex|septen|septem|octo|novo)?de?cies"
    r"|(?:un|duo|ter|quater|quin|sex|sept|septem|octo|novo)?(?:v|tr)icies)"
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
# `, premier alinéa`, `, 4e alinéa`, ` (3°)`, ` et suivants`: what may stand between an article and its code
_WITHIN: Final = re.compile(
    r"(?:(?:\s?,)?\s(?:(?:premier|première|deuxième|second|seconde|troisième|quatrième|cinquième|sixième"
    r"|septième|huitième|neuvième|dernier)s?\s(?:alinéa|phrase)s?|al(?:inéas?|\.)\s\d{1,2}(?:\s(?:et|à)\s\d{1,2})?"
    r"|\d{1,2}\s?(?:er|e|è|è?me|ième)\s(?:alinéa|phrase|al\.)"
    r"|(?:§|paragraphes?)\s?[\dIVX]{1,5}|[IVX]{1,5}\b(?:\s?bis\b|-\d+°?)?|\d{1,2}°|[a-z]\)"
    r"|et\ssuivants?|suivants|nouveau|précité|\([^()<>]{1,30}\)))*+(?:\s?,)?"
)
# `, `, ` et `, ` et de l'article `
_BETWEEN: Final = re.compile(
    r"(?:\s?,\s|,?\s(?:et|ou|à|ainsi\sque)\s)"
    r"(?:(?:de\sl['’]|d['’]|l['’]|à\sl['’])?articles?\s|(?:les|des|aux)\sarticles\s|(?:de|à)\s)?"
)
# `article L. 121-1`, `Articles 1`, `art. 706-89`
_ARTICLES: Final = re.compile(r"(?<!\w)[Aa]rt(?:icles?|\.)\s(?=[LRDA\d])")
#: How they begin, as they are quickly found.
_ARTICLE_BEGINS: Final = ("rticle", "rt. ")
# ` du code`, ` de l'annexe II au code`: worth asking which
_OF_CODE: Final = re.compile(r"\s(?:[da]u|de\sl['’]annexe)\s")
#: Its articles have letters behind their numbers.
_OF_TAXES: Final = "livre des procédures fiscales"
#: An article is of twelve others at most, so that no list takes long.
_LONGEST_LIST: Final = 12

_DATE: Final = rf"(?P<day>\d{{1,2}})(?:\s?er)?\s(?P<month>{'|'.join(MONTHS)})\s(?P<year>\d{{4}})\b"
# `83-663`; `2006 – 1386`
_FIGURES: Final = r"(?P<number>\d{2,4}(?:[-‑–—]|\s[-‑–—]\s)\d{1,5})"
# `° 83-663 du 22 juillet 1983`
_NUMBER: Final = re.compile(rf"[°º]\s?s?\s?{_FIGURES}(?![\w/-]|[.]\d)(?:\sdu\s{_DATE})?")
# `83-663`, `no 86-33`: before ` du 22 juillet 1983`
_BARE_NUMBER: Final = re.compile(rf"(?<![\w°º/-])(?<![°º]\s)(?:no?s?\.?\s?)?{_FIGURES}$")
#: Letters that hold the longest of them.
_LONGEST_NUMBER: Final = 20
# `n`, `n `: before `°`
_SIGN: Final = re.compile(r"(?<!\w)[nN]\s?$")
# ` organique`, ` « Sapin II »`, ` dite Rixain`: between the kind and the number, or the date
_SURNAME: Final = (
    r"(?:(?:dite\s)?(?:«\s?[^«»<>.;]{2,30}\s?»|[A-ZÉ][\w-]{2,20}(?:\s[IVX]{1,3}\b)?)\s)?"
)
# `loi organique `, `lois n° 83-8 du 7 janvier 1983 et `: what stands right before a number
_BEFORE_NUMBER: Final = re.compile(
    r"(?<![\w-])(?P<kind>[Ll]oi|[Oo]rdonnance|[Dd]écret(?:-loi)?)s?\s"
    r"(?:organique\s|constitutionnelle\s|de\sfinances\s(?:rectificative\s)?(?:pour\s\d{4}\s)?)?"
    rf"{_SURNAME}"
    r"(?:(?:n\s?[°º]\s?s?\s?)?[\d-]{4,10}(?:\sdu\s\d{1,2}(?:er)?\s\w{3,9}\s\d{4})?(?:\s?,|\s(?:et|ou|ainsi\sque))\s"
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
# ` du 29 juillet 1881`
_DAY: Final = re.compile(rf"\sdu\s{_DATE}")
# ` sur la liberté de la presse`, after it
_TITLE: Final = re.compile(
    r"(?:,?\s(?:modifiée?|précitée?|susvisée?)\b)?,?\s"
    r"(?P<title>(?:relati(?:ve|f)s?\s(?:à|aux?)|visant\sà|tendant\sà|ayant\spour\sobjet|prise?\spour"
    r"|pour\s(?:l|une?\s)|sur\sl|en\sfaveur\sd"
    r"|d['’](?:orientation|urgence|avenir|accélération|adaptation|aménagement)"
    r"|de\s(?:financement|finances|lutte|modernisation|programmation|programme|réforme|règlement|régulation"
    r"|santé\spublique|sécurisation|sécurité(?=\sfinancière)|séparation(?=\sdes)|simplification|transformation)"
    r"|(?:abrog|accélér|actualis|adapt|amélior|approuv|autoris|clarifi|complét|concern|confort|cré|défin"
    r"|détermin|encadr|établ|étend|facilit|favoris|fix|garant|généralis|habilit|harmonis|institu|interdis"
    r"|modifi|organis|ouvr|port|précis|prohib|prorog|protég|ratifi|reconn|réform|réglement|renforc|rénov"
    r"|réorganis|réprim|simplifi|supprim|transpos)e?(?:iss|aiss)?ant)"
    r"[^.,;:()«»<>&\"]{3,120})"
)
_KIND: Final = re.compile(
    r"(?<![\w-])(?P<kind>[Ll]oi(?:\s(?:organique|constitutionnelle))?|[Oo]rdonnance|[Dd]écret(?:[-\s]loi)?"
    r"|[Aa]rrêté)(?:\s(?:inter)?ministériel)?$"
)
#: Letters that hold the longest of them.
_LONGEST_KIND: Final = 28
#: What ends the words of a title that are asked for: beyond them the sentence goes on.
_TITLE_ENDS: Final = re.compile(
    r"\b(?:a|ont|est|sont|était|étaient|prévoit|prévoient|précise|dispose|impose|permet|doit|ne|se|s|qui|que"
    r"|dont|par|ainsi|afin|lorsque|n|il|elle|y|en|interdit|crée|instaure|oblige|autorise|définit|étend|modifie"
    r"|vise|ouvre|supprime|confie|rend)\b"
)
#: Words of a title that are asked for beside its date, tool words aside: more may be the sentence's.
_TITLE_WORDS: Final = 2
_TOOL_WORDS: Final = frozenset(
    "de du des d la le les l un une à au aux sur pour dans et ou avec en".split()
)
# `projet de loi`, `proposition de loi`: texts that are none yet
_NOT_YET: Final = re.compile(r"(?:projets?|propositions?|avant-projets?)\s(?:de\s|d['’])$")
#: Behind a number or a code: of a country of its own, or of a court.
_OF_ANOTHER: Final = re.compile(
    rf"\s(?:du\s(?:juge|tribunal|président|pays)|de\sla\s(?:cour|Cour)|{OF_ANOTHER})"
)
# `loi tunisienne relative à l'eau n° …`
_ANOTHER_S: Final = re.compile(rf"^\w+\s(?:législatif\s)?{OF_ANOTHER}")
_TAGS: Final = re.compile(r"<[^>]*>")


class Link(NamedTuple):
    """A part of a text, and where it leads; the address is escaped as HTML."""

    start: int
    end: int
    address: str


def legal_texts(html: str) -> Iterator[Link]:
    """Each reference in the HTML of a text."""
    for begins in _ARTICLE_BEGINS:
        for at in places(html, begins):
            if found := _ARTICLES.match(html, at - 1):
                yield from _articles(html, found)
    for sign in "°º":
        for at in places(html, sign):
            if (found := _NUMBER.match(html, at)) and (link := _numbered(html, found)):
                yield link
    for at in places(html, " du "):
        if (found := _DAY.match(html, at)) and (link := _of_day(html, found)):
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
        if _OF_CODE.match(html, within.end()) or html.startswith(")", within.end()):
            break
        between = _BETWEEN.match(html, within.end()) or _BETWEEN.match(html, article.end())
        if not between:
            return
        at = between.end()
    else:
        return
    parts = all(article["part"] for article in articles)
    code = code_after(html, within.end(), parts=parts)
    if code and _OF_ANOTHER.match(html, code.end):
        return
    last_end = code.end if code else articles[-1].end()
    if not code and html.startswith(")", within.end()):
        code = code_before(html, found.start() - 1, parts=parts)
    if not code:
        return
    of_parts = articles[0]["part"] is not None
    for place, article in enumerate(articles):
        if of_parts and not article["part"]:
            continue  # `L. 24 et 25`: of the law, or of the code itself
        start = found.start() if place == 0 else article.start()
        end = last_end if article is articles[-1] else article.end()
        yield Link(
            start, end, _SEARCH_OF_CODES + _asked(f"{_number(article, code.name)} {code.name}")
        )


def _number(article: re.Match[str], code: str) -> str:
    """As Légifrance writes it: `L121-1`, `1`, `199 undecies B`."""
    number = _TAGS.sub("", article[0]).replace("&#42;", "*")
    if part := article["part"]:
        part = part.replace("&#42;", "*")
        number = re.sub(r"[\s.-]", "", part) + number[len(part) :]
    # `L. 241-13 III`: a paragraph of the article; but `150 V` and `L. 96 I` are articles of tax law
    letter = "{2,}" if not article["part"] or code == _OF_TAXES else "+"
    number = re.sub(rf"\s[IVX]{letter}$", "", number)
    return re.sub(r"(?<=\d)\s?er\b", "", number)


def _numbered(html: str, found: re.Match[str]) -> Link | None:
    """A law or the like by its number; None where something else has it."""
    sign = _SIGN.search(html, max(0, found.start() - 2), found.start())
    if not sign or (found["year"] and not _agrees(found["number"], found)):
        return None
    if " " in found["number"] and not found["year"]:
        return None  # `n° 2013 - 12 articles`
    before = html[max(0, sign.start() - _FAR) : sign.start()]
    at_once = _BEFORE_NUMBER.search(before)
    kind = at_once
    if not kind and found["year"]:
        kind = next(reversed([*_NUMBERED.finditer(before)]), None)
    if not kind or not kind["kind"] or _is_other(html, before, kind, found):
        return None
    whole = at_once and "°" not in at_once[0]
    start = sign.start() - (len(before) - kind.start() if whole else 0)
    return Link(start, found.end(), _of_number(kind["kind"], found["number"]))


def _of_day(html: str, found: re.Match[str]) -> Link | None:
    """What is told by a day, with a number, a title or a name."""
    if html[found.start() - 1].isdigit() and (link := _bare_number(html, found)):
        return link
    return _dated(html, found) or _named(html, found)


def _named(html: str, found: re.Match[str]) -> Link | None:
    """A law by the name that it goes by and its day."""
    day = _day(found)
    law = named_law(html, found.start(), day) if day else None
    if not law or _NOT_YET.search(html[max(0, law.start - 20) : law.start]):
        return None
    return Link(law.start, found.end(), _of_number("loi", law.number))


def _bare_number(html: str, found: re.Match[str]) -> Link | None:
    """A law or the like by a number without its sign: it has a date, that was found."""
    begins = max(0, found.start() - _LONGEST_NUMBER)
    number = _BARE_NUMBER.search(html[begins : found.start()])
    if not number or not _agrees(number["number"], found):
        return None
    start = begins + number.start()
    before = html[max(0, start - _FAR) : start]
    kind = _BEFORE_NUMBER.search(before)
    if not kind or _is_other(html, before, kind, found):
        return None
    if not any(sign.isdigit() for sign in kind[0]):
        start -= len(before) - kind.start()
    return Link(start, found.end(), _of_number(kind["kind"], number["number"]))


def _is_other(html: str, before: str, kind: re.Match[str], found: re.Match[str]) -> bool:
    """Whether it is a bill, or of another country."""
    return bool(
        _NOT_YET.search(before[: kind.start()])
        or _ANOTHER_S.match(before[kind.start() :])
        or _OF_ANOTHER.match(html, found.end())
    )


def _of_number(kind: str, number: str) -> str:
    """The search for `loi n° 83-663`."""
    figures = re.sub(r"\s?[-‑–—]\s?", "-", number)
    return _SEARCH + _asked(f"{_one_kind(kind)} n° {figures}")


def _one_kind(written: str) -> str:
    """`décret-loi` for `Décret loi`"""
    return re.sub(r"décret\sloi", "décret-loi", written.lower())


def _agrees(number: str, dated: re.Match[str]) -> bool:
    """Whether number and date are of one year, and there is such a day."""
    year = re.match(r"\d+", number)
    return _day(dated) is not None and year is not None and dated["year"].endswith(year[0])


def _dated(html: str, found: re.Match[str]) -> Link | None:
    """A law or the like by its date; what is certainly of its title is asked for too."""
    kind = _KIND.search(html[max(0, found.start() - _LONGEST_KIND) : found.start()])
    day = _day(found) if kind else None
    if not kind or not day:
        return None
    start = found.start() - len(kind[0])
    if _NOT_YET.search(html[max(0, start - 20) : start]):
        return None
    told: str | None
    if title := _TITLE.match(html, found.end()):
        told = _certain(title["title"])
    elif kind["kind"].lower() == "loi" and not _OF_ANOTHER.match(html, found.end()):
        told = title_of_day(day)
    else:
        return None
    if not told:
        return None
    written = f"{day.day}{'er' if day.day == 1 else ''} {found['month']} {day.year}"
    asked = f"{_one_kind(kind['kind'])} du {written} {told}"
    return Link(start, found.end("year"), _SEARCH + _asked(asked))


def _certain(words: str) -> str:
    """What of the words behind a date is certainly of the title."""
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
    return " ".join(kept)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"]))
    except ValueError:
        return None


@lru_cache(maxsize=16_384)
def _asked(words: str) -> str:
    """As a part of an address."""
    return quote_plus(" ".join(words.split()).replace("’", "'"))
