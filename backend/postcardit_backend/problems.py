"""Problems as responses: RFC 9457, with the keys that the shipped app reads."""

from collections.abc import Sequence

from starlette.responses import Response

from postcardit_sdk.contract.problems import Code, EndReason, FieldProblem, Problem

from .refusal import Refused

__all__ = ["CHALLENGE", "problem_response", "refusal_response"]

CHALLENGE = 'Bearer realm="postcardit"'
"""A bare `Bearer` crashes the open-source Foundation's URLSession, and `Basic` hangs it."""


def problem_response(
    code: Code,
    detail: str,
    *,
    instance: str,
    request_id: str,
    errors: Sequence[FieldProblem] = (),
    retry_after: int | None = None,
    reason: EndReason | None = None,
) -> Response:
    """The problem of this code as a response."""
    problem = Problem(
        type=f"urn:postcardit:problem:{code}",
        title=code.sentence,
        status=code.status,
        detail=detail,
        instance=instance,
        code=code,
        message=detail,
        status_code=code.status,
        request_id=request_id,
        errors=[*errors] or None,
        reason=reason,
    )
    headers = {"cache-control": "no-store"}
    if code.status == 401:
        headers["www-authenticate"] = CHALLENGE
    if retry_after is not None or code.status in {429, 503}:
        headers["retry-after"] = str(retry_after or 1)
    body = problem.model_dump_json(exclude_none=True)
    return Response(body, code.status, headers, media_type="application/problem+json")


def refusal_response(refused: Refused, *, instance: str, request_id: str) -> Response:
    """A refusal as a response."""
    response = problem_response(
        refused.code,
        refused.detail,
        instance=instance,
        request_id=request_id,
        errors=refused.errors,
        retry_after=refused.retry_after,
        reason=refused.reason,
    )
    if refused.upload_offset is not None:
        response.headers["upload-offset"] = str(refused.upload_offset)
    if refused.byte_size is not None:
        response.headers["content-range"] = f"bytes */{refused.byte_size}"
    return response
