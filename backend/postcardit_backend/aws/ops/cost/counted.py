"""How many requests and units of DynamoDB each operation takes: counted, not guessed (tests/aws/test_counted.py)."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Counted", "counted"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one operation takes: requests that read and that write, and the units that they are charged as."""

    read_requests: float
    write_requests: float
    read_units: float
    write_units: float


@cache
def counted() -> dict[str, Counted]:
    """Every operation that was counted, by its name."""
    table = json.loads(files("postcardit_backend.aws.ops.cost").joinpath("counted.json").read_text("utf-8"))
    return {name: Counted(*numbers) for name, numbers in table.items()}
