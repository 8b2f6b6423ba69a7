"""The tables, the bucket and the secret: as the template wants them?"""

import json
from typing import Any

from ...schema import TTL, Table
from ...stage_secrets import NAMES
from ..troubles import code_of
from .findings import Finding, failed, fine
from .patient import Patient

__all__ = ["check_backups", "check_bucket", "check_expiry", "check_secret", "check_tables"]


def check_tables(patient: Patient) -> list[Finding]:
    """Whether both are there, take what comes, and are protected if they are people's."""
    findings: list[Finding] = []
    tables: tuple[Table, ...] = ("main", "brief")
    for table in tables:
        name = patient.stage.table(table)
        found: dict[str, Any] = patient.asked("dynamodb").describe_table(TableName=name)["Table"]
        if found["TableStatus"] not in ("ACTIVE", "UPDATING"):
            findings.append(failed("tables", f"{name} is {found['TableStatus']}.", "wait, and look again"))
        elif table == "main" and not found.get("LatestStreamArn"):
            findings.append(failed("tables", f"{name} has no stream: no phone hears of changes.", patient.redeploy))
        elif patient.stage.is_kept and not found.get("DeletionProtectionEnabled"):
            findings.append(failed("tables", f"Anyone with the rights may delete {name}.", patient.redeploy))
        else:
            findings.append(fine("tables", f"{name} is there."))
    return findings


def check_backups(patient: Patient) -> Finding:
    """Whether the main table can be restored to any second."""
    name = patient.stage.table("main")
    found = patient.asked("dynamodb").describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    if found.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus") == "ENABLED":
        return fine("backups", f"{name} can be restored to any second of the last 35 days.")
    return failed(
        "backups",
        f"{name} has no point-in-time recovery.",
        f"aws dynamodb update-continuous-backups --table-name {name}"
        " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true",
    )


def check_expiry(patient: Patient) -> Finding:
    """Whether what has ended is removed from the brief table."""
    name = patient.stage.table("brief")
    found = patient.asked("dynamodb").describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if found.get("TimeToLiveStatus") in ("ENABLED", "ENABLING") and found.get("AttributeName") == TTL:
        return fine("expiry", f"{name} forgets what has ended.")
    return failed(
        "expiry",
        f"{name} keeps what has ended for ever: it grows, and costs more each month.",
        f"aws dynamodb update-time-to-live --table-name {name}"
        f" --time-to-live-specification Enabled=true,AttributeName={TTL}",
    )


def check_bucket(patient: Patient) -> list[Finding]:
    """Whether the photos are closed to the public, asked for by TLS alone, and leave when they should."""
    s3, name = patient.asked("s3"), patient.output("PhotosBucket")
    closed: dict[str, bool] = (
        _said(lambda: s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]) or {}
    )
    policy: dict[str, Any] = _said(lambda: json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])) or {}
    rules: list[Any] = _said(lambda: s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]) or []
    told: dict[str, Any] = _said(lambda: s3.get_bucket_notification_configuration(Bucket=name)) or {}
    open_to_browsers = _said(lambda: s3.get_bucket_cors(Bucket=name)["CORSRules"])
    is_tls_only = any(_denies_without_tls(one) for one in policy.get("Statement", []))
    complaints = [
        (not (closed and all(closed.values())), f"{name} may be opened to the public."),
        (not (is_tls_only or patient.account.is_emulated), f"{name} answers without TLS."),
        (not rules, f"{name} keeps unfinished uploads and exports for ever."),
        (not told.get("LambdaFunctionConfigurations"), f"{name} tells no function of photos that arrive."),
        (bool(open_to_browsers), f"{name} may be read by web pages (CORS)."),
    ]
    found = [failed("bucket", sentence, patient.redeploy) for is_true, sentence in complaints if is_true]
    return found or [fine("bucket", f"{name} is private{', and asked for by TLS alone' if is_tls_only else ''}.")]


def check_secret(patient: Patient) -> Finding:
    """Whether the functions find their secrets."""
    name = patient.stage.secret
    known = json.loads(patient.asked("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
    missing = [one for one in NAMES if one not in known]
    if missing:
        return failed("secret", f"{name} lacks {', '.join(missing)}.", patient.redeploy)
    return fine("secret", f"{name} holds all that the functions need.")


def _denies_without_tls(statement: dict[str, Any]) -> bool:
    condition = statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")
    return statement.get("Effect") == "Deny" and str(condition).lower() == "false"


def _said(ask: Any) -> Any:
    """What S3 says; None where it says that there is no such setting."""
    from botocore.exceptions import ClientError

    try:
        return ask()
    except ClientError as error:
        if not code_of(error).startswith(("NoSuch", "ServerSideEncryptionConfigurationNotFound")):
            raise
        return None
