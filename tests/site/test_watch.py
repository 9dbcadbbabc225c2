"""`serve --watch`: what changes is built, and the page that is open is told."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parser.documents import sheet
from tests.site.test_safety import command

ROOT = Path(__file__).parents[2]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "1.txt").write_text(sheet(numero="1"), "utf-8")
    arguments = ["serve", "--watch", "--port", "0", *command(tmp_path)[1:]]
    with (
        (tmp_path / "errors").open("w") as errors,
        subprocess.Popen(
            [sys.executable, ROOT / "build.py", *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        assert process.stdout
        line = next((line for line in process.stdout if line.startswith("http://")), "")
        assert line, (tmp_path / "errors").read_text()
        yield line.split("/ shows")[0]
        process.terminate()
        process.stdout.read()
    assert "Traceback" not in (tmp_path / "errors").read_text()


def test_an_open_page_is_told_of_the_next_build(address: str, tmp_path: Path) -> None:
    page = urllib.request.urlopen(f"{address}/q14/14-1QE.html").read().decode()
    assert "nouvelle réponse" not in page
    script = re.search(r'new EventSource\("([^"]+)"\)', page)
    assert script
    waiting = http.client.HTTPConnection(address.removeprefix("http://"), timeout=120)
    waiting.request("GET", script[1])
    answer = waiting.getresponse()
    (tmp_path / "sources" / "1.txt").write_text(
        sheet(numero="1", reponse="Une nouvelle réponse."), "utf-8"
    )
    assert b"data: another site" in answer.read()
    page = urllib.request.urlopen(f"{address}/q14/14-1QE.html").read().decode()
    assert "nouvelle réponse" in page
    assert "EventSource" not in (tmp_path / "site/q14/14-1QE.html").read_text("utf-8")


def test_an_old_page_is_told_at_once_and_a_missing_one_is_missing(address: str) -> None:
    assert b"data:" in urllib.request.urlopen(f"{address}/.prochain?another", timeout=60).read()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/nulle-part.html")
