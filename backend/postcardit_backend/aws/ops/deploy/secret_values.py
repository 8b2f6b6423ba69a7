"""The stage's secret: made before the functions need it, out of random bytes that nobody has seen."""

import base64
import json
import os
from typing import Any

from ...clients import Clients
from ...stage_secrets import NAMES
from ..stages import NamedStage
from ..troubles import code_of

__all__ = ["ensure_secrets"]

_BYTES = 32


def ensure_secrets(clients: Clients, stage: NamedStage) -> None:
    """Make what is missing, and leave what is there: other values would void codes, cursors and signed links."""
    client: Any = clients.of("secretsmanager")
    known = _known(client, stage)
    missing = [name for name in NAMES if name not in (known or {})]
    if not missing:
        return
    made = {name: base64.b64encode(os.urandom(_BYTES)).decode("ascii") for name in missing}
    whole = json.dumps({**(known or {}), **made}, sort_keys=True)
    if known is not None:
        client.put_secret_value(SecretId=stage.secret, SecretString=whole)
        return
    client.create_secret(
        Name=stage.secret,
        Description=f"PostCardIt's secrets, stage {stage.name}.",
        SecretString=whole,
        Tags=[{"Key": "postcardit:stage", "Value": stage.name}],
    )


def _known(client: Any, stage: NamedStage) -> dict[str, str] | None:
    from botocore.exceptions import ClientError

    try:
        known: dict[str, str] = json.loads(client.get_secret_value(SecretId=stage.secret)["SecretString"])
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
        return None
    return known
