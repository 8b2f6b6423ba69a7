"""What a request's scope is told on its way, for whoever looks at it at the end: the log, the laboratory."""

from typing import Final

__all__ = ["CODE", "REQUEST_ID", "SECONDS_LEFT", "TRACE", "USER_ID", "WEATHER"]

REQUEST_ID: Final = "postcardit.request_id"
USER_ID: Final = "postcardit.user_id"
CODE: Final = "postcardit.code"
"""The code of the problem that was answered."""
TRACE: Final = "postcardit.trace"
"""Where it failed, when nobody expected it to."""
WEATHER: Final = "postcardit.weather"
"""What the laboratory's weather did to it."""
SECONDS_LEFT: Final = "postcardit.seconds_left"
"""How long whoever runs the application lets it run, from the request's arrival on."""
