"""The fields of a question while a layout gathers them, label by label."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from parser import labels
from parser.document import Document
from parser.findings import NotOursError, SourceError
from parser.fold import fold
from parser.names import reconciled, same_words
from parser.official_name import agreed
from parser.opening import author_of, without_printed_number
from parser.question import Attribution, Etat, Question, official_address, official_id
from parser.values import (
    Author,
    Publication,
    check_day,
    is_broken_off,
    page_beside,
    parse_author,
    parse_group_and_department,
    parse_legislature,
    parse_numero,
    parse_place,
    parse_publication,
    plain_value,
    without_links,
)

#: Labels whose value is taken as it is written.
_PLAIN: Final = (
    "rubrique",
    "titre",
    "tete_analyse",
    "analyse",
    "ministere_interroge",
    "ministere_attributaire",
)
#: Of these no whole value ends in mid-phrase.
_WHOLE: Final = ("rubrique", "ministere_interroge", "ministere_attributaire")
#: Without these a sheet or a table head is cut off, or something else.
EXPECTED: Final = ("auteur", "rubrique", "ministere_interroge", "question_publiee")
# `fin de mandat`, `Fin du mandat`, `Question retirée pour cause de fin de mandat`, folded; but not
# `décès avant la fin de mandat`
_END_OF_MANDATE: Final = re.compile(
    r"(?:.*(?:cause|raison) de (?:la )?|.*[:(] ?)?fin d[eu] mandat\W*"
)
# `Caducité constatée le …`, `Clôture :`, folded: what became of the question, in words that no list has
_CLOSING: Final = re.compile(r"\b(?:retir|retrait|cadu|clotur|fin d[eu] mandat|deces|repon)")
# `Question signalée au Gouvernement le 8 juillet 2025`, behind the label that says the same
_SENTENCE: Final = re.compile(r"^Question [^\W\d][^\d:()]{1,60} le (?=\d)", re.IGNORECASE)
#: Characters of a text that its author stands in, where the text opens with the name.
_OPENING: Final = 200
#: Labels that a document may hold several times.
_REPEATED: Final = ("attribution", "renouvellement", "erratum_question", "erratum_reponse")
#: The page that stands in a cell of its own belongs to the date before it.
_PAGES: Final = {"question_publiee": "page_question", "reponse_publiee": "page_reponse"}
#: `(fin de mandat)` behind the label of a closing
_REASON: Final = re.compile(r"\(([^()]*)\)")


def state_of_closing(reason: str) -> Etat:
    """`close` at the end of the mandate; any other reason is a withdrawal."""
    return "close" if _END_OF_MANDATE.fullmatch(fold(reason)) else "retiree"


class Fields:
    """Gathers values from labels, each once; what does not fit is reported and left out."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.legislature: int | None = None
        self.numero: int | None = None
        self.values: dict[str, Any] = {}
        self.attributions: list[Attribution] = []
        self.renouvellements: list[date] = []
        self.errata: list[date] = []
        self._seen: dict[str, str] = {}
        #: Whether a line that no list has speaks of an end.
        self._perhaps_closed = False
        #: The label read last.
        self._last = ""
        #: The values before and behind it: what it gave, and a cut file may have cut.
        self._around: tuple[dict[str, Any], dict[str, Any]] = ({}, {})

    def read_legislature(self, line: int, text: str) -> bool:
        """Takes `14ème législature`; False when the line is something else."""
        try:
            found = parse_legislature(text)
        except ValueError as error:
            raise SourceError(str(error), line=line + 1, kind="identite") from None
        if found is None:
            return False
        if self.legislature not in (None, found):
            raise SourceError(
                f"legislature {found} after legislature {self.legislature}",
                "expected one legislature",
                line + 1,
                kind="identite",
            )
        self.legislature = found
        return True

    def read_numero(self, line: int, text: str) -> None:
        """Raises SourceError where two numbers of one document disagree, or one cannot be."""
        try:
            numero = parse_numero(text)
        except ValueError as error:
            found, _, expected = str(error).partition("; ")
            raise SourceError(found, expected, line + 1, kind="identite") from None
        if self.numero not in (None, numero):
            raise SourceError(
                f"number {numero} here, {self.numero} above",
                "expected the same number twice: correct the file, or fetch it again",
                line + 1,
                kind="identite",
            )
        self.numero = numero

    def read_kind(self, line: int, text: str) -> None:
        """Raises NotOursError for a kind that is no written question."""
        kind = labels.kind(text)
        written = labels.spelling("QE")
        if kind is None and fold(text).startswith(fold(written)):
            self.document.doubt(line, f'type "{text}"', f'published as "{written}"')
            return
        if kind is None:
            raise SourceError(f'type "{text}"', f'expected "{written}"', line + 1)
        self.require_written(kind, line)

    def require_written(self, kind: str, line: int) -> None:
        """Raises NotOursError unless the kind is `QE`."""
        if kind != "QE":
            raise NotOursError(
                labels.KIND_NAMES[kind], "left out: only written questions are published", line + 1
            )

    def read_label(self, line: int, key: str, value: str) -> None:
        """Takes the value of one label of `labels.yml`; an empty value is an absent one."""
        if self._seen.get(key) and key not in _REPEATED:
            if value and value != self._seen[key]:
                self.document.doubt(
                    line,
                    f'a second "{labels.spelling(key)}": "{value}"',
                    f'kept the first: "{self._seen[key]}"',
                    "contradiction",
                )
            return
        self._seen[key], self._last = value, key
        if not value:
            return
        before = self.values.copy()
        try:
            if key in _PLAIN:
                if key in _WHOLE and is_broken_off(value):
                    raise ValueError(f'"{value}" is broken off; expected it whole')
                self.values[key] = plain_value(value)
            else:
                _READERS[key](self, line, value)
            self._around = before, self.values.copy()
        except ValueError as error:
            self.document.doubt(line, f'{labels.spelling(key)} : "{value}"', f"left out: {error}")

    def read_found(self, line: int, found: labels.Labelled) -> None:
        """Takes what `split_labels` found: a label, or words before the first."""
        if found.key:
            self.read_label(line, *found)
        else:
            self.unknown(line, found.value)

    def read_author(self, line: int, name: str, bracket: str | None) -> None:
        """Takes `M. <Nom>` and, where it is there, `<Groupe> - <Dept>` behind it in brackets."""
        self.read_label(line, "auteur", name)
        if bracket is None:
            return
        try:
            groupe, departement = parse_group_and_department(bracket)
            place = parse_place(departement)
        except ValueError as error:
            self.document.doubt(line, str(error), "left out")
            return
        self.values |= place._asdict() | {"groupe": groupe, "groupe_date": "export"}

    def read_lone_page(self, line: int, page: int) -> None:
        """Takes `page : 2477` where it stands behind its date, in a cell or line of its own."""
        name = _PAGES.get(self._last)
        if name is None or self.values.get(name) is not None:
            self.unknown(line, f"page : {page}")
            return
        self.values[name] = page

    def read_reason(self, line: int, text: str) -> bool:
        """Takes `(fin de mandat)` where it stands behind the label of a closing."""
        found = _REASON.fullmatch(text.strip())
        if self._last != "retrait" or not found or self.values.get("motif_cloture"):
            return False
        self.values["motif_cloture"] = " ".join(found[1].split())
        return True

    def has(self, key: str) -> bool:
        """Whether a label was read, with a value or without."""
        return key in self._seen

    def unknown(self, line: int, text: str) -> None:
        """Reports a label, or a line, that no list has; words of the site are left out by name."""
        if labels.frame(text) == "site":
            return
        self._perhaps_closed |= _CLOSING.search(fold(text)) is not None
        self.document.doubt(
            line,
            f'unknown label or line "{text}"',
            "left out; if it is a label, add its spelling to parser/labels.yml",
            "inconnu",
        )

    def finish(
        self,
        question: tuple[str, ...],
        reponse: tuple[str, ...],
        source: str,
        *,
        expected: Sequence[str] = EXPECTED,
    ) -> Question:
        """The record. Raises SourceError where its key is not known; ``expected`` labels that are
        not there are reported. A layout that expects none tells nothing of what became of a question.
        """
        self.complete_key(source)
        if self.numero is None:
            raise SourceError(
                "no number",
                'expected "Question écrite n° N" or "Question N° : N"',
                kind="identite",
            )
        if self.legislature is None:
            raise SourceError(
                "no legislature", 'expected a line "14ème législature"', kind="identite"
            )
        last = len(self.document.lines) - 1
        for key in expected:
            if key not in self._seen:
                self.document.doubt(
                    last,
                    f'no "{labels.spelling(key)}"',
                    "expected it: is the file cut off?",
                    "absent",
                )
        question = without_printed_number(question)
        self._mend_name(question)
        self._doubt_headings((*question, *reponse))
        if not question:
            self.document.doubt(
                last, "no text of the question", "expected it: is the file cut off?", "absent"
            )
        if expected:
            self._drop_cut_value(reponse)
        values = {name: value for name, value in self.values.items() if value is not None}
        etat: Etat = "repondue" if reponse else "inconnu"
        if expected:
            etat = self._etat(reponse, values)
        titre = next(
            (values[k] for k in ("tete_analyse", "titre", "analyse", "rubrique") if k in values),
            None,
        )
        return Question(
            id=official_id(self.legislature, "QE", self.numero),
            legislature=self.legislature,
            type="QE",
            numero=self.numero,
            etat=etat,
            source=source,
            url_officielle=official_address(self.legislature, "QE", self.numero),
            **values | ({"titre": titre} if titre else {}),
            attributions=tuple(sorted(self.attributions, key=lambda a: a.date)),
            renouvellements=tuple(sorted(self.renouvellements)),
            errata=tuple(sorted(self.errata)),
            question=question,
            reponse=reponse,
        )

    def complete_key(self, source: str) -> None:
        """The number and legislature of the file's name, or of the page's address, where none is
        written; raises SourceError where the address says another one than is written."""
        written = (self.legislature, self.numero)
        if None in written:
            name = agreed(source, self.document.addresses)
        elif self.document.addresses:
            name = agreed("", self.document.addresses)
        else:
            return
        if name is None:
            return
        if any(one not in (None, other) for one, other in zip(written, name, strict=True)):
            raise SourceError(
                f"question {name.legislature}-{name.numero} by its name or address,"
                f" {written[0] or '?'}-{written[1] or '?'} in the page",
                "expected one question: name the file after its address, or fetch it again",
                kind="identite",
            )
        self.legislature, self.numero = name

    def _mend_name(self, question: tuple[str, ...]) -> None:
        """A name that lost a letter (U+FFFD), or whose surname is first, is mended from the opening of
        the text, if it is there."""
        name = self.values.get("auteur")
        if not name or not question or name in question[0][:_OPENING]:
            return
        opening = author_of(question[0])
        if opening and same_words(name, opening.auteur):
            written = Author(*(self.values[key] for key in Author._fields))
            self.values |= reconciled(written, opening, None)._asdict()

    def _doubt_headings(self, paragraphs: tuple[str, ...]) -> None:
        for paragraph in paragraphs:
            if labels.opens_with_heading(paragraph):
                self.document.doubt(
                    len(self.document.lines) - 1,
                    f'a heading inside a text: "{paragraph[:40]}"',
                    "published as text; expected it alone on its line",
                    "texte",
                )

    def _drop_cut_value(self, reponse: tuple[str, ...]) -> None:
        """Where labels are missing and the file ends in mid-line, its last value may be half."""
        expected = (*EXPECTED, *(("reponse_publiee",) if reponse else ()))
        if all(key in self._seen for key in expected) or not self.document.lines[-1].strip():
            return
        if self._last and labels.leading_label(self.document.lines[-1].strip()):
            before, behind = self._around
            for name, value in behind.items():
                if value != before.get(name):
                    self.values.pop(name, None)
            last = len(self.document.lines) - 1
            found = f'the file ends in "{self.document.lines[-1].strip()[-60:]}"'
            self.document.doubt(last, found, "left out, since it may be cut", "incomplet")

    def _etat(self, reponse: tuple[str, ...], values: dict[str, Any]) -> Etat:
        """What became of the question; the closing of an answered one is left out."""
        last = len(self.document.lines) - 1
        asked, answered = values.get("date_question"), values.get("date_reponse")
        if asked and answered and answered < asked:
            self.document.doubt(
                last,
                f"answer of {answered} to a question of {asked}",
                "published as written",
                "contradiction",
            )
        announced = bool(self._seen.get("reponse_publiee"))
        if reponse and not announced:
            self.document.doubt(
                last,
                f'a text of the answer, but no "{labels.spelling("reponse_publiee")}"',
                "published without the date of the answer",
                "absent",
            )
        closed = "retrait" in self._seen and bool(self._seen["retrait"])
        if reponse or announced:
            if closed:
                self.document.doubt(
                    last,
                    f'"{labels.spelling("retrait")}" of an answered question',
                    "left out: the answer counts",
                    "contradiction",
                )
            for name in ("date_cloture", "motif_cloture"):
                values.pop(name, None)
            return "repondue" if reponse else "repondue_sans_texte"
        if closed:
            reason = values.get("motif_cloture") or " ".join(_REASON.findall(self._seen["retrait"]))
            return state_of_closing(reason)
        return "inconnu" if self._perhaps_closed else "en_attente"

    def _publication(
        self, line: int, value: str, *, page: bool = False, reason: bool = False
    ) -> Publication:
        """A day; a page or a reason that this label does not keep is reported, as is the rest."""
        value = without_links(value)
        if value[:1] in "Qq":
            value = _SENTENCE.sub("", value)
        found = parse_publication(value)
        check_day(found.day, self.legislature)
        if found.page and not page:
            self.unknown(line, f"page {found.page}")
        if found.reason and not reason:
            self.unknown(line, f"({found.reason})")
        if found.rest:
            self.unknown(line, found.rest)
        return found

    def _read_author(self, _line: int, value: str) -> None:
        self.values |= parse_author(value)._asdict()

    def _read_place(self, _line: int, value: str) -> None:
        self.values |= parse_place(value)._asdict()
        if self.values["groupe"]:
            self.values["groupe_date"] = "export"

    def _read_question_date(self, line: int, value: str) -> None:
        self._read_text_day(line, value, "question")

    def _read_answer_date(self, line: int, value: str) -> None:
        self._read_text_day(line, value, "reponse")

    def _read_text_day(self, line: int, value: str, text: str) -> None:
        """The day and page of a text; a day that cannot be does not take the page with it."""
        try:
            found = self._publication(line, value, page=True)
        except ValueError:
            self.values[f"page_{text}"] = page_beside(value)
            raise
        self.values |= {f"date_{text}": found.day, f"page_{text}": found.page}

    def _read_closing(self, line: int, value: str) -> None:
        found = self._publication(line, value, reason=True)
        reason = " ".join((found.reason or "").split()) or None
        self.values |= {"date_cloture": found.day, "motif_cloture": reason}

    def _read_attribution(self, line: int, value: str) -> None:
        self.attributions.append(Attribution(self._publication(line, value).day))

    def _read_renewal(self, line: int, value: str) -> None:
        self.renouvellements.append(self._publication(line, value).day)

    def _read_signalement(self, line: int, value: str) -> None:
        self.values["signalement"] = self._publication(line, value).day

    def _read_erratum(self, line: int, value: str) -> None:
        """The record has no place for its page."""
        self.errata.append(self._publication(line, value, page=True).day)


_READERS: Final[dict[str, Callable[[Fields, int, str], None]]] = {
    "auteur": Fields._read_author,
    "circonscription": Fields._read_place,
    "type": Fields.read_kind,
    "numero": Fields.read_numero,
    "question_publiee": Fields._read_question_date,
    "reponse_publiee": Fields._read_answer_date,
    "attribution": Fields._read_attribution,
    "renouvellement": Fields._read_renewal,
    "signalement": Fields._read_signalement,
    "retrait": Fields._read_closing,
    "erratum_question": Fields._read_erratum,
    "erratum_reponse": Fields._read_erratum,
}
