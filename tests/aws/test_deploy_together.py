"""Two who deploy the same stage at once, and what AWS refuses, in words."""

import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from postcardit_backend.aws.clients import Clients
from postcardit_backend.aws.ops.accounts import Account
from postcardit_backend.aws.ops.deploy import Deployment
from postcardit_backend.aws.ops.deploy.secret_values import ensure_secrets
from postcardit_backend.aws.ops.package.archive import write_archive
from postcardit_backend.aws.ops.stages import NamedStage
from postcardit_backend.aws.ops.troubles import AwsTrouble, explained
from postcardit_backend.aws.stage_secrets import NAMES, PHOTOS
from tests.aws.deployed import account_of
from tests.aws.emulator import Emulator


@pytest.fixture
def account(emulator: Emulator) -> Account:
    return account_of(emulator)


@pytest.fixture
def stage() -> NamedStage:
    """A name that no other test has."""
    return NamedStage(f"t{secrets.token_hex(5)}")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that is never run."""
    (tmp_path / "code.py").write_text("")
    write_archive({"code.py": tmp_path / "code.py"}, tmp_path / "package.zip")
    return tmp_path / "package.zip"


def test_who_says_no_takes_away_nothing_of_who_said_yes_meanwhile(
    account: Account, stage: NamedStage, package: Path
) -> None:
    hers, his = (Deployment(account, stage, pause=0.05) for _ in range(2))
    first, second = hers.plan(package, {}), his.plan(package, {})
    assert first is not None and second is not None
    his.execute(second)

    hers.discard(first)

    stack = his.stack()
    assert stack is not None
    assert stack.has_succeeded
    account.clients.of("cloudformation").delete_stack(StackName=stage.stack)


def test_who_says_no_leaves_what_another_has_planned(account: Account, stage: NamedStage, package: Path) -> None:
    hers, his = (Deployment(account, stage, pause=0.05) for _ in range(2))
    first, second = hers.plan(package, {}), his.plan(package, {})
    assert first is not None and second is not None

    hers.discard(first)
    left = his.stack()
    his.discard(second)

    assert left is not None
    assert his.stack() is None


def test_two_first_deployments_at_once_agree_on_the_secret(account: Account, stage: NamedStage) -> None:
    asked: Any = account.clients.of("secretsmanager")
    trusted: list[str] = []

    class Overtaken(Clients):
        """Clients of somebody for whom another one makes the secret, just before they do."""

        def of(self, service: str, *, in_passing: bool = False) -> Any:
            client = super().of(service, in_passing=in_passing)
            client.meta.events.register("before-call.secretsmanager.CreateSecret", another_is_faster)
            return client

    def another_is_faster(**_: object) -> None:
        trusted.append(ensure_secrets(account.clients, stage))

    overtaken = Overtaken(account.clients.region, account.clients.endpoint_url, account.clients.session)
    trusted.append(ensure_secrets(overtaken, stage))

    kept = json.loads(asked.get_secret_value(SecretId=stage.secret)["SecretString"])
    assert len(trusted) == 2
    assert trusted[0] == trusted[1]
    assert set(kept) == {*NAMES, PHOTOS}


@pytest.mark.parametrize(
    ("code", "said", "hint"),
    [
        ("ExpiredToken", "The security token included in the request is expired", "sign in to AWS again"),
        ("InvalidClientTokenId", "The security token included in the request is invalid.", "check the credentials"),
        ("AccessDenied", "User is not authorized to perform: sts:GetCallerIdentity", "give your user or role"),
        ("403", "Forbidden", "give your user or role"),
        ("ValidationError", "Stack:x is in CREATE_IN_PROGRESS state and can not be updated.", "somebody else deploys"),
        ("ChangeSetNotFound", "ChangeSet [x] does not exist", "somebody else deploys"),
    ],
)
def test_what_aws_refuses_is_one_sentence_and_what_to_do(code: str, said: str, hint: str) -> None:
    with pytest.raises(AwsTrouble) as caught, explained():
        raise ClientError({"Error": {"Code": code, "Message": said}}, "DoIt")

    assert str(caught.value) == f"AWS refused DoIt: {said.rstrip('.')}."
    assert (caught.value.hint or "").startswith(hint)
