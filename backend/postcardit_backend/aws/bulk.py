"""Items written by the hundred, for a stage that nobody uses yet: no conditions, and no unit. Written twice, an item is
as it was after the first time."""

import time
from collections.abc import Sequence
from typing import Any

from postcardit_sdk.contract.problems import Code

from ..refusal import Refused
from .items import Item, encode_item
from .pauses import pauses
from .tables import Key, Tables, said

__all__ = ["PUT_AT_ONCE", "has_people", "put_all"]

PUT_AT_ONCE = 25
"""Items in one BatchWriteItem."""


def put_all(tables: Tables, items: Sequence[tuple[Key, Item]]) -> None:
    """Write at most PUT_AT_ONCE items, each of another key. Refuses unavailable when DynamoDB takes too few of them."""
    asked: dict[str, Any] = {}
    for key, item in items:
        put = {"PutRequest": {"Item": encode_item({**item, "pk": key.pk, "sk": key.sk})}}
        asked.setdefault(tables.name_of(key.table), []).append(put)
    for pause in pauses():
        if not asked:
            return
        answer = said(lambda: tables.client.batch_write_item(RequestItems=asked))  # noqa: B023  # called at once
        asked = answer.get("UnprocessedItems") or {}
        if asked:
            time.sleep(pause)  # real time: DynamoDB asked for patience
    raise Refused(Code.UNAVAILABLE, retry_after=1)


def has_people(tables: Tables) -> bool:
    """Whether anybody has an account. The one scan that there is: of a stage that is thought empty, and to its first
    profile only."""
    asked: dict[str, Any] = {
        "TableName": tables.name_of("main"),
        "FilterExpression": "sk = :profile AND is_active = :yes",
        "ExpressionAttributeValues": {":profile": {"S": "P"}, ":yes": {"BOOL": True}},
        "ConsistentRead": True,
    }
    while True:
        page = said(lambda: tables.client.scan(**asked))
        if page["Items"]:
            return True
        if "LastEvaluatedKey" not in page:
            return False
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]
