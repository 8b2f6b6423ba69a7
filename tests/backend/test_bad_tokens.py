"""Whatever is no access token of this backend for one of its live sessions is met with the same challenge."""

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from postcardit_backend.app import Backend
from tests.backend.forge import Forge, encoded
from tests.backend.world import NOBODY, World

CHALLENGE = 'Bearer realm="postcardit"'


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.fixture
def forge(world: World) -> Forge:
    return Forge(world.embedded.database, json.loads(decoded(world.alice.access_token.split(".")[1])))


def asked(world: World, *headers: tuple[bytes, bytes]) -> tuple[int, dict[str, str], dict[str, Any]]:
    """GET /users/me with these raw headers, as a socket would deliver them."""
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/v1/users/me",
        "raw_path": b"/v1/users/me", "query_string": b"", "root_path": "", "headers": list(headers),
        "client": ("127.0.0.1", 0), "server": ("localhost", 80),
    }  # fmt: skip
    heard: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        heard.append(message)

    async def ask() -> None:
        await Backend(world.embedded).app(scope, receive, send)

    asyncio.run(ask())
    named = {name.decode(): value.decode("latin-1") for name, value in heard[0]["headers"]}
    return heard[0]["status"], named, json.loads(heard[1]["body"])


def refused(world: World, *credentials: bytes) -> None:
    status, headers, body = asked(world, *((b"authorization", value) for value in credentials))

    assert (status, body["code"]) == (401, "unauthenticated")
    assert headers["www-authenticate"] == CHALLENGE
    assert set(body) == {
        "type", "title", "status", "detail", "instance", "code", "message", "statusCode", "requestId",
    }  # fmt: skip


def flipped(token: str, place: int, letter: str | None = None) -> str:
    other = letter or ("A" if token[place] != "A" else "B")
    return token[:place] + other + token[place + 1 :]


