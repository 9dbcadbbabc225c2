"""A file over a line that breaks, from hosts of every kind: whole in the end, or named why not."""

from __future__ import annotations

import io
import random
import shutil
import socket
import ssl
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fetching.download import Fetched, Patience, fetch
from fetching.errors import (
    FetchError,
    NotThereError,
    NotWholeError,
    UnreachableError,
    WrongContentError,
)
from tests.fetching.host import (
    DAY,
    Host,
    archive,
    broken_off,
    etag,
    hosting,
    refused,
    rest,
    stalled,
    whole,
)

OLD, NEW = archive(1), archive(2)
QUICK = Patience(timeout=0.3, pauses=(0.001, 0.002, 0.004), wait=2, downloads=2)


class Place:
    """A folder, and how long was waited for it."""

    def __init__(self, folder: Path) -> None:
        self.target = folder / "archives" / "questions.zip"
        self.slept: list[float] = []

    def fetch(self, host: Host, patience: Patience = QUICK) -> Fetched:
        address = f"{host.address}questions.zip"
        return fetch(address, self.target, patience=patience, sleep=self.slept.append)

    def holds(self, content: bytes) -> bool:
        """The archive as it should be, and nothing half done beside it."""
        names = sorted(path.name for path in self.target.parent.iterdir())
        beside = [".questions.zip.json", "questions.zip"]
        return self.target.read_bytes() == content and names == beside


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_good_host_is_asked_once(place: Place) -> None:
    with hosting(whole(NEW)) as host:
        assert place.fetch(host) == Fetched(True, len(NEW), 20, 0)
    assert place.holds(NEW)
    assert len(host.asked) == 1
    assert place.slept == []


def test_a_line_that_breaks_off_is_taken_up_where_it_broke(place: Place) -> None:
    scenes = [broken_off(NEW, 10_000), broken_off(NEW, 20_000), whole(NEW)]
    with hosting(*scenes) as host:
        done = place.fetch(host)
    assert place.holds(NEW)
    assert done.again == 2
    assert [asked["Range"] for asked in host.asked] == [None, "bytes=10000-", "bytes=30000-"]
    assert [asked["If-Range"] for asked in host.asked] == [None, etag(NEW), etag(NEW)]


def test_what_came_is_taken_up_by_the_next_command(place: Place) -> None:
    with hosting(broken_off(NEW, 10_000), refused(404)) as host, pytest.raises(NotThereError):
        place.fetch(host)
    with hosting(whole(NEW)) as other:
        part = place.target.with_name(".questions.zip.part.json")
        part.write_text(part.read_text().replace(host.address, other.address))
        place.fetch(other)
        assert other.asked[0]["Range"] == "bytes=10000-"
    assert place.holds(NEW)


def test_what_came_from_another_address_is_not_continued(place: Place) -> None:
    with hosting(broken_off(OLD, 10_000), refused(404)) as host, pytest.raises(NotThereError):
        place.fetch(host)
    with hosting(whole(NEW)) as host:
        place.fetch(host)
        assert host.asked[0]["Range"] is None
    assert place.holds(NEW)


def test_a_host_without_etag_is_continued_by_the_day_of_the_file(place: Place) -> None:
    told = {"Last_Modified": DAY}
    span = f"bytes 10000-{len(NEW) - 1}/{len(NEW)}"
    with hosting(
        broken_off(NEW, 10_000, **told), lambda a: a.say(206, NEW[10_000:], Content_Range=span)
    ) as host:
        place.fetch(host)
    assert host.asked[1]["If-Range"] == DAY
    assert place.holds(NEW)


def test_a_weak_etag_does_not_promise_the_same_bytes(place: Place) -> None:
    with hosting(broken_off(NEW, 10_000, ETag='W/"1"'), whole(NEW)) as host:
        place.fetch(host)
    assert host.asked[1]["Range"] is None
    assert place.holds(NEW)


def test_a_host_that_stalls_is_asked_again(place: Place) -> None:
    with hosting(stalled(NEW, 10_000, 0.6), whole(NEW)) as host:
        assert place.fetch(host).again == 1
    assert host.asked[1]["Range"] == "bytes=10000-"
    assert place.holds(NEW)


def test_all_instead_of_the_rest_is_taken_as_all(place: Place) -> None:
    with hosting(
        broken_off(NEW, 10_000), lambda asked: asked.say(200, NEW, ETag=etag(NEW))
    ) as host:
        place.fetch(host)
    assert host.asked[1]["Range"] == "bytes=10000-"
    assert place.holds(NEW)


def test_a_file_that_changed_in_mid_way_begins_anew(place: Place) -> None:
    with hosting(broken_off(OLD, 10_000), whole(NEW)) as host:
        place.fetch(host)
    assert host.asked[1]["If-Range"] == etag(OLD)
    assert place.holds(NEW)


