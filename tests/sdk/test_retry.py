"""What is asked again, how often, how late: and that nothing is ever done twice unasked."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
import tenacity
from hypothesis import given
from hypothesis import strategies as st

from postcardit_sdk import Call, Code, ConnectionFailed, PostCardItError, RateLimited, Response, TimedOut
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import LoginUser
from postcardit_sdk.contract.friends import AnswerFriend, FriendAnswer, RequestFriend
from postcardit_sdk.retry import Attempts, retry_after_seconds
from tests.sdk.stage import ALICE, NOW, Answer, page, play, problem, reply, session_of

FRIENDSHIP = {"friendshipId": "f-1"}
CALLS: dict[str, Call[Any]] = {
    "GET": Call(ops.get_me),
    "PUT": Call(ops.answer_friend, AnswerFriend(action=FriendAnswer.ACCEPT), path=FRIENDSHIP),
    "DELETE": Call(ops.remove_friend, path=FRIENDSHIP),
    "POST with a key": Call(ops.request_friend, RequestFriend(username="bob")),
    "POST once": Call(ops.login_user, LoginUser(username="alice", password="correct horse")),
}
FAILURES: dict[str, Answer] = {
    "never sent": ConnectionFailed("refused", was_sent=False),
    "cut off": ConnectionFailed("cut off"),
    "no answer in time": TimedOut("late"),
    **{str(status): page(status) for status in (400, 403, 404, 408, 409, 425, 429, 500, 501, 502, 503, 504)},
    "503 of ours": problem(Code.UNAVAILABLE),
    "in progress": problem(Code.IDEMPOTENCY_IN_PROGRESS),
    "taken": problem(Code.USERNAME_TAKEN),
    "not JSON": page(200, "<html>Welcome to the hotel</html>"),
}
PASSING = {
    "cut off",
    "no answer in time",
    "408",
    "425",
    "429",
    "500",
    "502",
    "503",
    "504",
    "503 of ours",
    "in progress",
}


@pytest.fixture(autouse=True)
def no_jitter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The random wait is always its upper bound."""

    def longest(low: float, high: float) -> float:
        return high

    with monkeypatch.context() as patch:
        patch.setattr("tenacity.wait.random.uniform", longest)
        yield


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("kind", CALLS)
def test_what_is_repeated(kind: str, failure: str) -> None:
    played = play(session_of(), CALLS[kind], FAILURES[failure])

    repeated = failure == "never sent" or (failure in PASSING and kind != "POST once")
    assert played.steps.count("pause 0.5") == (1 if repeated else 0)
    assert len(played.requests) == (3 if repeated else 1)
    assert played.error is not None


def test_three_attempts_wait_longer_each_time() -> None:
    played = play(session_of(), CALLS["GET"], FAILURES["503"])

    sent = "GET /v1/users/me as access-1"
    assert played.steps == [sent, "pause 0.5", sent, "pause 1", sent]


def test_what_succeeds_at_last_is_the_result() -> None:
    played = play(session_of(), CALLS["GET"], FAILURES["503"], FAILURES["cut off"], reply(ALICE))

    assert (played.result, played.error) == (ALICE, None)


def test_each_attempt_sends_the_same_bytes_under_the_same_key() -> None:
    requests = play(session_of(), CALLS["POST with a key"], FAILURES["cut off"]).requests

    assert len(requests) == 3
    assert requests[0] == requests[1] == requests[2]
    assert len(requests[0].headers["idempotency-key"]) == 36


def test_each_call_has_a_key_of_its_own_unless_one_is_given() -> None:
    asking = RequestFriend(username="bob")
    calls = [Call(ops.request_friend, asking, idempotency_key=key) for key in (None, None, "mine", "mine")]

    keys = [play(session_of(), call, page(400)).requests[0].headers["idempotency-key"] for call in calls]

    assert keys[0] != keys[1]
    assert keys[2:] == ["mine", "mine"]


def test_the_last_error_is_raised() -> None:
    played = play(session_of(), CALLS["GET"], FAILURES["cut off"], FAILURES["cut off"], FAILURES["no answer in time"])

    assert isinstance(played.error, TimedOut)


def test_a_failure_that_will_not_pass_ends_the_attempts() -> None:
    played = play(session_of(), CALLS["GET"], FAILURES["503"], FAILURES["404"])

    assert len(played.requests) == 2


@pytest.mark.parametrize(
    "told", ["7", " 7 ", "7.0", format_datetime(datetime.fromtimestamp(NOW + 7, UTC), usegmt=True)]
)
def test_the_server_may_say_how_long_to_wait(told: str) -> None:
    played = play(session_of(), CALLS["GET"], page(429, **{"retry-after": told}), reply(ALICE))

    assert "pause 7" in played.steps


