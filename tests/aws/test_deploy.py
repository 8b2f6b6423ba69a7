"""Deployments of a stage into the emulator: planned, done, done again, failed, taken up."""

import base64
import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from postcardit_backend.aws.ops.accounts import Account
from postcardit_backend.aws.ops.deploy import Deployment, DeploymentFailed, Step
from postcardit_backend.aws.ops.deploy.secret_values import ensure_secrets
from postcardit_backend.aws.ops.package.archive import write_archive
from postcardit_backend.aws.ops.stages import NamedStage
from postcardit_backend.aws.ops.troubles import AwsTrouble, explained
from postcardit_backend.aws.photo_links import CloudFrontLinks
from tests.aws.deployed import ACCOUNT_ID, account_of
from tests.aws.emulator import Emulator


@pytest.fixture
def account(emulator: Emulator) -> Account:
    return account_of(emulator)


@pytest.fixture
def stage(account: Account) -> Iterator[NamedStage]:
    """A name that no other test has. What it becomes is removed."""
    stage = NamedStage(f"t{secrets.token_hex(5)}")
    yield stage
    account.clients.of("cloudformation").delete_stack(StackName=stage.stack)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that is never run."""
    (tmp_path / "code.py").write_text("")
    write_archive({"code.py": tmp_path / "code.py"}, tmp_path / "package.zip")
    return tmp_path / "package.zip"


def another(package: Path) -> Path:
    source = package.with_name("other.py")
    source.write_text("# another one\n")
    write_archive({"code.py": source}, package.with_name("other.zip"))
    return package.with_name("other.zip")


def deploy(account: Account, stage: NamedStage, package: Path, **parameters: str) -> dict[str, str]:
    deployment = Deployment(account, stage, pause=0.05)
    plan = deployment.plan(package, parameters)
    assert plan is not None
    return deployment.execute(plan).outputs


def test_a_first_deployment_makes_everything_and_says_where_it_is(
    account: Account, stage: NamedStage, package: Path
) -> None:
    outputs = deploy(account, stage, package)

    tables = account.clients.of("dynamodb").list_tables()["TableNames"]
    assert {outputs["MainTable"], outputs["BriefTable"]} <= {*tables}
    assert outputs["MainTable"] == stage.table("main")
    assert outputs["ApiUrl"].endswith(f"/{stage.name}")
    assert "UserPoolId" not in outputs


def test_a_stage_with_cognito_has_a_pool_and_its_trigger(account: Account, stage: NamedStage, package: Path) -> None:
    outputs = deploy(account, stage, package, Identity="cognito")

    pool = account.clients.of("cognito-idp").describe_user_pool(UserPoolId=outputs["UserPoolId"])["UserPool"]
    assert pool["LambdaConfig"]["PostConfirmation"].endswith(f":{stage.function('triggers')}")
    assert "UserMigration" not in pool["LambdaConfig"]


def test_a_pool_that_people_are_moved_to_asks_about_those_whom_it_does_not_know(
    account: Account, stage: NamedStage, package: Path
) -> None:
    outputs = deploy(account, stage, package, Identity="cognito", UserMigration="on")

    pool = account.clients.of("cognito-idp").describe_user_pool(UserPoolId=outputs["UserPoolId"])["UserPool"]
    assert pool["LambdaConfig"]["UserMigration"] == pool["LambdaConfig"]["PostConfirmation"]


def test_what_is_as_the_template_says_needs_no_deployment(account: Account, stage: NamedStage, package: Path) -> None:
    deploy(account, stage, package)

    assert Deployment(account, stage, pause=0.05).plan(package, {}) is None


def test_a_new_package_changes_the_functions_and_replaces_no_table(
    account: Account, stage: NamedStage, package: Path
) -> None:
    deploy(account, stage, package)

    plan = Deployment(account, stage, pause=0.05).plan(another(package), {})

    assert plan is not None
    assert {change.action for change in plan.changes} == {"change"}
    assert "ApiFunction" in {change.name for change in plan.changes}
    assert not any(change.is_lossy for change in plan.changes)


def test_a_parameter_stays_what_it_was_set_to(account: Account, stage: NamedStage, package: Path) -> None:
    deploy(account, stage, package, MailFrom="post@example.com")
    deploy(account, stage, another(package))

    stack = Deployment(account, stage).stack()
    assert stack is not None
    assert stack.parameters["MailFrom"] == "post@example.com"


def test_a_plan_that_is_discarded_leaves_nothing(account: Account, stage: NamedStage, package: Path) -> None:
    deployment = Deployment(account, stage, pause=0.05)
    plan = deployment.plan(package, {})
    assert plan is not None

    deployment.discard(plan)

    assert stage.table("main") not in account.clients.of("dynamodb").list_tables()["TableNames"]
    assert deployment.stack() is None


def test_a_failure_names_what_failed_first_and_the_next_deployment_removes_the_ruin(
    account: Account, stage: NamedStage, package: Path
) -> None:
    s3, deployment = account.clients.of("s3"), Deployment(account, stage, pause=0.05)
    s3.create_bucket(Bucket=stage.photos(ACCOUNT_ID), CreateBucketConfiguration={"LocationConstraint": account.region})
    with pytest.raises((DeploymentFailed, AwsTrouble), match="PhotosBucket"):
        deploy(account, stage, package)
    s3.delete_bucket(Bucket=stage.photos(ACCOUNT_ID))
    ruin = deployment.stack()

    assert ruin is None or deployment.settle(ruin) is None
    assert deploy(account, stage, package)["PhotosBucket"] == stage.photos(ACCOUNT_ID)


def test_each_step_is_told(account: Account, stage: NamedStage, package: Path) -> None:
    told: list[Step] = []
    deployment = Deployment(account, stage, told.append, pause=0.05)
    plan = deployment.plan(package, {})
    assert plan is not None

    deployment.execute(plan)

    ended = [step.name for step in told if step.has_ended]
    assert {"MainTable", "ApiFunction", stage.stack} <= {*ended}
    assert ended[-1] == stage.stack


def test_whoever_comes_back_waits_for_what_runs(account: Account, stage: NamedStage, package: Path) -> None:
    deployment = Deployment(account, stage, pause=0.05)
    plan = deployment.plan(package, {})
    assert plan is not None
    client: Any = account.clients.of("cloudformation")
    client.execute_change_set(StackName=plan.stack_name, ChangeSetName=plan.change_set)

    running = deployment.stack()
    assert running is not None
    settled = deployment.settle(running)

    assert settled is not None
    assert settled.has_succeeded or settled.is_new  # the emulator may not have begun yet


def test_the_secret_is_made_once_and_never_replaced(account: Account, stage: NamedStage, package: Path) -> None:
    client = account.clients.of("secretsmanager")
    deploy(account, stage, package)
    first = client.get_secret_value(SecretId=stage.secret)["SecretString"]
    client.put_secret_value(
        SecretId=stage.secret,
        SecretString=json.dumps({name: value for name, value in json.loads(first).items() if name != "links"}),
    )

    deploy(account, stage, another(package))

    second = json.loads(client.get_secret_value(SecretId=stage.secret)["SecretString"])
    assert {**json.loads(first), "links": second["links"]} == second
    assert second["links"] != json.loads(first)["links"]


def test_a_deployment_trusts_the_key_that_signs_links_to_cloudfront(
    account: Account, stage: NamedStage, package: Path
) -> None:
    Deployment(account, stage, pause=0.05).plan(package, {})

    secret = account.clients.of("secretsmanager").get_secret_value(SecretId=stage.secret)["SecretString"]
    private_key = base64.b64decode(json.loads(secret)["photos"])
    trusted = ensure_secrets(account.clients, stage)
    links = CloudFrontLinks("https://photos.example", "K1", private_key)
    link = links.read("images/1.jpg", 1_000, 60)
    signature = link.partition("Signature=")[2].partition("&")[0].translate(str.maketrans("-_~", "+=/"))
    policy = '{"Statement":[{"Resource":"https://photos.example/images/1.jpg",'
    policy += '"Condition":{"DateLessThan":{"AWS:EpochTime":1060}}}]}'
    key = load_pem_public_key(trusted.encode())
    assert isinstance(key, EllipticCurvePublicKey)
    key.verify(base64.b64decode(signature), policy.encode(), ECDSA(SHA256()))


def test_an_unknown_parameter_is_refused_with_those_that_there_are(
    account: Account, stage: NamedStage, package: Path
) -> None:
    with pytest.raises(AwsTrouble, match="Colour is no parameter") as refused:
        Deployment(account, stage).plan(package, {"Colour": "red"})

    assert refused.value.hint is not None
    assert "MailFrom" in refused.value.hint


def test_what_aws_refuses_is_said_in_a_sentence(account: Account) -> None:
    with pytest.raises(AwsTrouble, match=r"AWS refused DescribeTable: .*nowhere"), explained():
        account.clients.of("dynamodb").describe_table(TableName="nowhere")