def test_a_part_of_another_file_is_not_joined(place: Place) -> None:
    with hosting(broken_off(OLD, 10_000), rest(NEW), whole(NEW)) as host:
        place.fetch(host)
    assert [asked["Range"] for asked in host.asked] == [None, "bytes=10000-", None]
    assert place.holds(NEW)


def test_a_part_that_lies_about_its_version_is_found_out_by_the_checksums(place: Place) -> None:
    same = archive(3)[: len(OLD)].ljust(len(OLD), b"x")
    with hosting(broken_off(OLD, 10_000), rest(same, ETag=etag(OLD)), whole(NEW)) as host:
        place.fetch(host)
    assert len(host.asked) == 3
    assert place.holds(NEW)


@pytest.mark.parametrize("span", ["bytes 5-9/10", "bytes */10", "", "lines 1-2/3"])
def test_a_part_from_another_place_is_not_joined(place: Place, span: str) -> None:
    with hosting(
        broken_off(NEW, 10_000), lambda a: a.say(206, b"x" * 5, Content_Range=span), whole(NEW)
    ) as host:
        place.fetch(host)
    assert place.holds(NEW)


def test_a_range_that_is_refused_begins_anew(place: Place) -> None:
    with hosting(broken_off(NEW, 10_000), refused(416), whole(NEW)) as host:
        place.fetch(host)
    assert host.asked[2]["Range"] is None
    assert place.holds(NEW)


def test_an_unchanged_file_is_not_fetched_again(place: Place) -> None:
    with hosting(whole(NEW)) as host:
        place.fetch(host)
        before = place.target.stat()
        assert place.fetch(host) == Fetched(False, len(NEW))
    assert host.asked[1]["If-None-Match"] == etag(NEW)
    assert host.asked[1]["If-Modified-Since"] == DAY
    assert place.target.stat() == before


def test_an_unchanged_file_is_known_where_the_host_knows_no_conditions(place: Place) -> None:
    with hosting(lambda asked: asked.say(200, NEW, ETag=etag(NEW))) as host:
        place.fetch(host)
        assert not place.fetch(host).changed
    assert place.holds(NEW)


def test_without_etag_and_day_a_file_of_the_same_size_is_fetched_again(place: Place) -> None:
    with hosting(lambda asked: asked.say(200, OLD), lambda asked: asked.say(200, NEW)) as host:
        place.fetch(host)
        assert place.fetch(host).changed
    assert place.holds(NEW)


def test_a_file_in_place_that_is_not_what_came_is_fetched_again(place: Place) -> None:
    with hosting(whole(NEW)) as host:
        place.fetch(host)
        place.target.write_bytes(NEW[:-1] + b"x")
        assert place.fetch(host).changed
        assert host.asked[1]["If-None-Match"] is None
    assert place.holds(NEW)


def test_a_new_version_takes_the_place_of_the_old_one(place: Place) -> None:
    with hosting(whole(OLD), whole(NEW)) as host:
        place.fetch(host)
        assert place.fetch(host).changed
    assert place.holds(NEW)


def test_a_host_too_busy_is_given_the_time_it_asks_for(place: Place) -> None:
    with hosting(refused(503, Retry_After="2"), whole(NEW)) as host:
        place.fetch(host)
    assert place.slept == [2]
    assert place.holds(NEW)


def test_a_host_that_asks_for_too_much_time_is_given_up(place: Place) -> None:
    with hosting(refused(503, Retry_After="3600")) as host:
        with pytest.raises(UnreachableError, match=r"503 .*asks to wait 3600 s; expected 2"):
            place.fetch(host)
        assert len(host.asked) == 1


