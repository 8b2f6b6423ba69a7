"""What goes wrong on the way in is a problem with a code of its own, and the way out says who asked what."""

import pytest

from postcardit_backend.answers import ANSWERS
from postcardit_sdk.contract.operations import OPERATIONS, operation_named
from tests.backend.held_to_contract import Answer
from tests.backend.world import NOBODY, World, ids

CARD = {"recipientUsername": "bob", "message": "Ciao"}
JSON = {"content-type": "application/json", "idempotency-key": "one"}


def fields(answer: Answer) -> list[tuple[str, str]]:
    return [(problem["pointer"], problem["code"]) for problem in answer.body["errors"]]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"nonsense",
        b'{"message": "a",}',
        b"{'message': 'a'}",
        b"\xff\xfe{\x00}\x00",
        b'{"message": "\xe9"}',
        b'{"message": "\\ud800"}',
        b'{"message": "\\udc00\\ud800"}',
        b'{"message": ' + b"[" * 10_000,
        b'{"message": ' + b"9" * 5_000 + b"}",
        b"[" * 30_000 + b"]" * 30_000,
        b'{"a": 1} {"b": 2}',
        b"\xef\xbb\xbf{}",
    ],
)
def test_a_body_that_is_no_json_is_refused(body: bytes, world: World) -> None:
    answer = world.alice.ask("POST", "/postcards", body=body or b" ", headers=JSON)

    assert answer.outcome == (400, "invalid_json")


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"5", b"true", b"NaN", b"1e400"])
def test_a_body_that_is_no_object_is_refused(body: bytes, world: World) -> None:
    answer = world.alice.ask("POST", "/postcards", body=body, headers=JSON)

    assert (answer.outcome, [where for where, _ in fields(answer)]) == ((422, "validation_failed"), [""])


def test_each_wrong_field_is_named_with_its_place_and_kind(world: World) -> None:
    body = {"recipientId": "bob", "message": 5, "font": "comic", "location": {"latitude": 91, "longitude": 0}, "x": 1}

    answer = world.alice.post("/postcards", body)

    assert answer.outcome == (422, "validation_failed")
    assert sorted(fields(answer)) == [
        ("/font", "unknown_value"),
        ("/location/latitude", "too_large"),
        ("/message", "wrong_type"),
        ("/recipientId", "invalid_format"),
        ("/x", "unknown_field"),
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**CARD, "color": "red"}, "/color"),
        ({**CARD, "recipient_username": "bob"}, "/recipient_username"),
        ({**CARD, "location": {"planet": "Earth"}}, "/location/planet"),
        ({**CARD, "a/b~c": 1}, "/a~1b~0c"),
    ],
)
def test_a_field_that_the_contract_does_not_name_is_refused(body: object, pointer: str, world: World) -> None:
    answer = world.alice.post("/postcards", body)

    assert (answer.outcome, fields(answer)) == ((422, "unknown_field"), [(pointer, "unknown_field")])


def test_a_query_that_the_contract_does_not_name_is_refused(world: World) -> None:
    answer = world.alice.get("/postcards?colour=red")

    assert (answer.outcome, fields(answer)) == ((422, "unknown_field"), [("?colour", "unknown_field")])


def test_of_a_key_that_is_there_twice_the_last_counts(world: World) -> None:
    world.alice.befriend(world.bob)
    body = b'{"recipientUsername": "bob", "message": "first", "message": "last"}'

    sent = world.alice.ask("POST", "/postcards", body=body, headers=JSON)

    assert (sent.status, sent.body["message"]) == (201, "last")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "", "image/png"]
)
def test_a_body_of_another_kind_is_refused(kind: str, world: World) -> None:
    headers = {"content-type": kind, "idempotency-key": "one"}

    answer = world.alice.ask("POST", "/postcards", body=b'{"message": "x"}', headers=headers)

    assert answer.outcome == (415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_is_json_whatever_else_its_type_says(kind: str, world: World) -> None:
    answer = world.alice.ask("PATCH", "/users/me", body=b'{"bio": "x"}', headers={"content-type": kind})

    assert answer.status == 200


def test_every_verb_of_the_table_has_an_answer() -> None:
    assert {operation.name for operation in OPERATIONS if not operation.streams} - ANSWERS.keys() == set()


@pytest.mark.parametrize(
    "path", ["/polaroids", "/", "", "/users/", "/postcards/", f"/postcards/{NOBODY}/x", "/users/a%2Fb/c"]
)
def test_a_path_that_nothing_answers_is_said_so(path: str, world: World) -> None:
    answer = world.alice.get(path)

    assert (answer.outcome, answer.body["instance"]) == ((404, "unknown_route"), f"/v1{path}".replace("%2F", "/"))


def test_a_problem_names_the_path_as_it_was_asked_for(world: World) -> None:
    answers = [world.alice.get(path) for path in ("/users/what%3F%23", "/nowhere%3F")]

    assert [answer.body["instance"] for answer in answers] == ["/v1/users/what%3F%23", "/v1/nowhere%3F"]


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PATCH", "/postcards", "GET, HEAD, POST"),
        ("POST", "/users/me", "DELETE, GET, HEAD, PATCH, PUT"),
        ("DELETE", "/stamps", "GET, HEAD"),
        ("OPTIONS", "/auth/login", "POST"),
        ("TRACE", f"/friends/{NOBODY}", "DELETE, PUT"),
        ("BREW", "/users", "GET, HEAD, POST, PUT"),
    ],
)
def test_a_method_that_a_path_does_not_answer_is_said_so_with_those_it_does(
    method: str, path: str, allow: str, world: World
) -> None:
    answer = world.alice.ask(method, path)

    assert (answer.outcome, answer.headers["allow"]) == ((405, "method_not_allowed"), allow)


