"""A write whose answer is lost has happened: sent again it is the same write, whichever verb it is of."""

from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ReadTimeoutError

from postcardit_backend.aws.fields import number
from postcardit_backend.aws.schema import Table
from postcardit_backend.aws.tables import Key, Tables
from postcardit_backend.aws.units import Unit, Units
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.calls import every_verb
from tests.aws.emulator import Emulator
from tests.aws.faults import first_answers_lost
from tests.aws.stores import dynamo_store

ONE, OTHER = Key("main", "one", "#"), Key("brief", "other", "#")


def everything(tables: Tables) -> dict[str, Any]:
    """All that is stored, but for the versions of items, which are random."""
    names: tuple[Table, ...] = ("main", "brief")
    items = [
        (table, {name: value for name, value in item.items() if name != "v"})
        for table in names
        for page in tables.client.get_paginator("scan").paginate(TableName=tables.name_of(table))
        for item in page["Items"]
    ]
    return {f"{table} {item['pk']['S']} {item['sk']['S']}": item for table, item in items}


def count_both(unit: Unit) -> int:
    """A verb that would count twice if it were done again."""
    n = number(unit.get(ONE), "n") + 1
    for key in (ONE, OTHER):
        unit.load(key)
        unit.put(key, {"n": n})
    return n


@pytest.mark.parametrize("is_slow", [False, True])
def test_every_verb_gives_and_leaves_what_it_would_if_no_answer_were_lost(
    is_slow: bool, tables: Tables, emulator: Emulator
) -> None:
    plain = {name: act() for name, act in every_verb(dynamo_store(tables))}

    with emulator.tables() as others, patch("time.sleep"), first_answers_lost(others.client, is_slow=is_slow) as lost:
        deaf = {name: act() for name, act in every_verb(dynamo_store(others))}
        left = everything(others)

    assert deaf == plain
    assert left == everything(tables)
    assert {*lost} == {"PutItem", "TransactWriteItems"}


@pytest.mark.parametrize("gives_up", [ReadTimeoutError, None])
def test_a_commit_of_which_nothing_is_heard_is_unavailable_and_not_done_again(gives_up: Any, tables: Tables) -> None:
    units, session, tries = Units(tables), tables.client._endpoint.http_session, 0
    send = session.send

    def deaf(request: Any) -> Any:
        response = send(request)
        if request.headers["X-Amz-Target"].endswith(b"TransactWriteItems"):
            response.content  # noqa: B018  # it happens
            if gives_up:
                raise gives_up(endpoint_url=request.url)
            response.status_code = 400
            response._content = b'{"__type": "com.amazonaws.dynamodb.v20120810#TransactionInProgressException"}'
            response.headers.pop("x-amz-crc32", None)
        return response

    def verb(unit: Unit) -> int:
        nonlocal tries
        tries += 1
        return count_both(unit)

    with patch.object(session, "send", deaf), patch("time.sleep"), pytest.raises(Refused) as refused:
        units.run(verb)

    assert (refused.value.code, refused.value.retry_after, tries) == (Code.UNAVAILABLE, 1, 1)
    assert [item["n"] for item in tables.get([ONE, OTHER]).values()] == [1, 1]
