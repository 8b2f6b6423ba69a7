"""Routes as one ASGI application, and what is said when none of them fits."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .web import say_http_error

__all__ = ["application"]


def application(routes: list[Route]) -> ASGIApp:
    """Literal paths are looked up; the others are searched for, which tries pattern after pattern."""
    literal = {
        (method, route.path): route.app for route in routes if "{" not in route.path for method in route.methods or ()
    }
    searched = Starlette(routes=routes, exception_handlers={HTTPException: say_http_error(routes)})
    searched.router.redirect_slashes = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found = literal.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if found is not None:
            scope["path_params"] = {}
        await (found or searched)(scope, receive, send)

    return app
