"""News reach the devices of a user by SNS, and devices that Apple calls dead are forgotten."""

import json
import secrets
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from botocore.stub import Stubber

from postcardit_backend.aws.endpoints import by_platform
from postcardit_backend.aws.erasure import DynamoErasure
from postcardit_backend.aws.job_steps import job_steps
from postcardit_backend.aws.jobs import Jobs
from postcardit_backend.aws.news import SnsDevices, SnsPush
from postcardit_backend.aws.people import profile_key
from postcardit_backend.aws.push import devices_of
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Unit, Units
from postcardit_backend.records import PushRecord
from tests.aws.emulator import Emulator
from tests.aws.stores import ADDRESSES, dynamo_store

NOW = 1_795_362_780_123
ALICE, BOB = "alice-id", "bob-id"
NEWS = PushRecord(
    ALICE, "New postcard from bob", "bob sent you a postcard from Bergen.", "postcard.received", "c1", NOW
)


@pytest.fixture
def sns(emulator: Emulator) -> Iterator[Any]:
    client = emulator.clients.of("sns")
    yield client
    client.close()


def new_application(sns: Any, service: str) -> str:
    made = sns.create_platform_application(
        Name=f"test-{secrets.token_hex(6)}", Platform=service, Attributes={"PlatformCredential": "x"}
    )
    return str(made["PlatformApplicationArn"])


@pytest.fixture
def application(sns: Any) -> str:
    return new_application(sns, "APNS")


@pytest.fixture
def units(tables: Tables) -> Units:
    units = Units(tables)

    def sign_up(unit: Unit) -> None:
        for user_id in (ALICE, BOB):
            unit.put(profile_key(user_id), {"is_active": True})

    units.run(sign_up)
    return units


def news_of(units: Units, sns: Any, *applications: str) -> tuple[SnsDevices, SnsPush]:
    """The two adapters of a stage with these platform applications."""
    known = by_platform(sns, applications)
    jobs = Jobs(units, job_steps(lambda _: None, known))
    return SnsDevices(units, jobs, known), SnsPush(units, jobs, known)


@pytest.fixture
def devices(units: Units, sns: Any, application: str) -> SnsDevices:
    return news_of(units, sns, application)[0]


def endpoints(units: Units, user_id: str) -> dict[str, str]:
    """The endpoint of each of a user's devices, by its token."""
    return {str(device["push_token"]): str(device["endpoint"]) for device in devices_of(units.tables, user_id)}


def is_there(sns: Any, endpoint: str) -> bool:
    try:
        return bool(sns.get_endpoint_attributes(EndpointArn=endpoint)["Attributes"]["Enabled"] == "true")
    except sns.exceptions.NotFoundException:
        return False


def tokens_of(units: Units, user_id: str) -> list[str]:
    return sorted(str(device["push_token"]) for device in devices_of(units.tables, user_id))


def sent_by(sns: Any) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    def note(params: dict[str, Any], **_: object) -> None:
        sent.append(params)

    sns.meta.events.register("provide-client-params.sns.Publish", note)
    return sent


def test_a_registered_device_has_an_endpoint_and_one_alone_however_often_it_registers(
    devices: SnsDevices, units: Units, sns: Any, application: str
) -> None:
    made: list[dict[str, str]] = []
    for _ in range(2):
        devices.register(ALICE, "token", "ios", NOW)
        made.append(endpoints(units, ALICE))

    assert made[0] == made[1]
    assert is_there(sns, made[0]["token"])


def test_a_device_that_was_disabled_is_enabled_when_it_registers_again(
    devices: SnsDevices, units: Units, sns: Any
) -> None:
    devices.register(ALICE, "token", "ios", NOW)
    endpoint = endpoints(units, ALICE)["token"]
    sns.set_endpoint_attributes(EndpointArn=endpoint, Attributes={"Enabled": "false"})

    devices.register(ALICE, "token", "ios", NOW)

    assert is_there(sns, endpoint)


def test_a_removed_device_is_gone_here_and_there_and_someone_elses_stays(
    devices: SnsDevices, units: Units, sns: Any, application: str
) -> None:
    devices.register(ALICE, "hers", "ios", NOW)
    devices.register(BOB, "his", "ios", NOW)
    made = endpoints(units, ALICE) | endpoints(units, BOB)

    devices.remove(ALICE, "hers")
    devices.remove(ALICE, "his")

    assert [is_there(sns, made[name]) for name in ("hers", "his")] == [False, True]
    assert (tokens_of(units, ALICE), tokens_of(units, BOB)) == ([], ["his"])


