"""A stage in the emulator as people meet it: through the gateway, the functions, the tables and the bucket."""

import importlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from postcardit_backend.aws.ops.client_settings import client_settings
from postcardit_backend.aws.ops.cost import counted
from postcardit_backend.aws.ops.doctor import Patient, examine, fine
from postcardit_backend.aws.ops.template.functions import FUNCTIONS
from postcardit_cli.aws.smoke import smoke_run
from tests.aws.counted_story import tell_story
from tests.aws.deployed import DeployedStage

pytestmark = pytest.mark.timeout(400)
"""A stage is deployed for them, and each function starts for the first time."""


@pytest.fixture
def patient(aws_stage: DeployedStage) -> Patient:
    return Patient(aws_stage.account, aws_stage.stage, aws_stage.stack)


def test_every_function_of_the_template_has_its_file() -> None:
    for function in FUNCTIONS:
        assert callable(importlib.import_module(f"postcardit_backend.aws.functions.{function.name}").handler)


def test_the_package_holds_all_that_its_functions_import(aws_package: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(aws_package).extractall(tmp_path)
    names = [f"postcardit_backend.aws.functions.{function.name}" for function in FUNCTIONS]
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        f"for name in {names!r}: __import__(name)\n"
        "import PIL, pillow_heif, argon2, botocore.session, postcardit_backend.decoding.worker\n"
        "botocore.session.Session().create_client('cognito-idp', 'eu-central-1')\n"
        f"print([m for m in sys.modules if getattr(sys.modules[m], '__file__', None) and 'site-packages' in"
        " str(sys.modules[m].__file__)])"
    )

    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_a_stage_that_is_as_it_should_be_is_found_well(patient: Patient) -> None:
    found = {finding.check: finding for finding in examine(patient)}

    unwell = {name for name, finding in found.items() if finding.state in ("failed", "warning")}
    assert unwell == set(), found


def test_two_people_whom_nobody_knows_mail_a_photo_for_the_doctor(patient: Patient) -> None:
    assert smoke_run(patient) == fine(
        "smoke", "Two throw-away users met, one mailed the other a photo, and both are erased."
    )


def test_each_thing_that_is_wrong_with_the_tables_is_found_with_its_fix(patient: Patient) -> None:
    dynamodb, name = patient.asked("dynamodb"), patient.stage.table("brief")
    off, on = ({"Enabled": is_on, "AttributeName": "ttl"} for is_on in (False, True))
    dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=off)

    found = [finding for finding in examine(patient) if finding.check == "expiry"]

    dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=on)
    assert [finding.state for finding in found] == ["failed"]
    assert f"aws dynamodb update-time-to-live --table-name {name}" in (found[0].fix or "")


def test_a_secret_that_lacks_a_part_is_found(patient: Patient) -> None:
    client = patient.asked("secretsmanager")
    whole = client.get_secret_value(SecretId=patient.stage.secret)["SecretString"]
    part = {name: value for name, value in json.loads(whole).items() if name != "links"}
    client.put_secret_value(SecretId=patient.stage.secret, SecretString=json.dumps(part))

    found = [finding for finding in examine(patient) if finding.check == "secret"]

    client.put_secret_value(SecretId=patient.stage.secret, SecretString=whole)
    assert [(finding.state, finding.fix) for finding in found] == [("failed", "postcardit aws deploy --stage dev")]


def test_no_operation_asks_more_of_dynamodb_than_is_written(aws_stage: DeployedStage) -> None:
    seen = tell_story(aws_stage)

    written = counted()
    assert set(seen) == set(written)
    assert {name for calls in seen.values() for name in calls.names} <= {
        "BatchGetItem", "Query", "TransactWriteItems", "PutItem"
    }  # fmt: skip
    more = {
        name: calls.numbers[:2]
        for name, calls in seen.items()
        if calls.read_requests > written[name].read_requests or calls.write_requests > written[name].write_requests
    }
    assert more == {}, "python -m tests.aws.counted_story writes the table anew"


def test_clients_are_told_an_address_that_answers(aws_stage: DeployedStage) -> None:
    settings = client_settings(aws_stage.stack, aws_stage.stage, aws_stage.account)

    assert settings["POSTCARDIT_URL"].startswith(aws_stage.emulator.url)
    assert settings["POSTCARDIT_SOCKET_URL"].startswith("ws://127.0.0.1:")
