"""What remembers: the tables, the bucket of photos, the key that signs, and the queue of what failed."""

from typing import Any

from ...bucket import ARRIVALS, EXPORTS
from ...schema import TTL, Table, table_of
from ..stages import NamedStage
from .parts import Resources, chosen, function_arn, ref, sub, tags
from .photo_links import distribution_may_read

__all__ = ["storage"]

_NOTHING = ref("AWS::NoValue")
_DAY = 24 * 60 * 60


def storage(stage: NamedStage) -> Resources:
    """The resources that hold data."""
    return {
        "MainTable": _table("main", stage),
        "BriefTable": _table("brief", stage),
        **_photos(stage),
        "SigningKey": _signing_key(stage),
        "FailedEvents": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": f"{stage.stack}-failed-events",
                "MessageRetentionPeriod": 14 * _DAY,
                "SqsManagedSseEnabled": True,
                "Tags": tags(),
            },
        },
    }


def _table(table: Table, stage: NamedStage) -> dict[str, Any]:
    properties = table_of(table)
    properties.setdefault("StreamSpecification", {}).pop("StreamEnabled", None)  # CloudFormation infers it
    if not properties["StreamSpecification"]:
        del properties["StreamSpecification"]
    if table == "main":
        properties["PointInTimeRecoverySpecification"] = {"PointInTimeRecoveryEnabled": True}
    else:
        properties["TimeToLiveSpecification"] = {"AttributeName": TTL, "Enabled": True}
    return {
        "Type": "AWS::DynamoDB::Table",
        **_kept(stage),
        "Properties": {
            "TableName": stage.table(table),
            **properties,
            "SSESpecification": {"SSEEnabled": True},
            "DeletionProtectionEnabled": stage.is_kept,
            "Tags": tags(),
        },
    }


def _photos(stage: NamedStage) -> Resources:
    arn = "arn:${AWS::Partition}:s3:::postcardit-${Stage}-photos-${AWS::AccountId}"
    return {
        "PhotosBucket": _bucket(stage),
        "PhotosBucketPolicy": {
            "Type": "AWS::S3::BucketPolicy",
            "Condition": "AsksForTls",
            "Properties": {
                "Bucket": ref("PhotosBucket"),
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        _tls_only(arn),
                        chosen("UsesCloudFront", distribution_may_read(), _NOTHING),
                    ],
                },
            },
        },
        "PhotosMayBeDeveloped": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": ref("PhotosFunction"),
                "Principal": "s3.amazonaws.com",
                "SourceAccount": ref("AWS::AccountId"),
                "SourceArn": sub(arn),
            },
        },
    }


def _tls_only(arn: str) -> dict[str, Any]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [sub(arn), sub(f"{arn}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _bucket(stage: NamedStage) -> dict[str, Any]:
    return {
        "Type": "AWS::S3::Bucket",
        **_kept(stage),
        "DependsOn": ["PhotosMayBeDeveloped"],
        "Properties": {
            "BucketName": sub("postcardit-${Stage}-photos-${AWS::AccountId}"),
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
            "LifecycleConfiguration": {
                "Rules": [
                    _ends_after_days("arrivals", f"{ARRIVALS}/", 2),
                    _ends_after_days("exports", f"{EXPORTS}/", 1),
                ]
            },
            "NotificationConfiguration": {
                "LambdaConfigurations": [
                    {
                        "Event": "s3:ObjectCreated:*",
                        "Filter": {"S3Key": {"Rules": [{"Name": "prefix", "Value": f"{ARRIVALS}/"}]}},
                        "Function": function_arn("photos"),
                    }
                ]
            },
            "Tags": tags(),
        },
    }


def _ends_after_days(name: str, prefix: str, days: int) -> dict[str, Any]:
    return {
        "Id": name,
        "Prefix": prefix,
        "Status": "Enabled",
        "ExpirationInDays": days,
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }


def _signing_key(stage: NamedStage) -> dict[str, Any]:
    return {
        "Type": "AWS::KMS::Key",
        "Condition": "SignsWithKms",
        **_kept(stage),
        "Properties": {
            "Description": sub("Signs PostCardIt's access tokens (${Stage})."),
            "KeySpec": "ECC_NIST_P256",
            "KeyUsage": "SIGN_VERIFY",
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "TheAccountDecides",
                        "Effect": "Allow",
                        "Principal": {"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")},
                        "Action": "kms:*",
                        "Resource": "*",  # in a key's own policy this is the key
                    }
                ],
            },
            "Tags": tags(),
        },
    }


def _kept(stage: NamedStage) -> dict[str, str]:
    policy = "Retain" if stage.is_kept else "Delete"
    return {"DeletionPolicy": policy, "UpdateReplacePolicy": policy}
