"""A page of NosDéputés.fr as text: the text of a question, then words of that site.

    <texte>
    Cette question n'a pas encore de réponse.
    Aucun commentaire n'a encore été formulé sur cette question.

Number and legislature come from the name of the file. What became of the question stood so on the day of
the copy, and is not told.
"""

from __future__ import annotations

from parser import labels
from parser.document import Document
from parser.fields import Fields
from parser.findings import SourceError
from parser.opening import author_of
from parser.question import Question


def is_nosdeputes(document: Document) -> bool:
    """Whether words of that site stand in a document."""
    return any(labels.frame(line) == "nosdeputes" for _, line in document.filled())


def parse_nosdeputes(document: Document, source: str) -> Question:
    """Raises SourceError where the name of the file does not tell which question it is."""
    fields = Fields(document)
    fields.complete_key(source)
    if fields.numero is None:
        raise SourceError(
            "a page of NosDéputés.fr without a number",
            'expected it in the name of the file, as "13-92799QE.txt"',
            kind="identite",
        )
    end = next(i for i, line in document.filled() if labels.frame(line) == "nosdeputes")
    for index, line in document.filled(end):
        if not labels.frame(line):
            fields.unknown(index, line)
    question = document.paragraphs(0, end)
    author = author_of(question[0]) if question else None
    if author:
        fields.values |= author._asdict() | {"auteur_source": "texte"}
    unknown = ["dates", "ministries", "state", *([] if author else ["author"])]
    without = f"published without {', '.join(unknown)}"
    document.report("doubtful", 0, "the text alone, from NosDéputés.fr", without, "absent")
    return fields.finish(question, (), source, expected=())
