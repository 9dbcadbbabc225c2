"""The oldest pages as they are stored, the texts alone:

    Texte de la QUESTION :
    |
    <texte>
    |
    [Texte de la REPONSE :
    |
    <texte>
    |]

Number and legislature come from the name of the file, the author from the opening words. There is no
date, no ministry; without an answer, nothing tells whether there is one.
"""

from __future__ import annotations

from parser.document import Document
from parser.fields import Fields
from parser.findings import SourceError
from parser.opening import author_of
from parser.question import Question


def parse_bare_text(document: Document, source: str) -> Question:
    """Raises SourceError where the name of the file does not tell which question it is."""
    marks = document.headings()
    start = next(i for i, key in marks if key == "texte_question")
    middle = next((i for i, key in marks if key == "texte_reponse" and i > start), None)
    fields = Fields(document)
    for index, line in document.filled(0, start):
        if line != "|" and not fields.read_legislature(index, line):
            fields.unknown(index, line)
    fields.complete_key(source)
    if fields.numero is None:
        raise SourceError(
            "the texts alone, without a number",
            'expected it in the name of the file, as "9-1701QE.htm"',
            start + 1,
            kind="identite",
        )
    end = document.above_frame(len(document.lines))
    question = _text(document, start + 1, end if middle is None else middle)
    reponse = _text(document, middle + 1, end) if middle is not None else ()
    author = author_of(question[0]) if question else None
    if author:
        fields.values |= author._asdict() | {"auteur_source": "texte"}
    unknown = ["dates", "ministries", *([] if author else ["author"])]
    without = f"published without {', '.join(unknown)}"
    document.report("doubtful", 0, "the texts alone", without, "absent")
    return fields.finish(question, reponse, source, expected=())


def _text(document: Document, start: int, end: int | None) -> tuple[str, ...]:
    """Paragraphs without the bars that stood for the cells of a table."""
    return document.paragraphs(start, end, blocks=True, bars=True)