@contextmanager
def silent(sns: Any) -> Generator[None]:
    """While this lasts SNS says nothing."""

    def fail(request: Any, **_: object) -> None:
        raise ReadTimeoutError(endpoint_url=request.url)

    sns.meta.events.register("before-send.sns", fail)
    with patch("time.sleep"):
        yield
    sns.meta.events.unregister("before-send.sns", fail)


def jobs_of(units: Units, sns: Any, application: str) -> Jobs:
    return Jobs(units, job_steps(lambda _: None, by_platform(sns, [application])))


def test_an_endpoint_that_sns_could_not_be_told_of_is_forgotten_by_the_sweeper(
    devices: SnsDevices, units: Units, sns: Any, application: str, caplog: pytest.LogCaptureFixture
) -> None:
    devices.register(ALICE, "secret-token", "ios", NOW)
    endpoint = endpoints(units, ALICE)["secret-token"]

    with silent(sns):
        devices.remove(ALICE, "secret-token")
    left = (tokens_of(units, ALICE), is_there(sns, endpoint))
    jobs_of(units, sns, application).sweep()

    assert (left, is_there(sns, endpoint)) == (([], True), False)
    assert "secret-token" not in caplog.text


def test_a_device_that_came_back_meanwhile_keeps_its_endpoint(
    devices: SnsDevices, units: Units, sns: Any, application: str
) -> None:
    devices.register(ALICE, "token", "ios", NOW)
    with silent(sns):
        devices.remove(ALICE, "token")
    devices.register(BOB, "token", "ios", NOW)

    jobs_of(units, sns, application).sweep()

    assert is_there(sns, endpoints(units, BOB)["token"])


def test_an_endpoint_that_sns_will_never_forget_holds_nobody_up(
    devices: SnsDevices, units: Units, sns: Any, application: str
) -> None:
    devices.register(ALICE, "token", "ios", NOW)
    with Stubber(sns) as stub:
        stub.add_client_error("delete_endpoint", "InvalidParameter", "no such thing", 400)
        devices.remove(ALICE, "token")

    with Stubber(sns):  # nothing is asked any more
        jobs_of(units, sns, application).sweep()

    assert tokens_of(units, ALICE) == []


def test_the_endpoints_of_an_erased_person_are_forgotten_also_when_sns_was_silent(
    tables: Tables, sns: Any, application: str
) -> None:
    units, alice = Units(tables), dynamo_store(tables).user("alice")
    devices, jobs = news_of(units, sns, application)[0], jobs_of(units, sns, application)
    for number in range(40):
        devices.register(alice.user_id, f"token {number}", "ios", NOW)
    made = [*endpoints(units, alice.user_id).values()]
    erasure = DynamoErasure(units, ADDRESSES, jobs)

    with silent(sns):
        erasure.erase(alice.user_id, "hash", NOW)
    left = (tokens_of(units, alice.user_id), [is_there(sns, one) for one in made])
    erasure.sweep(NOW)

    assert left == ([], [True] * 40)
    assert [is_there(sns, one) for one in made] == [False] * 40


def test_news_come_to_each_device_with_words_and_what_they_are_about(
    devices: SnsDevices, units: Units, sns: Any, application: str
) -> None:
    for token in ("phone", "tablet"):
        devices.register(ALICE, token, "ios", NOW)
    devices.register(BOB, "his", "ios", NOW)
    sent = sent_by(sns)

    news_of(units, sns, application)[1].send(NEWS)

    made = endpoints(units, ALICE)
    assert sorted(one["TargetArn"] for one in sent) == sorted([made["phone"], made["tablet"]])
    payload = json.loads(json.loads(sent[0]["Message"])["APNS"])
    assert payload == {
        "aps": {"alert": {"title": NEWS.title, "body": NEWS.body}, "sound": "default"},
        "type": "postcard.received",
        "id": "c1",
    }
    assert sent[0]["MessageAttributes"]["AWS.SNS.MOBILE.APNS.PUSH_TYPE"]["StringValue"] == "alert"


