"""Over real sockets: pools, timeouts, TLS, proxies, and the HTTP client of the user's choice."""

import asyncio
import importlib.util
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import (
    AsyncClient,
    Client,
    ClientClosed,
    ConnectionFailed,
    Exchange,
    MemoryTokens,
    PostCardItError,
    Progress,
    Request,
    ServerError,
    TimedOut,
    Timeouts,
    Tokens,
    TokenStore,
)
from postcardit_sdk.flow import Flow
from tests.sdk.peer import Arrived, Peer, peer
from tests.sdk.stage import no_pauses

LIBRARIES = [name for name in ("httpx", "httpx2") if importlib.util.find_spec(name)]
BODY = bytes(range(256)) * 700  # three chunks
colours = pytest.mark.parametrize("colour", ["blocking", "awaited"])


@pytest.fixture
def server() -> Iterator[Peer]:
    with peer() as running:
        yield running


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that a blocking client made; none takes any time."""
    return no_pauses(monkeypatch)


def run(colour: str, url: str, flow: Flow[Any], **options: Any) -> Any:
    """Run a flow on a client of one colour over HTTP."""
    if colour == "blocking":
        with Client(url, **options) as client:
            return client.run(flow)

    async def run_awaited() -> Any:
        async with AsyncClient(url, **options) as client:
            return await client.run(flow)

    return asyncio.run(run_awaited())


def once(request: Request) -> Exchange:
    return Exchange(request, repeatable=False)


@colours
def test_a_client_speaks_http(colour: str, server: Peer) -> None:
    request = Request("POST", "/v1/anything?q=1", {"x-word": "hello"}, b"body")

    response = run(colour, server.url + "/", once(request))

    assert (response.status, response.body) == (200, b'{"status":"ok"}')
    (arrived,) = server.arrived
    assert (arrived.line, arrived.headers["x-word"], arrived.body) == ("POST /v1/anything?q=1", "hello", b"body")


@colours
def test_a_streamed_body_arrives_whole_and_tells_how_far_it_is(colour: str, server: Peer) -> None:
    heard: list[Progress] = []

    run(colour, server.url, once(Request("PUT", "/v1/bytes", {}, BODY, heard.append)))

    assert server.arrived[0].body == BODY
    assert server.arrived[0].headers["content-length"] == str(len(BODY))
    assert "transfer-encoding" not in server.arrived[0].headers
    assert [progress.done_bytes for progress in heard] == [65536, 131072, len(BODY)]
    assert {progress.total_bytes for progress in heard} == {len(BODY)}


@colours
def test_what_a_progress_callback_raises_reaches_its_owner(colour: str, server: Peer) -> None:
    def fail(_: Progress) -> None:
        raise LookupError("the progress bar is gone")

    with pytest.raises(LookupError, match="the progress bar is gone"):
        run(colour, server.url, once(Request("PUT", "/v1/bytes", {}, BODY, fail)))


@colours
def test_nobody_there_was_never_sent(colour: str) -> None:
    with peer() as gone:
        url = gone.url

    with pytest.raises(ConnectionFailed, match=f"Could not connect to {url}") as caught:
        run(colour, url, once(Request("GET", "/v1/health/live")))

    assert not caught.value.was_sent


@colours
def test_a_server_that_says_nothing_in_time_was_perhaps_reached(colour: str, server: Peer) -> None:
    done = threading.Event()

    def hang(_: Arrived) -> tuple[int, bytes]:
        done.wait(10)
        return 200, b""

    server.answer = hang
    with pytest.raises(TimedOut, match="did not answer in time") as caught:
        run(colour, server.url, once(Request("GET", "/")), timeouts=Timeouts(read_seconds=0.05))
    done.set()

    assert caught.value.was_sent


def test_a_call_fails_with_the_last_of_three_answers(server: Peer, waited: list[float]) -> None:
    server.answer = lambda _: (502, b"<html>Bad gateway</html>")

    with Client(server.url) as client, pytest.raises(ServerError):
        client.service.live()

    assert (len(server.arrived), len(waited)) == (3, 2)


def test_timeouts_are_those_that_were_given(server: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    seen: list[httpx.Timeout] = []
    made = httpx.Client.__init__

    def note(self: httpx.Client, **options: Any) -> None:
        seen.append(options["timeout"])
        made(self, **options)

    monkeypatch.setattr(httpx.Client, "__init__", note)
    for timeouts in (Timeouts(), Timeouts(connect_seconds=1, read_seconds=2, pool_seconds=3)):
        run("blocking", server.url, once(Request("GET", "/")), timeouts=timeouts)

    assert seen == [httpx.Timeout(30, connect=5, pool=10), httpx.Timeout(2, connect=1, pool=3)]


@colours
def test_tls_is_verified_even_by_the_client_of_a_plain_address(colour: str, server: Peer, tmp_path: Path) -> None:
    with peer(tmp_path) as impostor:
        run(colour, server.url, once(Request("GET", "/plain")))
        with pytest.raises(ConnectionFailed, match="CERTIFICATE_VERIFY_FAILED"):
            run(colour, server.url, once(Request("GET", f"{impostor.url}/signed")))
        with pytest.raises(ConnectionFailed, match="CERTIFICATE_VERIFY_FAILED"):
            run(colour, server.url, once(Request("GET", f"{impostor.url.replace('https', 'HTTPS')}/signed")))

    assert impostor.arrived == []


def test_a_trusted_certificate_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with peer(tmp_path) as known:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "peer.pem"))
        run("blocking", known.url, once(Request("GET", "/signed")))

    assert [arrived.line for arrived in known.arrived] == ["GET /signed"]


def test_the_proxy_of_the_environment_is_used(server: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ALL_PROXY", "HTTPS_PROXY", "NO_PROXY", "all_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", server.url)
    monkeypatch.setenv("http_proxy", server.url)

    run("blocking", "http://api.example", once(Request("GET", "/v1/health/live")))

    assert [arrived.line for arrived in server.arrived] == ["GET http://api.example/v1/health/live"]


@pytest.mark.parametrize("library", LIBRARIES)
@colours
def test_the_http_client_of_the_user_is_used_and_left_open(colour: str, library: str, server: Peer) -> None:
    module = import_module(library)
    if colour == "blocking":
        given = module.Client(headers={"x-mine": "yes"})
        run(colour, server.url, once(Request("PUT", "/", {}, BODY, lambda _: None)), http_client=given)
        still_open = not given.is_closed
        given.close()
    else:
        still_open = asyncio.run(use_awaited(module, server))

    assert (still_open, server.arrived[0].headers["x-mine"], server.arrived[0].body) == (True, "yes", BODY)


async def use_awaited(module: Any, server: Peer) -> bool:
    async with module.AsyncClient(headers={"x-mine": "yes"}) as given:
        async with AsyncClient(server.url, http_client=given) as client:
            await client.run(once(Request("PUT", "/", {}, BODY, lambda _: None)))
        return not given.is_closed


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_failures_of_the_users_http_client_are_told_in_words_of_the_sdk(library: str, server: Peer) -> None:
    module = import_module(library)
    with peer() as gone:
        url = gone.url
    done = threading.Event()
    server.answer = lambda _: (200, b"") if done.wait(10) else (500, b"")

    with module.Client(timeout=0.05) as given:
        with pytest.raises(ConnectionFailed, match="Could not connect"):
            Client(url, http_client=given).run(once(Request("GET", "/")))
        with pytest.raises(TimedOut):
            Client(server.url, http_client=given).run(once(Request("GET", "/")))
    done.set()


@colours
@pytest.mark.parametrize("url", ["localhost:8080", "ftp://api.example", "api.example"])
def test_an_address_that_is_none_fails_at_once(colour: str, url: str, waited: list[float]) -> None:
    with pytest.raises(PostCardItError) as caught:
        run(colour, url, Exchange(Request("GET", "/")))

    assert not isinstance(caught.value, ConnectionFailed)
    assert waited == []


@colours
def test_a_header_that_cannot_be_sent_is_not_shown(colour: str, server: Peer, waited: list[float]) -> None:
    request = Request("GET", "/", {"x-lab-key": "c4nary\n"})

    with pytest.raises(PostCardItError) as caught:
        run(colour, server.url, Exchange(request))

    assert "c4nary" not in f"{caught.value} {caught.value.__cause__}"
    assert (caught.value.__suppress_context__, waited, server.arrived) == (True, [], [])


def test_a_password_in_the_address_is_not_shown() -> None:
    with peer() as gone:
        url = gone.url.replace("//", "//alice:c4nary@")

    with pytest.raises(ConnectionFailed) as caught:
        run("blocking", url, once(Request("GET", "/")))

    assert "c4nary" not in str(caught.value)


@colours
def test_a_closed_client_says_so_and_can_be_closed_again(colour: str, server: Peer) -> None:
    async def use_closed() -> None:
        awaited = AsyncClient(server.url)
        await awaited.service.live()
        await awaited.close()
        await awaited.close()
        with pytest.raises(ClientClosed):
            await awaited.service.live()

    if colour == "awaited":
        asyncio.run(use_closed())
    else:
        client = Client(server.url)
        client.service.live()
        client.close()
        client.close()
        with pytest.raises(ClientClosed):
            client.service.live()

    assert len(server.arrived) == 1


def test_fifty_threads_share_a_client(server: Peer) -> None:
    with Client(server.url, token="shared") as client, ThreadPoolExecutor(50) as pool:
        answers = [pool.submit(client.service.live) for _ in range(200)]

    assert {answer.result().status for answer in answers} == {"ok"}
    assert len(server.arrived) == 200


def test_tokens_and_a_token_exclude_each_other() -> None:
    store: TokenStore = MemoryTokens(Tokens("stored"))

    with pytest.raises(TypeError, match="either token or tokens"):
        Client("http://api.example", token="given", tokens=store)
