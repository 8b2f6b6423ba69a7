"""The application: every route, and what is said when none fits."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .byte_routes import byte_routes
from .lab.mailbox import mailbox_route
from .lanes import Lanes
from .sweeper import Sweeper
from .web import api_routes, say_http_error
from .wiring import Embedded

__all__ = ["Backend"]


def _looked_up(routes: list[Route], searched: ASGIApp) -> ASGIApp:
    """Literal paths are looked up; the others are searched for, which tries pattern after pattern."""
    literal = {
        (method, route.path): route.app for route in routes if "{" not in route.path for method in route.methods or ()
    }

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found = literal.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if found is not None:
            scope["path_params"] = {}
        await (found or searched)(scope, receive, send)

    return app


class Backend:
    """An opened data folder behind an ASGI application. Close it to let go of the folder."""

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded
        ports = embedded.ports
        self._sweeper = Sweeper(lambda: ports.erasure.sweep(ports.clock()), ports.settings.link_window_seconds)
        self._lanes = Lanes(embedded.ports.settings.passwords_waiting)
        routes: list[Route] = [
            *api_routes(embedded.ports, self._lanes),
            *byte_routes(embedded.ports, self._lanes),
            mailbox_route(embedded),
        ]
        searched = Starlette(routes=routes, exception_handlers={HTTPException: say_http_error(routes)})
        searched.router.redirect_slashes = False
        self.app = _looked_up(routes, searched)

    def close(self) -> None:
        """Finish what was begun and close the files."""
        self._sweeper.close()
        self._lanes.close()
        self._embedded.database.close()
