"""Any request: what goes out, and the raw answer."""

import json

import pytest

from postcardit_sdk import Code

from .conftest import FakeServer, Run, problem


def test_a_get_carries_its_fields_in_the_query(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/users/search", {"users": []})

    result = run("api", "GET", "users/search", "-f", "q=al ice", "-F", "limit=5")

    assert server.requests[0].url == "/v1/users/search?q=al+ice&limit=5"
    assert result.out == '{"users": []}'


@pytest.mark.usefixtures("signed_in")
def test_any_other_method_carries_them_as_json(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/friends", {}, status=201)

    run("api", "post", "/v1/friends", "-f", "username=42", "-F", "deep=[1, null]")

    sent = server.requests[0]
    assert json.loads(sent.body) == {"username": "42", "deep": [1, None]}
    assert sent.headers["authorization"] == "Bearer access-of-alice"
    assert sent.headers["idempotency-key"]


def test_a_body_may_come_from_stdin(run: Run, server: FakeServer) -> None:
    server.answer("PUT /v1/thing", {})

    run("api", "PUT", "thing", "--input", "-", stdin='{"as": "it is"}')

    assert server.requests[0].body == b'{"as": "it is"}'


def test_include_prints_status_and_headers(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/thing", {})

    assert run("api", "GET", "thing", "--include").out == "HTTP 200\ncontent-type: application/json\n\n{}"


def test_a_refusal_prints_the_raw_problem_and_keeps_the_exit_code(run: Run, server: FakeServer) -> None:
    server.refuse("GET /v1/thing", Code.NOT_FOUND)

    result = run("api", "GET", "thing", "--json")

    assert (result.exit_code, result.json) == (3, problem(Code.NOT_FOUND, 404))
    assert result.error["code"] == "not_found"


@pytest.mark.parametrize("path", ["http://elsewhere.example/v1/users/me", "https://elsewhere.example", "/v1/x#y"])
def test_the_token_goes_to_no_other_server(run: Run, server: FakeServer, path: str) -> None:
    assert run("api", "GET", path).exit_code == 2
    assert server.requests == []


def test_an_address_inside_a_query_is_no_other_server(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/thing", {})

    run("api", "GET", "thing?from=http://elsewhere.example")

    assert "://" not in server.requests[0].url


@pytest.mark.parametrize("arguments", [("-f", "novalue"), ("-F", "count=five"), ("-f", "a=1", "--input", "-")])
def test_fields_that_cannot_be_meant_are_a_usage_error(
    run: Run, server: FakeServer, arguments: tuple[str, ...]
) -> None:
    assert run("api", "POST", "thing", *arguments).exit_code == 2
    assert server.requests == []
