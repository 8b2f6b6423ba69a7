"""A data folder is moved up to a stage, where everybody finds everything as it was."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from postcardit_backend.aws.names import Addresses
from postcardit_backend.aws.people import profile_key
from postcardit_backend.aws.stage_secrets import StageSecrets
from postcardit_backend.aws.tables import Tables
from postcardit_backend.moving.differences import differences
from postcardit_backend.moving.items import users_in
from postcardit_backend.moving.move import Move, MoveRefused
from tests.aws.emulator import Emulator
from tests.aws.stage import Staged, staged
from tests.backend.life import erase, live
from tests.backend.world import PASSWORD, World


@dataclass(frozen=True)
class Moving:
    """A folder full of lives, a stage that nobody has used, and the way from one to the other."""

    world: World
    stage: Staged
    tables: Tables
    addresses: Addresses

    def move(self) -> Move:
        return Move(self.world.embedded, self.tables, self.addresses, self.stage.gateway.ports)

    def different(self) -> list[str]:
        users = users_in(self.world.embedded.database.reader())
        return [*differences(self.world.ports, self.stage.gateway.ports, users)]


@pytest.fixture
def moving(world: World, emulator: Emulator) -> Iterator[Moving]:
    lived(world)
    with staged(emulator) as stage:
        clients = emulator.clients
        tables = Tables(clients.of("dynamodb"), stage.stage.tables)
        pepper = StageSecrets(clients.of("secretsmanager"), stage.stage.secret_id).of("pepper")
        yield Moving(world, stage, tables, Addresses(pepper))


def lived(world: World) -> None:
    """Friends, photos, requests, a block with hidden cards, an archive, and someone who was erased."""
    live(world)
    world.alice.befriend(world.bob)
    place = {"location": {"city": "Genoa", "country": "Italy", "latitude": 44.4, "longitude": 8.9}}
    cards = [
        world.bob.post("/postcards", {"recipientUsername": "alice", "message": f"card {n}", **place}).body["postcardId"]
        for n in range(3)
    ]
    world.alice.ask("PUT", f"/postcards/{cards[0]}/read")
    world.bob.ask("PUT", f"/postcards/{cards[1]}/archive")
    gone = world.person(world.sign_up("gone"))
    gone.befriend(world.alice)
    world.alice.post("/postcards", {"recipientUsername": "gone", "message": "to the gone"})
    erase(gone)
    world.alice.befriend(world.eve)
    world.eve.post("/postcards", {"recipientUsername": "alice", "message": "hidden soon"})
    world.alice.ask("PUT", f"/users/{world.eve.user_id}/block")


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
        if done > plan.photos + plan.items // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move().run(plan, cut)
    rest = moving.move().plan()

    assert 0 < rest.done < rest.items
    assert not rest.is_finished
    assert moving.move().run(rest) == rest.items - rest.done
    assert moving.different() == []


def test_a_stage_that_has_people_is_refused(moving: Moving) -> None:
    moving.stage.newcomer("stranger")

    with pytest.raises(MoveRefused, match="has people already"):
        moving.move().plan()


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


def test_an_item_that_is_lost_on_the_stage_is_found_out(moving: Moving) -> None:
    move = moving.move()
    move.run(move.plan())
    lost = profile_key(moving.world.bob.user_id)
    wire = {"pk": {"S": lost.pk}, "sk": {"S": lost.sk}}
    moving.tables.client.delete_item(TableName=moving.tables.name_of("main"), Key=wire)

    assert any("U#" in one for one in move.verify())


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
