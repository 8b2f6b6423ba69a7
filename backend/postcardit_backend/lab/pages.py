"""What others than the backend answer on the way to it: a proxy that has trouble, a network that wants to be paid."""

from starlette.requests import Request
from starlette.responses import Response

from postcardit_sdk.contract.lab.weather import Fault
from postcardit_sdk.contract.problems import Code

from ..problems import problem_response
from ..reading import path_of, request_id_of
from .draws import Decision

__all__ = ["stand_in"]

_TITLES = {
    200: "Welcome to Hotel Bellevue Wi-Fi",
    502: "502 Bad Gateway",
    503: "503 Service Temporarily Unavailable",
    504: "504 Gateway Time-out",
    511: "511 Network Authentication Required",
}
_PAGE = "<!DOCTYPE html>\n<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"


def stand_in(decision: Decision, request: Request) -> Response:
    """What is answered in the backend's place."""
    if decision.fault is Fault.HTML_PAGE:
        title = _TITLES.get(decision.status, f"Error {decision.status}")
        headers = {"server": "nginx", "cache-control": "no-store"}
        return Response(_PAGE.format(title=title), decision.status, headers, media_type="text/html")
    code = Code.RATE_LIMITED if decision.fault is Fault.TOO_MANY else _code_of(decision.status)
    response = problem_response(
        code,
        code.sentence,
        instance=path_of(request),
        request_id=request_id_of(request),
        retry_after=decision.retry_after_seconds,
    )
    if decision.fault is Fault.STATUS:
        response.status_code = decision.status
    return response


def _code_of(status: int) -> Code:
    """The code of this status that says the least."""
    if status >= 500:
        return Code.INTERNAL if status == Code.INTERNAL.status else Code.UNAVAILABLE
    return next((code for code in Code if code.status == status), Code.UNAVAILABLE)
