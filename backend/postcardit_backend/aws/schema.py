"""The two tables, as DynamoDB's CreateTable and CloudFormation both take them.

`main` holds what must never be lost: it can be restored to any second, and its stream tells who has news. `brief` holds
what ends by itself: sessions, codes, limits, feeds, keys of idempotency. An item there may carry `ttl` (Unix seconds);
DynamoDB removes it up to days later, so that readers look at the time themselves.

Every read is consistent: there is no global index, and the local ones are read with ConsistentRead. Each says by
`other` whom a row is about, so that rows and people come with one more request.
"""

from typing import Any, Final, Literal

__all__ = ["INDEXES", "TTL", "Table", "table_of"]

Table = Literal["main", "brief"]

TTL: Final = "ttl"
INDEXES: Final = ("by_one", "by_two", "by_three", "by_four", "by_five")
"""Local indexes of `main`, each sorted by the attribute of its name; a row is in those whose attribute it has."""


def table_of(table: Table) -> dict[str, Any]:
    """What a table is like, but for its name, its backups and its tags."""
    properties: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys("sk"),
        "AttributeDefinitions": [_string(name) for name in ("pk", "sk")],
    }
    if table == "main":
        properties["AttributeDefinitions"] += [_string(name) for name in INDEXES]
        properties["LocalSecondaryIndexes"] = [
            {
                "IndexName": name,
                "KeySchema": _keys(name),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["other"]},
            }
            for name in INDEXES
        ]
        properties["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    return properties


def _keys(sorted_by: str) -> list[dict[str, str]]:
    return [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": sorted_by, "KeyType": "RANGE"}]


def _string(name: str) -> dict[str, str]:
    return {"AttributeName": name, "AttributeType": "S"}
