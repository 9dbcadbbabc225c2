"""The report says in French what the parser says in English: all of it, with the values as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.corpus import read_sources
from parser.findings import Finding
from parser.question import FIELDS as RECORD
from parser.read import read_question
from parser.sameness import difference
from parser.sources import find_files
from publisher.french import NO_BREAK, spaced
from publisher.quality import lists
from publisher.quality.account import Entry
from publisher.quality.lists import LONGEST, SHORTEST, finding_data, finding_html, frequent_html
from publisher.quality.messages import (
    EXPECTED,
    FOUND,
    Piece,
    Told,
    expected_in_french,
    found_in_french,
    table,
)
from publisher.quality.words import FIELDS
from tests.parser.cases import Case, cases, document_of
from tests.site.mixed import write_mixed
from tests.site.said import Said, UntoldError

_NAME = re.compile(r"\{([a-z]+)\d?\}")
#: What each name in the table may stand for.
SAMPLES = {
    "texte": "L'« avis »", "chemin": "q14/14-3QE.txt", "valeur": "Anne Martin",
    "valeurs": '"Anne" and "Marie"', "brut": '{"a": 1}',
    "erreur": "identical", "constat": "identical", "nombre": "1,234", "numero": "12", "rang": "14",
    "code": "E9", "jour": "2014-05-20", "nom": "PA12", "mot": "person", "mots": "dates, author",
    "champ": "date_question", "etiquette": "Rubrique", "espece": "question orale",
    "lieu": "question.uid", "exception": "KeyError", "objet": "question",
}  # fmt: skip
#: In French, where they are said otherwise.
IN_FRENCH = {
    "erreur": "copie identique", "constat": "copie identique", "nombre": "1\u202f234", "rang": "14e",
    "jour": "20\u00a0mai 2014", "mot": "une seule personne", "mots": "dates, auteur",
    "champ": "date de la question", "valeurs": "«\u00a0Anne\u00a0» et «\u00a0Marie\u00a0»",
}  # fmt: skip


def bare(template: str) -> str:
    return _NAME.sub("{}", template)


def keys(*sections: str) -> set[str]:
    return {bare(english) for section in sections for english in table()[section]}


def filled(template: str, *, french: bool = False) -> str:
    def sample(name: re.Match[str]) -> str:
        return (french and IN_FRENCH.get(name[1])) or SAMPLES[name[1]]

    return _NAME.sub(sample, spaced(template) if french else template)


def said(told: Told | None) -> str:
    assert told is not None
    return "".join(piece.text for piece in told)


def entry(found: str, expected: str = "") -> Entry:
    return Entry("a.txt", 1, "doubtful", "valeur", found, expected)


@pytest.fixture(scope="module")
def parser() -> Said:
    return Said()


def test_all_that_the_parser_says_has_its_french(parser: Said) -> None:
    assert len(parser.found) > 90
    assert len(parser.expected) > 80
    assert len(parser.errors) > 15
    assert len(parser.inner) > 5
    assert parser.found | parser.errors | parser.inner <= keys(*FOUND)
    assert parser.expected <= keys(*EXPECTED)


def test_nothing_is_in_the_table_that_the_parser_does_not_say(parser: Said) -> None:
    halves = {half for error in parser.errors for half in error.split("; ", 1)}
    assert keys("trouve", "erreurs") <= parser.found | parser.errors | parser.inner | halves
    assert keys(*EXPECTED) <= parser.expected | halves


def test_the_messages_are_found_in_whatever_way_the_source_hands_them_on(tmp_path: Path) -> None:
    source = (
        "def read(document, value, wrong):\n"
        "    found = f'a new {value}' if wrong else 'nothing'\n"
        "    document.doubt(3, found, kind='x')\n"
        "    for key, expected in (('a', 'first'), ('b', 'last')):\n"
        "        document.report('doubtful', 0, 'one' or 'other', f'expected it {expected}')\n"
        "    raise SourceError(f'left {value}')\n"
        "def again(copy, found, expected=''):\n"
        "    return Finding(copy, 0, 'ignored', found, expected, 'x')\n"
        "def use(copy, number):\n"
        "    again(copy, f'again {number}', 'kept')\n"
        "    again(copy, expected='dropped', found='gone')\n"
        "    raise ValueError(f'{number} is no number')\n"
    )
    (tmp_path / "module.py").write_text(source)
    messages = Said(tmp_path)
    assert messages.found == {"a new {}", "nothing", "one", "other", "left {}", "again {}", "gone"}
    assert messages.expected == {"expected it {}", "kept", "dropped"}
    assert messages.errors == {"{} is no number"}
    assert messages.inner == {"first", "last"}
    (tmp_path / "module.py").write_text(
        f"{source}def new(v):\n    raise SourceError(words_of(v))\n"
    )
    with pytest.raises(UntoldError, match="words_of"):
        assert Said(tmp_path).found


@pytest.mark.parametrize("section", [*FOUND, *EXPECTED])
def test_each_message_comes_out_as_the_table_has_it(section: str) -> None:
    for english, french in table()[section].items():
        if section in EXPECTED:
            name, told = expected_in_french(filled(english)) or ("", None)
            assert name == EXPECTED[section]
        else:
            told = found_in_french(filled(english))
        assert said(told) == filled(french, french=True)
        assert told
        assert "english" not in {piece.kind for piece in told}


@pytest.mark.parametrize("section", [*FOUND, *EXPECTED])
def test_the_french_has_the_values_of_the_english_and_is_set_as_french_is(section: str) -> None:
    for english, french in table()[section].items():
        names = re.findall(r"\{\w+\}", french)
        assert sorted(names) == sorted(re.findall(r"\{\w+\}", english)), french
        assert len(set(names)) == len(names), french
        words = re.sub(r"\{\w+\}|`[^`]+`", "", french)
        assert french.count("«") == french.count("»")
        assert not re.search(r"[“”\u00a0\u202f]| \.|\.\.\.|«\S|\S»", words), french
        assert not re.search(r"['\"`<{^]|(?<! )[;:?!]", words), french
        assert not french.endswith((".", " ")), french


def test_every_field_of_a_record_has_a_name() -> None:
    kept = {"id", "legislature", "type", "numero", "source", "url_officielle", "auteur_source"}
    kept |= {"prenom", "nom", "groupe_date"}  # given together with others, never compared
    assert set(RECORD) - kept <= set(FIELDS) | set(table()["champs"])


def findings_of(case: Case) -> tuple[Finding, ...]:
    source = case.get("file") or "document.txt"
    return read_question(document_of(case), source=source, path=source).findings


def not_in_french(findings: list[Finding]) -> list[str]:
    """Messages, or parts of them, that a page would quote in English."""
    english = []
    for finding in findings:
        told = [(found_in_french(finding.found), finding.found)]
        if finding.expected:
            told.append(((expected_in_french(finding.expected) or ("", None))[1], finding.expected))
        for pieces, message in told:
            if pieces is None or any(piece.kind == "english" for piece in pieces):
                english.append(message)
    return english


def test_all_that_is_said_of_the_catalogue_is_in_french() -> None:
    findings = [finding for case in cases() for finding in findings_of(case)]
    assert len({finding.found for finding in findings}) > 50
    assert not_in_french(findings) == []


def test_all_that_is_said_of_a_mixed_folder_is_in_french(tmp_path: Path) -> None:
    write_mixed(tmp_path / "sources")
    findings = read_sources(find_files([tmp_path / "sources"]), tmp_path / "r.jsonl").findings
    assert len({finding.kind for finding in findings}) > 10
    assert not_in_french(findings) == []


@given(st.text(max_size=200))
def test_a_value_of_a_source_stands_in_the_french_as_it_is(value: str) -> None:
    told = found_in_french(f'unknown label or line "{value}"')
    assert told
    assert told[1:2] == (Piece(value, "value"),)
    assert len(told) == 3


@given(st.text(max_size=200))
def test_a_message_with_two_values_gives_both_or_is_quoted(value: str) -> None:
    for one, other in ((value, "Anne"), ("Anne", value)):
        told = found_in_french(f'rubrique: "{one}" here, "{other}" in b.txt')
        if told:
            assert [p.text for p in told if p.kind != "words"] == [one, other, "b.txt"]


def test_days_and_states_of_a_record_are_in_words() -> None:
    for field, value, shown in (
        ("date_question", "2014-06-01", "1er~juin 2014"),
        ("errata", "2014-06-01, 2014-06-02", "1er~juin 2014, 2~juin 2014"),
        (
            "attributions",
            "2014-06-02 Pêche, mer, 2014-07-02",
            "2~juin 2014 Pêche, mer, 2~juillet 2014",
        ),
        ("etat", "close", "Close sans réponse"),
        ("titre", "loi du 2014-06-02", "loi du 2014-06-02"),
    ):
        told = said(found_in_french(f'{field}: "{value}" here, "x" in b.txt'))
        assert f"«~{shown}~»".replace("~", NO_BREAK) in told


def test_a_text_that_ends_before_another_does_is_said_to() -> None:
    here, there = difference(("Un plan.",), ("Un plan. Un budget.",))
    told = said(found_in_french(f'reponse: "{here}" here, "{there}" in b.txt'))
    assert told == (
        "texte de la réponse\u00a0: «\u00a0(fin du texte)\u00a0» ici, «\u00a0Un budget.\u00a0» dans b.txt"
    )


def test_a_value_that_looks_like_the_words_about_it_is_not_parted() -> None:
    assert found_in_french('titre: "a" here, "b" here, "c" in d.txt') is None
    assert found_in_french('titre: "a" here, "b" in c" in d.txt') is None
    told = found_in_french('unknown label or line "unknown label or line "x""')
    assert told
    assert told[1] == Piece('unknown label or line "x"', "value")
    assert said(found_in_french("broken XML: a after b after 3 questions")).endswith(
        f"a after b (objets «{NO_BREAK}question{NO_BREAK}» lus avant{NO_BREAK}: 3)"
    )


def test_names_in_braces_and_marks_in_a_value_are_text() -> None:
    html = finding_html(entry('unknown label or line "{texte} <b>\\1</b> 14e"'))
    assert f"«{NO_BREAK}{{texte}} &lt;b&gt;\\1&lt;/b&gt; 14e{NO_BREAK}»" in html


def test_a_message_without_french_is_quoted_in_english_whole_or_in_part() -> None:
    html = finding_html(entry("something <new>", "left out: something else"))
    assert '<b>Trouvé&nbsp;:</b> <span lang="en">something &lt;new&gt;</span>' in html
    told = f'<b>Suite&nbsp;:</b> non publié{NO_BREAK}: <span lang="en">something else</span>'
    assert told in html
    html = finding_html(entry("x", "do something new"))
    assert '<b>Attendu ou décidé&nbsp;:</b> <span lang="en">do something new</span>' in html


@pytest.mark.parametrize("value", ["x", '" here, "', "&<😀", 'a" in b', "\n", "1,"])
def test_values_without_end_are_read_at_once_and_cut_within_their_quotes(value: str) -> None:
    endless = value * 300_000
    for found in (
        f'unknown label or line "{endless}"',
        f'titre: "Anne" here, "{endless}" in b.txt',
        f'titre: "{endless}" here, "Anne" in b.txt',
        f"broken XML: {endless} after 3 questions",
        f'"{endless}" here, "{endless}" in the archive of deputies for PM1',
        f"{endless} after {endless} of an answered question",
    ):
        html = lists._message(found_in_french(found), found)
        assert len(html.encode()) < LONGEST + 100
        assert html.count("«") == html.count("»")


def test_what_the_source_does_not_say_is_no_word_of_the_program() -> None:
    assert said(found_in_french("type None")) == "question de type ?"
    told = found_in_french("question.cloture.libelleCloture: closed on None, code None")
    assert said(told) == f"question.cloture.libelleCloture{NO_BREAK}: close le ?, code ?"


def test_however_long_the_words_a_value_is_shown() -> None:
    told = (Piece("é" * 300, "words"), Piece("x" * 500, "value"))
    assert lists._message(told, "") == "é" * 300 + "x" * (SHORTEST - 3) + "…"


def test_the_longest_value_gives_way_first() -> None:
    found = f'titre: "Eau" here, "{"é" * 500}" in b.txt'
    html = lists._message(found_in_french(found), found)
    assert html.startswith(f"titre{NO_BREAK}: «{NO_BREAK}Eau{NO_BREAK}» ici, «{NO_BREAK}é")
    assert html.endswith(f"éé…{NO_BREAK}» dans <code>b.txt</code>")
    assert LONGEST - 3 < len(html.encode()) - len("<code></code>") <= LONGEST


def test_what_stands_in_a_file_is_set_as_code() -> None:
    found = "unknown value {}"
    html = finding_html(entry(found, table_key("labels.yml")))
    assert "sa graphie est à ajouter à <code>parser/labels.yml</code></p>" in html
    html = finding_html(entry(found, table_key("14ème")))
    assert f"</b> une ligne «{NO_BREAK}14ème législature{NO_BREAK}»</p>" in html


def table_key(word: str) -> str:
    """The one message of what was expected that holds a word."""
    (key,) = (key for section in EXPECTED for key in table()[section] if word in key)
    return key


def test_what_is_found_most_often_begins_with_a_capital_unless_it_is_a_value() -> None:
    html = frequent_html([("empty file", 3), ("question.uid: [1]", 2)])
    assert "<li>Fichier vide <" in html
    assert f"<li><code>question.uid</code>{NO_BREAK}: <code>[1]</code> <" in html


def test_the_data_keep_the_words_of_the_terminal() -> None:
    data = finding_data(entry("empty file", "expected a written question"))
    assert (data["trouve"], data["attendu"]) == ("empty file", "expected a written question")
