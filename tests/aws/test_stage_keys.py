"""The keys of a stage: sealed in its table or kept by KMS, and its secrets."""

import base64
import json
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from postcardit_backend.access_tokens import AccessTokens
from postcardit_backend.aws.keys import DynamoKeys
from postcardit_backend.aws.stage_secrets import NAMES, StageSecrets
from postcardit_backend.aws.tables import Key, Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.keys import SigningKeys
from postcardit_backend.settings import Settings
from tests.aws.emulator import Emulator

NOW = 1_795_362_780_123
MONTH = 30 * 86_400_000
MINUTE = 60_000
SEAL = bytes(range(32))
SETTINGS = Settings()


def tokens_of(keys: DynamoKeys) -> AccessTokens:
    return AccessTokens(SigningKeys(keys, SETTINGS), SETTINGS)


def sealed(tables: Tables, seal: bytes = SEAL) -> AccessTokens:
    """What another process of the stage has."""
    return tokens_of(DynamoKeys(Units(tables), seal))


def key_of(token: str) -> str:
    head = token.split(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"])


def published(tokens: AccessTokens, now: int) -> list[str]:
    return [key["kid"] for key in tokens.jwks(now)["keys"]]


def test_what_one_process_signs_another_verifies_by_the_published_keys_too(tables: Tables) -> None:
    one, other = sealed(tables), sealed(tables)

    token = one.sign("alice", "session", NOW)

    assert other.verify(token, NOW) == one.verify(token, NOW) is not None
    by_key_set = jwt.decode(token, KeySet.import_key_set(other.jwks(NOW)), algorithms=["ES256"])  # type: ignore[arg-type]  # as JSON gives it
    assert by_key_set.claims["sub"] == "alice"


def test_keys_take_turns_with_overlap(tables: Tables) -> None:
    tokens, change = sealed(tables), NOW + MONTH
    first = key_of(tokens.sign("alice", "session", NOW))
    last = tokens.sign("alice", "session", change - 1)

    second = key_of(tokens.sign("alice", "session", change))

    assert key_of(last) == first != second
    assert sealed(tables).verify(last, change + 1000) is not None
    assert published(tokens, change + 20 * MINUTE - 1) == [first, second]
    assert published(tokens, change + 20 * MINUTE) == [second]


def test_of_six_processes_that_notice_at_once_one_makes_the_key(tables: Tables) -> None:
    processes, gate = [sealed(tables) for _ in range(6)], Barrier(6)

    def sign(tokens: AccessTokens) -> str:
        gate.wait()
        return tokens.sign("alice", "session", NOW)

    with ThreadPoolExecutor(6) as threads:
        signed = [*threads.map(sign, processes)]

    assert len({key_of(token) for token in signed}) == 1
    assert len(published(processes[0], NOW)) == 1


def test_the_table_holds_no_private_key_that_one_could_read(tables: Tables) -> None:
    sealed(tables).sign("alice", "session", NOW)

    kept = repr(tables.get([Key("main", "KEYS", "#")]))

    assert "sealed_pem" in kept
    assert "PRIVATE KEY" not in kept


def test_another_secret_opens_no_key_and_says_so(tables: Tables) -> None:
    sealed(tables).sign("alice", "session", NOW)

    with pytest.raises(ValueError, match="secret `keys`"):
        sealed(tables, os.urandom(32))


@pytest.fixture
def kms(emulator: Emulator) -> Any:
    client = emulator.clients.of("kms")
    yield client
    client.close()


def new_kms_key(kms: Any, spec: str = "ECC_NIST_P256") -> str:
    key_id: str = kms.create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    return key_id


def in_kms(tables: Tables, kms: Any, chosen: str) -> AccessTokens:
    return tokens_of(DynamoKeys(Units(tables), SEAL, kms=kms, chosen_key=chosen))


def test_a_key_in_kms_signs_and_its_public_half_is_published(tables: Tables, kms: Any) -> None:
    key_id = new_kms_key(kms)
    tokens = in_kms(tables, kms, key_id)

    token = tokens.sign("alice", "session", NOW)

    assert key_of(token) == key_id == published(tokens, NOW)[0]
    assert tokens.verify(token, NOW) is not None
    assert jwt.decode(token, KeySet.import_key_set(tokens.jwks(NOW)), algorithms=["ES256"]).claims["sub"] == "alice"  # type: ignore[arg-type]  # as JSON gives it


def test_verifying_asks_kms_nothing(tables: Tables, kms: Any) -> None:
    token = in_kms(tables, kms, new_kms_key(kms)).sign("alice", "session", NOW)

    assert sealed(tables).verify(token, NOW) is not None


def test_a_key_in_kms_signs_for_as_long_as_it_is_named(tables: Tables, kms: Any) -> None:
    key_id = new_kms_key(kms)
    tokens = in_kms(tables, kms, key_id)

    signed = [key_of(tokens.sign("alice", "session", NOW + month * MONTH)) for month in (0, 1, 5)]

    assert signed == [key_id] * 3


def test_when_the_stage_names_another_key_the_former_tokens_count_until_they_end(tables: Tables, kms: Any) -> None:
    first, second = new_kms_key(kms), new_kms_key(kms)
    before = in_kms(tables, kms, first)
    before.sign("alice", "session", NOW)
    token = before.sign("alice", "session", NOW + MONTH)

    after = in_kms(tables, kms, second)
    fresh = after.sign("alice", "session", NOW + MONTH + 1)

    assert key_of(fresh) == second
    assert after.verify(token, NOW + MONTH + 899_000) is not None
    assert published(after, NOW + MONTH + 20 * MINUTE) == [first, second]
    assert published(after, NOW + MONTH + 20 * MINUTE + 1) == [second]


def test_a_process_that_names_the_former_key_signs_nothing_that_would_not_count_until_its_end(
    tables: Tables, kms: Any
) -> None:
    first, second = new_kms_key(kms), new_kms_key(kms)
    in_kms(tables, kms, first).sign("alice", "session", NOW)
    after = in_kms(tables, kms, second)
    after.sign("alice", "session", NOW + 1)

    within_the_margin = in_kms(tables, kms, first).sign("alice", "session", NOW + 5 * MINUTE)
    soon = published(after, NOW + 5 * MINUTE)
    later = in_kms(tables, kms, first).sign("alice", "session", NOW + 10 * MINUTE)

    assert [key_of(token) for token in (within_the_margin, later)] == [first] * 2
    assert soon == [first, second]
    assert published(after, NOW + 10 * MINUTE) == [second, first]
    assert after.verify(later, NOW + 25 * MINUTE - 1000) is not None


def test_a_key_is_gone_from_the_table_after_its_overlap(tables: Tables) -> None:
    tokens = sealed(tables)
    for month in range(4):
        tokens.sign("alice", "session", NOW + month * MONTH)

    assert len(DynamoKeys(Units(tables), SEAL).read()) == 2


def test_a_stage_can_move_to_kms_and_back(tables: Tables, kms: Any) -> None:
    ours = sealed(tables).sign("alice", "session", NOW)
    moved = in_kms(tables, kms, new_kms_key(kms))
    theirs = moved.sign("alice", "session", NOW + 1)

    back = sealed(tables)
    again = back.sign("alice", "session", NOW + 2)

    assert moved.verify(ours, NOW + 3) is not None
    assert back.verify(theirs, NOW + 3) is not None
    assert moved.verify(again, NOW + 3) is not None
    assert key_of(again) not in (key_of(ours), key_of(theirs))


def test_a_key_that_cannot_sign_es256_is_named_as_the_trouble(tables: Tables, kms: Any) -> None:
    tokens = in_kms(tables, kms, new_kms_key(kms, "RSA_2048"))

    with pytest.raises(ValueError, match="POSTCARDIT_SIGNING_KEY_ID"):
        tokens.sign("alice", "session", NOW)


def test_secrets_are_read_once_and_one_that_is_missing_is_named(emulator: Emulator) -> None:
    client = emulator.clients.of("secretsmanager")
    values = {name: os.urandom(32) for name in NAMES if name != "pepper"}
    document = json.dumps({name: base64.b64encode(value).decode() for name, value in values.items()})
    arn = client.create_secret(Name=f"stage-{os.urandom(6).hex()}", SecretString=document)["ARN"]
    secrets = StageSecrets(client, arn)

    first = secrets.of("codes")
    client.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)

    assert first == values["codes"]
    assert secrets.of("keys") == values["keys"]
    with pytest.raises(LookupError, match="postcardit aws deploy"):
        secrets.of("pepper")
    client.close()
