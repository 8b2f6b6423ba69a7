"""The stage's secret: made before the functions need it, out of random bytes that nobody has seen."""

import json
from typing import Any

from ...clients import Clients
from ...stage_secrets import completed
from ..stages import NamedStage
from ..troubles import code_of

__all__ = ["ensure_secrets"]


def ensure_secrets(clients: Clients, stage: NamedStage) -> None:
    """Make what is missing, and leave what is there: other values would void codes, cursors and signed links."""
    from botocore.exceptions import ClientError

    client: Any = clients.of("secretsmanager")
    try:
        known = str(client.get_secret_value(SecretId=stage.secret)["SecretString"])
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
        client.create_secret(
            Name=stage.secret,
            Description=f"PostCardIt's secrets, stage {stage.name}.",
            SecretString=completed(None),
            Tags=[{"Key": "postcardit:stage", "Value": stage.name}],
        )
        return
    whole = completed(known)
    if set(json.loads(whole)) != set(json.loads(known)):
        client.put_secret_value(SecretId=stage.secret, SecretString=whole)
