"""No text, JSON or XML takes long, whatever is repeated in it: time grows as the bytes do."""

# ruff: noqa: E501 (pieces of documents)
from __future__ import annotations

import os
import time

import pytest

from tests.parser.documents import head, sheet
from tests.parser.test_fuzz import read

PIECES = [
    "Rubrique : x\n", "Rubrique :\n", "Rubrique : x,\nx\n", "Question N° : 1\n", "Question N° : 1 ", "Texte de la question\n",
    "Texte de la réponse\n", "Données clés\n", "Ministère interrogé > x ", "Ministère interrogé > x\n", "Ministère interrogé > x\t",
    "Date de renouvellement : 11/12/2012 ", "Date de renouvellement : 11/12/2012\n", "Réponse publiée le : 1 mai 2014\n",
    "Question écrite n° 1\n", "Question écrite n° 1 ", "DEBAT\n", "page : 1\n", "page : 1 ", "M. ", "de M. ", "De M. X (",
    "x", "x ", "x\n", "x.\n\n", "1", "1 ", "1er ", "a\u0301", "\u0301", "é’", "«", "’ ", "'", "x\u00a0", "   \n", "  ", "\t", "|",
    "| x ", "\r", "\r\n", "\v", "\u2028", "\u00ad", "\ufffd", "\x01", "Ã©", "(", "()", "[", "{", "[x](", "[x](#)", "*", "*x",
    "**x**", "\\*", "- ", "- x\n", "# x\n", "– ", "^e", "2^e ", ": ", ">", "> ", "<texte>", "<REP>", "<a/>", "<a>", "<br>", "<p>",
    "<em>", "<em>x</em>", "<table>", "&nbsp;", "&amp;", "&", "\\n", "\\ud83d", "[[]],", '{"a":1},', '"a":1,', "1234567890",
]  # fmt: skip
OPENINGS = {
    "nothing": "",
    "sheet": sheet(),
    "head": head()[: head().index("Texte de la question")],
    "text": "Texte de la question\n",
    "tags": "<LEG>14 <NUM>1 <QUEST>x ",
    "page": "Question de : M. Jean Dupont\nType de question : Question écrite\n",
    "xml": '<?xml version="1.0"?><question><uid>QANR5L17QE1</uid>',
    "json": '{"question": {"uid": "QANR5L17QE1", "x": [',
    "json text": '{"question": {"uid": "QANR5L17QE1", "textesQuestion": {"texteQuestion": {"texte": "',
}
#: Bytes of a document; `HOSTILE_BYTES=1990000` is the largest that is read at all.
SIZE = int(os.environ.get("HOSTILE_BYTES", "20000"))


@pytest.mark.parametrize("opening", OPENINGS)
def test_no_hostile_text_takes_long(opening: str) -> None:
    before = OPENINGS[opening].encode()
    for piece in PIECES:
        count = (SIZE - len(before)) // len(piece.encode())
        start = time.process_time()
        read(before + piece.encode() * count)
        assert time.process_time() - start < 30, piece
