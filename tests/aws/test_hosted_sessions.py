"""Sessions that a Cognito user pool begins: each has a row of ours beside it, where it is listed and ended."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from postcardit_backend.aws.cognito import Cognito
from postcardit_backend.services.hosted.passwords import end_with_password
from tests.aws.pools import RESET_CODE, HostedWorld, Pool, unheard
from tests.backend.held_to_contract import Answer
from tests.backend.world import PASSWORD, Person

OTHER = "another horse entirely"
ALICE = "alice@example.com"
ENDED = (401, "session_ended")


def refresh(world: HostedWorld, refresh_token: str) -> Answer:
    return world.anyone.ask("POST", "/auth/refresh", {"refreshToken": refresh_token})


def with_token(world: HostedWorld, access_token: str) -> Answer:
    return world.anyone.get("/users/me", authorization=f"Bearer {access_token}")


def refresh_token_of(person: Person) -> str:
    assert person.account is not None
    return person.account.refresh_token


class Rotating:
    """The pool's client as AWS has it: each refresh gives another token, and the ones before count no longer than
    the grace time. The emulator does not rotate."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._newest: dict[str, int] = {}
        self.in_grace = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def revoke_token(self, **asked: Any) -> Any:
        return self._client.revoke_token(**{**asked, "Token": asked["Token"].partition("~")[0]})

    def get_tokens_from_refresh_token(self, **asked: Any) -> Any:
        token, _, number = asked["RefreshToken"].partition("~")
        newest = self._newest.setdefault(token, 0)
        if int(number or 0) < newest and not self.in_grace:
            raise self._client.exceptions.RefreshTokenReuseException(
                {"Error": {"Code": "RefreshTokenReuseException"}}, "GetTokensFromRefreshToken"
            )
        self._newest[token] = newest + 1
        answer = self._client.get_tokens_from_refresh_token(**{**asked, "RefreshToken": token})
        answer["AuthenticationResult"]["RefreshToken"] = f"{token}~{newest + 1}"
        return answer


@pytest.fixture
def rotating(hosted: HostedWorld, monkeypatch: pytest.MonkeyPatch) -> Rotating:
    client = Rotating(hosted.cognito._client)  # pyright: ignore[reportPrivateUsage]  # it is put in between
    monkeypatch.setattr(hosted.cognito, "_client", client)
    return client


def test_a_refreshed_session_goes_on_under_its_name(hosted: HostedWorld) -> None:
    alice = hosted.newcomer("alice")
    before = alice.get("/auth/sessions").body["sessions"]

    pair = refresh(hosted, refresh_token_of(alice)).body

    me = with_token(hosted, pair["accessToken"])
    after = hosted.anyone.get("/auth/sessions", authorization=f"Bearer {pair['accessToken']}").body["sessions"]
    assert me.body["userId"] == pair["user"]["userId"] == alice.user_id
    assert [one["sessionId"] for one in after] == [one["sessionId"] for one in before]
    assert [one["isCurrent"] for one in after] == [True]
    assert pair["expiresIn"] == 900
    assert 59 * 86_400 < pair["refreshExpiresIn"] <= 60 * 86_400


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "x" * 5000, ""])
def test_a_made_up_refresh_token_is_of_no_session(hosted: HostedWorld, token: str) -> None:
    assert refresh(hosted, token).outcome == ENDED


def test_a_session_that_is_left_ends_at_once_for_both_of_its_tokens(hosted: HostedWorld) -> None:
    alice = hosted.newcomer("alice")
    elsewhere = hosted.sign_in("alice")

    alice.ask("POST", "/auth/logout")

    refused = [alice.get("/users/me"), refresh(hosted, refresh_token_of(alice))]
    assert [(one.outcome, one.body["reason"]) for one in refused] == [(ENDED, "signed_out")] * 2
    assert elsewhere.get("/users/me").status == 200
    assert refresh(hosted, refresh_token_of(elsewhere)).status == 200


def test_a_refresh_token_of_an_ended_session_is_revoked_in_the_pool_when_it_comes(
    hosted: HostedWorld, pool: Pool
) -> None:
    alice = hosted.newcomer("alice")
    token = refresh_token_of(alice)
    alice.ask("POST", "/auth/logout")

    refresh(hosted, token)

    with pytest.raises(pool.client.exceptions.NotAuthorizedException):
        pool.client.get_tokens_from_refresh_token(ClientId=pool.client_id, RefreshToken=token)


def test_another_session_can_be_left_by_its_refresh_token_and_by_its_id(hosted: HostedWorld) -> None:
    hosted.newcomer("alice")
    phone, tablet, laptop = (hosted.sign_in("alice") for _ in range(3))
    current = next(one for one in tablet.get("/auth/sessions").body["sessions"] if one["isCurrent"])

    laptop.ask("POST", "/auth/logout", {"refreshToken": refresh_token_of(phone)})
    laptop.ask("DELETE", f"/auth/sessions/{current['sessionId']}")

    heard = [one.get("/users/me") for one in (phone, tablet, laptop)]
    assert [one.body.get("reason") for one in heard] == ["signed_out", "revoked", None]