def test_a_day_to_come_back_is_understood(place: Place) -> None:
    with hosting(refused(429, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT")) as host:
        with pytest.raises(UnreachableError, match="asks to wait"):
            place.fetch(host)
        assert len(host.asked) == 1


def breaking() -> list[Callable[..., None]]:
    return [broken_off(NEW, 0)]


@pytest.mark.parametrize(
    ("scenes", "error", "told", "requests"),
    [
        ([refused(404)], NotThereError, "status 404", 1),
        ([refused(403)], NotThereError, "status 403", 1),
        ([refused(500)], UnreachableError, "status 500", 4),
        ([refused(503)], UnreachableError, "status 503", 4),
        (breaking(), UnreachableError, "broke off after 0 of", 4),
        ([stalled(NEW, 0, 0.5)], UnreachableError, "timed out", 4),
        ([lambda a: a.say(200, NEW[:-30])], NotWholeError, "damaged archive", 2),
        (
            [lambda a: a.say(200, NEW[:5000] + b"12345" + NEW[5005:])],
            NotWholeError,
            "json/QANR5L17QE|Error",
            2,
        ),
        ([lambda a: a.say(200, b"<!doctype html><title>502</title>")], WrongContentError,
         'begins with "<!doctype html>', 2),
        ([lambda a: a.say(200, b"")], WrongContentError, "no archive", 2),
        ([lambda a: a.say(204)], NotThereError, "status 204", 1),
        ([lambda a: a.say(302, Location="file:///etc/passwd")], NotThereError, "302", 1),
        ([lambda a: a.say(200, b"x", 5_000_000_000)], WrongContentError, "5,000,000,000 bytes", 1),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_named_and_what_was_there_stays(
    place: Place,
    scenes: list[Callable[..., None]],
    error: type[FetchError],
    told: str,
    requests: int,
) -> None:
    with hosting(whole(OLD)) as host:
        place.fetch(host)
    with hosting(*scenes) as host:
        with pytest.raises(error, match=told) as raised:
            place.fetch(host)
        assert str(raised.value).startswith(host.address)
        assert len(host.asked) == requests
    assert place.target.read_bytes() == OLD


def test_a_host_that_is_not_there_is_named(place: Place) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnreachableError, match="refused"):
        fetch(f"http://127.0.0.1:{port}/", place.target, patience=QUICK, sleep=place.slept.append)
    assert place.slept == [0.001, 0.002, 0.004]


def test_each_gain_gives_the_host_its_chances_back(place: Place) -> None:
    step = len(NEW) // 20 + 1
    with hosting(broken_off(NEW, step)) as host:
        place.fetch(host)
    assert len(host.asked) == 20
    assert set(place.slept) == {0.001}
    assert place.holds(NEW)


def test_a_host_that_never_gets_further_is_given_up(place: Place) -> None:
    def from_the_start(asked: object) -> None:
        broken_off(NEW, 10_000, ETag='W/"1"')(asked)  # type: ignore[arg-type]

    with hosting(from_the_start) as host:
        with pytest.raises(UnreachableError, match="broke off after 10,000"):
            place.fetch(host)
        assert len(host.asked) == 5


def test_a_host_that_drips_is_given_up_in_time(place: Place) -> None:
    with hosting(whole(NEW)) as host, pytest.raises(UnreachableError, match="the part is kept"):
        place.fetch(host, Patience(longest=0))
    assert place.target.with_name(".questions.zip.part").stat().st_size > 0


def test_an_archive_of_other_things_is_refused(place: Place) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        out.writestr("image.png", "x")
    other = hosting(lambda asked: asked.say(200, content.getvalue()))
    with other as host, pytest.raises(WrongContentError, match="1 members without data"):
        place.fetch(host)
    assert not place.target.exists()


def test_an_archive_that_would_fill_a_disk_is_refused_unread(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fetching.whole.MOST", 1000)
    with hosting(whole(NEW)) as host, pytest.raises(WrongContentError, match="unpacks to"):
        place.fetch(host)


def test_a_proxy_of_the_environment_is_used(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with hosting(whole(NEW)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        fetch("http://example.invalid/a.zip", place.target, patience=QUICK)
        assert proxy.paths == ["http://example.invalid/a.zip"]
    assert place.target.read_bytes() == NEW


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_host_without_a_certificate_that_counts_is_refused_at_once(place: Place) -> None:
    pem = place.target.parent.parent / "host.pem"
    names = ["-subj", "/CN=localhost", "-keyout", str(pem), "-out", str(pem)]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with hosting(whole(NEW)) as host:
        host.socket = context.wrap_socket(host.socket, server_side=True)
        with pytest.raises(UnreachableError, match="certificate"):
            fetch(host.address.replace("http", "https"), place.target, sleep=place.slept.append)
    assert place.slept == []


def test_wherever_lines_break_the_archive_is_one_that_the_host_had(tmp_path: Path) -> None:
    dice = random.Random(5)
    for number in range(15):
        place = Place(tmp_path / str(number))
        scenes = [
            dice.choice(
                [
                    broken_off(dice.choice([OLD, NEW]), dice.randrange(1, 40_000)),
                    refused(dice.choice([500, 502, 503, 416])),
                    rest(NEW) if number % 2 else broken_off(NEW, 500),
                ]
            )
            for _ in range(3)
        ]
        first = broken_off(OLD, dice.randrange(1, 30_000))
        with hosting(first, *scenes, whole(NEW)) as host:
            place.fetch(host, Patience(timeout=1, pauses=(0.001,) * 8, downloads=9))
        assert place.holds(NEW) or place.holds(OLD)
