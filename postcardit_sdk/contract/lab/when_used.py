"""Models that are built when they are first used: most commands never enter the laboratory."""

from typing import Final

from pydantic import ConfigDict

__all__ = ["WHEN_USED"]

WHEN_USED: Final = ConfigDict(defer_build=True)
