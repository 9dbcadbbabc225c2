"""Does the parser answer whatever a source holds, for as long as one likes?

    python -m benchmarks.fuzzing --minutes 10 --seed 1

Breaks the documents of the tests (text, JSON, XML, HTML, archives, files of many) in the ways of the tests,
drawn from one seed, and has them read: a record that its page gives back, or a named refusal. Anything else
ends the run and says how to draw it again.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from tests.parser import test_fuzz as documents
from tests.parser import test_html_fuzz as pages

Way = Callable[[random.Random], object]


def inner(test: Any) -> Callable[..., object]:
    """What a property test does with one example."""
    found: Callable[..., object] = test.hypothesis.inner_test
    return found


def ways() -> dict[str, tuple[int, Way]]:
    """By name: how often each is drawn, and what breaks one document and reads it."""
    names, containers = sorted(documents.DOCUMENTS), sorted(documents.CONTAINERS)
    json_files = [path for path in documents.FILES if path.suffix == ".json"]
    xml = [name for name, content in documents.DOCUMENTS.items() if documents.is_xml(content)]
    one, page = documents.changed, inner(pages.test_a_page_with_pieces_changed_is_answered)
    untagged = inner(pages.test_a_page_without_some_of_its_tags_has_no_value_of_its_own)
    shaped, tagged, many, several = (
        inner(test)
        for test in (
            documents.test_an_official_file_of_other_shapes_is_answered,
            documents.test_xml_of_other_shapes_is_answered,
            documents.test_a_file_of_many_of_other_shapes_is_answered,
            documents.test_an_archive_of_changed_documents_is_answered,
        )
    )

    def cut(content: bytes, chance: random.Random) -> bytes:
        return content[: chance.randrange(len(content) + 1)]

    def shuffled(chance: random.Random) -> None:
        """Lines of up to three documents, some left out, some twice."""
        lines = [
            line
            for name in chance.choices(names, k=chance.randrange(1, 4))
            for line in documents.DOCUMENTS[name].splitlines()
        ]
        kept = lines[: chance.randrange(len(lines) + 1)] + chance.choices(
            lines, k=chance.randrange(40)
        )
        documents.read(chance.choice([b"\n", b"\n\n", b"\t", b" ", b"\r\n"]).join(kept))

    return {
        "any bytes": (10, lambda c: documents.read(c.randbytes(c.randrange(400)))),
        "documents, bytes changed": (
            300, lambda c: documents.read(one(documents.DOCUMENTS[c.choice(names)], c)),
        ),
        "documents, cut": (
            60, lambda c: documents.read(cut(documents.DOCUMENTS[c.choice(names)], c)),
        ),
        "documents, lines shuffled": (100, shuffled),
        "JSON, other shapes": (100, lambda c: shaped(c.choice(json_files), c)),
        "XML, other shapes": (100, lambda c: tagged(c.choice(xml), c)),
        "HTML, pieces changed": (200, lambda c: page(c.choice(pages.PAGES), c)),
        "HTML, tags taken out": (100, lambda c: untagged(c.choice(pages.PAGES), c)),
        "archives and files of many, bytes changed": (
            10, lambda c: documents.read_source(one(documents.CONTAINERS[c.choice(containers)], c)),
        ),
        "archives and files of many, cut": (
            5, lambda c: documents.read_source(cut(documents.CONTAINERS[c.choice(containers)], c)),
        ),
        "archives of changed documents": (
            10, lambda c: several(c.choices(names, k=c.randrange(6)), c),
        ),
        "files of many, other shapes": (5, many),
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first input drawn")
    options = parser.parse_args(arguments)
    all_ways = ways()
    names = list(all_ways)
    weights = [weight for weight, _ in all_ways.values()]
    tried: Counter[str] = Counter()
    slowest: dict[str, float] = dict.fromkeys(names, 0.0)
    begun = time.monotonic()
    number = options.first
    while time.monotonic() - begun < options.minutes * 60:
        chance = random.Random(f"{options.seed} {number}")
        name = chance.choices(names, weights)[0]
        start = time.process_time()
        try:
            all_ways[name][1](chance)
        except BaseException:
            print(f"{name}: --seed {options.seed} --from {number} fails", file=sys.stderr)
            raise
        slowest[name] = max(slowest[name], time.process_time() - start)
        tried[name] += 1
        number += 1
        if number == options.first + 2000:
            print(f"memory after {number:,} inputs: {_memory()} MB")
    for name in names:
        print(f"{name:45} {tried[name]:9,} inputs, the slowest {slowest[name]:6.3f} s of CPU")
    print(
        f"{number - options.first:,} inputs in {(time.monotonic() - begun) / 60:.1f} min, crashes 0,"
    )
    print(f"memory at the end: {_memory()} MB, the most it was")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
