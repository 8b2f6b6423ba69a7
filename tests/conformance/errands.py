"""Requests over HTTP, as the SDK makes them: to the backend, where each answer is held to the contract, and to S3."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from postcardit_sdk.flow import Request, Response
from postcardit_sdk.http_transport import USUAL_TIMEOUTS, HttpTransport
from tests.backend.held_to_contract import CheckedTransport, check_answer

__all__ = ["Errands", "over_http"]


@dataclass
class Errands(CheckedTransport):
    """What goes to another host is no answer of the backend. `after_put` hears where a photo was put there."""

    own: str = ""
    after_put: Callable[[str], None] | None = None

    def send(self, request: Request) -> Response:
        response = self.inner.send(request)
        if request.url.startswith(("/", f"{self.own}/")):
            self.seen.append((request, response))
            check_answer(request, response)
        elif request.method == "PUT" and response.status < 300 and self.after_put is not None:
            self.after_put("/".join(urlsplit(request.url).path.split("/")[-2:]))
        return response


def over_http(url: str, after_put: Callable[[str], None] | None = None) -> Errands:
    """A transport to the backend at an address."""
    return Errands(HttpTransport(url, USUAL_TIMEOUTS, None), own=url, after_put=after_put)