@pytest.mark.parametrize("told", ["61", "3600", format_datetime(datetime.fromtimestamp(NOW + 3600, UTC), usegmt=True)])
def test_a_wait_of_more_than_a_minute_is_left_to_the_caller(told: str) -> None:
    played = play(session_of(), CALLS["GET"], problem(Code.RATE_LIMITED, retry_after=told))

    assert len(played.requests) == 1
    assert isinstance(played.error, RateLimited)
    assert played.error.retry_after is not None
    assert played.error.retry_after > 60


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("-5", 0.0),
        ("1.5", 1.5),
        ("Fri, 15 Jan 2027 08:00:30 GMT", 30.0),
        ("Fri Jan 15 08:00:30 2027", 30.0),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("1_0", None),
        ("9" * 400, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="only POSIX changes its zone while it runs")
def test_a_date_without_a_zone_is_in_utc_wherever_the_client_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        seconds = retry_after_seconds("Fri Jan 15 08:00:30 2027", NOW)
    time.tzset()

    assert seconds == 30


@given(st.text() | st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{1,5} \d\d:\d\d:\d\d [+-]?\w{1,5}"))
def test_no_header_breaks_the_reading_of_retry_after(value: str) -> None:
    seconds = retry_after_seconds(value, NOW)

    assert seconds is None or seconds >= 0


def test_the_attempts_end_before_the_deadline() -> None:
    played = play(session_of(), CALLS["GET"], page(503, **{"retry-after": "50"}))
    late = Attempts(None, started=-(10.0**9))

    assert [step for step in played.steps if "pause" in step] == ["pause 50", "pause 50"]
    with pytest.raises(ConnectionFailed):
        late.pause_after(ConnectionFailed("cut off"))


class TestPoliciesOfTheUser:
    """A client follows any tenacity policy, within what is safe."""

    def test_stop_and_wait_are_followed(self) -> None:
        policy = tenacity.Retrying(stop=tenacity.stop_after_attempt(5), wait=tenacity.wait_fixed(2))

        played = play(session_of(retry=policy), CALLS["GET"], FAILURES["503"])

        assert (len(played.requests), played.steps.count("pause 2")) == (5, 4)
        assert isinstance(played.error, PostCardItError)

    def test_an_asynchronous_policy_is_followed_too(self) -> None:
        policy = tenacity.AsyncRetrying(stop=tenacity.stop_after_attempt(2), wait=tenacity.wait_fixed(3))

        played = play(session_of(retry=policy), CALLS["GET"], FAILURES["503"])

        assert [step for step in played.steps if "pause" in step] == ["pause 3"]

    def test_its_predicate_can_refuse_what_would_be_repeated(self) -> None:
        policy = tenacity.Retrying(retry=tenacity.retry_if_exception_type(TimedOut))

        played = play(session_of(retry=policy), CALLS["GET"], FAILURES["503"])

        assert (len(played.requests), isinstance(played.error, PostCardItError)) == (1, True)

    def test_a_policy_that_is_switched_off_repeats_nothing(self) -> None:
        policy = tenacity.Retrying(stop=tenacity.stop_after_attempt(9), enabled=False)

        assert len(play(session_of(retry=policy), CALLS["GET"], FAILURES["503"]).requests) == 1

    def test_no_policy_repeats_what_must_not_happen_twice(self) -> None:
        policy = tenacity.Retrying(retry=tenacity.retry_always, stop=tenacity.stop_after_attempt(9))

        assert len(play(session_of(retry=policy), CALLS["POST once"], FAILURES["cut off"]).requests) == 1

    def test_its_hooks_hear_of_every_pause(self) -> None:
        heard: list[float] = []
        policy = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(3),
            wait=tenacity.wait_incrementing(1, 1),
            before_sleep=lambda state: heard.append(state.upcoming_sleep),
            retry_error_callback=lambda state: "never used",
        )

        played = play(session_of(retry=policy), CALLS["GET"], FAILURES["503"])

        assert (heard, isinstance(played.error, PostCardItError)) == ([1, 2], True)

    def test_one_policy_serves_many_calls(self) -> None:
        session = session_of(retry=tenacity.Retrying(stop=tenacity.stop_after_attempt(2)))

        counts = [len(play(session, CALLS["GET"], FAILURES["503"]).requests) for _ in range(3)]

        assert counts == [2, 2, 2]


@given(st.integers(0, 2**32 - 1))
def test_jitter_stays_within_its_bounds(seed: int) -> None:
    import random

    before = random.getstate()
    try:
        random.seed(seed)
        attempts = Attempts(None, started=10.0**9)
        pauses = [attempts.pause_after(ConnectionFailed("cut off")) for _ in range(2)]
    finally:
        random.setstate(before)

    assert all(0 <= pause <= 0.5 * 2**number for number, pause in enumerate(pauses))


def test_a_pause_goes_on_growing_to_eight_seconds() -> None:
    from postcardit_sdk.retry import default_policy

    policy = default_policy()
    state = tenacity.RetryCallState(policy, fn=None, args=(), kwargs={})
    longest: list[float] = []
    for number in range(1, 9):
        state.attempt_number = number
        longest.append(policy.wait(state))

    assert longest == [0.5, 1, 2, 4, 8, 8, 8, 8]


def test_an_answer_of_no_bytes_is_no_reason_to_ask_again() -> None:
    played = play(session_of(), CALLS["GET"], Response(200, {}, b""))

    assert (len(played.requests), type(played.error).__name__) == (1, "UnreadableAnswer")
