"""User pools for tests, and a backend whose accounts one of them keeps."""

import contextlib
import dataclasses
import secrets
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postcardit_backend.app import Backend
from postcardit_backend.aws.cognito import Cognito
from postcardit_backend.aws.identity import CognitoIdentity
from postcardit_backend.aws.pool import pool_client_of, pool_of
from postcardit_backend.aws.pool_keys import PoolKeys, fetched
from postcardit_backend.aws.pool_tokens import PoolTokens
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.settings import Settings
from postcardit_backend.wiring import open_folder
from postcardit_sdk.embedded import EmbeddedTransport
from tests.aws.emulator import Emulator
from tests.backend.held_to_contract import CheckedTransport
from tests.backend.world import PASSWORD, Account, Clock, Person, World

__all__ = ["RESET_CODE", "SIGN_UP_CODE", "HostedWorld", "Pool", "new_pool", "open_hosted", "unheard"]

SIGN_UP_CODE, RESET_CODE = "123456", "654321"
"""The emulator's codes are always these."""


@dataclass(frozen=True)
class Pool:
    """A user pool with its client."""

    client: Any
    pool_id: str
    client_id: str

    def people(self) -> dict[str, str]:
        """The status of each user of the pool, by name."""
        users = self.client.list_users(UserPoolId=self.pool_id)["Users"]
        return {user["Username"]: user["UserStatus"] for user in users}

    @contextlib.contextmanager
    def asked(self) -> Generator[list[tuple[str, Any]]]:
        """What the pool is asked while this lasts: calls and what they say."""
        asked: list[tuple[str, Any]] = []

        def note(event_name: str, params: Any, **_: object) -> None:
            asked.append((event_name.rpartition(".")[2], params))

        self.client.meta.events.register("provide-client-params.cognito-identity-provider", note)
        yield asked
        self.client.meta.events.unregister("provide-client-params.cognito-identity-provider", note)

    def email_of(self, user_id: str) -> str:
        user = self.client.admin_get_user(UserPoolId=self.pool_id, Username=user_id)
        return str(next(one["Value"] for one in user["UserAttributes"] if one["Name"] == "email"))


@contextlib.contextmanager
def new_pool(emulator: Emulator) -> Generator[Pool]:
    """A pool of one's own, as the template makes it."""
    client = emulator.clients.of("cognito-idp")
    pool_id = client.create_user_pool(PoolName=f"test-{secrets.token_hex(6)}", **pool_of())["UserPool"]["Id"]
    made = client.create_user_pool_client(UserPoolId=pool_id, ClientName="app", **pool_client_of())
    try:
        yield Pool(client, pool_id, made["UserPoolClient"]["ClientId"])
    finally:
        client.delete_user_pool(UserPoolId=pool_id)
        client.close()


def unheard(*_: object) -> None:
    """What a call comes to when whoever makes it dies."""


@dataclass
class HostedWorld(World):
    """A folder whose accounts a pool keeps. Its clock shows the time of day, as the pool's does."""

    cognito: Cognito = dataclasses.field(kw_only=True)

    def sign_up(self, username: str, *, email: str | None = None, password: str = PASSWORD) -> Account:
        """Register and confirm; whoever did so is in this world from here on."""
        address = email or f"{username}@example.com"
        self.anyone.client.auth.register(username, address, password)
        confirmed = self.anyone.client.auth.confirm(address, SIGN_UP_CODE, password=password)
        assert confirmed.tokens is not None
        tokens = confirmed.tokens
        account = Account(username, confirmed.user_id, tokens.access_token, tokens.refresh_token)
        self.people[username] = self.person(account)
        return account

    def newcomer(self, username: str) -> Person:
        """Someone who has just got an account."""
        self.sign_up(username)
        return self.people[username]


def open_hosted(folder: Path, pool: Pool, tables: Tables) -> HostedWorld:
    """Open one. Records are in a folder; the authority remembers in the tables who is leaving."""
    clock = Clock(time.time_ns() // 1_000_000)
    embedded = open_folder(folder, Settings())
    cognito = Cognito(pool.client, pool.pool_id, pool.client_id, Units(tables))
    keys = PoolKeys(lambda: fetched(pool.client, pool.pool_id))
    identity = CognitoIdentity(cognito, PoolTokens(keys, pool.pool_id, pool.client_id), keys, b"codes")
    ports = dataclasses.replace(embedded.ports, clock=clock, identity=identity, authority=cognito)
    embedded = dataclasses.replace(embedded, ports=ports)
    backend = Backend(embedded)
    transport = CheckedTransport(EmbeddedTransport(backend))
    return HostedWorld(folder, clock, embedded, backend, transport, cognito=cognito)
