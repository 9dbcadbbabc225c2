"""The codes that Légifrance has, as texts name them (`codes.yml`): by name or by initials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from parser.fold import fold

#: Adjectives of other countries, and of what is not the State's: whose law or code is not Légifrance's.
OF_ANOTHER: Final = (
    r"(?:allemande?|algérienne?|algérien|américaine?|andorrane?|anglaise?|argentine?|autrichienne?|autrichien|belge"
    r"|béninoise?|brésilienne?|brésilien|britannique|bulgare|camerounaise?|canadienne?|canadien|chinoise?|chypriote"
    r"|comorienne?|comorien|communautaire|congolaise?|croate|danoise?|égyptienne?|égyptien|espagnole?|européenne?"
    r"|européen|fédérale?|finlandaise?|gabonaise?|grec(?:que)?|haïtienne?|haïtien|helvétique|hongroise?|indienne?"
    r"|indien|irlandaise?|israélienne?|israélien|italienne?|italien|ivoirienne?|ivoirien|japonaise?|libanaise?"
    r"|locale?|luxembourgeoise?|malgache|malienne?|malien|maltaise?|marocaine?|mauricienne?|mauricien|mexicaine?"
    r"|monégasque|néerlandaise?|norvégienne?|norvégien|polonaise?|polynésienne?|polynésien|portugaise?|québécoise?"
    r"|roumaine?|royale?|russe|sénégalaise?|slovaque|slovène|suédoise?|suisse|tchèque|togolaise?|tunisienne?"
    r"|tunisien|turque?|turc|ukrainienne?|ukrainien|wallonne?|wallon)s?\b"
)
# ` applicable à Mayotte`, ` de la Nouvelle-Calédonie`
_ELSEWHERE: Final = (
    r"(?!\s(?:applicable|de\sl['’]Union|du\sQuébec|de\s(?:la\s)?(?:Nouvelle|Polynésie)"
    rf"|{OF_ANOTHER}))"
)
#: Letters before a bracket in which the name of a code is looked for.
_FAR: Final = 120
_ACCENTS: Final = {"é": "[ée]", "è": "[èe]", "ê": "[êe]", "ô": "[ôo]", "'": r"['’]\s?"}


class _Codes(NamedTuple):
    """How codes are named, after `du` and before a bracket, and the code behind each name, folded."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    named: dict[str, str]
    #: Initials that follow numbered parts alone.
    of_parts: frozenset[str]


class Named(NamedTuple):
    """A code that a text names: where its name ends, and what Légifrance calls it."""

    end: int
    name: str


def code_after(html: str, at: int, *, parts: bool) -> Named | None:
    """The code in ` du code civil`; ``parts``: whether all its articles are of a numbered part (`L. 1`)."""
    found = _codes().after.match(html, at)
    return _named(found, parts=parts) if found else None


def code_before(html: str, at: int, *, parts: bool) -> Named | None:
    """The code in `code civil (`, of which the bracket stands at that place."""
    begins = max(0, at - _FAR)
    found = _codes().before.search(html[begins : at + 1])
    return _named(found, parts=parts) if found else None


def _named(found: re.Match[str], *, parts: bool) -> Named | None:
    key = fold(re.sub(r"(?<=['’])\s", "", found["name"]))
    if key in _codes().of_parts and not parts:
        return None
    annexe = found.groupdict().get("annexe")
    name = _codes().named[key]
    return Named(found.end(), f"{name} annexe {annexe.upper()}" if annexe else name)


@cache
def _codes() -> _Codes:
    data = yaml.safe_load(Path(__file__).with_name("codes.yml").read_text("utf-8"))
    of_parts = data["initials_of_numbered_parts"]
    others = data["also"] | data["initials"] | of_parts
    written = {name: name for name in data["codes"]} | others
    either = _either([re.findall(r"\w+'?", name) for name in written])
    return _Codes(
        re.compile(
            r"\s(?:de\sl['’]annexe\s(?P<annexe>[1-4]|I{1,3}|IV)\s(?:du|au)\s|(?:du|au)\s)(?:nouveau\s)?"
            rf"(?P<name>{either})(?![\w’'-]){_ELSEWHERE}",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<![\w-])(?<!ancien\s)(?P<name>{either})\s\($", re.IGNORECASE),
        {fold(name): code for name, code in written.items()},
        frozenset(fold(initials) for initials in of_parts),
    )


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
            letters = "".join(_ACCENTS.get(letter.lower(), letter) for letter in word)
            parts.append(letters + (f"(?:{blank}{rest}){alone}" if rest else ""))
    return f"(?:{'|'.join(parts)})" if parts else ""
