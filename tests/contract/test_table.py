"""The table of verbs is whole, and the document that is derived from it is the one that is checked in."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import NoneType
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from postcardit_sdk.contract.openapi import contract_hash, openapi_document, openapi_json
from postcardit_sdk.contract.operations import OPERATIONS, Effect, Operation, operation_named
from postcardit_sdk.contract.problems import Code

ROOT = Path(__file__).parents[2]
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
AnyOperation = Operation[Any, Any]


def test_every_verb_has_a_name_and_a_place_of_its_own() -> None:
    names = Counter(operation.name for operation in OPERATIONS)
    places = Counter((operation.method, operation.path) for operation in OPERATIONS)
    places.update(alias for operation in OPERATIONS for alias in operation.aliases)

    assert {name for name, times in (names + places).items() if times > 1} == set()


@every_operation
def test_a_verb_is_found_by_its_name_and_described(operation: AnyOperation) -> None:
    assert operation_named(operation.name) is operation
    assert operation.name.replace("_", "").isalpha()
    assert operation.summary.endswith(".")
    assert operation.tag


@every_operation
def test_get_reads_and_nothing_else_does(operation: AnyOperation) -> None:
    assert (operation.method == "GET") == (operation.effect is Effect.READS)


@every_operation
def test_what_creates_is_a_post_that_answers_201_and_takes_a_key(operation: AnyOperation) -> None:
    keyed = Code.IDEMPOTENCY_KEY_REUSED in operation.all_problems

    assert operation.creates == keyed
    assert (operation.status == 201) <= operation.creates
    assert operation.creates <= (operation.method == "POST" and operation.has_arguments)


@every_operation
def test_a_verb_on_one_thing_may_not_find_it(operation: AnyOperation) -> None:
    assert bool(operation.path_names) <= (Code.NOT_FOUND in operation.all_problems)


@every_operation
def test_only_reads_are_conditional_and_204_has_no_reply(operation: AnyOperation) -> None:
    assert operation.conditional <= (operation.effect is Effect.READS)
    assert (operation.status == 204) == (operation.reply is NoneType)


@every_operation
def test_problems_are_in_the_order_of_the_codes_and_once(operation: AnyOperation) -> None:
    order = [code for code in Code if code in operation.all_problems]

    assert [*operation.all_problems] == order
    assert {Code.RATE_LIMITED, Code.INTERNAL, Code.UNAVAILABLE} <= {*order}
    assert operation.public or Code.UNAUTHENTICATED in order


def test_codes_are_lower_snake_case_with_a_status_and_a_sentence() -> None:
    wrong = [
        code
        for code in Code
        if not code.value.replace("_", "").islower() or not 400 <= code.status < 600 or not code.sentence.endswith(".")
    ]

    assert wrong == []


def test_the_document_that_is_checked_in_is_the_one_of_the_table() -> None:
    assert (ROOT / "openapi.json").read_text("utf-8") == openapi_json()


def test_the_document_is_openapi_3_1() -> None:
    """Patterns are ECMA-262 with the flag u (JSON Schema 2020-12, section 6.4); the validator's own are Python's."""
    text = openapi_json().replace(r"\\p{L}\\p{M}\\p{N}", r"\\w")

    OpenAPIV31SpecValidator(json.loads(text)).validate()

    assert r"\p{" not in text


def test_the_document_holds_every_verb_once_and_no_older_name() -> None:
    paths: dict[str, dict[str, dict[str, Any]]] = openapi_document()["paths"]
    found = {
        (verb["operationId"], method.upper(), path) for path, verbs in paths.items() for method, verb in verbs.items()
    }

    assert found == {(operation.name, operation.method, operation.path) for operation in OPERATIONS}
    assert "/users" not in paths


def test_the_document_has_no_dates_and_no_titles_of_fields() -> None:
    text = openapi_json()
    schemas: dict[str, dict[str, Any]] = openapi_document()["components"]["schemas"]

    titled = [
        name for name, schema in schemas.items() for field in schema.get("properties", {}).values() if "title" in field
    ]
    assert titled == []
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_the_hash_of_the_contract_is_the_same_in_every_process() -> None:
    ask = "from postcardit_sdk.contract.openapi import contract_hash; print(contract_hash())"
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "77")]

    hashes = [subprocess.check_output([sys.executable, "-c", ask], env=env, text=True).strip() for env in seeds]

    assert hashes == [contract_hash()] * 2
    assert len(contract_hash()) == 16
