"""The application over a data folder: every route, what works behind them, and the laboratory around them."""

from functools import partial

from starlette.routing import Route

from .application import application
from .byte_routes import byte_routes
from .darkroom import Darkroom
from .event_routes import event_route
from .lab.control import lab_routes, open_lab
from .lab.storm import storm
from .lanes import Lanes
from .live import Hub
from .polling import outlast
from .request_entries import logged
from .request_log import RequestLog
from .route_names import RouteNames
from .stamp_route import stamp_route
from .sweeper import Sweeper
from .upload_routes import upload_routes
from .web import api_routes
from .windows import Windows
from .wiring import Embedded

__all__ = ["Backend"]

_PUSHES_MS = 7 * 24 * 3600 * 1000
"""How long the pushes of a laboratory are kept."""


class Backend:
    """An opened data folder behind an ASGI application. Close it to let go of the folder."""

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded
        ports = embedded.ports
        self._darkroom = Darkroom(ports)
        self._sweeper = Sweeper(self._sweep, ports.settings.link_window_seconds)
        self._lanes = Lanes(ports.settings.passwords_waiting)
        self._hub = Hub(ports.feed, ports.sessions, ports.clock, embedded.clock.setting)
        windows = Windows()
        routes: list[Route] = [
            *api_routes(ports, self._lanes, windows, partial(outlast, self._hub)),
            event_route(ports, windows, self._hub),
            *upload_routes(ports, embedded.served, self._lanes, self._darkroom),
            *byte_routes(embedded.served, ports.clock, self._lanes),
            stamp_route(self._lanes),
        ]
        names = RouteNames(routes)
        self.lab = open_lab(embedded, names, self._sweep)
        self.log = RequestLog(embedded.folder, names.of)
        routes += lab_routes(self.lab, embedded)
        weathered = storm(application(routes), self.lab.weather, embedded.database)
        self.app = logged(weathered, self.log) if ports.settings.request_log else weathered

    def hang_up(self) -> None:
        """End every stream and answer every long poll; from now on none lasts. For a server that is about to stop."""
        self._hub.hang_up()

    def close(self) -> None:
        """Finish what was begun and close the files."""
        self._hub.close()
        self._sweeper.close()
        self._darkroom.close()
        self._lanes.close()
        self.lab.close()
        self.log.close()
        self._embedded.database.close()

    def _sweep(self) -> None:
        """Remove what is out of date."""
        ports = self._embedded.ports
        now, settings = ports.clock(), ports.settings
        ports.feed.compact(now - settings.feed_seconds * 1000, settings.feed_changes)
        self._embedded.pushes.forget(now - _PUSHES_MS)
        ports.erasure.sweep(now)
        self._darkroom.take_up()
