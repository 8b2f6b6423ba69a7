"""Left out is not the same as None: the difference between keeping a field and clearing it."""

from enum import Enum
from typing import Final, Literal

__all__ = ["UNSET", "Unset"]


class _Sentinel(Enum):
    UNSET = "left out"

    def __repr__(self) -> str:
        return "UNSET"


Unset = Literal[_Sentinel.UNSET]
UNSET: Final = _Sentinel.UNSET
