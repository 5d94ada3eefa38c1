"""A file far larger than any memory it gets: sent over a line that breaks off, and fetched in pieces."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import re
import threading
import time

import boto3
import psutil
import pytest
import requests
from moto.server import ThreadedMotoServer

from tests import on_sqlite
from tests.app.running_shop import until
from tests.cast import PASSWORD

pytestmark = [on_sqlite, pytest.mark.soak]

MEGABYTE = 1_000_000
SIZE = 300 * MEGABYTE
MOST_MEMORY = 60 * MEGABYTE
BREAKS = (0.2, 0.55, 0.9)
"""Where the line breaks off, as parts of the whole."""


def _content(start, length):
    """Bytes that differ everywhere, from any place, without keeping them."""
    first = start // 32
    blocks = b"".join(
        hashlib.sha256(str(n).encode()).digest() for n in range(first, (start + length) // 32 + 1)
    )
    return blocks[start - first * 32 :][:length]


@pytest.fixture(scope="module")
def content_hash():
    """The SHA-256 of what is sent."""
    digest = hashlib.sha256()
    for start in range(0, SIZE, MEGABYTE):
        digest.update(_content(start, MEGABYTE))
    return digest.hexdigest()


@pytest.fixture(params=["local disk", "S3"])
def kept_where(request, monkeypatch):
    """The environment by which the shop keeps files here or there."""
    if request.param == "local disk":
        yield request.param, {}
        return
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    names = {
        "AWS_ACCESS_KEY_ID": "shop",
        "AWS_SECRET_ACCESS_KEY": "of-the-tests",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    endpoint = f"http://{host}:{port}".replace("0.0.0.0", "127.0.0.1")
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="shop-files")
    yield request.param, {"STORAGE_URL": f"s3://shop-files/merch?endpoint={endpoint}", **names}
    server.stop()


class Refused(Exception):
    """The shop did not take it: more had come by another line."""


class Watch:
    """The memory of the processes that serve and look at files, sampled as they come and go."""

    def __init__(self, running):
        parts = running.parts()
        self.served = [parts["web"], parts["importer"]]
        self.before = self._now()
        self.peak = self.before
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _now(self):
        used = 0
        for part in self.served:
            with contextlib.suppress(psutil.NoSuchProcess):
                used += sum(each.memory_info().rss for each in [part, *part.children(recursive=True)])
        return used

    def _sample(self):
        while not self._over.wait(0.05):
            with contextlib.suppress(psutil.NoSuchProcess):
                self.peak = max(self.peak, self._now())

    def more(self):
        """How many bytes more were used at the most."""
        self._over.set()
        self._thread.join()
        return self.peak - self.before


class Sender:
    """A program that sends by tus, over lines that break."""

    def __init__(self, address):
        self.address, self.browser = address, requests.Session()
        token = self._token("/login/")
        answer = self.browser.post(
            f"{address}/login/", data={"username": "office", "password": PASSWORD, "csrf_token": token}
        )
        assert answer.status_code == 200
        self.headers = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self._token("/customers/list/")}

    def _token(self, path):
        page = self.browser.get(self.address + path).text
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

    def begin(self, size, customer):
        told = ",".join(
            f"{name} {base64.b64encode(value.encode()).decode()}"
            for name, value in (("filename", "large.dst"), ("customer", customer))
        )
        headers = {**self.headers, "Upload-Length": str(size), "Upload-Metadata": told}
        answer = self.browser.post(f"{self.address}/upload/", headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def offset(self, place):
        answer = self.browser.head(self.address + place, headers=self.headers)
        return int(answer.headers["Upload-Offset"])

    def send(self, place, start, stop, size):
        """Announce all that is missing, and send it up to `stop`, where the line breaks unless that is the end."""
        line = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=120)
        line.putrequest("PATCH", place)
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.browser.cookies)
        told = {
            **self.headers,
            "Cookie": cookies,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(start),
            "Content-Length": str(size - start),
        }
        for name, value in told.items():
            line.putheader(name, value)
        line.endheaders()
        for at in range(start, stop, MEGABYTE):
            line.send(_content(at, min(MEGABYTE, stop - at)))
        if stop == size:
            answer = line.getresponse()
            if answer.status != 204:
                raise Refused(answer.status)
        line.close()

    def file(self, place):
        """The id of the file, once it was looked at."""
        told = {}

        def known():
            told.update(self.browser.get(f"{self.address}{place}/status.json").json())
            return told["status"] in ("AVAILABLE", "REFUSED")

        until(known, 120, lambda: str(told))
        assert told["status"] == "AVAILABLE", told
        return told["file"]

    def fetched(self, path, start=0, stop=None):
        """The content from `start`, a megabyte at a time; the line is given up at `stop`."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        with self.browser.get(self.address + path, headers=headers, stream=True) as answer:
            assert answer.status_code == (206 if start else 200)
            for piece in answer.iter_content(MEGABYTE):
                yield piece
                start += len(piece)
                if stop and start >= stop:
                    return


def _send_over_breaks(sender, place, size):
    """Send it all over a line that breaks three times; going on from where the shop says.

    What the broken line still held may be written after the shop was asked: then it refuses, and is asked again.
    """
    for stop in [*(int(size * part) for part in BREAKS), size]:
        until(lambda stop=stop: _sent_to(sender, place, stop, size), 120)


def _sent_to(sender, place, stop, size):
    start = sender.offset(place)
    if start < stop:
        with contextlib.suppress(ConnectionError, Refused):
            sender.send(place, start, stop, size)
    return stop < size or sender.offset(place) == size


def _fetch_over_breaks(sender, path, size):
    """The hash of what is fetched over a line that breaks three times, each time going on by a range."""
    digest, came = hashlib.sha256(), 0
    for stop in [*(int(size * part) for part in BREAKS), None]:
        for piece in sender.fetched(path, came, stop):
            digest.update(piece)
            came += len(piece)
    assert came == size
    return digest.hexdigest()


def test_a_large_file_comes_and_goes_whole_over_a_line_that_breaks(
    in_processes, cast, kept_where, content_hash, say
):
    name, environment = kept_where
    customer = cast.acme.id
    with in_processes(**environment) as running:
        sender = Sender(running.address)
        warm = sender.begin(MEGABYTE, customer)
        sender.send(warm, 0, MEGABYTE, MEGABYTE)
        path = f"/customer_files/{sender.file(warm)}/download"
        assert b"".join(sender.fetched(path)) == _content(0, MEGABYTE)

        watch, began = Watch(running), time.monotonic()
        place = sender.begin(SIZE, customer)
        _send_over_breaks(sender, place, SIZE)
        identity = sender.file(place)
        up, took = watch.more(), time.monotonic() - began

        watch, began = Watch(running), time.monotonic()
        fetched = _fetch_over_breaks(sender, f"/customer_files/{identity}/download", SIZE)
        down, took_down = watch.more(), time.monotonic() - began
    say(
        f"{SIZE // MEGABYTE} MB on {name}, broken off three times: sent with {up / MEGABYTE:.0f} MB more memory in "
        f"{took:.0f} s, fetched with {down / MEGABYTE:.0f} MB more in {took_down:.0f} s"
    )
    assert fetched == content_hash
    assert up <= MOST_MEMORY
    assert down <= MOST_MEMORY
