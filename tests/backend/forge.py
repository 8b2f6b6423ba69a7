"""Makes tokens as an attacker would who has every secret that is asked for."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from postcardit_backend.embedded.database import Database

__all__ = ["Forge", "encoded"]


def encoded(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Forge:
    """Signs what it is given, with the backend's own key unless it is told otherwise."""

    def __init__(self, database: Database, good: Mapping[str, Any]) -> None:
        row = database.reader().execute("SELECT key_id, private_pem FROM signing_keys").fetchone()
        key = load_pem_private_key(row["private_pem"], None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self.key = key
        self.header: dict[str, Any] = {"alg": "ES256", "typ": "at+jwt", "kid": row["key_id"]}
        self.good: dict[str, Any] = dict(good)
        self.stranger = ec.generate_private_key(ec.SECP256R1())

    def token(self, **changed: object) -> str:
        """With other claims; `...` leaves one out."""
        claims = {name: value for name, value in {**self.good, **changed}.items() if value is not ...}
        return self.signed(self.header, claims)

    def headed(self, **changed: object) -> str:
        """With another header; `...` leaves a name out."""
        header = {name: value for name, value in {**self.header, **changed}.items() if value is not ...}
        return self.signed(header, self.good)

    def signed(self, header: object, claims: object, key: ec.EllipticCurvePrivateKey | None = None) -> str:
        content = f"{encoded(header)}.{encoded(claims)}"
        signer = key or self.key
        size = (signer.key_size + 7) // 8
        digest = SHA256() if size == 32 else SHA384()
        r, s = utils.decode_dss_signature(signer.sign(content.encode(), ec.ECDSA(digest)))
        return f"{content}.{encoded(r.to_bytes(size, 'big') + s.to_bytes(size, 'big'))}"

    def es384(self) -> str:
        return self.signed({**self.header, "alg": "ES384"}, self.good, ec.generate_private_key(ec.SECP384R1()))

    def rs256(self) -> str:
        content = f"{encoded({**self.header, 'alg': 'RS256'})}.{encoded(self.good)}"
        key = rsa.generate_private_key(65537, 2048)
        return f"{content}.{encoded(key.sign(content.encode(), padding.PKCS1v15(), SHA256()))}"

    def hs256(self, secret: bytes) -> str:
        content = f"{encoded({**self.header, 'alg': 'HS256'})}.{encoded(self.good)}"
        return f"{content}.{encoded(hmac.new(secret, content.encode(), hashlib.sha256).digest())}"

    def unsigned(self, algorithm: str) -> str:
        return f"{encoded({**self.header, 'alg': algorithm})}.{encoded(self.good)}."

    @property
    def public_pem(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def stranger_jwk(self) -> dict[str, str]:
        numbers = self.stranger.public_key().public_numbers()
        x, y = (encoded(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}
