"""Marked text in Markdown: nothing lost, nothing gained, nothing executed."""

from __future__ import annotations

import html.parser

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parser.markup import from_markdown, plain, spans, to_markdown

#: Characters that mean something to Markdown, HTML, YAML or Jinja, among ordinary ones.
TEXT = st.text(
    st.one_of(
        st.sampled_from("*_`[](){}<>#+-.!|~^&:;=\\\"'/ \n\t%@a1é’«»\u00a0\u202f\u200f\u2028😀\x02"),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=60,
)
#: The extensions that MkDocs always turns on.
EXTENSIONS = ["toc", "tables", "fenced_code"]


class Shown(html.parser.HTMLParser):
    """What a browser would make of a paragraph: its text, and every tag but the paragraph's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "p":
            self.tags.append((tag, dict(attrs).get("href")))

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(paragraph: str) -> Shown:
    parsed = Shown()
    parsed.feed(markdown.markdown(paragraph, extensions=EXTENSIONS))
    parsed.close()
    return parsed


@given(TEXT)
@example("a ![b](https://c.fr)")
@example("--- \n---")
@example("1. x")
@example(r"\*x* \\*y*")
def test_marked_text_comes_back_from_markdown_unchanged(marked: str) -> None:
    assert from_markdown(to_markdown(marked)) == marked


@given(TEXT)
@example("**bold** and ***x***")
@example("    code")
@example("![x](https://a.fr/b_c_d)")
@example("[x](https://a.fr/?b=1&amp;c=2)")
@example("&lt;script&gt; {{ x }} {% y %}")
def test_a_page_shows_the_marked_text_and_nothing_else(marked: str) -> None:
    parsed = shown(to_markdown(marked))
    expected = plain(marked)
    # A browser replaces these characters, however they are written.
    visible = "".join(c for c in expected if c >= " " and not "\x7f" <= c <= "\x9f")
    found = "".join(c for c in parsed.text if c >= " " and not "\x7f" <= c <= "\x9f")
    if not any("\x7f" <= c <= "\x9f" or c < " " for c in expected):
        assert found.strip() == visible.strip()
    names = {"emphasis": "em", "link": "a"}
    assert [tag for tag, _ in parsed.tags] == [
        names[span.kind] for span in spans(marked) if span.kind != "text"
    ]
    assert [href for tag, href in parsed.tags if tag == "a"] == [
        span.target for span in spans(marked) if span.kind == "link"
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](http://[foo)",
        "<img src=x onerror=alert(1)>",
        "[x]: https://example.org",
        "```\ncode\n```",
        "    indented",
        "# heading",
        "## Réponse",
        "---",
        "1. one",
        "a | b\n--|--\nc | d",
        "{{ page.title }} {% raw %}",
        "x^2 ~y~ snake_case __init__",
        "5 * 3 * 2",
        "*ouvert",
        "<!-- -->",
        "&amp; &lt; &#60;",
        "http://example.org <http://example.org>",
        "![image](x.png)",
        "[x]{onclick=y}",
    ],
)
def test_typed_marks_of_other_languages_are_text(typed: str) -> None:
    parsed = shown(to_markdown(typed))
    assert parsed.tags == []
    assert " ".join(parsed.text.split()) == " ".join(typed.split())


def test_the_marks_that_the_source_means_are_kept() -> None:
    parsed = shown(to_markdown(r"vu *via* [www.a.fr](http://www.a.fr/b_c) et 3 \* 4"))
    assert parsed.tags == [("em", None), ("a", "http://www.a.fr/b_c")]
    assert parsed.text == "vu via www.a.fr et 3 * 4"
