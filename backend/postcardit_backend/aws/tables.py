"""Reading and writing items: consistent, in as few requests as DynamoDB allows, and never by a scan."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from postcardit_sdk.contract.problems import Code

from ..refusal import Refused
from . import ahead
from .items import Item, decode_item, encode, encode_item
from .pauses import pauses
from .schema import Table

__all__ = ["Conflict", "Key", "Range", "Tables"]

ResultT = TypeVar("ResultT")

_BATCH = 100
"""Items in one BatchGetItem, and in one transaction."""
_PK_BYTES, _SK_BYTES = 2048, 1024
"""How long a key may be."""
_LATER = {
    "InternalServerError", "ItemCollectionSizeLimitExceededException", "LimitExceededException",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ServiceUnavailable", "ThrottlingException",
    "TransactionInProgressException",
}  # fmt: skip
"""The last says that the first try of this very transaction is still under way: whether it happens nobody knows."""
_AGAIN = {"ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class Key(NamedTuple):
    """Where an item is."""

    table: Table
    pk: str
    sk: str

    @property
    def is_possible(self) -> bool:
        """Whether there can be such an item: clients may ask for ids of any length."""
        return all(
            len(text) * 4 <= most or len(text.encode()) <= most
            for text, most in ((self.pk, _PK_BYTES), (self.sk, _SK_BYTES))
        )


@dataclass(frozen=True, slots=True)
class Range:
    """Items of one partition whose sort key (the table's, or that of a local index) is between two, both inclusive;
    an empty one is the first of all."""

    table: Table
    pk: str
    first: str
    last: str
    index: str | None = None


class Conflict(Exception):
    """Nothing was written: an item is not as it was when it was read."""


class Tables:
    """The two tables of one stage."""

    def __init__(self, client: Any, names: Mapping[Table, str]) -> None:
        self.client = client
        self._names = dict(names)
        self._tables: dict[str, Table] = {name: table for table, name in names.items()}

    def name_of(self, table: Table) -> str:
        """What AWS calls it."""
        return self._names[table]

    def get(self, keys: Sequence[Key]) -> dict[Key, Item]:
        """Those of these items that are there: one request for each hundred. Under a key that is too long is none."""
        wanted = [key for key in dict.fromkeys(keys) if key.is_possible]
        return ahead.looked_up(wanted, self._get_all, _BATCH)

    def _get_all(self, wanted: Sequence[Key]) -> dict[Key, Item]:
        found: dict[Key, Item] = {}
        for start in range(0, len(wanted), _BATCH):
            found |= self._get(wanted[start : start + _BATCH])
        return found

    def get_settled(self, keys: Sequence[Key]) -> dict[Key, Item]:
        """The same, once no transaction is at these items. A transaction becomes visible item by item: who has seen one
        item of it may miss another for a moment. DynamoDB refuses this request until that moment is over."""
        wanted = [key for key in dict.fromkeys(keys) if key.is_possible]
        found: dict[Key, Item] = {}
        for start in range(0, len(wanted), _BATCH):
            found |= self._get_settled(wanted[start : start + _BATCH])
        return found

    def query(self, among: Range, *, limit: int | None = None, newest_first: bool = False) -> list[Item]:
        """Items of a range, in the order of its sort key. Those of an index are only their keys and `other`."""
        items: list[Item] = []
        for page in self.pages(among, newest_first=newest_first, limit=limit):
            items += page
            if limit is not None and len(items) >= limit:
                return items[:limit]
        return items

    def pages(self, among: Range, *, newest_first: bool = False, limit: int | None = None) -> Iterator[list[Item]]:
        """The same, a request at a time: at most 1 MB each, and `limit` items if it is given."""
        if among.first > among.last:
            return
        asked: dict[str, Any] = {
            "TableName": self._names[among.table],
            "KeyConditionExpression": "pk = :pk AND #sk BETWEEN :first AND :last",
            "ExpressionAttributeNames": {"#sk": among.index or "sk"},
            "ExpressionAttributeValues": {
                ":pk": encode(among.pk), ":first": encode(among.first or " "), ":last": encode(among.last)
            },
            "ConsistentRead": True,
            "ScanIndexForward": not newest_first,
        }  # fmt: skip
        if among.index is not None:
            asked["IndexName"] = among.index
        if limit is not None:
            asked["Limit"] = limit
        while True:
            page = said(lambda: self.client.query(**asked))
            yield [decode_item(item) for item in page["Items"]]
            if "LastEvaluatedKey" not in page:
                return
            asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def commit(self, actions: Sequence[dict[str, Any]]) -> None:
        """All of these, or none: `Put`, `Delete` and `ConditionCheck` as `action` makes them. Raises Conflict."""
        if len(actions) > _BATCH:
            raise ValueError(f"A transaction has {len(actions)} actions; DynamoDB takes {_BATCH}.")
        ahead.forget()
        if len(actions) == 1 and "Put" in actions[0]:
            self._put(actions[0]["Put"])
        elif actions:
            said(lambda: self.client.transact_write_items(TransactItems=[*actions]))

    def action(self, key: Key, item: Item | None, seen: str | None, *, checks: bool = False) -> dict[str, Any]:
        """Write an item, remove it when it is None, or only check it: if it has the version that was seen of it, or is
        not there when none was."""
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if seen is not None:
            condition = {"ConditionExpression": "v = :seen", "ExpressionAttributeValues": {":seen": encode(seen)}}
        condition["TableName"] = self._names[key.table]
        if item is not None and not checks:
            return {"Put": {**condition, "Item": encode_item({**item, "pk": key.pk, "sk": key.sk})}}
        wire_key = {"pk": encode(key.pk), "sk": encode(key.sk)}
        return {"ConditionCheck" if checks else "Delete": {**condition, "Key": wire_key}}

    def addition(self, key: Key, name: str, by: int, version: str) -> dict[str, Any]:
        """Add to a number of an item, if it is there."""
        update = {
            "TableName": self._names[key.table],
            "Key": {"pk": encode(key.pk), "sk": encode(key.sk)},
            "UpdateExpression": "ADD #n :by SET v = :v",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeNames": {"#n": name},
            "ExpressionAttributeValues": {":by": encode(by), ":v": encode(version)},
        }
        return {"Update": update}

    def _put(self, put: dict[str, Any]) -> None:
        """One item needs no transaction, which would cost twice as much. A request that was sent twice, since its first
        answer was lost, finds its own version there."""
        from botocore.exceptions import ClientError

        try:
            said(lambda: self.client.put_item(**put, ReturnValuesOnConditionCheckFailure="ALL_OLD"))
        except Conflict as conflict:
            cause = conflict.__cause__
            answer: Any = cause.response if isinstance(cause, ClientError) else {}
            if answer.get("Item", {}).get("v") != put["Item"]["v"]:
                raise

    def _get(self, keys: Sequence[Key]) -> dict[Key, Item]:
        asked: dict[str, Any] = {}
        for key in keys:
            table = asked.setdefault(self._names[key.table], {"Keys": [], "ConsistentRead": True})
            table["Keys"].append({"pk": encode(key.pk), "sk": encode(key.sk)})
        found: dict[Key, Item] = {}
        for pause in pauses():
            answer = said(lambda: self.client.batch_get_item(RequestItems=asked))  # noqa: B023  # called at once
            for name, items in answer["Responses"].items():
                for item in map(decode_item, items):
                    found[Key(self._tables[name], str(item["pk"]), str(item["sk"]))] = item
            asked = answer.get("UnprocessedKeys") or {}
            if not asked:
                return found
            time.sleep(pause)  # real time: DynamoDB asked for patience
        raise Refused(Code.UNAVAILABLE, retry_after=1)

    def _get_settled(self, keys: Sequence[Key]) -> dict[Key, Item]:
        asked = [
            {"Get": {"TableName": self._names[key.table], "Key": {"pk": encode(key.pk), "sk": encode(key.sk)}}}
            for key in keys
        ]
        for pause in pauses():
            try:
                answer = said(lambda: self.client.transact_get_items(TransactItems=asked))
            except Conflict:
                time.sleep(pause)  # real time: a transaction is at one of them
            else:
                items = [one.get("Item") for one in answer["Responses"]]
                return {key: decode_item(item) for key, item in zip(keys, items, strict=True) if item}
        raise Refused(Code.UNAVAILABLE, retry_after=1)


def said(ask: Callable[[], ResultT]) -> ResultT:
    """What DynamoDB says. Raises Conflict, and refuses unavailable when it cannot say anything now."""
    from botocore.exceptions import ClientError, HTTPClientError
    from botocore.exceptions import ConnectionError as NoConnection

    try:
        return ask()
    except ClientError as error:
        answer: Any = error.response
        code = answer["Error"]["Code"]
        if code == "ConditionalCheckFailedException" or _may_try_again(error):
            raise Conflict from error
        if code in _LATER or answer["ResponseMetadata"]["HTTPStatusCode"] >= 500:
            raise Refused(Code.UNAVAILABLE, retry_after=1) from error
        raise
    except (NoConnection, HTTPClientError) as error:
        raise Refused(Code.UNAVAILABLE, retry_after=1) from error


def _may_try_again(error: Any) -> bool:
    """Whether a transaction was cancelled for nothing but who came first, or how fast."""
    reasons = {one["Code"] for one in error.response.get("CancellationReasons", []) if one.get("Code") != "None"}
    return bool(reasons) and reasons <= _AGAIN
