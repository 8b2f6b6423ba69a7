"""What Cognito refuses, and that it cannot do something now, are problems of ours; and what it calls us for is done."""

import dataclasses
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from postcardit_backend.answers import ANSWERS, HOSTED
from postcardit_backend.aws.differences import DIFFERENCES, Where, excuse_for
from postcardit_backend.aws.triggers import hear
from postcardit_backend.hosted_passwords import hosted_by, hosted_mark
from postcardit_backend.refusal import Refused
from postcardit_backend.services.hosted.auth import make_profile
from postcardit_sdk.contract.problems import Code
from tests.aws.pools import SIGN_UP_CODE, HostedWorld, Pool
from tests.backend.world import PASSWORD

ALICE = "alice@example.com"
LOGIN = {"email": ALICE, "password": PASSWORD}


@pytest.mark.parametrize(
    ("error", "status", "outcome"),
    [
        ("TooManyRequestsException", 400, (429, "rate_limited")),
        ("InternalErrorException", 500, (503, "unavailable")),
        ("SomethingNew", 503, (503, "unavailable")),
        ("NotAuthorizedException", 400, (401, "wrong_credentials")),
        ("UserNotConfirmedException", 400, (401, "wrong_credentials")),
        ("PasswordResetRequiredException", 400, (401, "wrong_credentials")),
        ("UserNotFoundException", 400, (401, "wrong_credentials")),
    ],
)
def test_what_cognito_says_to_a_sign_in_is_a_problem_of_ours(
    error: str, status: int, outcome: tuple[int, str], hosted: HostedWorld, pool: Pool
) -> None:
    hosted.newcomer("alice")

    with Stubber(pool.client) as stub:
        stub.add_client_error("initiate_auth", error, "in its own words", status)
        answer = hosted.anyone.ask("POST", "/auth/login", LOGIN)

    assert answer.outcome == outcome
    assert b"in its own words" not in answer.raw
    assert ("retry-after" in answer.headers) is (answer.status in (429, 503))


def test_someone_whom_cognito_asks_for_more_cannot_sign_in(hosted: HostedWorld, pool: Pool) -> None:
    hosted.newcomer("alice")

    with Stubber(pool.client) as stub:
        stub.add_response("initiate_auth", {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "x" * 20})
        answer = hosted.anyone.ask("POST", "/auth/login", LOGIN)

    assert answer.outcome == (401, "wrong_credentials")


@pytest.mark.parametrize("error", ["LimitExceededException", "TooManyFailedAttemptsException"])
def test_too_many_tries_at_a_code_do_not_tell_that_there_is_an_account(
    error: str, hosted: HostedWorld, pool: Pool
) -> None:
    hosted.newcomer("alice")

    with Stubber(pool.client) as stub:
        stub.add_client_error("confirm_forgot_password", error, "", 400)
        reset = hosted.anyone.ask(
            "POST", "/auth/reset-password", {"email": ALICE, "code": "000000", "newPassword": "another horse"}
        )
        stub.add_response("admin_update_user_attributes", {})
        stub.add_client_error("forgot_password", error, "", 400)
        asked = hosted.anyone.ask("POST", "/auth/forgot-password", {"email": ALICE})

    assert reset.outcome == (422, "invalid_code")
    assert asked.status == 202


@pytest.mark.parametrize("error", ["UserLambdaValidationException", "UnexpectedLambdaException"])
def test_a_password_that_was_set_ends_every_session_though_our_trigger_failed(
    error: str, hosted: HostedWorld, pool: Pool
) -> None:
    alice = hosted.newcomer("alice")

    with Stubber(pool.client) as stub:
        stub.add_client_error("confirm_forgot_password", error, "PostConfirmation failed", 400)
        stub.add_response("admin_user_global_sign_out", {})
        reset = hosted.anyone.ask(
            "POST", "/auth/reset-password", {"email": ALICE, "code": "000000", "newPassword": "another horse"}
        )

    assert reset.status == 204
    assert alice.ask("GET", "/users/me").outcome == (401, "session_ended")


@pytest.mark.parametrize("error", ["UserLambdaValidationException", "UnexpectedLambdaException"])
def test_an_address_that_was_confirmed_has_its_account_though_our_trigger_failed(
    error: str, hosted: HostedWorld, pool: Pool
) -> None:
    hosted.anyone.ask("POST", "/auth/register", {"username": "alice", "email": ALICE, "password": PASSWORD})

    with Stubber(pool.client) as stub:
        stub.add_client_error("confirm_sign_up", error, "PostConfirmation failed", 400)
        confirmed = hosted.anyone.ask("POST", "/auth/confirm", {"email": ALICE, "code": SIGN_UP_CODE})

    assert confirmed.status == 200


def test_a_rule_that_an_operator_gave_the_pool_is_told_in_the_pools_words(hosted: HostedWorld, pool: Pool) -> None:
    with Stubber(pool.client) as stub:
        stub.add_client_error("sign_up", "InvalidPasswordException", "Password must have numeric characters", 400)
        answer = hosted.anyone.ask(
            "POST", "/auth/register", {"username": "alice", "email": ALICE, "password": PASSWORD}
        )

    assert answer.outcome == (422, "validation_failed")
    (error,) = answer.body["errors"]
    assert (error["pointer"], error["message"]) == ("/password", "Password must have numeric characters")


def test_a_silent_region_is_unavailable(hosted: HostedWorld, pool: Pool) -> None:
    hosted.newcomer("alice")

    def fail(**_: object) -> None:
        raise EndpointConnectionError(endpoint_url="nowhere")

    pool.client.meta.events.register("before-send.cognito-identity-provider", fail)
    answer = hosted.anyone.ask("POST", "/auth/login", LOGIN)
    pool.client.meta.events.unregister("before-send.cognito-identity-provider", fail)

    assert answer.outcome == (503, "unavailable")