def test_each_platform_has_its_application_and_one_without_gets_nothing(
    units: Units, sns: Any, application: str
) -> None:
    sandbox = new_application(sns, "APNS_SANDBOX")
    both, _ = news_of(units, sns, application, sandbox)
    both.register(ALICE, "store", "ios", NOW)
    both.register(ALICE, "development", "ios_sandbox", NOW)
    sent = sent_by(sns)

    news_of(units, sns, sandbox)[1].send(NEWS)

    made = endpoints(units, ALICE)
    assert made["store"].split("/")[1] == "APNS"
    assert [one["TargetArn"] for one in sent] == [made["development"]]
    assert "APNS_SANDBOX" in json.loads(sent[0]["Message"])


def test_a_device_that_apple_calls_dead_is_forgotten(
    devices: SnsDevices, units: Units, sns: Any, application: str
) -> None:
    devices.register(ALICE, "dead", "ios", NOW)
    endpoint = endpoints(units, ALICE)["dead"]

    with Stubber(sns) as stub:
        stub.add_client_error("publish", "EndpointDisabled", "Endpoint is disabled", 400)
        stub.add_response("delete_endpoint", {}, {"EndpointArn": endpoint})
        news_of(units, sns, application)[1].send(NEWS)
        stub.assert_no_pending_responses()

    assert tokens_of(units, ALICE) == []


def test_an_endpoint_that_is_gone_is_made_again(devices: SnsDevices, units: Units, sns: Any, application: str) -> None:
    devices.register(ALICE, "token", "ios", NOW)
    sns.delete_endpoint(EndpointArn=endpoints(units, ALICE)["token"])
    sent = sent_by(sns)

    news_of(units, sns, application)[1].send(NEWS)

    assert is_there(sns, sent[-1]["TargetArn"])
    assert endpoints(units, ALICE) == {"token": sent[-1]["TargetArn"]}
    assert tokens_of(units, ALICE) == ["token"]


def test_when_sns_cannot_be_asked_a_device_is_kept_and_its_endpoint_made_with_the_first_news(
    devices: SnsDevices, units: Units, sns: Any, application: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Stubber(sns) as stub:
        stub.add_client_error("create_platform_endpoint", "InternalError", "secret-token", 500)
        devices.register(ALICE, "secret-token", "ios", NOW)
    sent = sent_by(sns)

    news_of(units, sns, application)[1].send(NEWS)

    assert [one["TargetArn"] for one in sent] == [*endpoints(units, ALICE).values()]
    assert "secret-token" not in caplog.text


def test_news_that_sns_does_not_take_are_let_go(devices: SnsDevices, units: Units, sns: Any, application: str) -> None:
    devices.register(ALICE, "token", "ios", NOW)

    with Stubber(sns) as stub:
        stub.add_client_error("publish", "Throttled", "slow down", 429)
        news_of(units, sns, application)[1].send(NEWS)

    assert tokens_of(units, ALICE) == ["token"]


def test_news_do_not_fail_what_they_tell_of_when_the_devices_cannot_be_read(
    units: Units, sns: Any, application: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: object) -> None:
        raise EndpointConnectionError(endpoint_url="nowhere")

    units.tables.client.meta.events.register("before-send.dynamodb", fail)
    with patch("time.sleep"):
        news_of(units, sns, application)[1].send(NEWS)
    units.tables.client.meta.events.unregister("before-send.dynamodb", fail)

    assert "a push was not sent: unavailable" in caplog.text


def test_where_sns_says_nothing_one_device_is_waited_for_and_not_every_one(
    devices: SnsDevices, units: Units, emulator: Emulator, application: str
) -> None:
    sns, asked = emulator.clients.of("sns", in_passing=True), list[str]()
    for name in ("phone", "tablet", "watch"):
        devices.register(ALICE, name, "ios", NOW)

    def fail(request: Any, **_: object) -> None:
        asked.append(request.url)
        raise ReadTimeoutError(endpoint_url=request.url)

    sns.meta.events.register("before-send.sns", fail)
    with patch("time.sleep"):
        news_of(units, sns, application)[1].send(NEWS)
    sns.close()

    assert len(asked) == 2, "the one device, twice"
    assert tokens_of(units, ALICE) == ["phone", "tablet", "watch"]
