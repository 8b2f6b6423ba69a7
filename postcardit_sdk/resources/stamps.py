"""Stamps."""

from ..contract import operations as ops
from ..contract.stamps import ListStamps, Stamp, StampCategory, StampPage
from ..endpoint import ColourT, Resource, endpoint
from ..flow import Call, Exchange, Request, Talk, ask

__all__ = ["Stamps"]


class Stamps(Resource[ColourT]):
    """The catalogue of stamps."""

    @endpoint
    def list(self, category: StampCategory | None = None) -> Talk[StampPage]:
        """The stamps there are, or those of one category."""
        return (yield from Call(ops.list_stamps, ask(ListStamps, category=category)))

    @endpoint
    def picture(self, stamp: Stamp) -> Talk[bytes]:
        """A stamp's picture (PNG)."""
        response = yield from Exchange(Request("GET", stamp.image_url))
        return response.body
