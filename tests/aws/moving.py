"""A folder full of lives, a stage to move it to, and a pool that asks about people as Cognito does."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

from botocore.exceptions import ClientError

from postcardit_backend.aws.cognito import Cognito
from postcardit_backend.aws.names import Addresses
from postcardit_backend.aws.stage_secrets import StageSecrets
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.triggers import hear
from postcardit_backend.aws.units import Units
from postcardit_backend.moving.differences import differences
from postcardit_backend.moving.items import users_in
from postcardit_backend.moving.ledger import Ledger
from postcardit_backend.moving.move import Move, Target
from postcardit_backend.moving.passwords import Passwords, Way
from postcardit_backend.ports import Ports
from postcardit_sdk.contract.service import Identity
from tests.aws.emulator import Emulator
from tests.aws.pools import Pool
from tests.aws.stage import Staged, staged
from tests.backend.life import erase, live
from tests.backend.world import World

__all__ = ["MigratingClient", "Moving", "lived", "moving_to", "moving_to_pool"]


@dataclass(frozen=True)
class Moving:
    """The way from one to the other."""

    world: World
    stage: Staged
    target: Target

    def move(self, ledger: Ledger | None = None) -> Move:
        return Move(self.world.embedded, self.target, ledger or self.ledger())

    def ledger(self, place: str = "here") -> Ledger:
        """One that does not wait."""
        return Ledger(self.target.tables, place, lambda _: None)

    def different(self) -> list[str]:
        ports, mark = self.stage.gateway.ports, self.target.passwords.mark
        users = [*users_in(self.world.embedded.database.reader())]
        return [one for user in users for one in differences(self.world.ports, ports, user, mark)]


@contextlib.contextmanager
def moving_to(world: World, emulator: Emulator) -> Generator[Moving]:
    """To a stage whose tables keep accounts."""
    with staged(emulator) as stage:
        yield _moving(world, stage, Passwords())


@contextlib.contextmanager
def moving_to_pool(world: World, emulator: Emulator, pool: Pool, way: Way) -> Generator[Moving]:
    """To a stage whose accounts a pool keeps, which asks about people whom it does not know."""
    with staged(emulator) as local:
        named = replace(
            local.stage, identity=Identity.COGNITO, user_pool_id=pool.pool_id, user_pool_client_id=pool.client_id
        )
        with replace(local, stage=named).another() as stage:
            authority: Any = stage.gateway.ports.authority
            authority._client = MigratingClient(pool, stage.gateway.ports)
            units = Units(Tables(emulator.clients.of("dynamodb"), named.tables))
            yield _moving(world, stage, Passwords(way, Cognito(pool.client, pool.pool_id, pool.client_id, units)))


def _moving(world: World, stage: Staged, passwords: Passwords) -> Moving:
    clients = stage.emulator.clients
    tables = Tables(clients.of("dynamodb"), stage.stage.tables)
    pepper = StageSecrets(clients.of("secretsmanager"), stage.stage.secret_id).of("pepper")
    return Moving(world, stage, Target(tables, Addresses(pepper), stage.gateway.ports, passwords))


class MigratingClient:
    """What the emulator does not: a pool that, before it says that it does not know someone, asks the trigger, and
    takes in whom that knows. As the developer guide has it ("Migrate user Lambda trigger")."""

    def __init__(self, pool: Pool, ports: Ports) -> None:
        self._pool, self._ports = pool, ports
        self.asked: list[tuple[str, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool.client, name)

    def initiate_auth(self, **given: Any) -> Any:
        parameters = given["AuthParameters"]
        name, password = parameters["USERNAME"], parameters["PASSWORD"]
        if not self._knows(name):
            answer = self._ask("UserMigration_Authentication", name, {"password": password})
            if answer:
                assert answer["finalUserStatus"] == "CONFIRMED"
                self._take_in(name, answer, password)
        return self._pool.client.initiate_auth(**given)

    def forgot_password(self, **given: Any) -> Any:
        name = given["Username"]
        if not self._knows(name):
            answer = self._ask("UserMigration_ForgotPassword", name, {})
            if answer:
                self._take_in(name, answer, None)
        return self._pool.client.forgot_password(**given)

    def _knows(self, name: str) -> bool:
        try:
            self._pool.client.admin_get_user(UserPoolId=self._pool.pool_id, Username=name)
        except ClientError:
            return False
        return True

    def _ask(self, source: str, name: str, request: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((source, name))
        nothing: dict[str, Any] = {
            "userAttributes": None, "forceAliasCreation": None, "finalUserStatus": None, "messageAction": None,
            "desiredDeliveryMediums": None,
        }  # fmt: skip
        event = {
            "version": "1",
            "triggerSource": source,
            "region": "eu-central-1",
            "userPoolId": self._pool.pool_id,
            "userName": name,
            "callerContext": {"awsSdkVersion": "x", "clientId": self._pool.client_id},
            "request": {"validationData": None, "userAttributes": None, **request},
            "response": nothing,
        }
        answer = hear(event, self._ports)["response"]
        return {} if answer == nothing else answer

    def _take_in(self, name: str, answer: dict[str, Any], password: str | None) -> None:
        person: dict[str, Any] = {"UserPoolId": self._pool.pool_id, "Username": name}
        attributes = [{"Name": key, "Value": value} for key, value in answer["userAttributes"].items()]
        self._pool.client.admin_create_user(**person, UserAttributes=attributes, MessageAction=answer["messageAction"])
        if password is None:
            self._pool.client.admin_reset_user_password(**person)
        else:
            self._pool.client.admin_set_user_password(**person, Password=password, Permanent=True)


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
