"""A folder served as common hosts do: text compressed, ten minutes in the cache."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

#: What hosts compress, and its type; everything else goes as it is.
TEXT: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
OTHER: Final = {".woff2": "font/woff2", ".png": "image/png"}


class _Host(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    folder = Path()
    #: Compressed once: what a host has ready costs it nothing.
    ready: Final[dict[Path, bytes]] = {}

    def do_GET(self) -> None:
        """A file of the folder, or 404 with its page if there is one."""
        path = (self.folder / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        if path.is_dir():
            path /= "index.html"
        found = path.is_file() and path.is_relative_to(self.folder)
        if not found:
            path = self.folder / "404.html"
        text = TEXT.get(path.suffix)
        body = b""
        if path.is_file():
            if text and path not in self.ready:
                self.ready[path] = gzip.compress(path.read_bytes(), 6)
            body = self.ready[path] if text else path.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", text or OTHER.get(path.suffix, "application/octet-stream"))
        if text and body:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # a browser that was closed
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """The address of a folder on a free port, with its slash."""
    handler = type("Handler", (_Host,), {"folder": folder.resolve(), "ready": {}})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