def test_head_gives_what_get_gives_without_its_body(world: World) -> None:
    reads = [op for op in OPERATIONS if op.method == "GET" and not op.path_names and op.name in ANSWERS]
    paths = [operation.path for operation in reads if operation.name != "search_users"]

    statuses = {path: world.alice.ask("HEAD", path).status for path in paths}

    assert statuses == dict.fromkeys(paths, 200)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer nonsense",
        "Bearer a.b.c",
        "Basic YWxpY2U6eA==",
        "Bearer \xff\xfe",
        "Bearer " + "x" * 65_536,
        "Bearer bnVsbA.bnVsbA.bnVsbA",
    ],
)
def test_a_token_that_is_none_is_met_with_a_challenge(header: str, world: World) -> None:
    answer = world.anyone.ask("GET", "/users/me", headers={"authorization": header})

    assert answer.outcome == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == 'Bearer realm="postcardit"'


def test_the_scheme_of_a_token_is_written_in_any_case(world: World) -> None:
    answer = world.anyone.ask("GET", "/users/me", headers={"authorization": f"bEARER {world.alice.access_token}"})

    assert answer.status == 200


CREATING: dict[str, object] = {
    "request_friend": {"username": "bob"},
    "create_upload": {"contentType": "image/jpeg", "byteSize": 1, "sha256": "0" * 64},
    "send_postcard": CARD,
}


@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS if operation.creates])
def test_the_shipped_app_creates_without_an_idempotency_key(name: str, world: World) -> None:
    if name == "send_postcard":
        world.alice.befriend(world.bob)

    answer = world.alice.ask("POST", operation_named(name).path, CREATING[name])

    assert answer.status == 201


def test_without_a_key_each_request_is_a_new_one(world: World) -> None:
    world.alice.befriend(world.bob)

    first, second = (world.alice.ask("POST", "/postcards", CARD) for _ in range(2))

    assert first.body["postcardId"] != second.body["postcardId"]


@pytest.mark.parametrize("key", ["", " ", "two words", "ü", "x" * 256, "tab\tbed", "\x7f"])
def test_an_idempotency_key_of_another_kind_is_refused(key: str, world: World) -> None:
    answer = world.alice.ask("POST", "/postcards", CARD, headers={"idempotency-key": key})

    assert answer.outcome == (400, "invalid_idempotency_key")


def test_a_verb_that_takes_no_arguments_reads_no_body(world: World) -> None:
    answer = world.alice.ask("PUT", f"/postcards/{NOBODY}/read", body=b"{" * 100_000)

    assert answer.outcome == (404, "not_found")


def test_a_body_larger_than_any_is_refused(world: World) -> None:
    answer = world.alice.ask("PATCH", "/users/me", body=b"{" * 65_537, headers={"content-type": "application/json"})

    assert answer.outcome == (413, "payload_too_large")


def test_a_sane_request_id_is_repeated(world: World) -> None:
    answers = [world.anyone.get(path, x_request_id="mine-1.2_3") for path in ("/health/live", "/nowhere", "/users")]

    assert [answer.headers["x-request-id"] for answer in answers] == ["mine-1.2_3"] * 3


