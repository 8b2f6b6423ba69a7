"""Who signs links to photos: S3, with the credentials of whoever runs this; or CloudFront, with a key of one's own."""

import base64
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from .signing import Signer, presigned

__all__ = ["CloudFrontLinks", "ReadLinks", "S3Links"]

_AMAZON = (".amazonaws.com", ".amazonaws.com.cn")
_DETERMINISTIC = ECDSA(SHA256(), deterministic_signing=True)
"""RFC 6979: else no two links were the same."""
_SAFE = str.maketrans("+=/", "-_~")


class ReadLinks(Protocol):
    """Signs links to objects."""

    def read(self, key: str, at: int, seconds: int) -> str:
        """A link to read an object, that counts from `at` (Unix seconds) on for so long."""
        ...


class S3Links:
    """Links to a bucket. Each process of a function has credentials of its own: links of two of them differ, and end
    with these. CloudFront's do not."""

    def __init__(self, endpoint: str, bucket: str, region: str, credentials: Callable[[], Any]) -> None:
        """`endpoint` is S3's own address, or an emulator's; `credentials` gives botocore's, as they are now."""
        self._place = _place(endpoint, bucket)
        self._region, self._credentials = region, credentials

    def read(self, key: str, at: int, seconds: int) -> str:
        """A link to read an object."""
        return _read(f"{self._place}/{key}", self._signer(), at, seconds)

    def write(self, key: str, headers: Mapping[str, str], at: int, seconds: int) -> str:
        """A link to put an object by a request with these headers."""
        return presigned("PUT", f"{self._place}/{key}", self._signer(), at=at, seconds=seconds, headers=headers)

    def _signer(self) -> Signer:
        one = self._credentials()
        return Signer(one.access_key, one.secret_key, one.token, self._region)


class CloudFrontLinks:
    """Links to a distribution whose origin is the bucket: the same from every process, whatever its credentials.

    The key is ECDSA P-256, which signs some thirty times as fast as RSA; its public half is in the distribution's
    trusted key group. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
    """

    def __init__(self, address: str, key_id: str, private_key_pem: bytes) -> None:
        """`address` is the distribution's, with https://. Raises ValueError for a key of another kind."""
        key = load_pem_private_key(private_key_pem, None)
        if not isinstance(key, EllipticCurvePrivateKey):
            raise ValueError("CloudFront's links are signed with an ECDSA P-256 key. Make one, and trust it there.")
        self._address, self._key_id, self._key = address.rstrip("/"), key_id, key

    def read(self, key: str, at: int, seconds: int) -> str:
        """A link to read an object. It has no beginning: its policy is the canned one."""
        url, end = f"{self._address}/{key}", at + seconds
        policy = f'{{"Statement":[{{"Resource":"{url}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{end}}}}}}}]}}'
        signature = base64.b64encode(self._key.sign(policy.encode(), _DETERMINISTIC)).decode().translate(_SAFE)
        return f"{url}?Expires={end}&Signature={signature}&Key-Pair-Id={self._key_id}&Hash-Algorithm=SHA256"


@lru_cache(maxsize=4096)
def _read(url: str, signer: Signer, at: int, seconds: int) -> str:
    """Lists show the same faces, and are asked for again: most links of a window were signed before."""
    return presigned("GET", url, signer, at=at, seconds=seconds)


def _place(endpoint: str, bucket: str) -> str:
    """Where a bucket's objects are: in a host of its own at AWS, in a folder of an emulator."""
    parts = urlsplit(endpoint)
    if (parts.hostname or "").endswith(_AMAZON):
        return f"{parts.scheme}://{bucket}.{parts.netloc}"
    return f"{parts.scheme}://{parts.netloc}/{bucket}"
