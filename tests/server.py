"""A folder served as any static host would, for tests in the browser."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from publisher.policy import content_security_policy


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, policy: str, **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(*args, **kwargs)

    def send_head(self) -> Any:
        """Never `304`: the library tells files apart by the second, and tests publish faster."""
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def end_headers(self) -> None:
        """Every answer carries the policy."""
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read what the browser says, not the server."""


@contextmanager
def served(folder: Path, policy: str | None = None) -> Iterator[str]:
    """The address of a folder on a free port, without a slash at the end.

    With the strictest Content-Security-Policy unless another is given: every journey shows that the
    site works with it.
    """
    policy = content_security_policy() if policy is None else policy
    handler = functools.partial(_Quiet, directory=str(folder), policy=policy)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
