"""Only tokens that this backend signed for its own use, and that have not ended, speak for anyone."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey

from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.keys import SqliteKeys
from postcardit_backend.identity import LocalIdentity
from postcardit_backend.keys import SigningKeys
from postcardit_backend.ports import Claims
from postcardit_backend.settings import Settings
from tests.backend.stores import NOW

SECONDS = NOW // 1000
GOOD: dict[str, Any] = {
    "iss": "postcardit",
    "aud": "postcardit",
    "sub": "alice",
    "sid": "one",
    "jti": "x",
    "iat": SECONDS,
    "exp": SECONDS + 900,
}
OURS = "ours"
NEXT_YEAR = SECONDS + 366 * 86_400


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def encoded(value: object) -> str:
    return text(value if isinstance(value, bytes) else json.dumps(value).encode())


class Forge:
    """Makes tokens as an attacker would who has every secret that is asked for."""

    def __init__(self, database: Database) -> None:
        row = database.reader().execute("SELECT key_id, private_pem FROM signing_keys").fetchone()
        self.kid: str = row["key_id"]
        self.key = ECKey.import_key(row["private_pem"])
        self.public_pem = self.key.as_pem(private=False)

    def token(self, claims: object, key: ECKey | None = None, *, header: Mapping[str, object] | None = None) -> str:
        """Signed with our key unless another is given; a header of None is left out."""
        whole = {"alg": "ES256", "typ": "at+jwt", "kid": self.kid, **(header or {})}
        head = encoded({name: value for name, value in whole.items() if value is not None})
        return self.signed(f"{head}.{encoded(claims)}", key)

    def signed(self, content: str, key: ECKey | None = None) -> str:
        private = (key or self.key).private_key
        assert isinstance(private, ec.EllipticCurvePrivateKey)
        r, s = utils.decode_dss_signature(private.sign(content.encode(), ec.ECDSA(SHA256())))
        return f"{content}.{text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"

    def mac(self, secret: bytes, **header: object) -> str:
        head = encoded({"alg": "HS256", "typ": "at+jwt", "kid": self.kid, **header})
        content = f"{head}.{encoded(GOOD)}"
        return f"{content}.{text(hmac.new(secret, content.encode(), hashlib.sha256).digest())}"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "db")
    yield database
    database.close()


def opened(database: Database, code_secret: bytes = b"codes") -> LocalIdentity:
    return LocalIdentity(SigningKeys(SqliteKeys(database), Settings()), Settings(), code_secret)


@pytest.fixture
def identity(database: Database) -> LocalIdentity:
    return opened(database)


@pytest.fixture
def forge(identity: LocalIdentity, database: Database) -> Forge:
    identity.jwks(NOW)  # makes the first key
    return Forge(database)


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


def test_a_token_of_ours_speaks_for_its_user_until_it_ends(identity: LocalIdentity) -> None:
    token = identity.access_token("alice", "one", NOW)
    end = (SECONDS + 900) * 1000

    heard = [identity.verify(token, moment) for moment in (NOW, end - 1, end, NOW)]

    claims = Claims("alice", "one", SECONDS + 900)
    assert heard == [claims, claims, None, claims]


def test_the_forge_makes_tokens_that_would_count_if_they_were_good(identity: LocalIdentity, forge: Forge) -> None:
    assert identity.verify(forge.token(GOOD), NOW) == Claims("alice", "one", SECONDS + 900)


BAD_CLAIMS: dict[str, object] = {
    "another issuer": {**GOOD, "iss": "https://issuer.example"},
    "no issuer": without("iss"),
    "another audience": {**GOOD, "aud": "others"},
    "a list of audiences": {**GOOD, "aud": ["others"]},
    "no audience": without("aud"),
    "no subject": without("sub"),
    "no session": without("sid"),
    "a subject that is a number": {**GOOD, "sub": 5},
    "a subject that is null": {**GOOD, "sub": None},
    "a session that is a list": {**GOOD, "sid": ["one"]},
    "expired": {**GOOD, "iat": SECONDS - 900, "exp": SECONDS},
    "expired long ago": {**GOOD, "iat": 0, "exp": 1},
    "no end": without("exp"),
    "an end that is text": {**GOOD, "exp": str(SECONDS + 900)},
    "an end that is a fraction": {**GOOD, "exp": SECONDS + 900.5},
    "an end that is true": {**GOOD, "exp": True},
    "an end that is null": {**GOOD, "exp": None},
    "an end that is far away": {**GOOD, "exp": NEXT_YEAR},
    "an end that is beyond all": {**GOOD, "exp": 10**400},
    "no beginning": without("iat"),
    "a beginning that is text": {**GOOD, "iat": str(SECONDS)},
    "a beginning in the future": {**GOOD, "iat": SECONDS + 3600, "exp": SECONDS + 4500},
    "not yet": {**GOOD, "nbf": SECONDS + 3600},
    "an end before its beginning": {**GOOD, "iat": SECONDS + 30, "exp": SECONDS + 20},
    "claims that are a list": [GOOD],
    "claims that are text": "alice",
    "claims that are null": None,
    "claims that are no JSON": b"{",
    "claims that are not UTF-8": b"\xff\xfe",
    "claims too deep": b'{"a":' + b"[" * 1200,
}


@pytest.mark.parametrize("claims", BAD_CLAIMS.values(), ids=BAD_CLAIMS.keys())
def test_a_token_with_wrong_claims_is_none_even_with_our_signature(
    claims: object, identity: LocalIdentity, forge: Forge
) -> None:
    assert identity.verify(forge.token(claims), NOW) is None


BAD_HEADERS: dict[str, dict[str, object]] = {
    "no algorithm": {"alg": None},
    "algorithm none": {"alg": "none"},
    "algorithm None": {"alg": "None"},
    "another algorithm": {"alg": "ES384"},
    "algorithms": {"alg": ["ES256"]},
    "no key": {"kid": None},
    "an unknown key": {"kid": "other"},
    "a key that is a path": {"kid": "../../dev/null"},
    "a key that is a number": {"kid": 0},
    "a key that is a list": {"kid": ["x"]},
    "an ID token": {"typ": "JWT"},
    "no type": {"typ": None},
    "a type that is a list": {"typ": ["at+jwt"]},
    "what must be understood": {"crit": ["exp"], "exp": 1},
    "an unencoded payload": {"b64": False, "crit": ["b64"]},
}


@pytest.mark.parametrize("header", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_a_token_with_a_wrong_header_is_none_even_with_our_signature(
    header: dict[str, object], identity: LocalIdentity, forge: Forge
) -> None:
    assert identity.verify(forge.token(GOOD, header=header), NOW) is None


def test_a_token_that_someone_else_signed_is_none(identity: LocalIdentity, forge: Forge) -> None:
    stranger = ECKey.generate_key("P-256")
    jwk = stranger.as_dict(private=False)

    tokens = [
        forge.token(GOOD, stranger),
        forge.token(GOOD, stranger, header={"kid": None, "jwk": jwk}),
        forge.token(GOOD, stranger, header={"jwk": jwk}),
        forge.token(GOOD, stranger, header={"jku": "https://keys.example"}),
        forge.mac(forge.public_pem),
        forge.mac(forge.public_pem.strip()),
        forge.mac(b""),
        jwt.encode({"alg": "HS256", "typ": "at+jwt", "kid": forge.kid}, GOOD, _shared("x" * 32)),
    ]

    assert [identity.verify(token, NOW) for token in tokens] == [None] * len(tokens)


def _shared(secret: str) -> Any:
    from joserfc.jwk import OctKey

    return OctKey.import_key(secret)


def test_a_token_that_was_altered_is_none(identity: LocalIdentity) -> None:
    token = identity.access_token("alice", "one", NOW)
    head, claims, signature = token.split(".")
    other = encoded({**GOOD, "sub": "bob"})

    tokens = ["", ".", "..", "...", token[:-1], token + "A", f"{token}.", head, f"{head}.{claims}", f"{head}.{claims}."]
    tokens += [f"{head}.{other}.{signature}", f"{head}.{claims}.{text(bytes(64))}", f" {token}", f"{token}\n"]
    tokens += [f"{head}.{claims}.{signature[::-1]}", token.replace(".", ". "), "é" * 100, "\0"]
    tokens += ["A" * 65_536, token + "A" * 65_536, f"{'.' * 4000}", f"{text(b'[' * 2900)}.{claims}.{signature}"]
    heads: tuple[object, ...] = ([], None, "x", 5)
    tokens += [f"{encoded(value)}.{claims}.{signature}" for value in heads]

    assert [identity.verify(one, NOW) for one in tokens] == [None] * len(tokens)


def test_the_published_keys_verify_our_tokens_and_hold_nothing_private(identity: LocalIdentity) -> None:
    (key,) = identity.jwks(NOW)["keys"]
    token = identity.access_token("alice", "one", NOW)
    content, _, signature = token.rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "==")

    x, y = (int.from_bytes(base64.urlsafe_b64decode(key[name] + "=="), "big") for name in ("x", "y"))
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    whole = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))

    public.verify(whole, content.encode(), ec.ECDSA(SHA256()))
    head = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    assert head == {"alg": "ES256", "typ": "at+jwt", "kid": key["kid"]}
    assert (set(key), key["kty"], key["crv"]) == ({"kty", "crv", "x", "y", "kid", "use", "alg"}, "EC", "P-256")
    assert (key["use"], key["alg"]) == ("sig", "ES256")


def test_tokens_count_after_the_folder_was_closed_and_opened(tmp_path: Path) -> None:
    first = Database(tmp_path / "again")
    token = opened(first).access_token("alice", "one", NOW)
    first.close()

    second = Database(tmp_path / "again")
    claims = opened(second).verify(token, NOW)
    second.close()

    assert claims == Claims("alice", "one", SECONDS + 900)


def test_a_token_of_another_folder_is_none(identity: LocalIdentity, tmp_path: Path) -> None:
    other = Database(tmp_path / "other")
    token = opened(other).access_token("alice", "one", NOW)
    other.close()

    assert identity.verify(token, NOW) is None


@pytest.mark.parametrize("password", ["correct horse", "Grüße 🏝️", " " * 8, "x" * 1024, "null\0inside"])
def test_a_password_is_known_by_its_hash_which_is_never_the_same(password: str, identity: LocalIdentity) -> None:
    hashes = [identity.hash_password(password) for _ in range(2)]

    assert hashes[0] != hashes[1]
    assert [one.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for one in hashes] == [True, True]
    assert [identity.is_password(password, one) for one in hashes] == [True, True]
    assert not identity.is_password(password + " ", hashes[0])


@pytest.mark.parametrize("known", [None, "", "plain", "$argon2id$broken"])
def test_no_password_fits_where_there_is_no_hash(known: str | None, identity: LocalIdentity) -> None:
    assert not identity.is_password("correct horse", known)


def test_a_code_is_hashed_with_its_address_under_a_key(identity: LocalIdentity, database: Database) -> None:
    ours = identity.hash_code("123456", "alice@example.com")

    others = [identity.hash_code("123456", "b@example.com"), identity.hash_code("123457", "alice@example.com")]
    assert ours == identity.hash_code("123456", "ALICE@example.com")
    assert len({ours, *others}) == 3
    assert ours != opened(database, b"other").hash_code("123456", "alice@example.com")


def test_a_sealed_successor_opens_with_the_presented_token_alone(identity: LocalIdentity) -> None:
    sealed = identity.seal("presented", "successor")

    assert identity.unseal("presented", sealed) == "successor"
    assert b"successor" not in sealed
    assert sealed != identity.seal("presented", "successor")
    with pytest.raises(InvalidTag):
        identity.unseal("another", sealed)
