"""The recipes of HOSTING.md, served by the programs themselves where they are installed."""

from __future__ import annotations

import functools
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import yaml

import build as command
from parser.corpus import read_records, read_sources
from parser.sources import find_files
from publisher.policy import content_security_policy
from publisher.precompress import precompress
from tests.site.conftest import build

ROOT = Path(__file__).parents[2]
HOSTING = (ROOT / "HOSTING.md").read_text("utf-8")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CADDY = shutil.which("caddy")
#: Debian's place of the module that sends `.br`.
BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


def fence(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", HOSTING, re.DOTALL)
    assert found
    return found[1]


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the seeds with all that a host can use."""
    folder = tmp_path_factory.mktemp("hosted")
    records = folder / "records.jsonl"
    read_sources(find_files([ROOT / "seeds"]), records)
    site = build(read_records(records), folder / "built", site_url="https://exemple.fr/").site
    precompress(site)
    (site / ".questions-ecrites").touch()
    return site


@contextmanager
def running(arguments: list[str], port: int, log: Path) -> Iterator[str]:
    """A server, once it answers."""
    environment = os.environ | {"HOME": str(log.parent)}
    with log.open("w") as out:
        process = subprocess.Popen(arguments, stdout=out, stderr=out, env=environment)
    try:
        for _ in range(200):
            if process.poll() is not None:
                pytest.fail(log.read_text())
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    assert NGINX
    port = free_port()
    recipe = replaced(fence("nginx"), "listen 80;", f"listen 127.0.0.1:{port};")
    recipe = replaced(recipe, "root /srv/questions;", f"root {site};")
    module = ""
    if BROTLI_MODULE.exists():
        module = f"load_module {BROTLI_MODULE};\n"
    else:
        recipe = re.sub(r"    brotli_static on;.*\n", "", recipe)
    user = "user root;\n" if os.geteuid() == 0 else ""
    types = "include /etc/nginx/mime.types;\ndefault_type application/octet-stream;\n"
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"{module}{user}pid {folder}/pid;\nerror_log stderr;\ndaemon off;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{types}{places}{recipe}}}\n"
    )
    with running([NGINX, "-c", str(config)], port, folder / "nginx.log") as address:
        yield address


@contextmanager
def caddy(site: Path, folder: Path) -> Iterator[str]:
    assert CADDY
    port = free_port()
    recipe = replaced(fence("caddy"), "questions.example.org {", f"http://127.0.0.1:{port} {{")
    recipe = replaced(recipe, "/srv/questions", str(site))
    config = folder / "Caddyfile"
    config.write_text(f"{{\n\tadmin off\n}}\n{recipe}")
    arguments = [CADDY, "run", "--config", str(config), "--adapter", "caddyfile"]
    with running(arguments, port, folder / "caddy.log") as address:
        yield address


def get(address: str, coding: str = "") -> tuple[int, dict[str, str], bytes]:
    """The answer: status, headers in lower case, body as sent."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": coding})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            status, headers, body = answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            status, headers, body = error.code, error.headers, error.read()
    return status, {name.lower(): value for name, value in headers.items()}, body


