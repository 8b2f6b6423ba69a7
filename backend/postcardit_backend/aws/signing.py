"""Signed URLs of S3 (Signature Version 4, in the query), for a given time: botocore would sign for now, so that no two
links were the same. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit

__all__ = ["Signer", "presigned"]

_ALGORITHM = "AWS4-HMAC-SHA256"
_PAYLOAD = "UNSIGNED-PAYLOAD"
"""What a signature in the query says of the body; a checksum among the signed headers says more."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose signature it is. A token comes with credentials that end."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str | None = field(repr=False)
    region: str


def presigned(
    method: str, url: str, signer: Signer, *, at: int, seconds: int, headers: Mapping[str, str] | None = None
) -> str:
    """The URL with a signature that counts from `at` (Unix seconds) for so many seconds, for requests that have these
    headers as they are here."""
    parts = urlsplit(url)
    time = datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{time[:8]}/{signer.region}/s3/aws4_request"
    signed = {"host": parts.netloc, **{name.lower(): value.strip() for name, value in (headers or {}).items()}}
    names = ";".join(sorted(signed))
    fields = {
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{signer.access_key}/{scope}",
        "X-Amz-Date": time,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": names,
    }
    if signer.token is not None:
        fields["X-Amz-Security-Token"] = signer.token
    query = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in sorted(fields.items()))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = "\n".join((method, parts.path, query, lines, names, _PAYLOAD))
    to_sign = "\n".join((_ALGORITHM, time, scope, hashlib.sha256(request.encode()).hexdigest()))
    signature = hmac.new(_key(signer.secret_key, time[:8], signer.region), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{query}&X-Amz-Signature={signature}"


@lru_cache(maxsize=8)
def _key(secret_key: str, day: str, region: str) -> bytes:
    """The key of a day."""
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key
