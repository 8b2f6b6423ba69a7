"""The bad network does what its plan says, and tells how often."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.end_to_end.fault_proxy import EVERY_FAULT, Fault, FaultProxy


@dataclass
class Server:
    """Answers every request with its own body, and remembers which came whole."""

    url: str = ""
    heard: list[bytes] = field(default_factory=list[bytes])


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Echo(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers["content-length"])
            body = self.rfile.read(size)
            if len(body) == size:
                told.heard.append(body)
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            for number in range(20_000):
                self.wfile.write(b"data: %d\n\n" % number)
            self.close_connection = True

        def handle(self) -> None:
            with suppress(ConnectionError):  # what the proxy cut
                super().handle()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the class's
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def post(http: httpx.Client, body: str = "hello") -> str:
    """What a client hears."""
    try:
        answer = http.post("/", json=body)
    except httpx.TransportError:
        return "lost"
    return answer.json() if answer.status_code == 200 else "refused"


def test_without_faults_everything_passes(server: Server) -> None:
    with FaultProxy(server.url, {}, 1) as proxy, httpx.Client(base_url=proxy.url) as http:
        answers = [http.post("/", json=number).json() for number in range(5)]

    assert (answers, proxy.did) == ([0, 1, 2, 3, 4], {})
    assert server.heard == [b"0", b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize(
    ("fault", "answer", "heard"),
    [
        (Fault.DELAY, "hello", 1),
        (Fault.CUT_REQUEST, "lost", 0),
        (Fault.CUT_ANSWER, "lost", 1),
        (Fault.DROP_ANSWER, "lost", 1),
        (Fault.DUPLICATE, "hello", 2),
        (Fault.REFUSE_BEFORE, "refused", 0),
        (Fault.REFUSE_AFTER, "refused", 1),
    ],
)
def test_each_fault_is_what_its_name_says(server: Server, fault: Fault, answer: str, heard: int) -> None:
    with FaultProxy(server.url, {fault: 1.0}, 1) as proxy, httpx.Client(base_url=proxy.url) as http:
        told = post(http)

    assert (told, server.heard, proxy.did) == (answer, [b'"hello"'] * heard, {fault: 1})


def test_a_stream_that_is_cut_ends_early_and_another_passes_whole(server: Server) -> None:
    with FaultProxy(server.url, {Fault.CUT_ANSWER: 1.0}, 1) as proxy, httpx.Client(base_url=proxy.url) as http:
        cut = http.get("/")
        proxy.plan = {}
        whole = http.get("/")

    assert 0 < len(cut.content) < 6_000
    assert whole.text.endswith("data: 19999\n\n")


def test_the_same_seed_does_the_same(server: Server) -> None:
    def told() -> list[str]:
        with FaultProxy(server.url, EVERY_FAULT, 7) as proxy, httpx.Client(base_url=proxy.url) as http:
            return [post(http, str(number)) for number in range(60)]

    first = told()

    assert told() == first
    assert {"lost", "refused"} < set(first)


def test_a_server_that_moved_is_found_again(server: Server) -> None:
    with FaultProxy("http://127.0.0.1:1", {}, 1) as proxy, httpx.Client(base_url=proxy.url) as http:
        away = post(http)
        proxy.upstream = server.url
        back = post(http)

    assert (away, back) == ("lost", "hello")
