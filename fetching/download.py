"""One file over a line that breaks: asked for again, from where it broke off, until it is whole.

1. the file in place is asked for only if it changed
2. what came before a break is continued, if the host says that it is still the same version
3. what came is read to its end as an archive
4. and only then takes the place of what was there
"""

from __future__ import annotations

import os
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, Any, Final

from fetching.errors import (
    ChangedError,
    FetchError,
    NotThereError,
    NotWholeError,
    UnreachableError,
    WrongContentError,
)
from fetching.kept import Partial, Version, remember, remembered
from fetching.whole import require_whole

#: Bytes read at once.
CHUNK: Final = 1 << 16
#: No archive comes near it.
LARGEST: Final = 4_000_000_000
#: Says who asks; some hosts refuse the name that Python gives itself.
AGENT: Final = "questions-ecrites (build.py sources)"
# `bytes 100-199/200`, `bytes 100-199/*`
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
#: Statuses of a host that may think better of it: time-out, too early, too many requests.
_PASSING: Final = frozenset({408, 425, 429})

#: Called with the bytes that are here and those of the whole, where it is known.
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and how often to ask; times in seconds."""

    #: Without a byte from the host.
    timeout: float = 60
    #: Before each further request, as long as none brings more than there was; then it is given up.
    pauses: tuple[float, ...] = (1, 2, 5, 15, 30, 60)
    #: The longest that a host may ask to wait (`Retry-After`).
    wait: float = 600
    #: Times that an archive is fetched to its end, where it is not whole then.
    downloads: int = 2
    #: For one archive, all in all: a host that sends a byte a minute is no host.
    longest: float = 7200


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a file. ``members`` hold data; 0 where nothing was fetched."""

    changed: bool
    size: int
    members: int = 0
    #: Requests that were needed beyond one.
    again: int = 0


class _PassingError(Exception):
    """A request that failed and may not the next time."""

    def __init__(self, error: FetchError, wait: float = 0) -> None:
        super().__init__(error)
        self.error, self.wait = error, wait


