"""The keys that sign access tokens (ES256). They rotate by themselves, with overlap.

A key signs for `key_rotation_seconds`, then the next one does: the first process to notice makes it, in one step with
another look. The old key stays published and verifies until the last token that it can have signed has ended, and a
margin longer. A process that meets a key it does not know reads the store again, at most ten times a second.

A store may have chosen which key signs; then that one does for as long as it is chosen, and time alone changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey

from .settings import Settings

__all__ = ["KeyStore", "LocalKey", "PrivateKey", "SigningKey", "SigningKeys", "StoredKey", "new_pem", "raw_signature"]

_READS_PER_SECOND = 10


class PrivateKey(Protocol):
    """A key that signs, wherever its secret is."""

    @property
    def public(self) -> ECKey:
        """What may be published of it."""
        ...

    def sign(self, data: bytes) -> bytes:
        """An ES256 signature as tokens carry it: 64 bytes (RFC 7518 section 3.4)."""
        ...


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key as a store keeps it, since when it signs (Unix milliseconds), and whether this process can sign with it."""

    key_id: str
    key: PrivateKey
    signs_since: int
    is_usable: bool = True


class KeyStore(Protocol):
    """Where the keys of a backend are kept."""

    @property
    def chosen(self) -> str | None:
        """The id of the key that has to sign; None lets the newest sign, and new ones take its place."""
        ...

    def read(self) -> list[StoredKey]:
        """Every key, the oldest first."""
        ...

    def change(self, judge: "Judge", now: int) -> list[StoredKey]:
        """Read the keys and ask which of them stay beside a new one, or None to leave all as it is; and do so, in one
        step. The new one is the chosen one, if one is. Gives what is there then."""
        ...


Judge = Callable[[Sequence[StoredKey]], frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, since when it signs, and until when what it signed counts (Unix milliseconds; None for the newest)."""

    key_id: str
    key: PrivateKey
    signs_since: int
    is_usable: bool
    verifies_until: int | None

    def verifies(self, now: int) -> bool:
        """Whether what it signed still counts."""
        return self.verifies_until is None or now < self.verifies_until


class SigningKeys:
    """The keys of one store, as far as this process knows them."""

    def __init__(self, store: KeyStore, settings: Settings) -> None:
        self._store = store
        self._rotation = settings.key_rotation_seconds * 1000
        self._life = settings.access_token_seconds * 1000
        self._overlap = self._life + settings.key_margin_seconds * 1000
        self._keys = self._dated(store.read())
        self._second, self._reads = 0, 0

    def signer(self, now: int) -> SigningKey:
        """The key to sign with now. Makes the next one when the last has signed long enough."""
        signer = self._signing(self._keys, now)
        if signer is None:
            self._keys = self._dated(self._store.change(lambda known: self._staying(known, now), now))
            signer = self._signing(self._keys, now) or [*self._keys.values()][-1]
        return signer

    def verifier(self, key_id: str, now: int) -> SigningKey | None:
        """The key with this id, if what it signed still counts."""
        if key_id not in self._keys and self._may_read(now):
            self._keys = self._dated(self._store.read())
        key = self._keys.get(key_id)
        return key if key is not None and key.verifies(now) else None

    def published(self, now: int) -> list[SigningKey]:
        """Every key that verifies, whichever process made it, the newest last."""
        self._keys = self._dated(self._store.read())
        self.signer(now)
        return [key for key in self._keys.values() if key.verifies(now)]

    def _signing(self, keys: dict[str, SigningKey], now: int) -> SigningKey | None:
        """Which of these signs now, if one does: what it signs must count until its end."""
        if self._store.chosen is not None:
            chosen = keys.get(self._store.chosen)
            return chosen if chosen is not None and chosen.verifies(now + self._life) else None
        newest = [*keys.values()][-1] if keys else None
        if newest is None or not newest.is_usable or now >= newest.signs_since + self._rotation:
            return None
        return newest

    def _staying(self, known: Sequence[StoredKey], now: int) -> frozenset[str] | None:
        keys = self._dated(known)
        if self._signing(keys, now) is not None:
            return None  # another process was faster
        return frozenset(key.key_id for key in keys.values() if key.verifies(now))

    def _may_read(self, now: int) -> bool:
        if now // 1000 != self._second:
            self._second, self._reads = now // 1000, 0
        self._reads += 1
        return self._reads <= _READS_PER_SECOND

    def _dated(self, known: Sequence[StoredKey]) -> dict[str, SigningKey]:
        """Each key with its end, which the beginning of the next one sets."""
        ends = [*(key.signs_since + self._overlap for key in known[1:]), None]
        return {
            key.key_id: SigningKey(key.key_id, key.key, key.signs_since, key.is_usable, until)
            for key, until in zip(known, ends, strict=False)
        }


class LocalKey:
    """A key whose secret this process has."""

    def __init__(self, key_id: str, private_pem: bytes) -> None:
        secret = ECKey.import_key(private_pem)
        self._secret = secret.private_key
        self.public = ECKey.import_key(secret.as_dict(private=False), {"kid": key_id, "use": "sig"})

    def sign(self, data: bytes) -> bytes:
        """An ES256 signature."""
        if not isinstance(self._secret, ec.EllipticCurvePrivateKey):
            raise TypeError("A signing key has lost its secret.")
        return raw_signature(self._secret.sign(data, ec.ECDSA(SHA256())))


def new_pem() -> bytes:
    """The secret of a new key."""
    return ECKey.generate_key("P-256").as_pem(private=True)


def raw_signature(der: bytes) -> bytes:
    """A signature on P-256 as tokens carry it, from what cryptographers give: r and s, 32 bytes each."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")
