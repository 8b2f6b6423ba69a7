"""Who may enter the laboratory: whoever asks from this machine with the key that lies in the data folder."""

import hmac
import ipaddress
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from postcardit_sdk.contract.problems import Code, field_problems, with_fields

from ..reading import read_body
from ..refusal import Refused
from ..web import Handler, guarded

__all__ = ["for_testers", "read_as"]

ModelT = TypeVar("ModelT", bound=BaseModel)

_BODY_BYTES = 256 * 1024


def for_testers(handler: Handler, lab_key: str) -> Handler:
    """A handler that answers only testers. To anyone else the laboratory is not there."""

    async def enter(request: Request) -> Response:
        given = request.headers.get("x-lab-key", "")
        if not _is_loopback(request) or not hmac.compare_digest(given.encode(), lab_key.encode()):
            raise Refused(Code.UNKNOWN_ROUTE)
        return await handler(request)

    return guarded(enter)


async def read_as(model: type[ModelT], request: Request, limit: int = _BODY_BYTES) -> ModelT:
    """The body, as what it must be. Refuses validation_failed, naming each field."""
    try:
        return model.model_validate_json(await read_body(request, limit))
    except ValidationError as error:
        problems = field_problems(error)
        detail = with_fields(Code.VALIDATION_FAILED.sentence, problems)
        raise Refused(Code.VALIDATION_FAILED, detail, errors=problems) from None


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
