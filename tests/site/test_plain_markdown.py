"""Without Python-Markdown, and with it: the same bytes."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parser.markup import to_markdown
from parser.page import HEADINGS
from publisher.errors import SiteError
from publisher.plain_markdown import check, to_html

#: MkDocs turns these on, whatever the settings say.
EXTENSIONS = ["toc", "tables", "fenced_code"]
PIECES = st.one_of(
    st.sampled_from(
        """*via* \\* [www.a.fr](http://www.a.fr/b_c?d=1&e=2) ** * _ __ ` ~~ ^ # - + 1. 1) : = | < > & &amp;
        ! ![ ] [ ( ) { } \\ \\\\ « » ’ ' " … — 12 000 € l'État n° 5 http://x.fr a@b.fr <b> 3*4*5""".split()
    ),
    st.sampled_from([" ", "  ", "\u00a0", "\u202f", "\n", ". ", ", "]),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=6),
    st.text("abcdéèàç ", min_size=1, max_size=12),
)
MARKED = st.lists(PIECES, min_size=1, max_size=12).map("".join).filter(str.strip)


@settings(max_examples=600)
@given(st.lists(MARKED, min_size=1, max_size=3), st.booleans())
@example(["*via* et *a b*, [x](https://a.fr/b)."], True)
@example(["1. un"], False)
@example(["Le 1er. *"], False)
def test_the_fast_way_gives_the_bytes_of_python_markdown(texts: list[str], answer: bool) -> None:
    blocks = [HEADINGS["question"], *(to_markdown(text) for text in texts)]
    blocks += [HEADINGS["reponse"], "La réponse."] if answer else []
    page = "\n\n".join(blocks) + "\n"
    fast = to_html(page)
    if fast is not None:
        assert fast == markdown.markdown(page, extensions=EXTENSIONS)


@pytest.mark.parametrize(
    "text",
    [
        "M. Dupont attire l'attention de M. le ministre sur l'article L. 80 A (loi n° 2014-1545).",
        "« Oui », dit-il *via* le site [www.a.fr](http://www.a.fr) ; 12 000 € soit 3 %.",
        "Une étoile \\* et un_tiret [sic] {x}.",
    ],
)
def test_ordinary_text_takes_the_fast_way(text: str) -> None:
    assert to_html(f"## Question\n\n{to_markdown(text)}\n") is not None


def test_a_difference_stops_the_build() -> None:
    check("q14/14-1QE.md", "<p>a</p>", "<p>a</p>")
    with pytest.raises(SiteError, match=re.escape("q14/14-1QE.md")):
        check("q14/14-1QE.md", "<p>a</p>", "<p>b</p>")
