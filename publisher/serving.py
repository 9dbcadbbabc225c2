"""The built site on this machine; pages that are open show the next build by themselves."""

from __future__ import annotations

import functools
import http.server
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from publisher.errors import SiteError
from publisher.staging import MARKER, require_site

#: Asked by each open page, which is answered when there is another site.
NEXT: Final = "/.prochain"
_SCRIPT: Final = (
    '<script>new EventSource("{next}?{number}").onmessage=()=>location.reload()</script>\n'
)
#: Seconds between two looks at the folder, and between two signs of life to a page.
LOOK: Final = 0.1
ALIVE: Final = 10.0


def serve_site(
    site: Path, host: str, port: int, say: Callable[[str], None], *, reload: bool
) -> None:
    """Shows a built site until interrupted; with ``reload``, open pages show the next build.

    Port 0 takes a free one; ``say`` is told the address. Raises SiteError where there is no site, or
    the address is taken.
    """
    require_site(site)
    handler = ReloadingHandler if reload else Handler
    try:
        server = http.server.ThreadingHTTPServer(
            (host, port), functools.partial(handler, directory=str(site))
        )
    except OSError as error:
        raise SiteError(f"{host}:{port}: {error.strerror}; try --port") from error
    with server:
        server.daemon_threads = True
        say(f"http://{host}:{server.server_port}/ shows {site}; Ctrl-C ends it")
        server.serve_forever()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as any static host would."""


class ReloadingHandler(Handler):
    """The same with a line of script in each page, which reloads it after a build."""

    def do_GET(self) -> None:
        """Pages with the script, the wait for the next build, or a file."""
        asked, _, query = self.path.partition("?")
        if asked == NEXT:
            self._wait(query)
            return
        number = _number(self.directory)
        file = Path(self.translate_path(self.path))
        if asked.endswith("/"):
            file /= "index.html"
        if file.suffix != ".html" or not file.is_file():
            super().do_GET()
            return
        page = file.read_bytes() + _SCRIPT.format(next=NEXT, number=number).encode()
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def end_headers(self) -> None:
        """Nothing is kept by the browser: the next build may have written it anew."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def _wait(self, shown: str) -> None:
        """Answers once the site is another than the page was of."""
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        silent = 0.0
        try:
            while _number(self.directory) == shown:
                time.sleep(LOOK)
                silent += LOOK
                if silent > ALIVE:
                    self.wfile.write(b": still the same\n\n")
                    silent = 0.0
            self.wfile.write(b"data: another site\n\n")
        except OSError:  # the page was closed
            return


def _number(folder: str) -> str:
    """Which site stands there now: a build exchanges its folder, or its mark when pages changed."""
    try:
        status = (Path(folder) / MARKER).stat()
    except FileNotFoundError:  # between two renames
        return ""
    return f"{status.st_dev}-{status.st_ino}-{status.st_mtime_ns}"
