"""Our signatures are those that AWS's own library makes, for whatever time, credentials and headers."""

import base64
import json
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.aws.photo_links import CloudFrontLinks, S3Links
from postcardit_backend.aws.signing import Signer, presigned

PLACE = "https://photos.s3.eu-central-1.amazonaws.com/photos"
TEXT = st.text(st.characters(codec="ascii", categories=["L", "N"]) | st.sampled_from("+/="), min_size=1, max_size=40)
HEADERS = st.fixed_dictionaries(
    {}, optional={"content-type": st.just("image/jpeg"), "content-length": st.integers(1, 10**7).map(str),
                  "x-amz-checksum-sha256": TEXT}
)  # fmt: skip


def signed_by_aws(method: str, url: str, signer: Signer, at: int, seconds: int, headers: dict[str, str]) -> str:
    request = AWSRequest(method, url, headers=headers)
    credentials = Credentials(signer.access_key, signer.secret_key, signer.token)
    with patch("botocore.auth.get_current_datetime", return_value=datetime.fromtimestamp(at, UTC)):
        S3SigV4QueryAuth(credentials, "s3", signer.region, seconds).add_auth(request)
    assert isinstance(request.url, str)
    return request.url


@given(
    at=st.integers(0, 2**32), seconds=st.integers(1, 604_800), key=TEXT, secret=TEXT, token=st.none() | TEXT,
    name=st.from_regex(r"[0-9a-f]{1,64}\.jpg", fullmatch=True), method=st.sampled_from(["GET", "PUT"]), headers=HEADERS,
)  # fmt: skip
def test_a_link_is_signed_as_aws_signs_it(
    at: int, seconds: int, key: str, secret: str, token: str | None, name: str, method: str, headers: dict[str, str]
) -> None:
    signer, url = Signer(key, secret, token, "eu-central-1"), f"{PLACE}/{name}"

    ours = presigned(method, url, signer, at=at, seconds=seconds, headers=headers)

    theirs = signed_by_aws(method, url, signer, at, seconds, headers)
    assert urlsplit(ours)[:3] == urlsplit(theirs)[:3]
    assert parse_qs(urlsplit(ours).query) == parse_qs(urlsplit(theirs).query)


def test_no_secret_is_shown() -> None:
    assert repr(Signer("id", "secret", "token", "here")) == "Signer(access_key='id', region='here')"


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        ("https://s3.eu-central-1.amazonaws.com", "https://photos.s3.eu-central-1.amazonaws.com/photos/a.jpg?"),
        ("https://s3.cn-north-1.amazonaws.com.cn", "https://photos.s3.cn-north-1.amazonaws.com.cn/photos/a.jpg?"),
        ("http://127.0.0.1:4566", "http://127.0.0.1:4566/photos/photos/a.jpg?"),
        ("http://amazonaws.com.example:80", "http://amazonaws.com.example:80/photos/photos/a.jpg?"),
    ],
)
def test_a_bucket_has_a_host_of_its_own_at_aws_alone(endpoint: str, place: str) -> None:
    links = S3Links(endpoint, "photos", "eu-central-1", lambda: Credentials("id", "secret"))

    assert links.read("photos/a.jpg", 0, 900).startswith(place)


def test_a_link_of_cloudfront_can_be_checked_with_the_key_that_it_trusts() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    links = CloudFrontLinks("https://d1.cloudfront.net/", "K1", pem(key))

    same = {CloudFrontLinks("https://d1.cloudfront.net", "K1", pem(key)).read("photos/a.jpg", 1000, 900) for _ in "ab"}
    [link] = same | {links.read("photos/a.jpg", 1000, 900)}
    parts = urlsplit(link)

    query = {name: value for name, [value] in parse_qs(parts.query).items()}
    signature = base64.b64decode(query["Signature"].translate(str.maketrans("-_~", "+=/")))
    resource = f"https://{parts.netloc}{parts.path}"
    policy = {"Statement": [{"Resource": resource, "Condition": {"DateLessThan": {"AWS:EpochTime": 1900}}}]}
    key.public_key().verify(signature, json.dumps(policy, separators=(",", ":")).encode(), ec.ECDSA(SHA256()))
    assert resource == "https://d1.cloudfront.net/photos/a.jpg"
    assert (query["Expires"], query["Key-Pair-Id"], query["Hash-Algorithm"]) == ("1900", "K1", "SHA256")


def test_cloudfront_is_told_at_once_that_a_key_is_of_another_kind() -> None:
    with pytest.raises(ValueError, match="ECDSA P-256"):
        CloudFrontLinks("https://d1.cloudfront.net", "K1", pem(rsa.generate_private_key(65537, 2048)))


def pem(key: Any) -> bytes:
    text: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return text
