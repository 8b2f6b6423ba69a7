"""A story in which every operation of the contract happens, on a stage whose calls are counted.

`python -m tests.aws.counted_story` writes the table anew.
"""

import hashlib
import re
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from botocore.session import Session

from postcardit_backend.aws.app import StageBackend
from postcardit_backend.aws.clients import Clients
from postcardit_backend.aws.ops import cost
from postcardit_backend.aws.stage import Stage
from postcardit_backend.aws.wiring import open_stage
from postcardit_backend.ports import Ports
from postcardit_backend.records import MailRecord
from postcardit_sdk import Client
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.uploads import CreateUpload, UploadPurpose, UploadStatus
from postcardit_sdk.contract.users import SetAvatar
from postcardit_sdk.embedded import EmbeddedTransport
from postcardit_sdk.flow import Call
from postcardit_sdk.tokens import MemoryTokens
from postcardit_sdk.worlds.landscape import paint_landscape
from tests.aws.counting import Calls, CountingTransport, Meter, as_json
from tests.aws.deployed import DeployedStage

__all__ = ["tell_story"]

COUNTED = Path(cost.__file__).with_name("counted.json")
PASSWORD, NEW_PASSWORD = "correct horse battery", "horse staple battery"


@dataclass
class Letters:
    """Mail that nobody delivers."""

    latest: dict[str, str] = field(default_factory=dict[str, str])

    def send(self, mail: MailRecord) -> None:
        self.latest[mail.email] = mail.body

    def pretend(self, mail: MailRecord) -> None:
        """Nobody."""

    def code(self, email: str) -> str:
        found = re.search(r"\b\d{6}\b", self.latest[email])
        assert found is not None
        return found.group()


@dataclass(frozen=True)
class _Cast:
    """Who plays, in front of which backend."""

    transport: CountingTransport
    letters: Letters
    ports: Ports

    def newcomer(self, name: str) -> Client:
        client = Client("http://stage.test", tokens=MemoryTokens(), transport=self.transport)
        email = f"{name}@example.com"
        client.auth.register(name, email, PASSWORD)
        client.auth.confirm(email, self.letters.code(email), password=PASSWORD)
        client.auth.login(name, PASSWORD)
        return client


def tell_story(stage: DeployedStage) -> dict[str, Calls]:
    """Let it happen. Gives what each operation asked of DynamoDB, the last time that it was done."""
    with _cast(stage) as cast:
        _live(cast)
        return cast.transport.seen


@contextmanager
def _cast(stage: DeployedStage) -> Generator[_Cast, None, None]:
    session = Session()
    session.set_credentials("test", "test")
    meter = Meter(session)
    clients = Clients(stage.account.region, stage.emulator.url, session)
    name = stage.stage.function("api")
    configuration = stage.account.clients.of("lambda").get_function_configuration(FunctionName=name)
    opened = open_stage(Stage.of(configuration["Environment"]["Variables"]), clients)
    letters = Letters()
    quiet = replace(opened.ports.settings, request_log=False)
    ports = replace(opened.ports, mail=letters, settings=quiet)
    transport = CountingTransport(EmbeddedTransport(StageBackend(ports)), meter)
    try:
        yield _Cast(transport, letters, ports)
    finally:
        transport.close()


def _live(cast: _Cast) -> None:
    alice, bob = cast.newcomer("counted_alice"), cast.newcomer("counted_bob")
    cast.newcomer("counted_carol").users.delete_me(PASSWORD)
    asked = alice.friends.request("counted_bob")
    bob.friends.requests()
    bob.friends.accept(asked.friendship_id)
    bob_id, cursor = bob.users.me().user_id, bob.sync.changes().next_cursor
    cards = [alice.postcards.send(bob_id, f"Card {number}") for number in range(20)]
    card = alice.postcards.send(bob_id, "With a photo", upload_id=_upload(cast, alice, UploadPurpose.POSTCARD))
    _read(alice, bob, card.postcard_id, cursor)
    bob.postcards.receipts(delivered=[one.postcard_id for one in cards[:5]])
    bob.postcards.read(card.postcard_id)
    bob.postcards.archive(card.postcard_id)
    bob.postcards.unarchive(card.postcard_id)
    alice.postcards.delete(cards[9].postcard_id)
    _care(cast, alice)
    alice.friends.block(bob_id)
    alice.friends.blocked()
    alice.friends.unblock(bob_id)
    again = bob.friends.request("counted_alice")
    bob.friends.remove(again.friendship_id)