def test_a_password_that_could_not_be_set_leaves_the_former_one(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")

    with pytest.MonkeyPatch.context() as failing:
        failing.setattr(hosted.cognito, "set_password", _unavailable)
        answer = alice.ask("POST", "/auth/change-password", {"password": PASSWORD, "newPassword": "another horse"})

    assert answer.outcome == (503, "unavailable")
    assert alice.get("/users/me").status == 200
    assert hosted.anyone.ask("POST", "/auth/login", LOGIN).status == 200


def _unavailable(*_: object) -> None:
    raise Refused(Code.UNAVAILABLE, retry_after=1)


def event(source: str, user_id: str, **attributes: str) -> dict[str, Any]:
    """What Cognito calls the trigger with."""
    return {
        "version": "1",
        "triggerSource": source,
        "region": "eu-central-1",
        "userPoolId": "eu-central-1_Abc",
        "userName": user_id,
        "callerContext": {"awsSdkVersion": "x", "clientId": "client"},
        "request": {"userAttributes": {"sub": "x", "cognito:user_status": "CONFIRMED", **attributes}},
        "response": {},
    }


def test_whom_cognito_confirms_the_trigger_gives_a_profile_and_our_answer_is_the_same(
    hosted: HostedWorld, pool: Pool
) -> None:
    hosted.anyone.client.auth.register("alice", ALICE, PASSWORD)
    (user_id,) = pool.people()
    pool.client.confirm_sign_up(ClientId=pool.client_id, Username=user_id, ConfirmationCode=SIGN_UP_CODE)
    confirmed = event("PostConfirmation_ConfirmSignUp", user_id, email=ALICE)

    heard = [hear(confirmed, hosted.ports) for _ in range(2)]
    answer = hosted.anyone.ask("POST", "/auth/login", LOGIN)

    assert heard == [confirmed] * 2
    assert answer.body["user"]["userId"] == user_id


def test_an_answer_to_a_confirmation_that_was_lost_before_the_profile_was_made_can_be_asked_for_again(
    hosted: HostedWorld, pool: Pool
) -> None:
    hosted.anyone.client.auth.register("alice", ALICE, PASSWORD)
    (user_id,) = pool.people()
    pool.client.confirm_sign_up(ClientId=pool.client_id, Username=user_id, ConfirmationCode=SIGN_UP_CODE)

    confirmed = hosted.anyone.client.auth.confirm(ALICE, SIGN_UP_CODE)

    assert confirmed.user_id == user_id


def test_someone_whom_we_do_not_know_gets_no_profile_from_the_trigger(hosted: HostedWorld, pool: Pool) -> None:
    hosted.anyone.client.auth.register("alice", ALICE, PASSWORD)

    hear(event("PostConfirmation_ConfirmSignUp", "mallory", email=ALICE), hosted.ports)

    assert hosted.ports.users.by_email(ALICE) is None
    assert hosted.ports.registrations.waiting(ALICE) is not None
    assert len(pool.people()) == 1


def test_an_erased_account_is_not_made_again_by_a_trigger_that_comes_late(hosted: HostedWorld) -> None:
    alice = hosted.newcomer("alice")
    alice.ask("DELETE", "/users/me", {"password": PASSWORD})

    made = make_profile(ALICE, alice.user_id, hosted.clock(), hosted.ports)
    hear(event("PostConfirmation_ConfirmForgotPassword", alice.user_id, email=ALICE), hosted.ports)

    assert made is None
    assert hosted.ports.users.by_email(ALICE) is None


def test_whoever_sets_a_password_by_a_code_ends_every_session_by_the_trigger(hosted: HostedWorld) -> None:
    alice = hosted.newcomer("alice")

    hear(event("PostConfirmation_ConfirmForgotPassword", alice.user_id, email=ALICE), hosted.ports)

    assert alice.get("/users/me").body["reason"] == "password_changed"


def test_other_triggers_are_given_back_as_they_came(hosted: HostedWorld) -> None:
    other = event("PreSignUp_SignUp", "someone")

    assert hear(other, hosted.ports) == other


def test_what_is_hosted_has_an_answer_of_ours_as_well() -> None:
    assert {*HOSTED} < {*ANSWERS}
    assert {
        "register_user", "resend_code", "confirm_user", "login_user", "refresh_tokens", "logout_user",
        "forgot_password", "reset_password", "change_password", "confirm_email", "delete_me",
    } == {*HOSTED}  # fmt: skip


def test_a_mark_stands_for_one_password_of_one_user() -> None:
    first, second = hosted_mark("alice"), hosted_mark("alice")

    assert first != second
    assert [hosted_by(one) for one in (first, second, "$argon2id$v=19$x", "", None)] == [
        "alice",
        "alice",
        None,
        None,
        None,
    ]


def test_local_passwords_are_never_taken_for_hosted_ones(hosted: HostedWorld) -> None:
    assert not hosted.ports.identity.is_password(PASSWORD, "$argon2id$v=19$m=19456,t=2,p=1$x$y")
    assert not hosted.ports.identity.is_password(PASSWORD, None)


def test_differences_are_told_once_each_and_excuse_only_where_they_are() -> None:
    one = dataclasses.replace(DIFFERENCES[0], excuses=frozenset({"test_events"}))

    assert len({(each.about, each.where) for each in DIFFERENCES}) == len(DIFFERENCES)
    assert {each.where for each in DIFFERENCES} == {*Where}
    assert excuse_for("test_events", frozenset(Where), (one,)) is one
    assert excuse_for("test_events", frozenset({Where.COGNITO}), (one,)) is None
    assert excuse_for("test_other", frozenset(Where), (one,)) is None