def same_bytes(token: str) -> str:
    """The same signature in another spelling: the four bits that its last letter has to spare are set."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + letters[letters.index(token[-1]) + 1]


def twice(forge: Forge, claims: bytes) -> str:
    return forge.signed(forge.header, claims)


Make = Callable[[Forge, World], str]

BAD: dict[str, Make] = {
    "an algorithm of none and no signature": lambda forge, _: forge.unsigned("none"),
    "an algorithm of None and no signature": lambda forge, _: forge.unsigned("None"),
    "an algorithm of none with our signature": lambda forge, _: forge.headed(alg="none"),
    "no algorithm": lambda forge, _: forge.headed(alg=...),
    "an algorithm that is a list": lambda forge, _: forge.headed(alg=["ES256"]),
    "HS256 keyed with our public key": lambda forge, _: forge.hs256(forge.public_pem),
    "HS256 keyed with nothing": lambda forge, _: forge.hs256(b""),
    "HS256 keyed with our key's id": lambda forge, _: forge.hs256(forge.header["kid"].encode()),
    "RS256 with a key of its own": lambda forge, _: forge.rs256(),
    "ES384 with a key of its own": lambda forge, _: forge.es384(),
    "ES384 as the name of our algorithm": lambda forge, _: forge.headed(alg="ES384"),
    "the signature of another key": lambda forge, _: forge.signed(forge.header, forge.good, forge.stranger),
    "a key of its own in jwk": lambda forge, _: forge.signed(
        {**forge.header, "jwk": forge.stranger_jwk}, forge.good, forge.stranger
    ),
    "a key of its own in jwk and no kid": lambda forge, _: forge.signed(
        {"alg": "ES256", "typ": "at+jwt", "jwk": forge.stranger_jwk}, forge.good, forge.stranger
    ),
    "a key of its own at jku": lambda forge, _: forge.headed(jku="https://keys.example/jwks.json"),
    "a certificate at x5u": lambda forge, _: forge.headed(x5u="https://keys.example/cert.pem"),
    "a certificate in x5c": lambda forge, _: forge.headed(x5c=["MIIB"]),
    "no kid": lambda forge, _: forge.headed(kid=...),
    "a kid that is null": lambda forge, _: forge.headed(kid=None),
    "a kid that is a list": lambda forge, _: forge.headed(kid=[forge.header["kid"]]),
    "a kid that is a number": lambda forge, _: forge.headed(kid=0),
    "a kid that is unknown": lambda forge, _: forge.headed(kid=NOBODY),
    "a kid that is a path": lambda forge, _: forge.headed(kid="../../../../dev/null"),
    "a kid that is SQL": lambda forge, _: forge.headed(kid="' UNION SELECT 'x"),
    "a kid that is ours in capitals": lambda forge, _: forge.headed(kid=forge.header["kid"].upper()),
    "the type of an ID token": lambda forge, _: forge.headed(typ="JWT"),
    "no type": lambda forge, _: forge.headed(typ=...),
    "our type in capitals": lambda forge, _: forge.headed(typ="AT+JWT"),
    "our type by its long name": lambda forge, _: forge.headed(typ="application/at+jwt"),
    "a header that must be understood": lambda forge, _: forge.headed(crit=["exp"], exp=1),
    "an unencoded payload": lambda forge, _: forge.headed(b64=False, crit=["b64"]),
    "a nested token by its cty": lambda forge, _: forge.headed(cty="JWT"),
    "a compressed payload by its zip": lambda forge, _: forge.headed(zip="DEF"),
    "another issuer": lambda forge, _: forge.token(iss="https://issuer.example"),
    "no issuer": lambda forge, _: forge.token(iss=...),
    "a list of issuers": lambda forge, _: forge.token(iss=["postcardit"]),
    "another audience": lambda forge, _: forge.token(aud="others"),
    "no audience": lambda forge, _: forge.token(aud=...),
    "a list of audiences": lambda forge, _: forge.token(aud=["postcardit"]),
    "an end that is past": lambda forge, _: forge.token(iat=1, exp=901),
    "an end that is text": lambda forge, _: forge.token(exp=str(forge.good["exp"])),
    "an end that is a fraction": lambda forge, _: forge.token(exp=forge.good["exp"] - 0.5),
    "an end that is negative": lambda forge, _: forge.token(exp=-1),
    "an end that is beyond all": lambda forge, _: forge.token(exp=10**300),
    "an end in a year": lambda forge, _: forge.token(exp=forge.good["exp"] + 31_536_000),
    "an end that is true": lambda forge, _: forge.token(exp=True),
    "no end": lambda forge, _: forge.token(exp=...),
    "a beginning in the future": lambda forge, _: forge.token(iat=forge.good["iat"] + 600, exp=forge.good["exp"] + 600),
    "no beginning": lambda forge, _: forge.token(iat=...),
    "not before an hour from now": lambda forge, _: forge.token(nbf=forge.good["iat"] + 3600),
    "no subject": lambda forge, _: forge.token(sub=...),
    "a subject that is null": lambda forge, _: forge.token(sub=None),
    "a subject that is a number": lambda forge, _: forge.token(sub=1),
    "a subject that nobody is": lambda forge, _: forge.token(sub=NOBODY),
    "no session": lambda forge, _: forge.token(sid=...),
    "a session that is a list": lambda forge, _: forge.token(sid=[forge.good["sid"]]),
    "a session that never was": lambda forge, _: forge.token(sid=NOBODY),
    "another user with this session": lambda forge, world: forge.token(sub=world.bob.user_id),
    "an ID token of a pool": lambda forge, _: forge.signed(
        {"alg": "ES256", "kid": forge.header["kid"], "typ": "JWT"}, {**forge.good, "token_use": "id", "email": "a@b.c"}
    ),
    "a subject given twice": lambda forge, world: twice(
        forge, b'{"sub": "' + world.bob.user_id.encode() + b'", ' + json.dumps(forge.good).encode()[1:]
    ),
    "claims that are a list": lambda forge, _: forge.signed(forge.header, [forge.good]),
    "claims that are no JSON": lambda forge, _: forge.signed(forge.header, b"alice"),
    "claims thousands of brackets deep": lambda forge, _: forge.signed(forge.header, b'{"a":' + b"[" * 2000),
    "a header that is a list": lambda forge, _: forge.signed([forge.header], forge.good),
    "a refresh token": lambda _, world: world.alice.account.refresh_token if world.alice.account else "",
    "a token cut short": lambda _, world: world.alice.access_token[:-1],
    "a token without its signature": lambda _, world: world.alice.access_token.rpartition(".")[0],
    "a signature with one bit flipped": lambda _, world: flipped(world.alice.access_token, -40),
    "a signature spelled in another way": lambda _, world: same_bytes(world.alice.access_token),
    "a signature of zeros": lambda _, world: world.alice.access_token.rpartition(".")[0] + "." + encoded(bytes(64)),
    "a signature in DER": lambda forge, world: world.alice.access_token.rpartition(".")[0]
    + "." + encoded(forge.key.sign(b"x", ec.ECDSA(SHA256()))),
    "the payload of another": lambda forge, world: ".".join(
        [world.alice.access_token.split(".")[0], world.bob.access_token.split(".")[1],
         world.alice.access_token.split(".")[2]]
    ),
    "one segment more": lambda _, world: world.alice.access_token + ".x",
    "an empty segment more": lambda _, world: world.alice.access_token + ".",
    "three empty segments": lambda _, __: "..",
    "the shape of a JWE": lambda _, world: f"{world.alice.access_token}.{encoded(b'iv')}.{encoded(b'tag')}",
    "the segments of a JWE in JSON": lambda _, __: '{"protected":"e30","signatures":[]}',
    "padding": lambda _, world: world.alice.access_token + "==",
    "letters beyond ASCII": lambda _, world: world.alice.access_token + "\u00e9",
    "a NUL": lambda _, world: world.alice.access_token + "\0",
    "a newline": lambda _, world: world.alice.access_token + "\n",
    "a space inside": lambda _, world: flipped(world.alice.access_token, 60, " "),
    "64 kilobytes": lambda _, __: "A" * 65_536,
    "64 kilobytes after the token": lambda _, world: world.alice.access_token + "A" * 65_536,
}  # fmt: skip


@pytest.mark.parametrize("make", BAD.values(), ids=BAD.keys())
def test_a_token_is_refused_that_has(make: Make, forge: Forge, world: World) -> None:
    refused(world, b"Bearer " + make(forge, world).encode())


CREDENTIALS: dict[str, Callable[[bytes], tuple[bytes, ...]]] = {
    "nothing": lambda _: (),
    "an empty header": lambda _: (b"",),
    "a scheme alone": lambda _: (b"Bearer",),
    "a scheme and a space": lambda _: (b"Bearer ",),
    "a token alone": lambda token: (token,),
    "another scheme": lambda token: (b"Token " + token,),
    "Basic": lambda _: (b"Basic YWxpY2U6eA==",),
    "a colon after the scheme": lambda token: (b"Bearer: " + token,),
    "a tab after the scheme": lambda token: (b"Bearer\t" + token,),
    "no space after the scheme": lambda token: (b"Bearer" + token,),
    "the scheme twice": lambda token: (b"Bearer Bearer " + token,),
    "quotes": lambda token: (b'Bearer "' + token + b'"',),
    "a parameter": lambda token: (b"Bearer token=" + token,),
    "a comma and another": lambda token: (b"Bearer " + token + b", Basic YQ==",),
    "two headers": lambda token: (b"Bearer " + token, b"Bearer " + token),
    "two headers, one of them empty": lambda token: (b"Bearer " + token, b""),
    "bytes that are no text": lambda token: (b"Bearer \xff\xfe" + token,),
}


@pytest.mark.parametrize("make", CREDENTIALS.values(), ids=CREDENTIALS.keys())
def test_credentials_are_refused_that_are(make: Callable[[bytes], tuple[bytes, ...]], world: World) -> None:
    refused(world, *make(world.alice.access_token.encode()))


@pytest.mark.parametrize("scheme", [b"Bearer ", b"bearer ", b"BEARER ", b"bEaReR   "])
def test_a_good_token_counts_in_any_case_of_its_scheme(scheme: bytes, world: World) -> None:
    status, _, body = asked(world, (b"authorization", scheme + world.alice.access_token.encode()))

    assert (status, body["username"]) == (200, "alice")


def test_the_forge_makes_tokens_that_count_unless_they_are_made_bad(forge: Forge, world: World) -> None:
    assert asked(world, (b"authorization", b"Bearer " + forge.token().encode()))[0] == 200


def test_our_tokens_verify_under_the_published_key_by_the_books(world: World) -> None:
    token = world.alice.access_token
    head, claims, signature = token.split(".")
    (key,) = world.anyone.get("/.well-known/jwks.json").body["keys"]
    x, y = (int.from_bytes(decoded(key[name]), "big") for name in ("x", "y"))
    raw = decoded(signature)
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))

    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(der, f"{head}.{claims}x".encode(), ec.ECDSA(SHA256()))

    assert json.loads(decoded(head)) == {"alg": "ES256", "typ": "at+jwt", "kid": key["kid"]}
    assert set(json.loads(decoded(claims))) == {"iss", "aud", "sub", "sid", "jti", "iat", "exp"}
