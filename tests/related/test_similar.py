"""Which questions are most like each: as a naive comparison of all with all says, whatever changed before."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from parser.corpus import read_sources
from parser.sources import find_files
from related.analysis import HEAD, analyse
from related.company import ITSELF, NEAR
from related.lines import Lines
from related.products import Kind
from related.repeats import Repeats
from related.similar import (
    CANDIDATES,
    FILE,
    SHOWN,
    SIMILAR,
    Similar,
    find_anew,
    find_similar,
)
from related.weights import LENGTH, STRONG, levels_of, vectors_of

#: Few words, so that many questions are as like each other as others are.
WORDS = "digue canal barrage moulin écluse rivière crue pompe vanne berge source étang marais lavoir".split()
RARE = [f"lieu{n}" for n in range(40)]


def question(dice: random.Random) -> dict[str, Any]:
    words = dice.choices(WORDS, k=dice.randint(2, 6)) + dice.choices(RARE, k=dice.randint(0, 3))
    head = {
        name: " ".join(dice.choices(WORDS, k=dice.randint(1, 3)))
        for name in HEAD
        if dice.random() < 0.3
    }
    return {"question": [" ".join(words)]} | head


def lines_of(records: Sequence[Mapping[str, Any]], folder: Path) -> tuple[list[bytes], Lines]:
    lines = [orjson.dumps(record) for record in records]
    digests = [hashlib.blake2b(line, digest_size=16).digest() for line in lines]
    return lines, Lines.of(folder / "records.jsonl", map(len, lines), digests)


Vector = Mapping[int, int]


def naive_best(
    vectors: Mapping[int, Vector], among: Mapping[int, Iterable[int]], kind: Kind
) -> Any:
    """For each place the best among some others, and their scores: the later first of equal ones."""
    found = {}
    for place, vector in vectors.items():
        scores = [
            (
                sum(weight * vectors[other].get(column, 0) for column, weight in vector.items()),
                other,
            )
            for other in among[place]
            if other != place
        ]
        best = sorted((score for score in scores if score[0] >= kind.least), reverse=True)
        found[place] = {other: score for score, other in best[: kind.length]}
    return found


def naive_company(place: int, near: Mapping[int, int]) -> Vector:
    mean = ITSELF * sum(near.values()) // max(1, len(near))
    told = dict(near) | {place: max(1, mean)}
    norm = np.sqrt(sum(weight**2 for weight in told.values()))
    return {other: round(weight * (LENGTH / norm)) for other, weight in told.items()}


def naive(records: Sequence[Mapping[str, Any]], repeats: Repeats) -> list[list[int]]:
    """For each place those most like it, each step by all with all."""
    analysis = analyse([orjson.dumps(record) for record in records])
    first = list(range(len(records)))
    for group in repeats.questions:
        for place in group:
            first[place] = group[0]
    stems, bounds = analysis.stems, analysis.stems_bounds
    alone = [place for place in range(len(records)) if first[place] == place]
    kept = [stems[bounds[place] : bounds[place + 1]] for place in alone]
    ends = np.cumsum([0, *map(len, kept)])
    made = vectors_of(np.concatenate(kept), ends, levels_of(np.concatenate(kept), len(alone)))
    told = {}
    for row, place in enumerate(alone):
        part = slice(made.bounds[row], made.bounds[row + 1])
        told[place] = dict(
            zip(made.columns[part].tolist(), made.weights[part].tolist(), strict=True)
        )
    strong = {place: dict(islice(vector.items(), STRONG)) for place, vector in told.items()}
    every = dict.fromkeys(alone, alone)
    near = naive_best(told, naive_best(strong, every, CANDIDATES), NEAR)
    company = {place: naive_company(place, near[place]) for place in alone}
    found = naive_best(company, every, SIMILAR)
    return [list(found[place]) for place in first]


def all_of(similar: Similar, count: int) -> list[list[int]]:
    return [similar.of(place) for place in range(count)]


@pytest.mark.parametrize("seed", range(4))
def test_the_best_are_those_of_a_naive_comparison_through_any_changes(
    tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    records = [{"numero": n} | question(dice) for n in range(60)]
    for round_ in range(8):
        for _ in range(dice.choice((0, 1, 3, 30))):
            place = dice.randrange(len(records))
            match dice.choice(("change", "add", "delete")):
                case "change":
                    records[place] = {"numero": records[place]["numero"]} | question(dice)
                case "add":
                    numbers = {record["numero"] for record in records}
                    records.append(
                        {"numero": next(n for n in range(1000) if n not in numbers)}
                        | question(dice)
                    )
                case "delete" if len(records) > 20:
                    del records[place]
        records.sort(key=lambda record: record["numero"])
        some = dice.sample(range(len(records)), 6)
        repeats = Repeats(questions=(tuple(sorted(some[:3])), tuple(sorted(some[3:]))))
        lines, placed = lines_of(records, tmp_path)
        similar = find_similar(analyse(lines), repeats, placed, tmp_path, "1")
        assert all_of(similar, len(records)) == naive(records, repeats), round_
        assert all_of(find_anew(analyse(lines), repeats), len(records)) == naive(records, repeats)


def test_questions_as_like_as_many_others_are_the_latest(tmp_path: Path) -> None:
    records = [{"question": ["la digue du moulin"], "numero": n} for n in range(40)]
    lines, placed = lines_of(records, tmp_path)
    similar = find_similar(analyse(lines), Repeats(), placed, tmp_path, "1")
    # a stem that all have says nothing, unless they are few
    assert similar.of(0) in ([], [39, 38, 37, 36, 35])
    assert similar.of(39) in ([], [38, 37, 36, 35, 34])


def test_what_others_say_of_the_same_subject_comes_first() -> None:
    texts = [
        "le remboursement des implants cochléaires des enfants sourds",
        "la pêche à la coquille Saint-Jacques en baie de Seine",
        "l'accès des sourds aux implants cochléaires, mal remboursés",
        "les quotas de coquilles dans la baie de Seine",
        "les radars sur les routes de campagne",
    ]
    similar = find_anew(analyse([orjson.dumps({"question": [t]}) for t in texts]), Repeats())
    assert all_of(similar, 5) == [[2], [3], [0], [1], []]


def salad(dice: random.Random, vocabulary: Sequence[str], count: int) -> list[str]:
    """Words of which some are in most texts and most in few."""
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    return dice.choices(vocabulary, weights, k=count)


@pytest.mark.parametrize("seed", range(3))
def test_of_texts_with_nothing_in_common_those_with_one_analyse_come_first(seed: int) -> None:
    dice = random.Random(seed)
    vocabulary = [f"mot{n}" for n in range(4000)]
    records: list[dict[str, Any]] = [
        {"question": [" ".join(salad(dice, vocabulary, 120))], "rubrique": dice.choice(WORDS)}
        for _ in range(400)
    ]
    # words that many texts have, and no other head
    for place, record in enumerate(records[:6]):
        record["analyse"] = " ".join(vocabulary[place % 2 : 4 + place % 2])
    similar = find_anew(analyse([orjson.dumps(record) for record in records]), Repeats())
    for place in range(6):
        assert set(similar.of(place)) == set(range(6)) - {place}


@pytest.mark.parametrize("seed", range(3))
def test_words_that_many_texts_have_once_tell_the_subject_of_those_that_repeat_them(
    seed: int,
) -> None:
    dice = random.Random(seed)
    common = [f"courant{n}" for n in range(60)]
    rare = [f"rare{n}" for n in range(6000)]
    texts = [dice.sample(common, 8) + dice.choices(rare, k=60) for _ in range(400)]
    subject = dice.sample(common, 5)
    for text in texts[:6]:
        text += subject * 2
    lines = [orjson.dumps({"question": [" ".join(text)]}) for text in texts]
    similar = find_anew(analyse(lines), Repeats())
    for place in range(6):
        assert set(similar.of(place)) == set(range(6)) - {place}


@pytest.mark.parametrize("seed", range(3))
def test_members_of_a_family_with_no_word_in_common_are_found_by_the_others(seed: int) -> None:
    dice = random.Random(seed)
    vocabulary = [f"mot{n}" for n in range(4000)]
    texts = [salad(dice, vocabulary, 60) for _ in range(400)]
    # six phrases, of which each of six members says three: the first and the fourth have none in common
    phrases = [dice.sample(vocabulary[100:], 14) for _ in range(6)]
    for place, text in enumerate(texts[:6]):
        for step in range(3):
            text += phrases[(place + step) % 6]
    lines = [orjson.dumps({"question": [" ".join(text)]}) for text in texts]
    similar = find_anew(analyse(lines), Repeats())
    for place in range(6):
        assert set(similar.of(place)) == set(range(6)) - {place}


@pytest.mark.parametrize("seed", range(3))
def test_many_words_in_common_tell_a_subject_even_if_none_is_rare(seed: int) -> None:
    dice = random.Random(seed)
    usual = [f"usuel{n}" for n in range(600)]
    rare = [f"rare{n}" for n in range(6000)]
    texts = [dice.sample(usual, 40) + dice.sample(rare, 12) for _ in range(400)]
    # half of the usual words of each member are of its family, and no rare one
    subject = dice.sample(usual, 25)
    for text in texts[:6]:
        text[:22] = dice.sample(subject, 22)
    lines = [orjson.dumps({"question": [" ".join(text)]}) for text in texts]
    similar = find_anew(analyse(lines), Repeats())
    for place in range(6):
        assert set(similar.of(place)) == set(range(6)) - {place}


@pytest.mark.parametrize("count", range(8))
def test_a_question_of_a_few_words_is_read(count: int) -> None:
    record = {"question": [" ".join(WORDS[:count])]}
    similar = find_anew(analyse([orjson.dumps(record)] * 2), Repeats())
    assert all_of(similar, 2) == ([[1], [0]] if count else [[], []])
    assert analyse([orjson.dumps(record)]).rows() == 1


def test_a_damaged_memory_counts_as_none(tmp_path: Path) -> None:
    dice = random.Random(1)
    records = [question(dice) | {"numero": n} for n in range(20)]
    lines, placed = lines_of(records, tmp_path)
    clean = all_of(find_similar(analyse(lines), Repeats(), placed, tmp_path, "1"), 20)
    data = (tmp_path / FILE).read_bytes()
    for damage in (b"", data[:100], data[:-1] + b"?"):
        (tmp_path / FILE).write_bytes(damage)
        again = find_similar(analyse(lines), Repeats(), placed, tmp_path, "1")
        assert all_of(again, 20) == clean


def test_no_question_is_like_none(tmp_path: Path) -> None:
    _, placed = lines_of([], tmp_path)
    find_similar(analyse([]), Repeats(), placed, tmp_path, "1")
    assert all_of(find_anew(analyse([orjson.dumps({})]), Repeats()), 1) == [[]]


def test_in_a_few_questions_those_of_one_subject_come_first(tmp_path: Path) -> None:
    """Five of the internet, nine of the end of life: nearly each word stands in two or three of them."""
    root = Path(__file__).parents[2]
    sources = find_files([root / "seeds", root / "tests" / "official"])
    records = tmp_path / "records.jsonl"
    read_sources(sources, records)
    lines = records.read_bytes().splitlines()
    rubriques = [orjson.loads(line)["rubrique"].casefold() for line in lines]
    similar = find_anew(analyse(lines), Repeats())
    for place, rubrique in enumerate(rubriques):
        same = min(SHOWN, rubriques.count(rubrique) - 1)
        found = similar.of(place)[:same]
        assert [rubriques[other] for other in found] == [rubrique] * same
