"""Of a user pool's tokens only its access tokens for our client speak for anyone, and its keys may change any day."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from postcardit_backend.aws.pool_keys import PoolKeys
from postcardit_backend.aws.pool_tokens import PoolTokens
from postcardit_backend.ports import Claims
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code

NOW = 1_795_362_780_123
SECONDS = NOW // 1000
POOL, CLIENT = "eu-central-1_Abc123", "client"
ISSUER = f"https://cognito-idp.eu-central-1.amazonaws.com/{POOL}"
GOOD: dict[str, Any] = {
    "sub": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "iss": ISSUER,
    "token_use": "access",
    "client_id": CLIENT,
    "username": "alice",
    "origin_jti": "one",
    "jti": "two",
    "scope": "aws.cognito.signin.user.admin",
    "auth_time": SECONDS,
    "iat": SECONDS,
    "exp": SECONDS + 900,
}
HEADER = {"alg": "RS256", "kid": "first"}


@cache
def key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def encoded(value: object) -> str:
    return text(value if isinstance(value, bytes) else json.dumps(value).encode())


def signed(claims: object, header: object = HEADER, *, by: str = "first") -> str:
    content = f"{encoded(header)}.{encoded(claims)}"
    return f"{content}.{text(key(by).sign(content.encode(), padding.PKCS1v15(), SHA256()))}"


def jwk(name: str, **changed: object) -> dict[str, object]:
    numbers = key(name).public_key().public_numbers()
    n, e = (text(number.to_bytes((number.bit_length() + 7) // 8, "big")) for number in (numbers.n, numbers.e))
    return {"kty": "RSA", "kid": name, "use": "sig", "alg": "RS256", "n": n, "e": e, **changed}


class Endpoint:
    """Where the pool publishes its keys."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.asked = 0
        self.is_down = False

    def __call__(self) -> bytes:
        self.asked += 1
        if self.is_down:
            raise Refused(Code.UNAVAILABLE)
        return json.dumps({"keys": [jwk(name) for name in self.names]}).encode()


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint("first", "second")


@pytest.fixture
def tokens(endpoint: Endpoint) -> PoolTokens:
    return PoolTokens(PoolKeys(endpoint), POOL, CLIENT)


def test_an_access_token_speaks_for_its_user_until_it_ends(tokens: PoolTokens) -> None:
    token, end = signed(GOOD), (SECONDS + 900) * 1000

    heard = [tokens.verify(token, moment) for moment in (NOW, end - 1, end)]

    claims = Claims("alice", "one", SECONDS + 900)
    assert heard == [claims, claims, None]


def test_both_keys_of_the_pool_count(tokens: PoolTokens) -> None:
    assert tokens.verify(signed(GOOD, {**HEADER, "kid": "second"}, by="second"), NOW) is not None


WRONG: Mapping[str, Mapping[str, object]] = {
    "another issuer": {"iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other"},
    "an issuer that begins as ours": {"iss": f"{ISSUER}x"},
    "an issuer with a slash": {"iss": f"{ISSUER}/"},
    "no issuer": {"iss": ...},
    "issuers": {"iss": [ISSUER]},
    "an id token": {"token_use": "id"},
    "a refresh token": {"token_use": "refresh"},
    "no use": {"token_use": ...},
    "another client": {"client_id": "other"},
    "no client": {"client_id": ...},
    "clients": {"client_id": [CLIENT]},
    "our client as audience": {"client_id": ..., "aud": CLIENT},
    "an audience besides": {"aud": CLIENT},
    "no name": {"username": ...},
    "a number for a name": {"username": 7},
    "nothing for a name": {"username": None},
    "no session": {"origin_jti": ...},
    "a list for a session": {"origin_jti": ["one"]},
    "a later beginning": {"nbf": SECONDS - 1},
    "no end": {"exp": ...},
    "an end that is past": {"iat": SECONDS - 900, "exp": SECONDS - 1},
    "an end that is a text": {"exp": str(SECONDS + 900)},
    "an end that is a fraction": {"exp": SECONDS + 900.5},
    "an end that is true": {"exp": True},
    "an end before the beginning": {"exp": SECONDS - 10, "iat": SECONDS},
    "no beginning": {"iat": ...},
    "a beginning that is a text": {"iat": str(SECONDS)},
    "a beginning to come": {"iat": SECONDS + 61, "exp": SECONDS + 900},
    "an end too far away": {"exp": SECONDS + 86_401},
    "an end for ever": {"exp": 10**18},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_other_claims_are_none(changed: Mapping[str, object], tokens: PoolTokens) -> None:
    claims = {name: value for name, value in {**GOOD, **changed}.items() if value is not ...}

    assert tokens.verify(signed(claims), NOW) is None


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"null",
        b"[]",
        b'"alice"',
        b"{",
        b"\xff",
        b"[" * 3000,
        json.dumps(GOOD).encode()[:-1] + b', "username": "eve"}',
    ],
    ids=["empty", "null", "list", "text", "cut", "no text", "brackets", "a name twice"],
)
def test_what_is_no_object_is_no_token(payload: bytes, tokens: PoolTokens) -> None:
    assert tokens.verify(signed(payload), NOW) is None


