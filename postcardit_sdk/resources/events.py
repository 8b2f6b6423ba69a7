"""Changes as they happen."""

from ..endpoint import ColourT, Resource

__all__ = ["Events"]


class Events(Resource[ColourT]):
    """Changes as they happen."""
