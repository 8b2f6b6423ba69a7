"""Lost answers, ends and wrong clocks: what may go wrong with a refresh, and the session that goes on."""

from email.utils import formatdate
from pathlib import Path

import pytest

from postcardit_sdk import (
    Call,
    Code,
    ConnectionFailed,
    EndReason,
    FileTokens,
    MemoryTokens,
    Response,
    SessionEnded,
    SignInRequired,
    Talk,
    Tokens,
    UnreadableAnswer,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import ChangePassword
from postcardit_sdk.flow import SignedIn, SignedOut
from postcardit_sdk.session import Session
from tests.sdk.stage import (
    ALICE,
    BOB,
    EXPIRED,
    LIVE,
    NOW,
    SECOND,
    SOON,
    Answer,
    entries,
    page,
    pair,
    play,
    problem,
    reply,
    session_of,
    story,
)

ME = Call(ops.get_me)
ONCE = Call(ops.change_password, ChangePassword(password="correct horse", new_password="battery staple"))
LOST = ConnectionFailed("The connection broke.")
REFRESH = "POST /v1/auth/refresh"


def dated(response: Response, moment: float) -> Response:
    return Response(response.status, {**response.headers, "date": formatdate(moment, usegmt=True)}, response.body)


# Lost answers


@pytest.mark.parametrize("lost", [LOST, page(502), page(200), problem(Code.INTERNAL)])
def test_a_lost_answer_is_asked_for_again_at_once_even_when_the_call_counts_once(lost: Answer) -> None:
    session = session_of(EXPIRED)

    played = play(session, ONCE, lost, reply(pair()), Response(204, {}, b""))

    assert played.steps == ["lock", REFRESH, REFRESH, "unlock", "POST /v1/auth/change-password as access-2"]
    assert (played.error, session.tokens.load()) == (None, SECOND)
    assert story(session) == ["refresh_repeated", "refreshed"]


def test_an_answer_that_is_lost_twice_is_asked_for_after_a_second() -> None:
    played = play(session_of(EXPIRED), ONCE, LOST, LOST, reply(pair()), Response(204, {}, b""))

    assert played.steps[:5] == ["lock", REFRESH, REFRESH, "pause 1", REFRESH]
    assert played.error is None


def test_a_refresh_that_stays_unanswered_fails_the_call_and_keeps_the_tokens() -> None:
    session = session_of(EXPIRED)

    played = play(session, ONCE, LOST)

    assert played.steps == ["lock", REFRESH, REFRESH, "pause 1", REFRESH, "unlock"]
    assert (type(played.error), session.tokens.load()) == (ConnectionFailed, EXPIRED)
    assert story(session) == ["refresh_repeated", "refresh_repeated", "refresh_failed"]


def test_a_refresh_waits_for_no_answer_longer_than_it_can_be_repeated() -> None:
    played = play(session_of(EXPIRED), ME, reply(pair()), reply(ALICE))

    refresh, call = played.requests
    assert (refresh.timeout_seconds, call.timeout_seconds) == (9.0, None)


def test_nobody_with_a_token_that_counts_waits_for_a_refresh() -> None:
    session = session_of(SOON)
    assert session.tokens.lock.try_acquire()

    played = play(session, ME, reply(ALICE))

    assert played.steps == ["GET /v1/users/me as access-1"]


def test_an_early_refresh_that_failed_is_not_tried_again_at_once() -> None:
    session = session_of(SOON)
    refused = ConnectionFailed("no network", was_sent=False)

    first, second = play(session, ME, refused, reply(ALICE)), play(session, ME, reply(ALICE))

    assert (len(first.requests), len(second.requests)) == (2, 1)


def test_who_waited_for_a_refresh_that_failed_hears_so_instead_of_trying_too() -> None:
    store = MemoryTokens(EXPIRED)
    session, lock = Session(store, clock=lambda: NOW), store.lock

    class FailsMeanwhile:
        """A lock that somebody else gives back after a refresh that failed."""

        def try_acquire(self) -> bool:
            store.lock = lock
            play(session, ONCE, LOST)
            return lock.try_acquire()

        def release(self) -> None:
            lock.release()

    store.lock = FailsMeanwhile()
    played = play(session, ONCE, reply(pair()))

    assert (type(played.error), played.requests) == (ConnectionFailed, [])


# Ends


def test_every_reason_reaches_the_caller_and_the_black_box() -> None:
    for reason in EndReason:
        session = session_of(EXPIRED)
        error = play(session, ME, problem(Code.SESSION_ENDED, reason=reason)).error

        assert isinstance(error, SessionEnded)
        assert (error.reason, error.decided_by) == (reason, "server")
        [entry] = entries(session)
        assert (entry.event, entry.facts) == ("session_ended", {"reason": reason, "decided_by": "server"})


def test_an_end_without_a_reason_counts_as_expired_and_says_who_decided_so() -> None:
    error = play(session_of(EXPIRED), ME, problem(Code.SESSION_ENDED)).error

    assert isinstance(error, SessionEnded)
    assert (error.reason, error.decided_by) == (EndReason.EXPIRED, "client")


def test_an_access_token_that_is_told_of_an_end_is_believed_when_the_refresh_confirms_it() -> None:
    ended = problem(Code.SESSION_ENDED, reason=EndReason.REVOKED)
    confirmed, denied = session_of(LIVE), session_of(LIVE)

    error = play(confirmed, ME, ended).error
    user = play(denied, ME, ended, reply(pair()), reply(ALICE)).result

    assert isinstance(error, SessionEnded)
    assert (error.reason, confirmed.tokens.load()) == (EndReason.REVOKED, None)
    assert (user, denied.tokens.load()) == (ALICE, SECOND)


def test_a_token_alone_hears_of_the_end_of_its_session() -> None:
    error = play(session_of(Tokens("given")), ME, problem(Code.SESSION_ENDED, reason=EndReason.REUSED)).error

    assert isinstance(error, SessionEnded)
    assert error.reason is EndReason.REUSED


def test_after_an_end_one_has_to_sign_in() -> None:
    session = session_of(EXPIRED)
    play(session, ME, problem(Code.SESSION_ENDED))

    assert isinstance(play(session, ME, reply(ALICE)).error, SignInRequired)


def test_the_session_of_another_user_is_never_kept() -> None:
    session = session_of(BOB, now=NOW + 1000)

    played = play(session, ME, reply(pair()))

    assert isinstance(played.error, UnreadableAnswer)
    assert session.tokens.load() == BOB


def test_the_black_box_tells_a_whole_story() -> None:
    session = session_of(None)

    def flow() -> Talk[None]:
        yield SignedIn(pair())
        yield SignedIn(pair().model_copy(update={"user": ALICE.model_copy(update={"user_id": "b", "username": "bob"})}))
        yield SignedOut()

    play(session, flow(), reply(ALICE))

    assert [(entry.account, entry.event) for entry in entries(session)] == [
        ("alice", "signed_in"),
        ("bob", "account_switched"),
        ("bob", "signed_in"),
        ("bob", "signed_out"),
    ]


def test_tokens_of_another_process_are_noted_as_taken_over(tmp_path: Path) -> None:
    one, other = FileTokens(tmp_path / "t"), FileTokens(tmp_path / "t")
    one.save(LIVE)
    session = Session(one, clock=lambda: NOW)
    play(session, ME, reply(ALICE))
    other.save(SECOND)

    assert play(session, ME, reply(ALICE)).steps == ["GET /v1/users/me as access-2"]
    assert story(session) == ["adopted"]


# Clocks


@pytest.mark.parametrize("skew", [3600.0, -3600.0], ids=["an hour ahead", "an hour behind"])
def test_a_clock_that_is_wrong_from_the_start_is_no_matter(skew: float) -> None:
    session = session_of(None, now=NOW + skew)

    def flow() -> Talk[None]:
        yield from Call(ops.get_liveness)
        yield SignedIn(pair())

    play(session, flow(), dated(Response(200, {}, b'{"status":"ok"}'), NOW))
    again = Session(session.tokens, clock=lambda: NOW + skew)  # the next program, which has heard nothing yet

    for each in (session, again, session, again):
        assert play(each, ME, dated(reply(ALICE), NOW)).steps == ["GET /v1/users/me as access-2"]


def test_a_clock_that_was_set_forward_costs_one_refresh() -> None:
    session = session_of(LIVE, now=NOW + 3600)

    first = play(session, ME, dated(reply(pair()), NOW), dated(reply(ALICE), NOW))
    second = play(session, ME, dated(reply(ALICE), NOW))

    assert (len(first.requests), len(second.requests)) == (2, 1)


def test_a_clock_that_was_set_back_uses_no_dead_token_twice() -> None:
    tokens, now = MemoryTokens(LIVE), NOW + 1000
    session = Session(tokens, clock=lambda: now - 3600)

    first = play(session, ME, dated(problem(Code.UNAUTHENTICATED), now), dated(reply(pair()), now), reply(ALICE))
    second = play(session, ME, dated(reply(ALICE), now))
    tokens.save(LIVE)
    third = play(session, ME, dated(reply(pair(3)), now), reply(ALICE))

    assert [len(played.requests) for played in (first, second, third)] == [3, 1, 2]
    assert third.steps[1] == REFRESH


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 32 Jan 2027 08:00:00 GMT"])
def test_a_date_that_is_none_changes_nothing(date: str) -> None:
    session = session_of(LIVE)
    answer = Response(200, {"date": date}, reply(ALICE).body)

    assert [len(play(session, ME, answer).requests) for _ in range(2)] == [1, 1]
