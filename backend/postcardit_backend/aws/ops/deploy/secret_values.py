"""The stage's secrets: random bytes that nobody has seen, made before the functions need them."""

import base64
import json
import secrets
from typing import Any

from ...clients import Clients
from ..stages import Stage
from ..troubles import code_of

__all__ = ["SECRETS", "ensure_secrets"]

SECRETS = ("codes", "cursors", "limits", "links", "pepper")
"""What the functions ask the secret for, by name."""


def ensure_secrets(clients: Clients, stage: Stage) -> list[str]:
    """Make what is missing, and leave what is there: other values would void codes, cursors and signed links. Gives the
    names of those that were made."""
    from botocore.exceptions import ClientError

    client: Any = clients.of("secretsmanager")
    try:
        known: dict[str, str] = json.loads(client.get_secret_value(SecretId=stage.secret)["SecretString"])
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
        known = {}
        client.create_secret(
            Name=stage.secret,
            Description=f"PostCardIt's secrets, stage {stage.name}.",
            SecretString="{}",
            Tags=[{"Key": "postcardit:stage", "Value": stage.name}],
        )
    made = [name for name in SECRETS if name not in known]
    if made:
        fresh = {name: base64.b64encode(secrets.token_bytes(32)).decode("ascii") for name in made}
        client.put_secret_value(SecretId=stage.secret, SecretString=json.dumps({**known, **fresh}))
    return made
