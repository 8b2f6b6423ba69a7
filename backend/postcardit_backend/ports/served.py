"""What a server needs that takes and gives out bytes itself. A store that does that by links of its own has none."""

from dataclasses import dataclass

from .exports import ServedExports
from .photos import ServedBlobs
from .uploads import ServedArrivals

__all__ = ["Served"]


@dataclass(frozen=True, slots=True)
class Served:
    """The bytes that come and go through this server."""

    blobs: ServedBlobs
    arrivals: ServedArrivals
    exports: ServedExports
