"""A stage in the emulator: deployed as into an account, and then what the emulator overlooks of a template."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from postcardit_backend.aws.ops.accounts import Account
from postcardit_backend.aws.ops.deploy import Deployment, Stack
from postcardit_backend.aws.ops.stages import NamedStage
from postcardit_backend.aws.ops.template import template_of
from tests.aws.emulator import REGION, Emulator

__all__ = ["ACCOUNT_ID", "DeployedStage", "account_of", "deployed", "mend"]

ACCOUNT_ID = "000000000000"


@dataclass(frozen=True, slots=True)
class DeployedStage:
    """A stage that is there."""

    emulator: Emulator
    account: Account
    stage: NamedStage
    stack: Stack
    package: Path

    @property
    def environment(self) -> dict[str, str]:
        """By which commands and SDKs of AWS's find it."""
        return {
            "AWS_ENDPOINT_URL": self.emulator.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
        }


def account_of(emulator: Emulator) -> Account:
    """The account that the emulator keeps."""
    return Account(emulator.clients, ACCOUNT_ID, REGION)


@contextlib.contextmanager
def deployed(emulator: Emulator, name: str, package: Path, **parameters: str) -> Generator[DeployedStage, None, None]:
    """Deploy a stage. It ends with the emulator."""
    account, stage = account_of(emulator), NamedStage(name)
    deployment = Deployment(account, stage, pause=0.1)
    plan = deployment.plan(package, parameters)
    assert plan is not None
    stack = deployment.execute(plan)
    mend(account, stage, stack)
    yield DeployedStage(emulator, account, stage, stack, package)


def mend(account: Account, stage: NamedStage, stack: Stack) -> None:
    """Set by the API what the emulator's CloudFormation overlooks: expiry, backups, and the bucket's lifecycle."""
    dynamodb, s3 = account.clients.of("dynamodb"), account.clients.of("s3")
    resources = template_of(stage)["Resources"]
    dynamodb.update_time_to_live(
        TableName=stage.table("brief"),
        TimeToLiveSpecification=resources["BriefTable"]["Properties"]["TimeToLiveSpecification"],
    )
    dynamodb.update_continuous_backups(
        TableName=stage.table("main"), PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    rules = resources["PhotosBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    s3.put_bucket_lifecycle_configuration(
        Bucket=stack.outputs["PhotosBucket"],
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": rule["Id"],
                    "Status": rule["Status"],
                    "Filter": {"Prefix": rule["Prefix"]},
                    "Expiration": {"Days": rule["ExpirationInDays"]},
                }
                for rule in rules
            ]
        },
    )
