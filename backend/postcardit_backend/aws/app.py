"""The application over a stage: the routes of the contract. Bytes of photos go to S3 and come from there."""

from functools import partial

from ..application import application
from ..lanes import Lanes
from ..live import Hub
from ..polling import outlast
from ..ports import Ports
from ..request_entries import logged
from ..route_names import RouteNames
from ..stamp_route import stamp_route
from ..web import api_routes
from ..windows import Windows
from .deadline import within_time
from .stdout_log import StdoutLog

__all__ = ["StageBackend"]


class StageBackend:
    """A stage's ports behind an ASGI application."""

    def __init__(self, ports: Ports) -> None:
        self._lanes = Lanes(ports.settings.passwords_waiting, reads_wait=True)
        self._hub = Hub(ports.feed, ports.sessions, ports.clock)
        routes = [
            *api_routes(ports, self._lanes, Windows(), partial(outlast, self._hub)),
            stamp_route(self._lanes),
        ]
        answered = within_time(application(routes))
        self.app = logged(answered, StdoutLog(RouteNames(routes).of)) if ports.settings.request_log else answered

    def close(self) -> None:
        """Answer who waits, and finish what was begun."""
        self._hub.close()
        self._lanes.close()
