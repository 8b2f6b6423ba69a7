"""A connection that the application may end: uvicorn's own, with one word more."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .hanging_up import END, EXTENSION

__all__ = ["EndableConnection"]


class EndableConnection(HttpToolsProtocol):
    """Offers each request a way to end its connection, after what was sent so far."""

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: {END: self.transport.close}}
