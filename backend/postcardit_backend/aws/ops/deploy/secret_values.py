"""The stage's secret: made before the functions need it, out of random bytes that nobody has seen."""

import base64
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ...clients import Clients
from ...stage_secrets import NAMES, PHOTOS
from ..stages import NamedStage
from ..troubles import code_of

__all__ = ["ensure_secrets"]

_BYTES = 32


def ensure_secrets(clients: Clients, stage: NamedStage) -> str:
    """Make what is missing, and leave what is there: other values would void codes, cursors and signed links. Gives
    the public half (PEM) of the key that signs links to CloudFront."""
    client: Any = clients.of("secretsmanager")
    known = _known(client, stage)
    values = {**{name: _encoded(os.urandom(_BYTES)) for name in NAMES}, PHOTOS: _encoded(_new_key()), **(known or {})}
    whole = json.dumps(values, sort_keys=True)
    if known is None:
        if not _is_created(client, stage, whole):
            return ensure_secrets(clients, stage)
    elif values != known:
        client.put_secret_value(SecretId=stage.secret, SecretString=whole)
    return _public_half(base64.b64decode(values[PHOTOS]))


def _is_created(client: Any, stage: NamedStage, whole: str) -> bool:
    """Create the secret. Gives False when another deployment has done it meanwhile."""
    from botocore.exceptions import ClientError

    try:
        client.create_secret(
            Name=stage.secret,
            Description=f"PostCardIt's secrets, stage {stage.name}.",
            SecretString=whole,
            Tags=[{"Key": "postcardit:stage", "Value": stage.name}],
        )
    except ClientError as error:
        if code_of(error) != "ResourceExistsException":
            raise
        return False
    return True


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _new_key() -> bytes:
    """An ECDSA P-256 key, which CloudFront takes as it takes RSA's, and which signs some thirty times as fast."""
    key = generate_private_key(SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public_half(private_key: bytes) -> str:
    key = load_pem_private_key(private_key, None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def _known(client: Any, stage: NamedStage) -> dict[str, str] | None:
    from botocore.exceptions import ClientError

    try:
        known: dict[str, str] = json.loads(client.get_secret_value(SecretId=stage.secret)["SecretString"])
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
        return None
    return known
