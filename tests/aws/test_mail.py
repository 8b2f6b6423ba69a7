"""Letters go out by SES; what is only pretended goes to its simulator, so that it costs as much and mails nobody."""

import json
import logging
import secrets
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from postcardit_backend.aws.mail import SesMail
from postcardit_backend.records import MailRecord
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.emulator import Emulator
from tests.backend.world import World

NOW = 1_795_362_780_123
FROM = "PostCardIt <post@example.com>"


@pytest.fixture
def ses(emulator: Emulator) -> Iterator[Any]:
    client = emulator.clients.of("sesv2")
    if "post@example.com" not in {one["IdentityName"] for one in client.list_email_identities()["EmailIdentities"]}:
        client.create_email_identity(EmailIdentity="post@example.com")
    yield client
    client.close()


def letter(email: str, *, user_id: str | None = None) -> MailRecord:
    return MailRecord(email, "alice", "Your PostCardIt code", "Hello alice,\n\nzwölf: 123456\n", "123456", NOW, user_id)


def sent_to(emulator: Emulator, email: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{emulator.url}/_ministack/ses/messages", timeout=5) as answer:
        messages: dict[str, list[dict[str, Any]]] = json.load(answer)["messages"]
    return [one for each in messages.values() for one in each if email in one["To"]]


def test_a_letter_is_sent_as_text_from_our_address(ses: Any, emulator: Emulator, world: World) -> None:
    email = f"{secrets.token_hex(6)}@example.com"

    SesMail(ses, FROM, world.ports.users).send(letter(email, user_id=world.alice.user_id))

    (sent,) = sent_to(emulator, email)
    assert (sent["Source"], sent["Subject"]) == (FROM, "Your PostCardIt code")
    assert sent["BodyText"] == "Hello alice,\n\nzwölf: 123456\n"


def test_what_is_pretended_is_one_request_of_the_same_size_to_the_simulator(ses: Any, world: World) -> None:
    asked: list[dict[str, Any]] = []

    def note(params: dict[str, Any], **_: object) -> None:
        asked.append(params)

    ses.meta.events.register("provide-client-params.sesv2.SendEmail", note)
    mail = SesMail(ses, FROM, world.ports.users)

    mail.send(letter("alice@example.com"))
    mail.pretend(letter("nobody@example.com"))

    sizes = [len(one["Content"]["Simple"]["Body"]["Text"]["Data"]) for one in asked]
    assert [one["Destination"]["ToAddresses"] for one in asked] == [
        ["alice@example.com"],
        ["success@simulator.amazonses.com"],
    ]
    assert sizes[0] == sizes[1]
    assert "nobody" not in repr(asked[1])
    assert "123456" not in repr(asked[1])


def test_nothing_is_sent_about_an_account_that_was_erased_meanwhile(ses: Any, emulator: Emulator, world: World) -> None:
    email, alice = f"{secrets.token_hex(6)}@example.com", world.alice
    mail = letter(email, user_id=alice.user_id)
    alice.ask("DELETE", "/users/me", {"password": "correct horse"})

    SesMail(ses, FROM, world.ports.users).send(mail)

    assert sent_to(emulator, email) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("MessageRejected", "sandbox"),
        ("MailFromDomainNotVerifiedException", "Verify it in SES"),
        ("SendingPausedException", "paused"),
        ("AccountSuspendedException", "suspended"),
    ],
)
def test_what_ses_never_sends_is_logged_without_the_address_and_the_answer_is_as_ever(
    code: str, words: str, ses: Any, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with Stubber(ses) as stub, caplog.at_level(logging.ERROR, "postcardit"):
        stub.add_client_error("send_email", code, "alice@example.com is not verified", 400)
        SesMail(ses, FROM, world.ports.users).send(letter("alice@example.com"))

    assert words in caplog.text
    assert "alice@example.com" not in caplog.text


@pytest.mark.parametrize("verb", ["send", "pretend"])
def test_when_ses_cannot_send_now_letters_and_pretended_ones_are_refused_alike(
    verb: str, ses: Any, world: World
) -> None:
    with Stubber(ses) as stub, pytest.raises(Refused) as refused:
        stub.add_client_error("send_email", "TooManyRequestsException", "slow down", 429)
        getattr(SesMail(ses, FROM, world.ports.users), verb)(letter("alice@example.com"))

    assert refused.value.code is Code.UNAVAILABLE
