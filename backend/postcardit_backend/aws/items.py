"""Items as DynamoDB sends them, and as plain values. A float stays one only with a fraction: readers convert places."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

__all__ = ["Foreign", "Item", "Value", "decode_item", "encode", "encode_item"]

Wire = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A value of a kind that nothing here writes, such as a set: a later version's. It is written back as it was."""

    wire: Wire


Value = str | int | float | bool | bytes | None | list["Value"] | dict[str, "Value"] | Foreign
Item = dict[str, Value]


def encode_item(item: Item) -> dict[str, Wire]:
    """An item for DynamoDB. What is None is left out."""
    return {name: encode(value) for name, value in item.items() if value is not None}


def decode_item(wire: dict[str, Wire]) -> Item:
    """An item of DynamoDB's as plain values."""
    return {name: _decode(value) for name, value in wire.items()}


def encode(value: Value) -> Wire:
    """One value for DynamoDB. Raises ValueError for a number that is none."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case float():
            if not isfinite(value):
                raise ValueError("DynamoDB keeps finite numbers only.")
            return {"N": repr(value)}
        case bytes():
            return {"B": value}
        case list():
            return {"L": [encode(one) for one in value]}
        case dict():
            return {"M": {name: encode(one) for name, one in value.items()}}
        case Foreign():
            return value.wire


def _decode(wire: Wire) -> Value:
    [(kind, value)] = wire.items()
    match kind:
        case "S" | "BOOL" | "B":
            return value  # type: ignore[no-any-return]  # what botocore parsed has no types
        case "N":
            return int(value) if value.lstrip("-").isdigit() else float(value)
        case "NULL":
            return None
        case "L":
            return [_decode(one) for one in value]
        case "M":
            return {name: _decode(one) for name, one in value.items()}
        case _:
            return Foreign(wire)
