"""A session turns what a flow says into steps: which token, when to refresh, what to do when that fails."""

from collections.abc import Callable
from dataclasses import replace
from inspect import GEN_CLOSED, getgeneratorstate

import pytest

from postcardit_sdk import (
    Call,
    Code,
    ConnectionFailed,
    EndReason,
    Exchange,
    InvalidRequest,
    MemoryTokens,
    NotFound,
    Request,
    Response,
    ServerError,
    SessionEnded,
    SignInRequired,
    Talk,
    Tokens,
    Unauthenticated,
    User,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import LogoutUser, Nothing
from postcardit_sdk.contract.friends import RequestFriend
from postcardit_sdk.flow import SignedIn, SignedOut
from postcardit_sdk.session import Session
from tests.sdk.stage import ALICE, BOB, EXPIRED, LIVE, NOW, SECOND, SOON, pair, play, problem, reply, session_of

ME = Call(ops.get_me)
NO_NETWORK = ConnectionFailed("no network", was_sent=False)


def test_a_live_token_is_simply_used() -> None:
    played = play(session_of(LIVE), ME, reply(ALICE))

    assert played.steps == ["GET /v1/users/me as access-1"]
    assert played.result == ALICE


def test_without_a_session_nothing_is_sent() -> None:
    played = play(session_of(None), ME, reply(ALICE))

    assert played.steps == []
    assert isinstance(played.error, SignInRequired)


def test_a_public_operation_carries_no_token() -> None:
    played = play(session_of(LIVE), Call(ops.get_liveness), Response(200, {}, b'{"status":"ok"}'))

    assert played.steps == ["GET /v1/health/live"]


@pytest.mark.parametrize("tokens", [EXPIRED, SOON], ids=["expired", "expires within the minute"])
def test_a_token_near_its_end_is_refreshed_first(tokens: Tokens) -> None:
    session = session_of(tokens)

    played = play(session, ME, reply(pair()), reply(ALICE))

    assert played.steps == ["lock", "POST /v1/auth/refresh", "unlock", "GET /v1/users/me as access-2"]
    assert session.tokens.load() == SECOND


def test_a_token_of_a_short_life_is_refreshed_at_the_half_of_it() -> None:
    session = session_of(EXPIRED)
    play(session, ME, reply(pair().model_copy(update={"expires_in": 40})), reply(ALICE))
    fresh = session.tokens.load()
    assert fresh is not None

    early = play(session_of(fresh, now=NOW + 19), ME, reply(ALICE))
    late = play(session_of(fresh, now=NOW + 20), ME, reply(pair(3)), reply(ALICE))

    assert early.steps == ["GET /v1/users/me as access-2"]
    assert late.steps[1] == "POST /v1/auth/refresh"


def test_a_token_alone_is_never_refreshed() -> None:
    played = play(session_of(Tokens("given")), ME, problem(Code.UNAUTHENTICATED))

    assert played.steps == ["GET /v1/users/me as given"]
    assert isinstance(played.error, Unauthenticated)


def test_a_refused_token_is_refreshed_and_the_request_sent_again() -> None:
    session = session_of(LIVE)

    played = play(session, ME, problem(Code.UNAUTHENTICATED), reply(pair()), reply(ALICE))

    assert played.steps == [
        "GET /v1/users/me as access-1",
        "lock",
        "POST /v1/auth/refresh",
        "unlock",
        "GET /v1/users/me as access-2",
    ]
    assert (played.result, session.tokens.load()) == (ALICE, SECOND)


def test_a_second_refusal_is_the_answer() -> None:
    refused = problem(Code.UNAUTHENTICATED)

    played = play(session_of(LIVE), ME, refused, reply(pair()), refused)

    assert isinstance(played.error, Unauthenticated)
    assert len(played.steps) == 5


def test_a_token_that_was_refused_after_another_refreshed_is_not_refreshed_again() -> None:
    session = session_of(LIVE)

    def refuse_late(_: Request) -> Response:
        session.tokens.save(SECOND)
        return problem(Code.UNAUTHENTICATED)

    played = play(session, ME, refuse_late, reply(ALICE))

    assert played.steps == ["GET /v1/users/me as access-1", "lock", "unlock", "GET /v1/users/me as access-2"]


def test_no_request_goes_on_in_the_name_of_who_signed_in_meanwhile() -> None:
    session = session_of(LIVE)

    def refuse_late(_: Request) -> Response:
        session.tokens.save(BOB)
        return problem(Code.UNAUTHENTICATED)

    played = play(session, ME, refuse_late, reply(ALICE))

    assert played.steps == ["GET /v1/users/me as access-1", "lock", "unlock"]
    assert isinstance(played.error, SignInRequired)
    assert session.tokens.load() == BOB


@pytest.mark.parametrize("failure", [NO_NETWORK, problem(Code.UNAVAILABLE)], ids=["no network", "503"])
def test_a_refresh_that_fails_early_leaves_a_token_that_still_counts_in_use(failure: ConnectionFailed) -> None:
    session = session_of(SOON)

    played = play(session, ME, failure, reply(ALICE))

    assert played.steps == ["lock", "POST /v1/auth/refresh", "unlock", "GET /v1/users/me as access-1"]
    assert session.tokens.load() == SOON


@pytest.mark.parametrize(
    ("failure", "raised"), [(NO_NETWORK, ConnectionFailed), (problem(Code.UNAVAILABLE), ServerError)]
)
def test_a_refresh_that_fails_late_fails_the_call_and_keeps_the_tokens(
    failure: ConnectionFailed | Response, raised: type[Exception]
) -> None:
    session = session_of(EXPIRED)

    played = play(session, ME, failure)

    assert [step for step in played.steps if "POST" in step] == ["POST /v1/auth/refresh"] * 3
    assert isinstance(played.error, raised)
    assert session.tokens.load() == EXPIRED


def test_an_ended_session_clears_its_tokens_and_says_why() -> None:
    session = session_of(EXPIRED)

    played = play(session, ME, problem(Code.SESSION_ENDED, reason=EndReason.PASSWORD_CHANGED))

    assert isinstance(played.error, SessionEnded)
    assert (played.error.reason, played.error.decided_by) == (EndReason.PASSWORD_CHANGED, "server")
    assert str(played.error) == "Your session has ended: the password was changed. Sign in again."
    assert session.tokens.load() is None


def test_a_refresh_refused_for_another_reason_keeps_the_tokens() -> None:
    session = session_of(EXPIRED)

    played = play(session, ME, problem(Code.UNAUTHENTICATED))

    assert isinstance(played.error, Unauthenticated)
    assert session.tokens.load() == EXPIRED


def sign_out(tokens: MemoryTokens) -> None:
    tokens.clear()


def sign_in_bob(tokens: MemoryTokens) -> None:
    tokens.save(BOB)


@pytest.mark.parametrize("meanwhile", [sign_out, sign_in_bob])
@pytest.mark.parametrize("answer", [reply(pair()), problem(Code.SESSION_ENDED)], ids=["refreshed", "ended"])
def test_a_late_refresh_never_touches_what_came_meanwhile(
    meanwhile: Callable[[MemoryTokens], None], answer: Response
) -> None:
    tokens = MemoryTokens(EXPIRED)
    session = Session(tokens, clock=lambda: NOW)

    def refresh_late(_: Request) -> Response:
        meanwhile(tokens)
        return answer

    then = MemoryTokens(EXPIRED)
    meanwhile(then)
    played = play(session, ME, refresh_late)

    assert played.steps == ["lock", "POST /v1/auth/refresh", "unlock"]
    assert isinstance(played.error, SignInRequired | SessionEnded)
    assert tokens.load() == then.load()


def test_a_late_refresh_uses_the_tokens_that_the_same_user_signed_in_for_meanwhile() -> None:
    again = replace(SECOND, access_token="access-again")
    session = session_of(EXPIRED)

    def refresh_late(_: Request) -> Response:
        session.tokens.save(again)
        return reply(pair())

    played = play(session, ME, refresh_late, reply(ALICE))

    assert played.steps[-1] == "GET /v1/users/me as access-again"
    assert session.tokens.load() == again


def test_signing_in_and_out_changes_the_store_under_its_lock() -> None:
    session = session_of(None)

    def flow() -> Talk[list[Tokens | None]]:
        yield SignedIn(pair())
        after_in = session.tokens.load()
        yield SignedOut()
        return [after_in, session.tokens.load()]

    played = play(session, flow())

    assert played.steps == ["lock", "unlock", "lock", "unlock"]
    assert played.result == [SECOND, None]


def test_a_flow_may_catch_an_error_and_go_on() -> None:
    def flow() -> Talk[User]:
        try:
            return (yield from Call(ops.get_user, path={"userId": "nobody"}))
        except NotFound:
            return (yield from ME)

    played = play(session_of(LIVE), flow(), problem(Code.NOT_FOUND), reply(ALICE))

    assert played.result == ALICE
    assert played.steps == ["GET /v1/users/nobody as access-1", "GET /v1/users/me as access-1"]


def test_a_flow_is_closed_when_its_steps_are() -> None:
    closed: list[str] = []

    def flow() -> Talk[User]:
        try:
            return (yield from ME)
        finally:
            closed.append("closed")

    talk = flow()
    steps = session_of(LIVE).perform(talk)
    next(steps)
    steps.close()

    assert (closed, getgeneratorstate(talk)) == (["closed"], GEN_CLOSED)


def test_path_arguments_cannot_leave_their_place() -> None:
    played = play(session_of(LIVE), Call(ops.get_user, path={"userId": "a/b?c#d"}), reply(ALICE))

    assert played.steps == ["GET /v1/users/a%2Fb%3Fc%23d as access-1"]


def test_a_request_says_who_asks_and_what_it_understands() -> None:
    call = Call(ops.logout_user, LogoutUser(all=True))

    request = play(session_of(LIVE), call, Response(204, {}, b"")).requests[0]

    agent = request.headers["user-agent"]
    assert agent.startswith("postcardit-python/")
    assert dict(request.headers) == {
        "accept": "application/json",
        "authorization": "Bearer access-1",
        "content-type": "application/json",
        "user-agent": agent,
    }
    assert request.body == b'{"all":true}'


def test_no_arguments_make_no_body() -> None:
    request = play(session_of(LIVE), Call(ops.get_me, Nothing()), reply(ALICE)).requests[0]

    assert (request.url, request.body) == ("/v1/users/me", b"")


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "ümlaut", "k" * 256])
def test_an_idempotency_key_that_no_header_can_hold_is_refused_before_sending(key: str) -> None:
    call = Call(ops.request_friend, RequestFriend(username="bob"), idempotency_key=key)

    played = play(session_of(LIVE), call, reply(ALICE))

    assert isinstance(played.error, InvalidRequest)
    assert (played.error.code, played.steps) == (Code.INVALID_IDEMPOTENCY_KEY, [])


@pytest.mark.parametrize("token", ["", "s3cret\n", "two words"])
def test_a_token_that_no_header_can_hold_is_named_without_being_shown(token: str) -> None:
    played = play(session_of(Tokens(token)), ME, reply(ALICE))

    assert isinstance(played.error, SignInRequired)
    assert (played.steps, "s3cret" in str(played.error)) == ([], False)


def test_an_exchange_gives_any_response_unless_it_expects_success() -> None:
    request = Request("GET", "/v1/anything")
    answer = problem(Code.NOT_FOUND)

    assert play(session_of(), Exchange(request, expect_success=False), answer).result == answer
    assert play(session_of(), Exchange(request), answer).error is not None
