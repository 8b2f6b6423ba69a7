"""A data folder is moved up to a stage, where everybody finds everything as it was."""

import errno
import tempfile
from collections.abc import Iterator

import pytest

from postcardit_backend.aws.people import profile_key
from postcardit_backend.moving.items import owned_in
from postcardit_backend.moving.move import Move
from postcardit_backend.moving.refusal import MoveRefused
from postcardit_backend.refusal import Refused
from tests.aws.emulator import Emulator
from tests.aws.moving import Moving, lived, moving_to
from tests.backend.world import PASSWORD, World


@pytest.fixture
def moving(world: World, emulator: Emulator) -> Iterator[Moving]:
    lived(world)
    with moving_to(world, emulator) as moving:
        yield moving


def test_everybody_finds_everything_as_it_was_and_a_second_move_changes_nothing(moving: Moving) -> None:
    plan = moving.move().plan()
    before = moving.different()

    written = moving.move().run(plan)
    again = moving.move().plan()

    assert before != []
    assert written == plan.items == again.done
    assert again.is_finished
    assert moving.move().run(again) == 0
    assert moving.different() == []


def test_a_move_that_is_cut_goes_on_where_it_was(moving: Moving) -> None:
    plan = moving.move().plan()

    def cut(done: int, total: int) -> None:
        if done > plan.users + plan.photos:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move().run(plan, cut)
    rest = moving.move().plan()

    assert 0 < rest.done < rest.items
    assert not rest.is_finished
    assert moving.move().run(rest) == rest.items - rest.done
    assert moving.different() == []


def test_a_move_tells_of_every_step_and_ends_with_the_last(moving: Moving) -> None:
    told: list[tuple[int, int]] = []
    plan = moving.move().plan()

    moving.move().run(plan, lambda done, total: told.append((done, total)))

    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1] == 2 * (plan.users + plan.items) + plan.photos


def test_a_stage_where_somebody_has_a_name_of_the_folder_is_refused(moving: Moving) -> None:
    moving.stage.newcomer("alice")

    with pytest.raises(MoveRefused, match="other people by the name or the address of alice"):
        moving.move().plan()


def test_people_of_the_stage_whom_the_folder_does_not_know_stay_as_they_are(moving: Moving) -> None:
    stranger = moving.stage.newcomer("stranger")
    move = moving.move()

    move.run(move.plan())

    assert stranger.users.me().username == "stranger"
    assert moving.different() == []


def test_whoever_takes_a_name_of_the_folder_while_it_moves_keeps_it_and_the_move_stops(moving: Moving) -> None:
    plan = moving.move().plan()
    stranger = moving.stage.newcomer("alice")

    with pytest.raises(MoveRefused, match="has got an account at the stage meanwhile"):
        moving.move().run(plan)

    assert stranger.users.me().username == "alice"
    owned = [key for key, _ in owned_in(moving.world.embedded.database.reader(), moving.target.addresses)]
    theirs = {str(item["user_id"]) for item in moving.target.tables.get(owned).values()}
    assert theirs == {stranger.users.me().user_id}


def test_a_folder_that_has_changed_since_is_refused(moving: Moving) -> None:
    move = moving.move()
    move.run(move.plan())
    moving.world.alice.ask("PATCH", "/users/me", {"bio": "changed"})

    with pytest.raises(MoveRefused, match="has changed since"):
        moving.move().plan()


def test_a_photo_whose_bytes_are_damaged_is_not_carried(moving: Moving) -> None:
    damaged = next(path for path in (moving.world.folder / "blobs").rglob("*.jpg"))
    damaged.write_bytes(b"not what its name says")
    move = moving.move()

    with pytest.raises(MoveRefused, match=damaged.name):
        move.run(move.plan())
    assert moving.stage.gateway.ports.blobs.open(damaged.name) is None


def test_a_full_disk_stops_a_move_with_a_sentence_and_it_goes_on_with_room(
    moving: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(Refused, match="disk is full"):
        patch.setattr(tempfile, "TemporaryDirectory", full)
        moving.move().run(moving.move().plan())

    moving.move().run(moving.move().plan())
    assert moving.different() == []


def test_an_item_that_is_lost_on_the_stage_is_found_out(moving: Moving) -> None:
    move = moving.move()
    move.run(move.plan())
    lost = profile_key(moving.world.bob.user_id)
    wire = {"pk": {"S": lost.pk}, "sk": {"S": lost.sk}}
    moving.target.tables.client.delete_item(TableName=moving.target.tables.name_of("main"), Key=wire)

    assert any("U#" in one for one in move.verify())


def test_a_folder_that_somebody_uses_is_shown_and_not_moved(moving: Moving) -> None:
    used = Move(moving.world.embedded, moving.target, moving.ledger(), is_used=True)
    plan = used.plan()

    with pytest.raises(MoveRefused, match="Stop its server"):
        used.run(plan)

    assert moving.ledger().look() is None


def test_life_goes_on_at_the_stage(moving: Moving) -> None:
    move = moving.move()
    move.run(move.plan())
    world, ports = moving.world, moving.stage.gateway.ports
    bob, alice, eve = (person.user_id for person in (world.bob, world.alice, world.eve))
    before = ports.postcards.stats(eve)

    ports.friendships.unblock(alice, eve, world.clock.now)
    client = moving.stage.client()
    client.auth.login("bob", PASSWORD)
    client.postcards.send("alice", "from the stage")

    assert ports.postcards.stats(eve).sent == before.sent + 1
    assert ports.postcards.stats(bob).sent == world.ports.postcards.stats(bob).sent + 1
