"""One request to the laboratory, with the key that lies in the data folder."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

from ..codec import error_in
from ..contract.problems import Code
from ..errors import PostCardItError
from ..flow import Exchange, Request, Talk

__all__ = ["KEY_FILE", "NoLab", "ask_lab", "lab_key"]

KEY_FILE = "lab.key"
_OK = 200
_CLOSED = frozenset({401, 403, 404})

ModelT = TypeVar("ModelT", bound=BaseModel)


class NoLab(PostCardItError):
    """The server shows no laboratory: it has none, or the key is that of another data folder."""


def lab_key(folder: str | os.PathLike[str]) -> str:
    """The key of the laboratory whose data lies in this folder. Raises OSError."""
    return (Path(folder) / KEY_FILE).read_text("ascii").strip()


def ask_lab(
    reply: type[ModelT],
    folder: str | os.PathLike[str],
    method: str,
    path: str,
    *,
    query: Mapping[str, str | int | None] | None = None,
    body: BaseModel | bytes | None = None,
    silence_seconds: float | None = None,
) -> Talk[ModelT]:
    """Ask for `/lab/PATH` and read the answer. What changes something is sent once. Raises NoLab."""
    kind = {"content-type": "application/json"} if isinstance(body, BaseModel) else {}
    content = body.model_dump_json(by_alias=True, exclude_none=True).encode() if isinstance(body, BaseModel) else body
    given = urlencode({name: value for name, value in (query or {}).items() if value is not None})
    request = Request(
        method,
        f"/lab/{path}{'?' if given else ''}{given}",
        {"x-lab-key": lab_key(folder), **kind},
        content or b"",
        silence_seconds=silence_seconds,
    )
    response = yield from Exchange(request, repeatable=method == "GET", expect_success=False)
    if response.status != _OK:
        error = error_in(response, time.time())
        if response.status in _CLOSED and getattr(error, "code", None) != Code.NOT_FOUND:
            raise NoLab("The server does not show its lab: it has no lab, or the key is that of another data folder.")
        raise error
    try:
        return reply.model_validate_json(response.body)
    except ValidationError:
        raise NoLab(f"What the server answered to /lab/{path} is not of this version's lab.") from None
