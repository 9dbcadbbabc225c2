"""A host that answers each request as a test tells it to, and says what it was asked."""

from __future__ import annotations

import hashlib
import http.server
import io
import random
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.message import Message
from typing import Any

DAY = "Wed, 04 Nov 2026 04:00:00 GMT"


class Asked(http.server.BaseHTTPRequestHandler):
    """One request, with what a scene needs to answer it."""

    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        """Answers as the next scene does; the last one goes on for ever."""
        self.server.asked.append(self.headers)
        self.server.paths.append(self.path)
        scenes = self.server.scenes
        scene = scenes.pop(0) if len(scenes) > 1 else scenes[0]
        scene(self)
        self.close_connection = True

    def say(
        self, status: int, content: bytes = b"", length: int | None = None, /, **more: str
    ) -> None:
        """Status, headers (`_` stands for `-`) and body; ``length`` where it is a lie."""
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests look at what was asked."""


Scene = Callable[[Asked], None]


class Host(http.server.ThreadingHTTPServer):
    """The scenes to play and the requests that came."""

    daemon_threads = True

    def __init__(self, scenes: Sequence[Scene]) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.scenes = list(scenes)
        self.asked: list[Message] = []
        self.paths: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


@contextmanager
def hosting(*scenes: Scene) -> Iterator[Host]:
    """A host that plays these scenes, one a request."""
    host = Host(scenes)
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        thread.join()
        host.server_close()


def archive(seed: int = 1, members: int = 20) -> bytes:
    """A .zip of JSON that does not compress: long enough to be cut anywhere."""
    dice = random.Random(seed)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(members):
            member = zipfile.ZipInfo(f"json/QANR5L17QE{number}.json", (2026, 1, 1, 0, 0, 0))
            out.writestr(member, f'{{"question": "{dice.randbytes(2000).hex()}"}}')
    return content.getvalue()


def etag(content: bytes) -> str:
    return f'"{hashlib.md5(content).hexdigest()}"'


def whole(content: bytes) -> Scene:
    """What a good host does: all, the rest, or that nothing changed."""

    def scene(asked: Asked) -> None:
        tag = etag(content)
        if asked.headers["If-None-Match"] == tag:
            asked.say(304, ETag=tag)
        elif asked.headers["Range"] and asked.headers["If-Range"] == tag:
            rest(content)(asked)
        else:
            asked.say(200, content, ETag=tag, Last_Modified=DAY)

    return scene


def rest(content: bytes, **more: str) -> Scene:
    """The part asked for, whatever `If-Range` says; as the standard has it, without its day."""

    def scene(asked: Asked) -> None:
        if not asked.headers["Range"]:
            whole(content)(asked)
            return
        start = int(asked.headers["Range"].removeprefix("bytes=").rstrip("-"))
        told = {"ETag": etag(content)} | more
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        asked.say(206, content[start:], Content_Range=span, **told)

    return scene


def broken_off(content: bytes, after: int, **told: str) -> Scene:
    """The line breaks after some bytes from where it was asked to begin."""

    def scene(asked: Asked) -> None:
        headers = told or {"ETag": etag(content), "Last_Modified": DAY}
        if asked.headers["Range"]:
            start = int(asked.headers["Range"].removeprefix("bytes=").rstrip("-"))
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            part = content[start : start + after]
            asked.say(206, part, len(content) - start, Content_Range=span, **headers)
        else:
            asked.say(200, content[:after], len(content), **headers)

    return scene


def stalled(content: bytes, after: int, seconds: float) -> Scene:
    """Some bytes, then silence."""

    def scene(asked: Asked) -> None:
        asked.say(200, content[:after], len(content), ETag=etag(content))
        asked.wfile.flush()
        time.sleep(seconds)

    return scene


def refused(status: int, **headers: str) -> Scene:
    """A status, with a page that says so."""
    return lambda asked: asked.say(status, b"<title>no</title>", **headers)
