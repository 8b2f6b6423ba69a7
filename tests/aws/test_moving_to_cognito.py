"""A data folder is moved to a stage whose accounts a pool keeps: people sign in as before, or set a new password."""

from collections.abc import Iterator
from typing import Any

import pytest

from postcardit_backend.aws.cognito import Cognito
from postcardit_backend.hosted_passwords import brought_hash
from postcardit_backend.moving.move import Move
from postcardit_backend.moving.passwords import Passwords, Way
from postcardit_backend.moving.refusal import MoveRefused
from postcardit_sdk import Unauthenticated
from tests.aws.emulator import Emulator
from tests.aws.moving import Moving, lived, moving_to_pool
from tests.aws.pools import RESET_CODE, Pool, unheard
from tests.backend.world import PASSWORD, World

NEW = "another horse entirely"


@pytest.fixture
def brought(world: World, emulator: Emulator, pool: Pool) -> Iterator[Moving]:
    """Moved, with passwords that the pool asks about."""
    lived(world)
    with moving_to_pool(world, emulator, pool, Way.BROUGHT) as moving:
        move = moving.move()
        move.run(move.plan())
        yield moving


@pytest.fixture
def resetting(world: World, emulator: Emulator, pool: Pool) -> Iterator[Moving]:
    """To be moved without passwords."""
    lived(world)
    with moving_to_pool(world, emulator, pool, Way.RESET) as moving:
        yield moving


def mark_of(moving: Moving, username: str) -> str:
    user = moving.stage.gateway.ports.users.by_username(username)
    assert user is not None
    return user.password_hash


def asked_of(moving: Moving) -> list[tuple[str, str]]:
    client: Any = moving.stage.gateway.ports.authority
    asked: list[tuple[str, str]] = client._client.asked
    return asked


def test_everybody_is_at_the_stage_and_the_pool_knows_nobody_yet(brought: Moving, pool: Pool) -> None:
    assert brought.different() == []
    assert pool.people() == {}
    assert brought_hash(mark_of(brought, "bob")) == brought.world.ports.users.by_username("bob").password_hash  # type: ignore[union-attr]  # bob is there


def test_whoever_signs_in_with_their_password_is_who_they_were_and_their_hash_goes(brought: Moving, pool: Pool) -> None:
    bob = brought.stage.client()

    bob.auth.login("bob", PASSWORD)

    assert bob.users.me().user_id == brought.world.bob.user_id
    assert pool.people() == {brought.world.bob.user_id: "CONFIRMED"}
    assert pool.email_of(brought.world.bob.user_id) == "bob@example.com"
    assert brought_hash(mark_of(brought, "bob")) is None
    bob.postcards.send("alice", "from the stage")


def test_the_pool_asks_once_for_each_and_they_change_their_password_there(brought: Moving) -> None:
    first, second = brought.stage.client(), brought.stage.client()
    first.auth.login("bob", PASSWORD)

    first.auth.change_password(PASSWORD, NEW)
    second.auth.login("bob", NEW)

    assert asked_of(brought) == [("UserMigration_Authentication", brought.world.bob.user_id)]
    with pytest.raises(Unauthenticated):
        brought.stage.client().auth.login("bob", PASSWORD)


def test_a_wrong_password_takes_nobody_over(brought: Moving, pool: Pool) -> None:
    for name in ("bob", "nobody"):
        with pytest.raises(Unauthenticated):
            brought.stage.client().auth.login(name, NEW)

    assert pool.people() == {}
    assert len(asked_of(brought)) == 2
    brought.stage.client().auth.login("bob", PASSWORD)


def test_who_has_forgotten_their_password_sets_a_new_one_by_a_code(brought: Moving, pool: Pool) -> None:
    anyone = brought.stage.client()
    anyone.auth.forgot_password("bob@example.com")

    anyone.auth.reset_password("bob@example.com", RESET_CODE, NEW)

    assert pool.people() == {brought.world.bob.user_id: "CONFIRMED"}
    assert brought_hash(mark_of(brought, "bob")) is None
    brought.stage.client().auth.login("bob", NEW)
    with pytest.raises(Unauthenticated):
        brought.stage.client().auth.login("bob", PASSWORD)


def test_two_devices_that_sign_in_for_the_first_time_at_once_are_both_signed_in(
    brought: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read the profile before either takes its hash away."""
    passwords = brought.stage.gateway.ports.passwords
    rehash, phone = passwords.rehash, brought.stage.client()

    def after_the_tablet(*given: str) -> None:
        with brought.stage.another() as elsewhere:
            tablet = elsewhere.client()
            tablet.auth.login("bob", PASSWORD)
            assert tablet.users.me().username == "bob"
        rehash(*given)

    monkeypatch.setattr(passwords, "rehash", after_the_tablet)
    phone.auth.login("bob", PASSWORD)

    assert len(phone.auth.sessions().sessions) == 2


def test_after_a_reset_nobody_has_a_hash_and_everybody_signs_in_by_a_code(resetting: Moving, pool: Pool) -> None:
    move = resetting.move()
    plan = move.plan()
    move.run(plan)
    bob = resetting.stage.client()

    with pytest.raises(Unauthenticated):
        bob.auth.login("bob", PASSWORD)
    bob.auth.forgot_password("bob@example.com")
    bob.auth.reset_password("bob@example.com", RESET_CODE, NEW)
    bob.auth.login("bob", NEW)

    people = {person.user_id for person in (resetting.world.alice, resetting.world.bob, resetting.world.eve)}
    assert {*pool.people().values()} == {"CONFIRMED"}
    assert people <= {*pool.people()}
    assert len(pool.people()) == plan.users
    assert "argon2" not in mark_of(resetting, "alice")
    assert bob.users.me().user_id == resetting.world.bob.user_id


def test_a_reset_that_was_cut_between_two_calls_of_the_pool_goes_on(
    resetting: Moving, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = resetting.move().plan()
    with monkeypatch.context() as dying:
        dying.setattr(pool.client, "admin_set_user_password", _die)
        with pytest.raises(KeyboardInterrupt):
            resetting.move().run(plan)
    cut = pool.people()

    resetting.move().run(resetting.move().plan())

    assert [*cut.values()] == ["FORCE_CHANGE_PASSWORD"]
    assert {*pool.people().values()} == {"CONFIRMED"}
    assert resetting.different() == []


def test_whom_the_pool_does_not_know_after_a_reset_is_found_out(
    resetting: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = resetting.move()
    monkeypatch.setattr(Cognito, "admit", unheard)

    with pytest.raises(MoveRefused, match="the pool does not know user"):
        move.run(move.plan())


def test_a_move_goes_on_with_passwords_as_it_began(resetting: Moving) -> None:
    first = resetting.move()
    plan = first.plan()
    first.run(plan)
    target = resetting.target
    other = type(target)(target.tables, target.addresses, target.ports, Passwords(Way.BROUGHT, target.passwords.pool))

    with pytest.raises(MoveRefused, match="reset"):
        Move(resetting.world.embedded, other, resetting.ledger()).plan()


def _die(**_: object) -> None:
    raise KeyboardInterrupt