def test_leaving_everywhere_ends_every_session_here_and_in_the_pool(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")
    other = hosted.sign_in("alice")

    alice.ask("POST", "/auth/logout", {"all": True})

    assert [one.get("/users/me").outcome for one in (alice, other)] == [ENDED] * 2
    for person in (alice, other):
        with pytest.raises(pool.client.exceptions.NotAuthorizedException):
            pool.client.get_tokens_from_refresh_token(ClientId=pool.client_id, RefreshToken=refresh_token_of(person))


def test_a_token_that_the_pool_gave_to_others_is_no_session_of_ours(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")
    beside = pool.client.initiate_auth(
        ClientId=pool.client_id, AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": alice.user_id, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]  # fmt: skip

    assert with_token(hosted, beside["AccessToken"]).outcome == (401, "unauthenticated")
    assert with_token(hosted, beside["IdToken"]).outcome == (401, "unauthenticated")
    assert refresh(hosted, beside["RefreshToken"]).outcome == ENDED


@pytest.mark.usefixtures("rotating")
def test_each_rotated_token_counts_once_and_a_lost_answer_gives_the_same_successor(hosted: HostedWorld) -> None:
    alice = hosted.newcomer("alice")
    first = refresh_token_of(alice)

    second = refresh(hosted, first).body
    again = refresh(hosted, first).body
    third = refresh(hosted, second["refreshToken"])

    assert second["refreshToken"] == again["refreshToken"] != first
    assert with_token(hosted, again["accessToken"]).status == 200
    assert third.status == 200


def test_a_rotated_token_that_comes_after_its_time_ends_the_session(hosted: HostedWorld, rotating: Rotating) -> None:
    alice = hosted.newcomer("alice")
    first = refresh_token_of(alice)
    second = refresh(hosted, first).body
    hosted.clock.forward(seconds=31)
    rotating.in_grace = False

    stolen = refresh(hosted, first)

    assert (stolen.outcome, stolen.body["reason"]) == (ENDED, "reused")
    assert refresh(hosted, second["refreshToken"]).outcome == ENDED
    assert with_token(hosted, second["accessToken"]).outcome == ENDED


def test_a_rotated_token_that_the_pool_takes_no_more_ends_nothing_within_our_grace(
    hosted: HostedWorld, rotating: Rotating
) -> None:
    alice = hosted.newcomer("alice")
    first = refresh_token_of(alice)
    second = refresh(hosted, first).body
    rotating.in_grace = False

    again = refresh(hosted, first)

    assert again.outcome == ENDED
    assert refresh(hosted, second["refreshToken"]).status == 200


def test_a_session_ends_here_when_the_pool_takes_its_token_no_more(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")
    pool.client.revoke_token(ClientId=pool.client_id, Token=refresh_token_of(alice))

    refused = refresh(hosted, refresh_token_of(alice))

    assert (refused.outcome, refused.body["reason"]) == (ENDED, "revoked")
    assert alice.get("/users/me").outcome == ENDED


@pytest.mark.usefixtures("rotating")
def test_of_eight_who_refresh_at_once_all_get_one_successor(hosted: HostedWorld) -> None:
    alice = hosted.newcomer("alice")

    with ThreadPoolExecutor(8) as threads:
        asking = [threads.submit(refresh, hosted, refresh_token_of(alice)) for _ in range(8)]
        answers = [each.result() for each in asking]

    given = {answer.body.get("refreshToken") for answer in answers}
    assert [answer.status for answer in answers] == [200] * 8
    assert len(given) == 1


def test_a_changed_password_ends_the_sessions_elsewhere(hosted: HostedWorld) -> None:
    alice = hosted.newcomer("alice")
    other = hosted.sign_in("alice")

    wrong = alice.ask("POST", "/auth/change-password", {"password": OTHER, "newPassword": OTHER})
    changed = alice.ask("POST", "/auth/change-password", {"password": PASSWORD, "newPassword": OTHER})

    assert (wrong.outcome, changed.status) == ((403, "wrong_password"), 204)
    assert alice.get("/users/me").status == 200
    assert refresh(hosted, refresh_token_of(alice)).status == 200
    heard = other.get("/users/me")
    assert (heard.outcome, heard.body["reason"]) == (ENDED, "password_changed")
    former = hosted.anyone.ask("POST", "/auth/login", {"email": ALICE, "password": PASSWORD})
    assert former.outcome == (401, "wrong_credentials")
    assert hosted.sign_in("alice", OTHER).user_id == alice.user_id


def test_a_sign_in_that_a_new_password_overtakes_begins_no_session(
    hosted: HostedWorld, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = hosted.newcomer("alice")
    sign_in = Cognito.sign_in

    def slow(cognito: Cognito, user_id: str, password: str) -> Any:
        grant = sign_in(cognito, user_id, password)
        with monkeypatch.context() as undisturbed:
            undisturbed.setattr(Cognito, "sign_in", sign_in)
            alice.ask("POST", "/auth/change-password", {"password": PASSWORD, "newPassword": OTHER})
        return grant

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Cognito, "sign_in", slow)
        with pool.asked() as asked:
            overtaken = hosted.anyone.ask("POST", "/auth/login", {"email": ALICE, "password": PASSWORD})

    assert overtaken.outcome == (401, "wrong_credentials")
    assert [call for call, _ in asked][-1] == "RevokeToken"
    assert len(alice.get("/auth/sessions").body["sessions"]) == 1


def test_a_forgotten_password_is_set_anew_by_its_code(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")
    asked = [
        hosted.anyone.ask("POST", "/auth/forgot-password", {"email": email}) for email in (ALICE, "no@example.com")
    ]

    wrong = [
        hosted.anyone.ask("POST", "/auth/reset-password", {"email": email, "code": code, "newPassword": OTHER})
        for email, code in ((ALICE, "000000"), ("no@example.com", RESET_CODE))
    ]
    reset = hosted.anyone.ask(
        "POST", "/auth/reset-password", {"email": ALICE, "code": RESET_CODE, "newPassword": OTHER}
    )

    assert [(one.status, set(one.body)) for one in asked] == [(202, {"email", "expiresAt"})] * 2
    assert [one.outcome for one in wrong] == [(422, "invalid_code")] * 2
    assert reset.status == 204
    assert alice.get("/users/me").body["reason"] == "password_changed"
    assert refresh(hosted, refresh_token_of(alice)).outcome == ENDED
    assert hosted.sign_in("alice", OTHER).user_id == alice.user_id
    assert [mail.subject for mail in hosted.embedded.mailbox.read("alice")] == ["Your password was changed"]
    with pytest.raises(pool.client.exceptions.NotAuthorizedException):
        pool.client.get_tokens_from_refresh_token(ClientId=pool.client_id, RefreshToken=refresh_token_of(alice))


def test_a_code_that_sets_a_password_ends_the_sessions_whoever_else_has_changed_it_meanwhile(
    hosted: HostedWorld,
) -> None:
    alice = hosted.newcomer("alice")
    before = hosted.ports.users.by_id(alice.user_id)
    assert before is not None
    alice.ask("POST", "/auth/change-password", {"password": PASSWORD, "newPassword": OTHER})
    later = hosted.sign_in("alice", OTHER)

    end_with_password(before, hosted.clock(), hosted.ports)

    assert [one.get("/users/me").outcome for one in (alice, later)] == [ENDED] * 2


def test_the_session_that_checking_a_password_begins_is_ended_in_the_pool(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")

    with pool.asked() as asked:
        alice.ask("POST", "/auth/change-email", {"password": PASSWORD, "newEmail": "new@example.com"})

    assert [call for call, _ in asked] == ["InitiateAuth", "RevokeToken"]


def test_another_address_is_proved_by_a_code_of_ours_and_told_to_the_pool(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")
    new = "new@example.com"

    refused = alice.ask("POST", "/auth/change-email", {"password": OTHER, "newEmail": new})
    alice.ask("POST", "/auth/change-email", {"password": PASSWORD, "newEmail": new})
    confirmed = alice.ask("POST", "/auth/confirm-email", {"code": hosted.code_for(new)})

    assert refused.outcome == (403, "wrong_password")
    assert confirmed.body["email"] == new == pool.email_of(alice.user_id)
    assert hosted.anyone.ask("POST", "/auth/login", {"email": new, "password": PASSWORD}).status == 200
    former = hosted.anyone.ask("POST", "/auth/login", {"email": ALICE, "password": PASSWORD})
    assert former.outcome == (401, "wrong_credentials")


def test_the_pool_hears_of_an_address_before_it_mails_a_code_to_it(
    hosted: HostedWorld, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = hosted.newcomer("alice")
    alice.ask("POST", "/auth/change-email", {"password": PASSWORD, "newEmail": "new@example.com"})
    with monkeypatch.context() as dying:
        dying.setattr(hosted.cognito, "set_email", unheard)
        alice.ask("POST", "/auth/confirm-email", {"code": hosted.code_for("new@example.com")})
    missed = pool.email_of(alice.user_id)

    hosted.anyone.ask("POST", "/auth/forgot-password", {"email": "new@example.com"})

    assert (missed, pool.email_of(alice.user_id)) == (ALICE, "new@example.com")


def test_the_folder_knows_refresh_tokens_of_the_pool_by_their_hashes_alone(hosted: HostedWorld) -> None:
    alice = hosted.newcomer("alice")
    token = refresh_token_of(alice)

    kept = "\n".join(hosted.embedded.database.reader().iterdump())

    assert token not in kept
    assert hashlib.sha256(token.encode()).hexdigest() in kept
    assert PASSWORD not in kept


def test_the_pools_keys_are_published(hosted: HostedWorld) -> None:
    keys = hosted.anyone.get("/.well-known/jwks.json").body["keys"]

    assert {(key["kty"], key["alg"], key["use"], key["e"]) for key in keys} == {("RSA", "RS256", "sig", "AQAB")}