def _name(changed: Mapping[str, object]) -> str:
    """The same in every process: further on a key of its own begins."""
    return str(changed)[:60]


@pytest.mark.parametrize(
    "changed",
    [
        {"alg": "none"}, {"alg": "HS256"}, {"alg": "RS512"}, {"alg": "PS256"}, {"alg": "ES256"}, {"alg": "rs256"},
        {"alg": ["RS256"]}, {"alg": ...}, {"kid": ...}, {"kid": "third"}, {"kid": "second"}, {"kid": ["first"]},
        {"kid": {"a": 1}}, {"kid": ""}, {"jwk": jwk("eve")}, {"jku": "https://eve.example/keys"}, {"x5u": "https://eve.example"},
        {"x5c": ["MII"]}, {"crit": ["exp"]}, {"crit": ["b64"], "b64": False}, {"typ": "JWT"}, {"zip": "DEF"},
    ],
    ids=_name,
)  # fmt: skip
def test_other_headers_are_none(changed: Mapping[str, object], tokens: PoolTokens) -> None:
    header = {name: value for name, value in {**HEADER, **changed}.items() if value is not ...}

    assert tokens.verify(signed(GOOD, header), NOW) is None


def test_signatures_of_others_are_none(tokens: PoolTokens) -> None:
    content = f"{encoded(HEADER)}.{encoded(GOOD)}"
    public = key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    symmetric = f"{encoded({**HEADER, 'alg': 'HS256'})}.{encoded(GOOD)}"
    forged = [
        signed(GOOD, by="eve"),
        f"{content}.",
        f"{content}.{text(bytes(256))}",
        f"{content}.{text(key('first').sign(content.encode(), padding.PKCS1v15(), SHA512()))}",
        f"{content}.{text(key('first').sign(content.encode(), padding.PSS(padding.MGF1(SHA256()), 32), SHA256()))}",
        f"{content}.{text(ec.generate_private_key(ec.SECP256R1()).sign(content.encode(), ec.ECDSA(SHA256())))}",
        f"{symmetric}.{text(hmac.new(public, symmetric.encode(), hashlib.sha256).digest())}",
        f"{encoded({**HEADER, 'alg': 'none'})}.{encoded(GOOD)}.",
    ]

    assert [tokens.verify(token, NOW) for token in forged] == [None] * len(forged)


def test_another_spelling_of_the_same_bytes_is_none(tokens: PoolTokens) -> None:
    token = signed(GOOD)
    head, body, signature = token.split(".")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    respelled = signature[:-1] + last[last.index(signature[-1]) + 1]
    spelled = [
        f"{token}=", f"{token}\n", f" {token}", f"{token}.", f".{token}", f"{head}.{body}", f"{head}..{signature}",
        f"{head}.{body}.{respelled}", f"{head}.{body}=.{signature}", token.replace(".", ".."), token[:-4], "ä" + token,
        f"{head}.{body}.{signature}.{signature}", "x" * 9000, "",
    ]  # fmt: skip

    assert [tokens.verify(one, NOW) for one in spelled] == [None] * len(spelled)
    assert tokens.verify(token, NOW) is not None


