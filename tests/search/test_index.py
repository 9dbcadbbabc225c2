"""What is written is what was read: the index against the records, by way of FORMAT.md."""

from __future__ import annotations

import hashlib
import itertools
import json
import math
import random
from pathlib import Path

import numpy as np
import pytest
from lunr import get_default_builder

from parser.question import Question
from search.indexer import bm25, build, merge
from search.indexer.facets import facet_key
from search.indexer.forms import split
from search.indexer.slices import texts
from tests.search.corpus import records
from tests.search.reader import Index, read


def ordered(questions: list[Question]) -> list[Question]:
    """As the index numbers them."""
    return sorted(
        questions,
        key=lambda q: (q.date_question.toordinal() if q.date_question else 0, q.type, q.numero),
    )


def contents(out: Path) -> dict[str, str]:
    """Every file of a folder and what it holds."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Question], Index]:
    questions = records(200)
    out = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge, "LONGEST_INLINE", 60)
        patch.setattr(merge, "CHAMPIONS", 20)
        build(questions, out, workers=1)
    return ordered(questions), read(out)[0]


def test_every_form_is_in_its_documents_and_fields(built: tuple[list[Question], Index]) -> None:
    questions, index = built
    expected: dict[str, dict[int, int]] = {}
    for number, question in enumerate(questions):
        for field, text in enumerate(texts(question)):
            for _, form in split(text):
                masks = expected.setdefault(form, {})
                masks[number] = masks.get(number, 0) | 1 << field
    found = {form: family.masks[member] for form, (family, member) in index.forms.items()}
    assert found == expected


def test_there_are_lists_of_every_kind(built: tuple[list[Question], Index]) -> None:
    families = [family for family, _ in built[1].forms.values()]
    assert any(family.big and len(family.masks) > 1 for family in families)
    assert any(not family.big and len(family.masks) > 1 for family in families)
    assert any(len(family.impacts) > 100 for family in families)


def test_champions_are_the_best_of_their_form(built: tuple[list[Question], Index]) -> None:
    for family, member in built[1].forms.values():
        if not family.big:
            continue
        champions = family.champions[member]
        assert len(champions) == min(merge.CHAMPIONS, 20, len(family.masks[member]))
        others = set(family.masks[member]) - set(champions)
        if others:
            worst = min(champions.values()) / bm25.FINE
            best = max(family.impacts[doc] for doc in others)
            # full lists tell impacts apart less finely: half a step is forgiven
            assert best / bm25.COARSE - worst <= 4.5 / bm25.COARSE


def test_dates_and_numbers_lead_to_documents(built: tuple[list[Question], Index]) -> None:
    questions, index = built
    dates = index.manifest["dates"]
    days, day = [], 0
    for step, count in zip(dates[::2], dates[1::2], strict=True):
        day += step
        days += [day] * count
    assert days == [
        q.date_question.toordinal() - 719163 if q.date_question else 0 for q in questions
    ]


@pytest.mark.parametrize("positions", [True, False])
def test_the_same_records_give_the_same_bytes(tmp_path: Path, positions: bool) -> None:
    questions = records(120, legislatures=(13, 14))
    build(questions, tmp_path / "one", workers=1, positions=positions)
    random.Random(5).shuffle(questions)
    build(iter(questions), tmp_path / "two", workers=2, positions=positions)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_question_without_a_word_has_an_index(tmp_path: Path) -> None:
    silent = Question(
        id="QANR5L14QE1", legislature=14, type="QE", numero=1, etat="inconnu", source="1.txt",
        url_officielle="https://example.org/1",
    )  # fmt: skip
    build([silent], tmp_path, workers=1)
    assert json.loads((tmp_path / "manifest.json").read_text())["legislatures"][0]["documents"] == 1


def test_an_ended_legislature_keeps_its_folder(tmp_path: Path) -> None:
    questions = records(60, legislatures=(13, 14))
    build(questions, tmp_path, workers=1)
    before = contents(tmp_path)
    build([q for q in questions if q.legislature == 13 or q.numero > 5], tmp_path, workers=1)
    after = contents(tmp_path)
    old = {name for name in before if name.startswith("13-")}
    assert old == {name for name in after if name.startswith("13-")}
    assert not {name for name in before if name.startswith("14-")} & set(after)
    assert all(before[name] == after[name] for name in old)


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    build(records(20), tmp_path, workers=1)
    names = {path.name for path in tmp_path.iterdir()}
    assert {name for name in names if name.startswith(".")} == set()
    assert "manifest.json" in names


def test_a_failed_build_leaves_the_old_index(tmp_path: Path) -> None:
    build(records(20), tmp_path, workers=1)
    before = contents(tmp_path)

    def broken() -> list[Question]:
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        build((question for _ in (1,) for question in broken()), tmp_path, workers=1)
    assert contents(tmp_path) == before


def test_facet_values_written_differently_are_one(tmp_path: Path) -> None:
    build(records(80), tmp_path, workers=1)
    folder = (
        tmp_path
        / json.loads((tmp_path / "manifest.json").read_text())["legislatures"][0]["dossier"]
    )
    from search.indexer.encode import inflate

    names = json.loads(inflate((folder / "noms.bin").read_bytes()))
    keys = [facet_key(value) for value in names["rubrique"]["valeurs"]]
    assert len(keys) == len(set(keys))
    assert "telecommunications" in keys


def test_scores_put_documents_in_the_order_of_lunr() -> None:
    """One field, no quantisation: the oracle of BM25."""
    chance = random.Random(3)
    words = [f"mot{i}" for i in range(60)]
    documents = [
        chance.choices(words, weights=[1 / (i + 1) for i in range(60)], k=chance.randrange(5, 80))
        for _ in range(200)
    ]
    builder = get_default_builder()
    builder.pipeline.reset()
    builder.search_pipeline.reset()
    builder.ref("id")
    builder.field("text")
    for number, document in enumerate(documents):
        builder.add({"id": str(number), "text": document})
    oracle = builder.build()
    lengths = np.array([len(document) for document in documents])
    mean = float(lengths.mean())
    for query in [["mot0"], ["mot3", "mot7"], ["mot1", "mot12", "mot30"], ["mot59"]]:
        scores = np.zeros(len(documents))
        for word in query:
            tf = np.array([document.count(word) for document in documents])
            has = tf > 0
            idf = bm25.idf(len(documents), int(has.sum()))
            scores[has] += idf * bm25.impact(tf[has], lengths[has], mean)
        found = oracle.search(" ".join(query))
        assert {int(hit["ref"]) for hit in found} == set(np.flatnonzero(scores))
        mine = [scores[int(hit["ref"])] for hit in found]
        # lunr rounds to three decimals
        assert all(a >= b - 0.002 for a, b in itertools.pairwise(mine))


def test_quantised_impacts_keep_98_hundredths_of_the_exact_score(
    built: tuple[list[Question], Index],
) -> None:
    questions, index = built
    lengths = np.array(
        [sum(len({at for at, _ in split(text)}) for text in texts(q)) for q in questions]
    )
    mean = float(lengths.mean())
    exact: dict[int, dict[int, float]] = {}
    families = {id(family): family for family, _ in index.forms.values()}
    members: dict[int, set[str]] = {}
    for form, (family, _) in index.forms.items():
        members.setdefault(id(family), set()).add(form)
    counted = [[[form for _, form in split(text)] for text in texts(q)] for q in questions]
    for name, family in families.items():
        if len(family.impacts) < 20:
            continue
        exact[name] = {}
        for doc in family.impacts:
            tf = sum(
                weight / bm25.UNIT_WEIGHT * sum(form in members[name] for form in field)
                for field, weight in zip(counted[doc], bm25.WEIGHTS, strict=True)
            )
            exact[name][doc] = float(bm25.impact(np.array([tf]), lengths[doc : doc + 1], mean)[0])
    chance = random.Random(1)
    kept = []
    # by their forms: addresses in memory would draw others in every run
    known = sorted(exact, key=lambda name: min(members[name]))
    for _ in range(1000):
        names = chance.sample(known, chance.choice((1, 2, 3)))
        docs = set.intersection(*(set(exact[name]) for name in names))
        if len(docs) < 20:
            continue
        weight = {n: bm25.idf(len(questions), len(exact[n])) for n in names}
        true = {d: sum(weight[n] * exact[n][d] for n in names) for d in docs}
        stored = {
            d: sum(weight[n] * families[n].impacts[d] / bm25.COARSE for n in names) for d in docs
        }
        best = sorted(docs, key=lambda d: (-true[d], -d))[:20]
        mine = sorted(docs, key=lambda d: (-stored[d], -d))[:20]
        kept.append(math.fsum(true[d] for d in mine) / math.fsum(true[d] for d in best))
    assert len(kept) > 30
    assert np.mean(kept) >= 0.98