SERVERS = [
    pytest.param(nginx, marks=pytest.mark.skipif(not NGINX, reason="nginx is not installed")),
    pytest.param(caddy, marks=pytest.mark.skipif(not CADDY, reason="Caddy is not installed")),
]


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_of_the_recipe_sends_copies_caches_and_policy(
    server: Callable[[Path, Path], AbstractContextManager[str]], site: Path, tmp_path: Path
) -> None:
    page = "q14/14-55901QE.html"
    folder = next((site / "recherche").glob("14-*"))
    shard = next(folder.rglob("l/0/0.bin")).relative_to(site).as_posix()
    with server(site, tmp_path) as address:
        ask = functools.partial(lambda path, coding="": get(f"{address}/{path}", coding))
        status, headers, body = ask(page)
        assert (status, body) == (200, (site / page).read_bytes())
        assert headers["content-security-policy"] == content_security_policy()
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-cache"
        assert headers["content-type"].lower() == "text/html; charset=utf-8"
        codings = {"gzip": ".gz", "br": ".br"}
        if server is nginx and not BROTLI_MODULE.exists():
            del codings["br"]
        for coding, extension in codings.items():
            _, headers, body = ask(page, coding)
            assert headers["content-encoding"] == coding
            assert body == (site / f"{page}{extension}").read_bytes()
        status, headers, body = ask(shard, "gzip, br")
        assert (status, body) == (200, (site / shard).read_bytes())
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "content-encoding" not in headers
        for path in ("recherche/manifest.json", "assets/stylesheets/site.css"):
            assert ask(path)[1]["cache-control"] == "no-cache"
        assert "javascript" in ask("recherche/moteur/interface.js")[1]["content-type"]
        font = next((site / "assets/vendor").rglob("*.woff2")).relative_to(site)
        assert ask(font)[1]["cache-control"] == "public, max-age=2592000"
        assert ask("")[2] == (site / "index.html").read_bytes()
        for lost in ("q14/nulle-part.html", f"{shard[:-5]}99999.bin", ".questions-ecrites"):
            status, headers, body = ask(lost)
            assert (status, body) == (404, (site / "404.html").read_bytes()), lost
            assert "immutable" not in headers.get("cache-control", "")
            assert headers["content-security-policy"] == content_security_policy()


def test_the_policy_of_the_recipes_is_the_one_that_check_prints() -> None:
    assert HOSTING.count(content_security_policy()) == 2
    assert HOSTING.count("default-src") == 2


def test_the_workflow_runs_commands_that_exist_and_checks_before_it_publishes() -> None:
    workflow = yaml.safe_load(fence("yaml"))
    steps = workflow["jobs"]["publish"]["steps"]
    script = "\n".join(step.get("run", "") for step in steps)
    commands = [line.split()[2:] for line in script.splitlines() if line.startswith("python3")]
    assert [words[0] for words in commands] == ["sources", "all", "check"]
    for words in commands:
        kept = words[: words.index("||")] if "||" in words else words
        command.command_line().parse_args(
            [word.strip(chr(34)).replace("$SITE", "https://exemple.fr/") for word in kept]
        )
    used = [step.get("uses", "") for step in steps]
    assert used[-2].startswith("actions/upload-pages-artifact@")
    assert used[-1].startswith("actions/deploy-pages@")
    assert steps.index(next(s for s in steps if s.get("name") == "Build")) == len(steps) - 3


def test_the_line_of_the_crontab_runs_commands_that_exist_and_checks_before_it_publishes() -> None:
    (line,) = fence("cron").splitlines()
    minute, hour, day, month, weekday, rest = line.split(maxsplit=5)
    assert all(part == "*" or part.isdigit() for part in (minute, hour, day, month, weekday))
    assert subprocess.run(["sh", "-n", "-c", rest], check=False).returncode == 0
    commands = re.findall(r"python3 build\.py ([^&|;]+)", rest)
    assert [words.split()[0] for words in commands] == ["sources", "all", "check"]
    for words in commands:
        command.command_line().parse_args(words.split())
    assert rest.rindex("check") < rest.index("rsync")


def test_the_crontab_publishes_what_is_done_with_doubts_and_nothing_that_failed(
    tmp_path: Path,
) -> None:
    """The line itself, with commands that only say how they end."""
    _, _, _, _, _, rest = fence("cron").split(maxsplit=5)
    (tmp_path / "rsync").write_text("#!/bin/sh\necho published\n")
    (tmp_path / "python3").write_text('#!/bin/sh\neval "exit \\$$2"\n')
    for path in tmp_path.iterdir():
        path.chmod(0o755)
    for ends, published in (
        ("000", True), ("030", True), ("010", False), ("020", False), ("001", False), ("100", False),
    ):  # fmt: skip
        environment = dict(zip(("sources", "all", "check"), ends, strict=True))
        done = subprocess.run(
            ["sh", "-c", rest.replace("/srv/questions-ecrites", str(tmp_path))],
            env={"PATH": f"{tmp_path}:{os.environ['PATH']}"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ("published" in done.stdout) == published, ends