def test_a_new_key_is_fetched_when_its_first_token_comes(tokens: PoolTokens, endpoint: Endpoint) -> None:
    tokens.verify(signed(GOOD), NOW)
    endpoint.names = ["second", "third"]

    fresh = signed(GOOD, {**HEADER, "kid": "third"}, by="third")
    heard = tokens.verify(fresh, NOW + 10_000)

    assert heard is not None
    assert endpoint.asked == 2


def test_made_up_keys_make_nobody_fetch_more_than_every_ten_seconds(tokens: PoolTokens, endpoint: Endpoint) -> None:
    for number in range(100):
        assert tokens.verify(signed(GOOD, {**HEADER, "kid": f"made up {number}"}), NOW + number) is None
    within = endpoint.asked
    tokens.verify(signed(GOOD, {**HEADER, "kid": "made up"}), NOW + 10_000)

    assert (within, endpoint.asked) == (1, 2)


def test_a_key_that_was_withdrawn_counts_no_more_the_next_day(tokens: PoolTokens, endpoint: Endpoint) -> None:
    tokens.verify(signed(GOOD), NOW)
    endpoint.names = ["second"]
    day = 86_400_000
    later = {**GOOD, "iat": SECONDS + 86_400, "exp": SECONDS + 87_300}

    same_day = tokens.verify(signed({**GOOD, "jti": "other"}), NOW + 600_000)
    next_day = tokens.verify(signed(later), NOW + day)

    assert (same_day is not None, next_day) == (True, None)


def test_without_keys_a_good_token_is_not_called_a_bad_one(tokens: PoolTokens, endpoint: Endpoint) -> None:
    endpoint.is_down = True

    for moment in (NOW, NOW + 1, NOW + 9_999):
        with pytest.raises(Refused) as refused:
            tokens.verify(signed(GOOD), moment)
        assert refused.value.code is Code.UNAVAILABLE
    asked_while_down = endpoint.asked
    endpoint.is_down = False

    assert asked_while_down == 1
    assert tokens.verify(signed(GOOD), NOW + 10_000) is not None


def test_known_keys_count_on_while_the_endpoint_is_down(tokens: PoolTokens, endpoint: Endpoint) -> None:
    tokens.verify(signed(GOOD), NOW)
    endpoint.is_down = True

    later = tokens.verify(signed({**GOOD, "iat": SECONDS + 86_400, "exp": SECONDS + 87_300}), NOW + 86_400_000)

    assert later is not None
    with pytest.raises(Refused):
        tokens.verify(signed(GOOD, {**HEADER, "kid": "third"}, by="third"), NOW + 86_410_000)


def test_threads_that_begin_together_fetch_once(endpoint: Endpoint) -> None:
    tokens, token = PoolTokens(PoolKeys(endpoint), POOL, CLIENT), signed(GOOD)

    with ThreadPoolExecutor(8) as threads:
        asking = [threads.submit(tokens.verify, token, NOW) for _ in range(8)]
        heard = [each.result() for each in asking]

    assert None not in heard
    assert endpoint.asked == 1


BROKEN: Mapping[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no object": lambda: b"[]",
    "no keys": lambda: b'{"keys": []}',
    "a key without a modulus": lambda: json.dumps({"keys": [{"kty": "RSA", "kid": "first", "e": "AQAB"}]}).encode(),
    "keys of another kind": lambda: json.dumps({"keys": [jwk("first", kty="EC"), 7]}).encode(),
    "a key for something else": lambda: json.dumps({"keys": [jwk("first", alg="RSA-OAEP")]}).encode(),
    "a text": lambda: b"<html>",
}


@pytest.mark.parametrize("fetch", BROKEN.values(), ids=BROKEN)
def test_a_broken_key_set_is_as_none_at_all(fetch: Callable[[], bytes]) -> None:
    with pytest.raises(Refused) as refused:
        PoolTokens(PoolKeys(fetch), POOL, CLIENT).verify(signed(GOOD), NOW)

    assert refused.value.code is Code.UNAVAILABLE


def test_a_short_key_is_no_key() -> None:
    numbers = key("short", 1024).public_key().public_numbers()
    short = {**jwk("first"), "kid": "short", "n": text(numbers.n.to_bytes(128, "big"))}
    keys = PoolKeys(lambda: json.dumps({"keys": [short, jwk("first")]}).encode())

    assert [entry["kid"] for entry in keys.published(NOW)] == ["first"]
