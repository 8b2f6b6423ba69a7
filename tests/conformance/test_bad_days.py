"""On a bad day of DynamoDB: what was acknowledged is there once, nothing else is, and others are told to wait."""

import random
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from postcardit_backend.settings import Settings
from tests.aws.faults import bad_day
from tests.backend.feed_pages import now, pages, told
from tests.backend.held_to_contract import Answer
from tests.backend.place import PASSWORD, Person
from tests.conformance.stages import AwsForTests, SettledStage, StagePlace

CARD = {"recipientUsername": "bob", "message": "Ciao"}
UNAVAILABLE = (503, "unavailable")


@pytest.fixture
def place(aws: AwsForTests, settled_stage: SettledStage) -> Iterator[StagePlace]:
    """A stage in which alice and bob are friends. Nobody waits between two tries."""
    with settled_stage.open_copy(aws, Settings()) as place:
        place.alice.befriend(place.bob)
        with patch("botocore.endpoint.time.sleep"):
            yield place


class Down(random.Random):
    """Draws that leave nothing of a region."""

    def random(self) -> float:
        return 0.0

    def choice(self, seq: object) -> str:  # type: ignore[override]  # of the kinds of failures it draws always this
        return "broken"


def insisting(person: Person, body: dict[str, str], key: str) -> Answer:
    """Ask again until it is answered, as an outbox does."""
    while (answer := person.post("/postcards", body, key=key)).outcome == UNAVAILABLE:
        pass
    return answer


def test_what_is_sent_until_it_is_acknowledged_arrives_once_and_is_told_once(
    aws: AwsForTests, place: StagePlace
) -> None:
    begin, client = now(place.bob), aws.clients.of("dynamodb")

    with bad_day(client, random.Random(5), rate=0.4) as wrongs:
        answers = [insisting(place.alice, {**CARD, "message": f"{number}"}, f"key-{number}") for number in range(20)]

    received = place.bob.get("/postcards").body["postcards"]
    assert {*wrongs} == {"throttled", "broken", "lost", "lost answer", "half a batch"}
    assert [answer.status for answer in answers] == [201] * 20
    assert [card["message"] for card in received] == [f"{number}" for number in reversed(range(20))]
    changes = [change for page in pages(place.bob, begin) for change in page["changes"]]
    assert [change["id"] for change in changes] == [card["postcardId"] for card in reversed(received)]
    assert [change["seq"] for change in changes] == [*range(changes[0]["seq"], changes[0]["seq"] + 20)]
    assert place.alice.get("/users/me").body["postcardsCount"] == 20


def test_while_a_region_is_down_everyone_is_told_to_come_back(aws: AwsForTests, place: StagePlace) -> None:
    cursor = now(place.bob)

    with bad_day(aws.clients.of("dynamodb"), Down(), rate=1):
        answers = [
            place.alice.post("/postcards", CARD),
            place.alice.get("/postcards"),
            place.bob.get(f"/sync?cursor={cursor}"),
            place.bob.ask("PUT", f"/users/{place.alice.user_id}/block"),
            place.anyone.ask("POST", "/auth/login", {"username": "alice", "password": PASSWORD}),
        ]
        alive = place.anyone.get("/health/live")

    assert [answer.outcome for answer in answers] == [UNAVAILABLE] * len(answers)
    assert [int(answer.headers["retry-after"]) > 0 for answer in answers] == [True] * len(answers)
    assert alive.status == 200


def test_what_was_tried_while_a_region_was_down_happens_once_afterwards(aws: AwsForTests, place: StagePlace) -> None:
    begin = now(place.bob)
    with bad_day(aws.clients.of("dynamodb"), Down(), rate=1):
        down = [place.alice.post("/postcards", CARD, key="one").outcome for _ in range(3)]

    up = [place.alice.post("/postcards", CARD, key="one") for _ in range(2)]

    assert down == [UNAVAILABLE] * 3
    assert [answer.headers.get("idempotency-replayed") for answer in up] == [None, "true"]
    assert told(pages(place.bob, begin)) == [("postcard.received", up[0].body["postcardId"])]


def test_what_dynamodb_has_not_removed_in_time_does_not_count_any_more(aws: AwsForTests, place: StagePlace) -> None:
    account = place.bob.account
    assert account is not None
    place.anyone.ask("POST", "/auth/forgot-password", {"email": "alice@example.com"})
    code = place.code_for("alice")
    upload = {"contentType": "image/jpeg", "byteSize": 100, "sha256": "0" * 64}
    first = place.alice.post("/uploads", upload, key="one").body["uploadId"]

    place.clock.forward(days=61)
    reset = {"email": "alice@example.com", "code": code, "newPassword": "battery staple"}
    answers = [
        place.anyone.ask("POST", "/auth/reset-password", reset),
        place.anyone.ask("POST", "/auth/refresh", {"refreshToken": account.refresh_token}),
    ]
    place.sign_in("alice")
    again = place.alice.post("/uploads", upload, key="one")

    rows = aws.clients.of("dynamodb").scan(TableName=place.tables.name_of("brief"))["Count"]
    assert rows > 0, "the emulator removes nothing by itself"
    assert [answer.outcome for answer in answers] == [(422, "invalid_code"), (401, "session_ended")]
    assert (again.status, again.body["uploadId"] != first) == (201, True)
