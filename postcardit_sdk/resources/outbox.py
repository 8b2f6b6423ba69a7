"""What waits to be sent."""

from ..endpoint import ColourT, Resource

__all__ = ["Outbox"]


class Outbox(Resource[ColourT]):
    """What waits to be sent."""