def fetch(
    address: str,
    target: Path,
    *,
    patience: Patience | None = None,
    progress: Progress = lambda _done, _total: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Brings the archive at ``address`` to ``target``, unless it is there and did not change.

    Proxies are those of the environment (`https_proxy`); certificates are verified. What has come is
    kept when this fails or is interrupted, and continued the next time. Raises FetchError, one class for
    each reason, or OSError where the file cannot be written.
    """
    patience = patience or Patience()
    target.parent.mkdir(parents=True, exist_ok=True)
    download = _Download(address, target, patience, progress)
    again = idle = 0
    most = download.partial.size
    while True:
        try:
            size, members = download.attempt()
            return Fetched(members > 0, size, members, again)
        except _PassingError as later:
            gained = download.partial.size > most
            most = max(most, download.partial.size)
            idle = 0 if gained else idle + 1
            if idle > len(patience.pauses) or download.ends == patience.downloads:
                raise later.error from None
            if later.wait > patience.wait:
                raise UnreachableError(
                    f"{address}: {later.error}, which asks to wait {later.wait:.0f} s;"
                    f" expected {patience.wait:.0f} at most: try again later"
                ) from None
            again += 1
            sleep(max(later.wait, patience.pauses[max(idle - 1, 0)] if patience.pauses else 0))


class _Download:
    """The requests for one file."""

    def __init__(self, address: str, target: Path, patience: Patience, progress: Progress) -> None:
        self.address, self.target = address, target
        self.partial = Partial(target)
        #: Times that all came, and was not whole.
        self.ends = 0
        self._patience, self._progress = patience, progress
        self._deadline = time.monotonic() + patience.longest
        self._there = remembered(target, address)
        self._opener = urllib.request.build_opener(_Redirects())

    def attempt(self) -> tuple[int, int]:
        """One request. The size, and the members if the file is new. Raises `_PassingError`, FetchError."""
        here = self.partial.version(self.address)
        start = self.partial.size if here and here.validator else 0
        request = urllib.request.Request(
            self.address, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"}
        )
        if here and here.validator:
            request.add_header("Range", f"bytes={start}-")
            request.add_header("If-Range", here.validator)
        elif self._there:
            if self._there.etag:
                request.add_header("If-None-Match", self._there.etag)
            if self._there.last_modified:
                request.add_header("If-Modified-Since", self._there.last_modified)
        try:
            with self._open(request) as answer:
                version = self._begin(answer, here, start)
                if version:
                    self._receive(answer, version)
        except urllib.error.HTTPError as error:
            with error:
                self._refused(error)
            version = None
        if version is None:
            self.partial.discard()
            return self.target.stat().st_size, 0
        return self._put_in_place(version)

    def _open(self, request: urllib.request.Request) -> HTTPResponse:
        """The answer, whatever its status below 300. Raises HTTPError, `_PassingError`, FetchError."""
        try:
            answer: HTTPResponse = self._opener.open(request, timeout=self._patience.timeout)
        except urllib.error.HTTPError:
            raise
        except (HTTPException, OSError) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(reason, ssl.SSLCertVerificationError):
                raise UnreachableError(
                    f"{self.address}: {reason.verify_message}; expected a certificate of this host"
                ) from None
            raise self._later(UnreachableError, f"{_told(reason)}; expected an answer") from None
        return answer

    def _begin(self, answer: HTTPResponse, here: Version | None, start: int) -> Version | None:
        """The version that the answer brings; None if it is the one in place."""
        if answer.status == 206 and here:
            found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
            total = int(found[3]) if found and found[3] != "*" else None
            version = Version.of(self.address, answer.headers, total)
            if not found or int(found[1]) != start or not here.may_be(version):
                self.partial.discard()
                raise self._later(ChangedError, "another file in mid-way; expected the rest of it")
            return here
        if answer.status != 200:
            raise NotThereError(f"{self.address}: status {answer.status}; expected 200 or 206")
        length = answer.headers.get("Content-Length", "")
        version = Version.of(
            self.address, answer.headers, int(length) if length.isdigit() else None
        )
        if self._there and self._there.is_same(version):
            return None
        if (version.length or 0) > LARGEST:
            raise WrongContentError(
                f"{self.address}: {version.length:,} bytes; expected {LARGEST:,} at most"
            )
        self.partial.begin(version)
        return version

    def _receive(self, answer: HTTPResponse, version: Version) -> None:
        """Writes what comes behind what is here."""
        with self.partial.path.open("ab") as out:
            size = out.tell()
            while chunk := self._read(answer):
                out.write(chunk)
                size += len(chunk)
                self._progress(size, version.length)
                if size > LARGEST:
                    raise WrongContentError(f"{self.address}: more than {LARGEST:,} bytes")
                if time.monotonic() > self._deadline:
                    raise UnreachableError(
                        f"{self.address}: {size:,} bytes in {self._patience.longest:.0f} s; expected"
                        " more: the part is kept, try again"
                    )
            out.flush()
            os.fsync(out.fileno())
        if version.length is not None and size < version.length:
            found = f"broke off after {size:,} of {version.length:,} bytes; expected all"
            raise self._later(UnreachableError, found)

    def _read(self, answer: HTTPResponse) -> bytes:
        try:
            return answer.read1(CHUNK)
        except (HTTPException, OSError) as error:
            raise self._later(UnreachableError, f"{_told(error)}; expected more bytes") from None

    def _put_in_place(self, version: Version) -> tuple[int, int]:
        try:
            members = require_whole(self.partial.path)
        except (NotWholeError, WrongContentError) as error:
            self.partial.discard()
            self.ends += 1
            raise self._later(type(error), str(error)) from None
        self.partial.path.replace(self.target)
        self.partial.discard()
        remember(self.target, version)
        return self.target.stat().st_size, members

    def _refused(self, error: urllib.error.HTTPError) -> None:
        """What a status of 300 or more means: None, that the file in place is the one."""
        if error.code == 304 and self._there:
            return
        told = f"status {error.code} ({error.reason})"
        if error.code == 416:
            self.partial.discard()
            raise self._later(ChangedError, f"{told}; expected the rest of the file")
        if error.code in _PASSING or error.code >= 500:
            wait = _seconds(error.headers.get("Retry-After"))
            raise _PassingError(UnreachableError(f"{self.address}: {told}; expected 200"), wait)
        raise NotThereError(
            f"{self.address}: {told}; expected an archive: did its address change? (--address)"
        )

    def _later(self, kind: type[FetchError], told: str) -> _PassingError:
        return _PassingError(kind(f"{self.address}: {told}"))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows no way from an encrypted line to one that is not."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Any:
        if req.type == "https" and not newurl.lower().startswith("https:"):
            raise NotThereError(f"{req.full_url}: leads to {newurl}; expected https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _told(reason: object) -> str:
    return str(reason) or type(reason).__name__


def _seconds(retry_after: str | None) -> float:
    """`120`, `Wed, 21 Oct 2026 07:28:00 GMT`; 0 for anything else."""
    if not retry_after:
        return 0
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return 0
