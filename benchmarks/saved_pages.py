"""How many saved pages are read in a CPU second? Text sources, written as HTML of the 14th and of today.

.venv/bin/python -m benchmarks.saved_pages --source seeds
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from parser.question import Question
from parser.read import read_question
from tests.parser import html_rendering


def main() -> None:
    """Prints size and speed for each kind of page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--source", type=Path, required=True)
    options.add_argument("--pages", type=int, default=1000)
    chosen = options.parse_args()
    files = sorted(path for path in chosen.source.rglob("*.txt"))[: chosen.pages]
    questions: list[Question] = []
    for path in files:
        question = read_question(path.read_bytes(), source=path.name, path=str(path)).question
        if question:
            questions.append(question)
    repeated = max(1, chosen.pages // len(questions))
    for name in ("text", "14th", "today"):
        made = [_page(name, question, files[i]) for i, question in enumerate(questions)]
        start = time.process_time()
        for _ in range(repeated):
            for content in made:
                assert read_question(content, source="x", path="x").question
        seconds = time.process_time() - start
        size = sum(map(len, made)) / len(made)
        print(
            f"{name}: {len(made) * repeated} of {size:,.0f} bytes, {len(made) * repeated / seconds:,.0f}/s"
        )


def _page(name: str, question: Question, path: Path) -> bytes:
    if name == "text":
        return path.read_bytes()
    if name == "14th":
        page = html_rendering.table_head(question, hooks=True)
    else:
        author = f"{question.civilite or ''} {question.auteur}"
        page = html_rendering.current_page(question, author, hooks=True)
    return html_rendering.document(page, charset="utf-8")


if __name__ == "__main__":
    main()
