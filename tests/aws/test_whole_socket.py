"""The WebSocket of a deployed stage: from a commit by the table's stream to whoever listens."""

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from postcardit_backend.aws.ops.client_settings import client_settings
from postcardit_backend.aws.ops.doctor import Patient
from postcardit_backend.aws.ops.doctor.throwaway import invite
from postcardit_sdk import Client, UnreadableAnswer
from postcardit_sdk.flow import Connect, Read, Talk
from tests.aws.deployed import DeployedStage


@pytest.fixture
def clients() -> Iterator[ExitStack]:
    """Who is to be closed in the end."""
    with ExitStack() as clients:
        yield clients


def newcomer(stage: DeployedStage, url: str, name: str, clients: ExitStack) -> Client:
    """Somebody with an account on the stage."""
    person = invite(Patient(stage.account, stage.stage, stage.stack), name)
    client = clients.enter_context(Client(url))
    client.auth.confirm(person.email, person.code or "", password=person.password)
    return client


def first_message(url: str, asked_by: Client, asked: str) -> Talk[bytes | None]:
    """Connect, have somebody ask for a friendship, and give the first message that comes."""
    channel = yield from Connect(url, 60.0)
    asked_by.friends.request(asked)
    return (yield from Read(channel))


def test_whoever_listens_is_told_that_something_has_changed(aws_stage: DeployedStage, clients: ExitStack) -> None:
    settings = client_settings(aws_stage.stack, aws_stage.stage, aws_stage.account)
    url, socket = settings["POSTCARDIT_URL"], settings["POSTCARDIT_SOCKET_URL"]
    ann, ben = (newcomer(aws_stage, url, name, clients) for name in ("socket_ann", "socket_ben"))

    message = ben.run(first_message(socket, ann, "socket_ben"))

    assert json.loads(message or b"") == {"type": "hint", "seq": 1}
    with pytest.raises(UnreadableAnswer), Client(url, token="a.b.c") as stranger:
        stranger.run(first_message(socket, ann, "socket_ben"))
