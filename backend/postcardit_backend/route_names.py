"""Which route a request is for, by name: for what is said and decided about requests outside of their routes."""

from collections.abc import Sequence

from starlette.routing import Route

__all__ = ["UNKNOWN", "RouteNames"]

UNKNOWN = "unknown"
"""What a path that nothing answers is called: it may hold anything."""


class RouteNames:
    """The names of all routes. Literal paths are looked up, as where they are answered."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._literal = {
            (method, route.path): route.name
            for route in routes
            if "{" not in route.path
            for method in route.methods or ()
        }
        self._patterns = [
            (method, route.path_regex, route.name)
            for route in routes
            if "{" in route.path
            for method in route.methods or ()
        ]

    def of(self, method: str, path: str) -> str:
        """The name of the route that answers this."""
        name = self._literal.get((method, path))
        if name is not None:
            return name
        for answered, pattern, name in self._patterns:
            if answered == method and pattern.match(path):
                return name
        return UNKNOWN
