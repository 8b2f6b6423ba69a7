"""The mirror: one's own part of the server's state, on this machine."""

from ..endpoint import ColourT, Resource

__all__ = ["Mirror"]


class Mirror(Resource[ColourT]):
    """The mirror: one's own part of the server's state, on this machine."""
