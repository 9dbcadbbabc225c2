"""Records → the Markdown pages of the questions, in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from parser.page import to_page
from parser.question import Question


def write_pages(questions: Iterable[Question], pages: Path) -> Iterator[tuple[str, Question]]:
    """Writes `q14/14-55901QE.md` and so on; yields each question with the path of its page.

    A page that already holds the same text is not written again.
    """
    for question in questions:
        path = f"{question.address}.md"
        write_if_changed(pages / path, to_page(question).encode())
        yield path, question


def write_if_changed(path: Path, content: bytes) -> None:
    """Writes a file aside and renames it, so that it is never seen half written."""
    try:
        if path.read_bytes() == content:
            return
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.new")
    aside.write_bytes(content)
    aside.replace(path)
