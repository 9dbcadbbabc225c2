"""The HTML of official texts: paragraphs, emphasis, tables, and nothing else of it."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from parser.html_text import Paragraphs, read_html, read_html_text, read_plain_html
from parser.markup import plain
from parser.page import from_page, to_page
from parser.question import Question, Tableau, from_dict, to_dict
from parser.read import read_question

OFFICIAL = Path(__file__).parents[1] / "official"
PIECES = st.sampled_from(
    "<table> </table> <tr> </tr> <td> </td> <th rowspan=2\"> <td colspan='3'> </th> <br> </br> <em>"
    " </em> <p> </p> <script> </script> <!-- --> & &amp; &#8364; &lt;b&gt; < > * \\ mot l'eau 5 %".split()
)


#: What the fast road takes, and some of what it leaves.
PLAIN = st.sampled_from(
    "a|b c| |  |\n|\t|<br>|<br/>|<br />|</br>|<BR>"
    "|<em>|</em>|<i>|</i>|<em>x</em>|*|é|«|\u00a0|&nbsp;|&#160;|&#8364;"
    "|&eacute;|&amp;|&lt;|&gt;|&quot;|&#42;|&#769;|e|&|&x;|<|>|_|\\|[x](http://a.fr)|&rsquo;|.|e\u0301|&shy;|&zwj;"
    "|&#8203;|&#150;".split("|")
)


def sample() -> Question:
    content = (OFFICIAL / "vue-xml_14-47351QE.xml").read_bytes()
    question = read_question(content, source="s", path="s").question
    assert question
    return question


@given(st.lists(PLAIN, max_size=30).map("".join))
def test_plain_html_is_read_as_any_other(text: str) -> None:
    found = read_plain_html(text)
    if found is not None:
        assert found == (read_html(text, Paragraphs()) or ())


def test_breaks_emphasis_and_entities_are_plain_html() -> None:
    assert read_plain_html("a<br/><br />b <em>c</em> &#8364;&nbsp;&eacute;</br>d") == (
        "a",
        "b *c* €\u00a0é d",
    )
    assert read_plain_html("a <b>b</b>") is None
    assert read_plain_html("<em>a<i>b</em></i>") is None
    assert read_plain_html("5 < 6") is None
    assert read_plain_html("R&D") is None


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("un  texte\n simple", ("un texte simple",)),
        ("5 < 6 & 7", ("5 < 6 & 7",)),
        ("a <em>via</em>, b", ("a *via*, b",)),
        ("<em>ar</em>t", ("art",)),
        ("<i> oeuvre </i>ici", ("*oeuvre* ici",)),
        ("&#8364; &amp;lt; <b>x</b> *", ("€ &lt; x \\*",)),
        ("<p>un</p><p>deux<br/>trois<br><br>quatre", ("un", "deux trois", "quatre")),
        ("a<script>alert(1)</script>b", ("ab",)),
        ("a<!-- DEBTAB -->b", ("ab",)),
        ("un</br>deux", ("un deux",)),
        ("l&#146;eau e&#769; &#xad;a&#2;b", ("l’eau é ab",)),
        (
            "<a href='http://www.x.fr'>www.x.fr</a>, <a href='https://a.fr/?b&amp;c'> deux </a>",
            ("[www.x.fr](http://www.x.fr), [deux](https://a.fr/?b&c)",),
        ),
        ("<a href='/dyn'>a</a> <a name=x>b</a> <a href='http://[x'>c</a>", ("a b c",)),
        (
            "<a href='http://x.fr'>a *</a> <em><a href='http://x.fr'>b</a></em>",
            ("a \\* [b](http://x.fr)",),
        ),
        ("", ()),
    ],
)
def test_html_gives_its_words_in_paragraphs(html: str, paragraphs: tuple[str, ...]) -> None:
    assert read_html_text(html) == paragraphs


@pytest.mark.parametrize(
    ("html", "table"),
    [
        (
            "<table border='1' onclick='x()'><tr><td>1</td><td>2</td></tr></table>",
            "<table><tr><td>1</td><td>2</td></tr></table>",
        ),
        (
            '<table><tr><th rowspan=2">A<br>b</br></th><th colspan="99999">c</th></tr></table>',
            '<table><tr><th rowspan="2">A b</th><th>c</th></tr></table>',
        ),
        ("<table><tr><td>1<td>2<tr><td>3", "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"),
        (
            "<table><tr><td>&lt;script&gt; & <table><tr><td>x</td></tr></table></td></tr></table>",
            "<table><tr><td>&lt;script&gt; &amp; x</td></tr></table>",
        ),
    ],
)  # fmt: skip
def test_a_table_keeps_its_rows_and_cells_and_nothing_else(html: str, table: str) -> None:
    before, found, after = read_html_text(f"avant{html}</table>après")
    assert (before, str(found), after) == ("avant", table, "après")
    assert isinstance(found, Tableau)


def test_depth_costs_nothing() -> None:
    assert read_html_text("<div>" * 5000 + "x") == ("x",)


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<",
        "<!",
        "</",
        "<a ",
        '<a b="',
        "<![CDATA[",
        "<?",
        "&",
        "<p><b>",
        "<table><td>",
        "x<br>",
    ],
)
def test_no_html_takes_long(piece: str) -> None:
    start = time.process_time()
    read_html_text(piece * (2_000_000 // len(piece)))
    assert time.process_time() - start < 10


def test_an_empty_table_is_nothing() -> None:
    assert read_html_text("a<table><tr></tr></table>b") == ("a", "b")


def test_a_table_survives_the_page_and_the_line_of_json() -> None:
    question = sample()
    assert isinstance(question.reponse[1], Tableau)
    assert from_page(to_page(question)) == question
    assert from_dict(to_dict(question)) == question
    assert to_dict(question)["reponse"][1]["tableau"].startswith("<table><tr><th rowspan=")


def test_a_typed_table_is_text() -> None:
    question = replace(sample(), reponse=("<table><tr><td>x</td></tr></table>",))
    again = from_page(to_page(question))
    assert again == question
    assert not isinstance(again.reponse[0], Tableau)
    assert "<table>" not in Markdown().convert(to_page(question).partition("\n---\n")[2])


def test_a_table_comes_through_markdown_as_it_is() -> None:
    question = sample()
    html = Markdown().convert(to_page(question).partition("\n---\n")[2])
    assert question.reponse[1] in html


def test_the_words_of_a_table_are_its_cells() -> None:
    assert plain(Tableau("<table><tr><td>a &amp; b</td><td>c</td></tr></table>")) == "a & b c"


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_whatever_html_comes_no_tag_but_of_tables_leaves(html: str) -> None:
    question = replace(sample(), question=("x",), reponse=read_html_text(html))
    assert from_page(to_page(question)) == question
    for paragraph in question.reponse:
        assert paragraph.strip()
        if isinstance(paragraph, Tableau):
            left = re.sub(r'</?(?:table|tr|t[dh](?: (?:col|row)span="\d+")*)>', "", paragraph)
            assert "<" not in left
            assert "\n" not in left
