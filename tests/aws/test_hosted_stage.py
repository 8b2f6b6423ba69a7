"""A whole stage whose accounts Cognito keeps: the function's door, DynamoDB, S3 and the pool."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from postcardit_backend.aws.cognito import Cognito
from postcardit_backend.aws.functions.sweep import sweep
from postcardit_sdk import Client, SessionEnded, Unauthenticated
from postcardit_sdk.contract.service import Identity
from tests.aws.emulator import Emulator
from tests.aws.pools import RESET_CODE, SIGN_UP_CODE, Pool, unheard
from tests.aws.stage import PASSWORD, Staged, staged

OTHER = "another horse entirely"


@pytest.fixture
def stage(emulator: Emulator, pool: Pool) -> Iterator[Staged]:
    with staged(emulator) as local:
        named = replace(
            local.stage, identity=Identity.COGNITO, user_pool_id=pool.pool_id, user_pool_client_id=pool.client_id
        )
        with replace(local, stage=named).another() as hosted:
            yield hosted


def newcomer(stage: Staged, username: str) -> Client:
    client, email = stage.client(), f"{username}@example.com"
    client.auth.register(username, email, PASSWORD)
    client.auth.confirm(email, SIGN_UP_CODE, password=PASSWORD)
    return client


def test_people_whom_cognito_knows_write_to_each_other(stage: Staged) -> None:
    alice, bob = newcomer(stage, "alice"), newcomer(stage, "bob")
    bob.friends.accept(alice.friends.request("bob").friendship_id)

    alice.postcards.send("bob", "Ciao")

    assert [card.message for card in bob.postcards.received().postcards] == ["Ciao"]
    assert stage.client().service.ready().identity is Identity.COGNITO


def test_an_account_lives_its_life_through_the_pool(stage: Staged, pool: Pool) -> None:
    alice = newcomer(stage, "alice")
    tablet = stage.client()
    tablet.auth.login("alice", PASSWORD, device_name="tablet")
    tokens = alice.session.tokens.load()
    assert tokens is not None and tokens.refresh_token is not None
    refreshed = stage.client().auth.refresh(tokens.refresh_token)
    devices = {session.device_name for session in alice.auth.sessions().sessions}

    alice.auth.change_password(PASSWORD, OTHER)
    with pytest.raises(SessionEnded):
        tablet.users.me()
    alice.auth.change_email(OTHER, "new@example.com")
    code = next(mail.code for mail in reversed(stage.mailbox.sent) if mail.code is not None)
    alice.auth.confirm_email(code)
    alice.auth.forgot_password("new@example.com")
    alice.auth.reset_password("new@example.com", RESET_CODE, PASSWORD)
    with pytest.raises(SessionEnded):
        alice.users.me()
    tablet.auth.login("new@example.com", PASSWORD)
    before = {*pool.people()}
    tablet.users.delete_me(PASSWORD)

    assert refreshed.user.username == "alice"
    assert devices == {None, "tablet"}
    assert before == {pool_id for pool_id in before if pool_id[14] == "7"}
    assert pool.people() == {}
    with pytest.raises(Unauthenticated):
        stage.client().auth.login("alice", PASSWORD)


def test_the_sweeper_finishes_an_erasure_that_the_pool_did_not_hear_of(
    stage: Staged, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = newcomer(stage, "alice")
    with monkeypatch.context() as dying:
        dying.setattr(Cognito, "discard", unheard)
        alice.users.delete_me(PASSWORD)
    left = len(pool.people())

    sweep(stage.gateway.ports)

    assert (left, pool.people()) == (1, {})
