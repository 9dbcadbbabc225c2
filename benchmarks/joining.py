"""What does it cost to give authors their names, to merge two copies of a question, to tell people apart?

    .venv/bin/python -m benchmarks.joining --source /some/folder

Each record of the sources is taken as a page; its twin is what the open data has of the same question.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time
from typing import Any

from parser.acteurs import Acteurs, Person, Seat
from parser.authors import with_author
from parser.copies import Copy
from parser.corpus import read_records, read_sources
from parser.merging import merged
from parser.question import Question
from parser.sources import find_files
from publisher.people import mention_of, people
from publisher.portfolios import portfolio_of

PLACE = ("departement", "circonscription", "circonscription_numero")


def main() -> None:
    """Prints a line for each step: seconds of CPU, and millionths of a second for each question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records.jsonl"
        read_sources(find_files([parser.parse_args().source]), records)
        pages = list(read_records(records))
    numbers = {name: n for n, name in enumerate(sorted({q.auteur or "" for q in pages}), 1)}
    twins = [twin(question, numbers[question.auteur or ""]) for question in pages]
    acteurs = Acteurs(entry for question in pages for entry in known(question, numbers))
    named = timed(
        "names and places from the archives", twins, lambda q: with_author(q, acteurs, "")
    )
    pairs = zip((question for question, _ in named), pages, strict=True)
    copies = [(Copy(data, "opendata", "a"), Copy(page, "html", "b")) for data, page in pairs]
    found = timed("two copies of a question merged", copies, merged)
    doubts = sum(f.severity == "doubtful" for one in found for f in one.findings)
    mentions = [mention_of(dataclasses.asdict(one.question)) for one in found]
    start = process_time()
    everyone = people(mention for mention in mentions if mention)
    distinct = len(set(mentions))
    print(f"{distinct:,} mentions are {len(everyone):,} people, {process_time() - start:.2f} s")
    titles = {q.ministere_interroge for q in pages} - {None}
    unknown = [title for title in titles if title and portfolio_of(title) is None]
    print(f"titles of ministries {len(titles)}, unknown {len(unknown)}; disagreements {doubts}")


def twin(question: Question, number: int) -> Question:
    """What the open data says of it: references, no page of the Journal officiel, another group."""
    absent: dict[str, Any] = dict.fromkeys(("auteur", "prenom", "nom", "civilite", *PLACE))
    return dataclasses.replace(
        question, acteur_ref=f"PA{number}", mandat_ref=f"PM{number}", page_question=None,
        groupe_date="question", **absent,
    )  # fmt: skip


def known(question: Question, numbers: dict[str, int]) -> Iterable[Person | Seat]:
    """What the archives say of its author."""
    if not question.auteur:
        return
    ref = numbers[question.auteur]
    prenom, _, nom = question.auteur.partition(" ")
    yield Person(f"PA{ref}", question.civilite, prenom, nom or prenom)
    if question.departement:
        yield Seat(f"PM{ref}", f"PA{ref}", question.departement, question.circonscription_numero)


def timed(what: str, items: Iterable[Any], work: Callable[[Any], Any]) -> list[Any]:
    """The results; prints what they took."""
    listed = list(items)
    start = process_time()
    results = [work(item) for item in listed]
    seconds = process_time() - start
    each = seconds / max(1, len(listed)) * 1e6
    print(f"{what}: {len(listed):,}, {seconds:.2f} s of CPU, {each:.0f} µs each")
    return results


if __name__ == "__main__":
    main()
