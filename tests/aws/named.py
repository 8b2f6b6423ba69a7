"""A stage as commands find it, by its name: its tables, its bucket and its secret, without functions."""

import base64
import contextlib
import json
import secrets
from collections.abc import Generator
from typing import Any

from postcardit_backend.aws.ops.stages import NamedStage
from postcardit_backend.aws.schema import Table
from postcardit_backend.aws.stage import Stage
from postcardit_backend.aws.stage_secrets import NAMES
from tests.aws.deployed import ACCOUNT_ID
from tests.aws.emulator import REGION, Emulator, make_table

__all__ = ["named_stage"]

_TABLES: tuple[Table, ...] = ("main", "brief")


@contextlib.contextmanager
def named_stage(emulator: Emulator, name: str, **outputs: str) -> Generator[Stage]:
    """Make one of a name that nobody else has, and take it away."""
    named = NamedStage(name)
    dynamodb, s3 = emulator.clients.of("dynamodb"), emulator.clients.of("s3")
    keeper, formation = emulator.clients.of("secretsmanager"), emulator.clients.of("cloudformation")
    for table in _TABLES:
        make_table(dynamodb, named.table(table), table)
    bucket = named.photos(ACCOUNT_ID)
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    made = {one: base64.b64encode(secrets.token_bytes(32)).decode() for one in NAMES}
    keeper.create_secret(Name=named.secret, SecretString=json.dumps(made))
    formation.create_stack(StackName=named.stack, TemplateBody=json.dumps(_template({"Identity": "local", **outputs})))
    try:
        yield Stage(name, named.table("main"), named.table("brief"), bucket, named.secret)
    finally:
        formation.delete_stack(StackName=named.stack)
        keeper.delete_secret(SecretId=named.secret, ForceDeleteWithoutRecovery=True)
        for one in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            s3.delete_object(Bucket=bucket, Key=one["Key"])
        s3.delete_bucket(Bucket=bucket)
        for table in _TABLES:
            dynamodb.delete_table(TableName=named.table(table))


def _template(outputs: dict[str, str]) -> dict[str, Any]:
    return {
        "Parameters": {"UserMigration": {"Type": "String", "Default": "off"}},
        "Resources": {"Nothing": {"Type": "AWS::CloudFormation::WaitConditionHandle"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
