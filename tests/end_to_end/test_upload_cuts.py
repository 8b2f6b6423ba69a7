"""A photo on its way survives cut connections and a killed server: what was acknowledged is never sent again."""

import io
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from postcardit_backend.entry import Server
from postcardit_sdk import Client
from tests.end_to_end.fault_proxy import Fault, FaultProxy
from tests.end_to_end.served import Served
from tests.end_to_end.town import access_token, sign_up
from tests.end_to_end.upload_rounds import PARTIAL, HandSender, announce, upload_of

PART = 2048
CUTS = 100


def noisy(size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(stream, "JPEG", quality=90)
    return stream.getvalue()


@pytest.fixture(scope="module")
def photo() -> bytes:
    """Some hundred parts."""
    return noisy((900, 700))


def sign_in(url: str, folder: Path) -> str:
    with Client(url) as client:
        return access_token(sign_up(client, folder, "alice"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path / "data") as served:
        yield served


def test_an_upload_that_is_cut_a_hundred_times_comes_whole_and_sends_a_part_again_at_most(
    photo: bytes, tmp_path: Path
) -> None:
    plan = {Fault.CUT_REQUEST: 0.45, Fault.DROP_ANSWER: 0.1, Fault.CUT_ANSWER: 0.05, Fault.DUPLICATE: 0.05}
    with Server(tmp_path) as server, httpx.Client(base_url=server.url) as http:
        token = sign_in(server.url, tmp_path)
        upload = announce(http, token, photo)
        with FaultProxy(server.url, plan, seed=1) as proxy, httpx.Client() as bad:
            sender = HandSender(bad, upload["url"].replace(server.url, proxy.url), photo, PART)
            status = sender.send()
        done = upload_of(http, token, upload["uploadId"])

    assert (status in {"ready", "processing", "finished"}, done["status"]) == (True, "ready")
    assert proxy.did[Fault.CUT_REQUEST] >= CUTS
    assert sender.acknowledged == sorted(sender.acknowledged)
    assert sender.sent <= len(photo) + PART * sum(proxy.did.values())


def send_part(http: httpx.Client, url: str, offset: int, data: bytes) -> httpx.Response:
    headers = {"content-type": PARTIAL, "upload-offset": str(offset), "upload-complete": "?0"}
    return http.patch(url, content=data, headers=headers)


def half_sent(url: str, offset: int, data: bytes, length: int, *, is_last: bool = False) -> socket.socket:
    """A PATCH of which these bytes have been sent, and whose answer nobody has read; its connection is open."""
    parts = urlsplit(url)
    wire = socket.create_connection((parts.hostname, parts.port or 80), timeout=30)
    head = (
        f"PATCH {parts.path}?{parts.query} HTTP/1.1\r\nHost: x\r\nContent-Type: {PARTIAL}\r\n"
        f"Upload-Offset: {offset}\r\nUpload-Complete: ?{is_last:d}\r\nContent-Length: {length}\r\n\r\n"
    )
    wire.sendall(head.encode() + data)
    return wire


def file_of(folder: Path, upload: dict[str, str]) -> Path:
    return folder / "arrivals" / f"{upload['uploadId']}.part"


def wait_for_bytes(file: Path, size: int) -> None:
    while not file.exists() or file.stat().st_size < size:
        Event().wait(0.002)


def test_a_server_that_is_killed_in_the_middle_knows_how_far_it_was(
    photo: bytes, served: Served, tmp_path: Path
) -> None:
    token = sign_in(served.url, tmp_path / "data")
    with httpx.Client(base_url=served.url) as http:
        upload = announce(http, token, photo)
        assert send_part(http, upload["url"], 0, photo[:1000]).headers["upload-offset"] == "1000"
        with half_sent(upload["url"], 1000, photo[1000:90_000], len(photo) - 1000):
            wait_for_bytes(file_of(tmp_path / "data", upload), 60_000)
            served.kill()

    kept = file_of(tmp_path / "data", upload).read_bytes()
    served.start()
    served.wait_until_ready()
    with httpx.Client(base_url=served.url) as http:
        told = int(http.head(upload["url"]).headers["upload-offset"])
        status = HandSender(http, upload["url"], photo, PART * 64).send()

    assert (told, kept) == (len(kept), photo[: len(kept)])
    assert (60_000 <= len(kept) <= 90_000, status) == (True, "ready")


def test_a_server_that_is_killed_while_it_decodes_goes_on_when_it_is_back(served: Served, tmp_path: Path) -> None:
    large = noisy((3000, 2000))
    token = sign_in(served.url, tmp_path / "data")
    with httpx.Client(base_url=served.url) as http:
        upload = announce(http, token, large)
        send_part(http, upload["url"], 0, large[:-1])
        with half_sent(upload["url"], len(large) - 1, large[-1:], 1, is_last=True):
            while upload_of(http, token, upload["uploadId"])["status"] == "pending":
                Event().wait(0.001)
            served.kill()

    served.start()
    served.wait_until_ready()
    with httpx.Client(base_url=served.url) as http:
        while (status := upload_of(http, token, upload["uploadId"])["status"]) == "processing":
            Event().wait(0.005)

    assert status == "ready"
    while [*(tmp_path / "data" / "arrivals").iterdir()]:  # who is at it lets go a moment after it is told
        Event().wait(0.005)


def test_a_stalled_connection_does_not_keep_anyone_from_going_on(photo: bytes, tmp_path: Path) -> None:
    with Server(tmp_path) as server, httpx.Client(base_url=server.url) as http:
        upload = announce(http, sign_in(server.url, tmp_path), photo)
        with half_sent(upload["url"], 0, photo[:500], len(photo)) as stalled:
            wait_for_bytes(file_of(tmp_path, upload), 500)

            status = HandSender(http, upload["url"], photo, PART * 64).send()
            stalled.sendall(photo[500:])
            late = stalled.recv(65_536)

    assert status == "ready"
    assert late.startswith(b"HTTP/1.1 409 ")
    assert b"upload_finished" in late or b"upload_offset_mismatch" in late


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what a process has mapped")
def test_the_server_itself_never_loads_a_decoder(photo: bytes, served: Served, tmp_path: Path) -> None:
    token = sign_in(served.url, tmp_path / "data")
    with httpx.Client(base_url=served.url) as http:
        upload = announce(http, token, photo)
        assert http.put(upload["url"], content=photo).headers["x-upload-status"] == "ready"
        mapped = Path(f"/proc/{served.process_id}/maps").read_text()

    assert [name for name in ("_imaging", "pillow_heif", "libheif", "libjpeg") if name in mapped] == []