@pytest.mark.parametrize("given", ["", "a b", "a\tb", "<script>", "x" * 129, "é", "a;b"])
def test_any_other_request_id_is_replaced(given: str, world: World) -> None:
    answers = [world.anyone.get(path, x_request_id=given) for path in ("/health/live", "/nowhere")]

    made = [answer.headers["x-request-id"] for answer in answers]
    assert given not in made
    assert len({*made}) == 2


@pytest.mark.parametrize(
    "part",
    ["%00", "a%00b", "%FF", "%ED%A0%80", "..", "%2E%2E", "'", "%27%20OR%201=1--", "%F0%9F%8F%9D", "x" * 999, "%3F%23"],
)
def test_an_id_that_is_none_is_not_found(part: str, world: World) -> None:
    answers = [world.alice.get(f"/{noun}/{part}") for noun in ("users", "postcards", "uploads")]
    answers += [world.alice.ask("DELETE", f"/{noun}/{part}") for noun in ("friends", "postcards")]

    assert {answer.status for answer in answers} == {404}


@pytest.mark.parametrize(
    "query",
    [
        "q=%00%00",
        "q=a%00",
        "q=%FF%FE",
        "q=%ED%A0%80a",
        "q=al&type=shoe",
        "q=al&type=",
        "q=a",
        "q=",
        "",
        "q=al&limit=%00",
    ],
)
def test_a_strange_search_is_refused_or_finds_nothing(query: str, world: World) -> None:
    answer = world.alice.get(f"/users/search?{query}")

    assert answer.status == 422 or answer.body["users"] == []


def test_the_older_names_of_ones_profile_are_the_profile(world: World) -> None:
    written = [
        world.alice.ask("PUT", "/users/me", {"bio": "1"}),
        world.alice.ask("PATCH", "/users/me", {"bio": "2"}),
        world.alice.ask("PUT", "/users", {"bio": "3"}),
        world.alice.ask("POST", "/users", {"bio": "4"}),
    ]
    read = [world.alice.get(path) for path in ("/users", "/users/me", f"/users/{world.alice.user_id}")]

    assert [answer.body["bio"] for answer in written] == ["1", "2", "3", "4"]
    assert [answer.body for answer in read] == [written[-1].body] * 3


def test_what_is_there_already_is_answered_only_when_it_changed(world: World) -> None:
    world.alice.befriend(world.bob)
    world.alice.post("/postcards", CARD)
    card_id = ids(world.bob.get("/postcards"))[0]
    paths = ["/users/me", "/postcards", f"/postcards/{card_id}", "/friends", "/stamps", "/openapi.json"]

    tags = [world.bob.get(path).headers["etag"] for path in paths]
    again = [world.bob.get(path, if_none_match=f'"other", W/{tag}') for path, tag in zip(paths, tags, strict=True)]
    any_tag = [world.bob.get(path, if_none_match="*") for path in paths]
    world.bob.ask("PUT", f"/postcards/{card_id}/read")
    changed = [world.bob.get(path, if_none_match=tag) for path, tag in zip(paths, tags, strict=True)]

    assert [answer.status for answer in again + any_tag] == [304] * 12
    assert [answer.headers["etag"] for answer in again] == tags
    assert [answer.status for answer in changed] == [304, 200, 200, 304, 304, 304]


def test_a_profile_is_written_only_over_the_version_that_was_read(world: World) -> None:
    seen = world.alice.get("/users/me").headers["etag"]

    first = world.alice.ask("PATCH", "/users/me", {"bio": "1"}, headers={"if-match": seen})
    late = world.alice.ask("PUT", "/users/me", {"bio": "2"}, headers={"if-match": seen})
    chained = world.alice.ask("PATCH", "/users/me", {"bio": "3"}, headers={"if-match": first.headers["etag"]})

    assert [first.status, late.outcome, chained.status] == [200, (412, "precondition_failed"), 200]
    assert world.alice.get("/users/me").body["bio"] == "3"


@pytest.mark.parametrize(
    ("if_match", "status"),
    [("*", 200), ('"nonsense"', 412), ("", 412), ('W/"1.x"', 412), ('"1.x"', 412), ('"' + "f" * 5000 + '.x"', 412)],
)
def test_only_a_version_that_is_there_matches(if_match: str, status: int, world: World) -> None:
    answer = world.alice.ask("PATCH", "/users/me", {"bio": "x"}, headers={"if-match": if_match})

    assert answer.status == status


def test_one_of_several_versions_may_match(world: World) -> None:
    seen = world.alice.get("/users/me").headers["etag"]

    answer = world.alice.ask("PATCH", "/users/me", {"bio": "x"}, headers={"if-match": f'"0.x", {seen}'})

    assert answer.status == 200