def _read(alice: Client, bob: Client, card: str, cursor: str | None) -> None:
    bob.sync.changes(cursor)
    bob.postcards.list()
    bob.postcards.received()
    alice.postcards.sent()
    bob.postcards.get(card)
    bob.friends.list()
    bob.users.search("counted_alice")
    bob.users.get(alice.users.me().user_id)
    bob.users.stats()
    bob.users.me()
    bob.stamps.list()
    bob.service.live()
    bob.service.ready()
    bob.service.jwks()
    bob.service.openapi()


def _care(cast: _Cast, alice: Client) -> None:
    """What one does for one's account, which ends with other tokens than it began with."""
    alice.users.update_me(bio="Writes postcards.")
    alice.run(Call(ops.set_avatar, SetAvatar(upload_id=_upload(cast, alice, UploadPurpose.AVATAR))))
    alice.users.remove_avatar()
    alice.users.register_device("0" * 64)
    alice.users.remove_device("0" * 64)
    alice.users.export_me()
    email = "counted_alice@example.com"
    alice.auth.resend_code("nobody@example.com")
    alice.auth.change_email(PASSWORD, f"new_{email}")
    alice.auth.confirm_email(cast.letters.code(f"new_{email}"))
    alice.auth.change_password(PASSWORD, NEW_PASSWORD)
    alice.auth.forgot_password(f"new_{email}")
    alice.auth.reset_password(f"new_{email}", cast.letters.code(f"new_{email}"), PASSWORD)
    alice.auth.login("counted_alice", PASSWORD)
    other = Client("http://stage.test", tokens=MemoryTokens(), transport=cast.transport)
    other.auth.login("counted_alice", PASSWORD)
    [ended] = [one for one in alice.auth.sessions().sessions if not one.is_current][:1]
    alice.auth.end_session(ended.session_id)
    other.auth.login("counted_alice", PASSWORD)
    other.auth.refresh(_refresh_token(other))
    other.auth.logout()


def _refresh_token(client: Client) -> str:
    tokens = client.session.tokens.load()
    assert tokens is not None
    assert tokens.refresh_token is not None
    return tokens.refresh_token


def _wait_until_developed(ports: Ports, upload_id: str) -> None:
    """S3 tells the stage's function, which develops it in a process of its own. The store is asked, not the API: that
    has a limit of requests."""
    end = time.monotonic() + 60
    while (upload := ports.uploads.get(upload_id)) is None or upload.status != UploadStatus.READY:
        assert time.monotonic() < end, "the photo was not developed"
        time.sleep(0.1)  # real time: another process is at it


def _upload(cast: _Cast, client: Client, purpose: UploadPurpose) -> str:
    """A photo that is ready, and one that was given up."""
    for seed, is_kept in ((1200, False), (1100, True)):
        data = paint_landscape(seed, 900)
        announced = client.uploads.create(
            CreateUpload(
                purpose=purpose,
                content_type="image/jpeg",
                byte_size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
            )
        )
        if is_kept:
            request = urllib.request.Request(
                announced.url or "", data=data, headers=announced.headers or {}, method=announced.method or "PUT"
            )
            urllib.request.urlopen(request, timeout=30).close()
            _wait_until_developed(cast.ports, announced.upload_id)
            client.uploads.get(announced.upload_id)
            return announced.upload_id
        client.uploads.delete(announced.upload_id)
    raise AssertionError("no photo was kept")


def _write() -> None:
    """Put the table where `aws cost` and the documentation read it."""
    from tests.aws.deployed import deployed
    from tests.aws.emulator import command, running
    from tests.aws.packaged import package_for_emulator

    program = command()
    if program is None:
        raise SystemExit("There is no emulator: make build/emulator/.ready")
    with TemporaryDirectory() as name, running(program, Path(name)) as emulator:
        package = package_for_emulator(Path(name) / "package").file
        with deployed(emulator, "counted", package) as stage:
            COUNTED.write_text(as_json(tell_story(stage)), "utf-8")


if __name__ == "__main__":
    _write()
