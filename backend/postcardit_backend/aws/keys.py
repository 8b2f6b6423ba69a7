"""The keys that sign access tokens, in one item of the table: sealed, or in KMS, which then signs itself.

A KMS key signs for as long as the stage names it. When the stage names another one, that one takes over, and the tokens
of the former count until they end. Its public half is kept here: verifying asks nobody.
"""

import os
from functools import cached_property
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from joserfc.jwk import ECKey

from postcardit_sdk.contract.wire import new_id

from ..keys import Judge, LocalKey, PrivateKey, StoredKey, new_pem, raw_signature
from .items import Item, Value
from .tables import Key, said
from .units import Unit, Units

__all__ = ["DynamoKeys", "KmsKey"]

_KEYS = Key("main", "KEYS", "#")
_NONCE_BYTES = 12
_ALGORITHM = "ECDSA_SHA_256"


class KmsKey:
    """A key that never leaves KMS. Only its public half is known here."""

    def __init__(self, client: Any, key_id: str, public_pem: bytes) -> None:
        self._client = client
        self._key_id = key_id
        self.public = ECKey.import_key(public_pem, {"kid": key_id, "use": "sig"})

    def sign(self, data: bytes) -> bytes:
        """An ES256 signature. Refuses unavailable when KMS cannot be asked."""
        answer = said(
            lambda: self._client.sign(KeyId=self._key_id, Message=data, MessageType="RAW", SigningAlgorithm=_ALGORITHM)
        )
        return raw_signature(answer["Signature"])


class DynamoKeys:
    """The keys of one stage. `kms` is a client, and `chosen_key` the id, the ARN or the alias of the key that signs."""

    def __init__(self, units: Units, seal_key: bytes, *, kms: Any = None, chosen_key: str | None = None) -> None:
        self._units = units
        self._cipher = AESGCM(seal_key)
        self._kms = kms
        self._chosen_key = chosen_key

    @property
    def chosen(self) -> str | None:
        """The id of the KMS key that the stage names, if it names one."""
        return self._named[0] if self._chosen_key is not None else None

    def read(self) -> list[StoredKey]:
        """Every key, the oldest first."""
        return self._keys_in(self._units.tables.get([_KEYS]).get(_KEYS))

    def change(self, judge: Judge, now: int) -> list[StoredKey]:
        """Make a new key, or let the chosen one begin, unless there is nothing to change any more."""

        def work(unit: Unit) -> list[StoredKey]:
            item = unit.get(_KEYS)
            known = self._keys_in(item)
            staying = judge(known)
            if staying is None:
                return known
            kept = [one for one in _entries(item) if one["key_id"] in staying and one["key_id"] != self.chosen]
            made: Item = {"keys": [*kept, self._made(now)]}
            unit.put(_KEYS, made)
            return self._keys_in(made)

        return self._units.run(work)

    @cached_property
    def _named(self) -> tuple[str, bytes]:
        """The id and the public half of the key that the stage names."""
        answer = said(lambda: self._kms.get_public_key(KeyId=self._chosen_key))
        if answer["KeySpec"] != "ECC_NIST_P256":
            raise ValueError("POSTCARDIT_SIGNING_KEY_ID names a key that is no ECC_NIST_P256 key for signing.")
        public = load_der_public_key(answer["PublicKey"])
        return answer["KeyId"].rpartition("/")[2], public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def _made(self, now: int) -> dict[str, Value]:
        if self._chosen_key is not None:
            key_id, public_pem = self._named
            return {"key_id": key_id, "since": now, "public_pem": public_pem}
        key_id, nonce = new_id(now), os.urandom(_NONCE_BYTES)
        return {
            "key_id": key_id,
            "since": now,
            "sealed_pem": nonce + self._cipher.encrypt(nonce, new_pem(), key_id.encode()),
        }

    def _keys_in(self, item: Item | None) -> list[StoredKey]:
        return [
            StoredKey(str(one["key_id"]), self._key(one), cast("int", one["since"]), self._can_sign_with(one))
            for one in _entries(item)
        ]

    def _can_sign_with(self, entry: dict[str, Value]) -> bool:
        """Where the stage names no key, one that it once named only verifies."""
        return "sealed_pem" in entry or self._chosen_key is not None

    def _key(self, entry: dict[str, Value]) -> PrivateKey:
        key_id = str(entry["key_id"])
        if "public_pem" in entry:
            return KmsKey(self._kms, key_id, cast("bytes", entry["public_pem"]))
        sealed = cast("bytes", entry["sealed_pem"])
        try:
            pem = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], key_id.encode())
        except InvalidTag:
            raise ValueError(
                "The stage's secret `keys` is not the one that its signing keys are sealed with."
            ) from None
        return LocalKey(key_id, pem)


def _entries(item: Item | None) -> list[dict[str, Value]]:
    return [] if item is None else cast("list[dict[str, Value]]", item["keys"])
