"""What goes wrong has a name, a sentence, an id to quote: and no secret."""

import inspect
import pickle
import re
import traceback

import pytest

from postcardit_sdk import (
    ApiError,
    Call,
    Client,
    Code,
    Conflict,
    ConnectionFailed,
    EndReason,
    FieldProblem,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    PhotoRefused,
    PostCardItError,
    RateLimited,
    Request,
    Response,
    ServerError,
    SessionEnded,
    TimedOut,
    Tokens,
    Unauthenticated,
    UnreadableAnswer,
    errors,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import RegisterUser
from postcardit_sdk.errors import invalid_arguments
from postcardit_sdk.flow import Exchange, ask
from tests.sdk.stage import Script, page, pair, play, problem, reply, session_of

CANARY = "c4nary-c4nary-c4nary"


@pytest.mark.parametrize("code", list(Code), ids=str)
def test_every_problem_is_raised_as_the_error_for_its_status(code: Code) -> None:
    by_status: dict[int, type[PostCardItError]] = {
        401: Unauthenticated, 403: PermissionDenied, 404: NotFound, 409: Conflict, 410: Conflict, 412: Conflict,
        429: RateLimited, 500: ServerError, 503: ServerError,
    }  # fmt: skip

    error = play(session_of(), Exchange(Request("GET", "/"), repeatable=False), problem(code)).error

    assert type(error) is by_status.get(code.status, InvalidRequest)
    assert isinstance(error, ApiError | InvalidRequest)
    assert (error.code, error.request_id, str(error)) == (code, "request-1", code.sentence)


def test_a_problem_of_a_newer_server_keeps_its_code() -> None:
    said = problem(Code.NOT_FOUND, 418)
    newer = Response(418, {}, said.body.replace(b"not_found", b"is_a_teapot"))

    error = play(session_of(), Call(ops.get_me), newer).error

    assert type(error) is ApiError
    assert (error.code, error.status) == ("is_a_teapot", 418)


@pytest.mark.parametrize(
    ("answer", "raised", "status"),
    [
        (page(502, **{"x-request-id": "r-9"}), ServerError, 502),
        (page(429, **{"x-request-id": "r-9"}), RateLimited, 429),
        (page(404, **{"x-request-id": "r-9"}), UnreadableAnswer, 404),
        (page(302, **{"x-request-id": "r-9"}), UnreadableAnswer, 302),
        (page(200, **{"x-request-id": "r-9"}), UnreadableAnswer, 200),
        (Response(200, {"x-request-id": "r-9"}, b'{"userId": 7}'), UnreadableAnswer, 200),
        (Response(204, {"x-request-id": "r-9"}, b""), UnreadableAnswer, 204),
    ],
)
def test_what_a_proxy_says_is_told_apart(answer: Response, raised: type[PostCardItError], status: int) -> None:
    session = session_of(retry=None)

    error = play(session, Call(ops.get_me), answer).error

    assert type(error) is raised
    assert isinstance(error, ApiError | UnreadableAnswer)
    assert (error.status, error.request_id) == (status, "r-9")


def test_an_unreadable_answer_names_the_fields_and_not_what_they_hold() -> None:
    answer = Response(200, {}, f'{{"userId": ["{CANARY}"]}}'.encode())

    error = play(session_of(), Call(ops.get_me), answer).error

    assert "userId" in str(error)
    assert CANARY not in told(error)


EVERY_ERROR: list[PostCardItError] = [
    PostCardItError("plain"),
    PhotoRefused(Code.IMAGE_UNREADABLE, "no photo"),
    errors.SignInRequired(),
    SessionEnded(EndReason.SIGNED_OUT),
    errors.TokenFileUnsafe("open to all"),
    errors.KeyringFailed("locked"),
    errors.LocalStoreFailed("the disk is full"),
    errors.OutboxRefused("full", "There is no room."),
    errors.ClientClosed(),
    ConnectionFailed("refused", was_sent=False),
    TimedOut("late"),
    UnreadableAnswer("what?", status=502, request_id="r-9"),
    invalid_arguments([FieldProblem(pointer="/to", code="required", message="Missing.")]),
    *(
        error
        for code in (Code.UNAUTHENTICATED, Code.FORBIDDEN, Code.NOT_FOUND, Code.CURSOR_EXPIRED, Code.RATE_LIMITED)
        if (error := play(session_of(), Call(ops.get_me), problem(code, retry_after="77")).error)
    ),
]


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
def test_an_error_comes_back_from_pickling_as_it_was(error: PostCardItError) -> None:
    back = pickle.loads(pickle.dumps(error))

    assert (type(back), back.args, vars(back)) == (type(error), error.args, vars(error))


def test_a_pickled_problem_remembers_how_long_to_wait() -> None:
    error = EVERY_ERROR[-1]

    back = pickle.loads(pickle.dumps(error))

    assert isinstance(back, RateLimited)
    assert back.retry_after == 77


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = set(re.findall(r"─ (\w+)", errors.__doc__ or ""))
    kinds = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, PostCardItError)}

    assert drawn == kinds - {"PostCardItError"}
    assert kinds | {"error_for"} == set(errors.__all__)


def told(error: BaseException | None) -> str:
    """All that a log could hold of an error."""
    assert error is not None
    return "".join([*traceback.format_exception(error), repr(error), repr(vars(error)), str(pickle.dumps(error))])


def test_no_secret_shows_in_a_value() -> None:
    register = RegisterUser(username="alice", email="alice@example.com", password=CANARY)
    shown = [
        Tokens(CANARY, CANARY),
        pair().model_copy(update={"access_token": CANARY, "refresh_token": CANARY}),
        register,
        Call(ops.register_user, register),
        Request("PUT", f"/v1/uploads?signature={CANARY}", {"authorization": CANARY}, CANARY.encode()),
        Exchange(Request("PUT", f"/v1/uploads?signature={CANARY}", {"authorization": CANARY}, CANARY.encode())),
        Response(200, {"set-cookie": CANARY}, CANARY.encode()),
    ]

    assert [value for value in shown if CANARY in f"{value!r} {value}"] == []


def test_no_secret_shows_in_the_refusal_of_arguments() -> None:
    with pytest.raises(InvalidRequest) as caught:
        ask(RegisterUser, username="no good!", email=CANARY, password=CANARY * 100)

    assert caught.value.code is Code.VALIDATION_FAILED
    assert {error.pointer for error in caught.value.errors} == {"/username", "/email", "/password"}
    assert CANARY not in told(caught.value)


@pytest.mark.parametrize("answer", [problem(Code.WRONG_CREDENTIALS), page(200), ConnectionFailed("cut off")])
def test_no_secret_shows_in_a_failure(answer: Response | ConnectionFailed) -> None:
    with (
        Client("http://api.example", transport=Script([answer])) as client,
        pytest.raises(PostCardItError) as caught,
    ):
        client.auth.login("alice", CANARY)

    assert CANARY not in told(caught.value)


def test_no_token_shows_in_a_refused_refresh() -> None:
    session = session_of(Tokens(CANARY, CANARY, 0.0))

    played = play(session, Call(ops.get_me), problem(Code.SESSION_ENDED), reply(pair()))

    assert CANARY not in told(played.error)
