"""From the table of operations to routes: read, authenticate, validate, answer, say the problem."""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from postcardit_sdk.contract.operations import BASE_PATH, OPERATIONS, Effect, Operation
from postcardit_sdk.contract.problems import Code

from . import services
from .answers import Answer, Ask, Created, Later, Reply, answer_to
from .authentication import answer_live, claimed, foreseeing, read_live, require_live
from .conditions import is_known
from .failures import trace_of
from .lanes import Lanes
from .limiting import Gate, rate_headers_of
from .limits import SIGN_IN
from .polling import Outlast
from .ports import Charge, Claims, Ports
from .problems import problem_response, refusal_response
from .reading import idempotency_of, origin_of, path_of, read_arguments, read_body, request_id_of
from .refusal import Refused
from .scope_notes import CODE, REQUEST_ID, TRACE
from .windows import Windows

__all__ = ["Handler", "api_routes", "encode", "guarded", "say_http_error"]

_ = services  # importing it fills ANSWERS
_log = logging.getLogger("postcardit")

Handler = Callable[[Request], Awaitable[Response]]

_HASHING = SIGN_IN | {"register_user", "confirm_user", "reset_password"}
"""They hash passwords, which takes a core for a while."""


def api_routes(ports: Ports, lanes: Lanes, windows: Windows, outlast: Outlast) -> list[Route]:
    """A route for each operation and each of its older names; literal paths stand before parameters. Streams have
    routes of their own. `outlast` waits for what a long poll waits for."""
    routes: dict[tuple[str, str], tuple[Handler, str]] = {}
    for operation in (one for one in OPERATIONS if not one.streams):
        handler = guarded(_handler(operation, ports, lanes, windows, outlast))
        for method, path in ((operation.method, operation.path), *operation.aliases):
            routes[path, method] = handler, operation.name
    ordered = sorted(routes.items(), key=lambda item: item[0][0].count("{"))
    return [
        Route(BASE_PATH + path, handler, methods=[method], name=name) for (path, method), (handler, name) in ordered
    ]


def guarded(handler: Handler) -> Handler:
    """A handler whose refusals and failures become problems, and whose responses carry the request id."""

    async def run(request: Request) -> Response:
        request_id = request_id_of(request)
        request.scope[REQUEST_ID] = request_id
        instance = path_of(request)
        try:
            response = await handler(request)
        except Refused as refused:
            request.scope[CODE] = refused.code
            response = refusal_response(refused, instance=instance, request_id=request_id)
        except HTTPException:
            raise
        except Exception as error:  # noqa: BLE001  # the last fence: answered without internals, logged without what was sent
            trace = trace_of(error)  # its text may be a secret
            _log.error("request %s failed\n%s", request_id, trace)
            code = Code.INTERNAL
            request.scope[TRACE], request.scope[CODE] = trace, code
            response = problem_response(code, code.sentence, instance=instance, request_id=request_id)
        response.headers["x-request-id"] = request_id
        response.headers["x-content-type-options"] = "nosniff"
        response.headers.update(rate_headers_of(request))
        return response

    return run


def say_http_error(routes: Sequence[BaseRoute]) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What Starlette refuses by itself (no such route, no such method), as a problem."""

    async def say(request: Request, error: Exception) -> Response:
        allowed = isinstance(error, HTTPException) and error.status_code == 405
        code = Code.METHOD_NOT_ALLOWED if allowed else Code.UNKNOWN_ROUTE
        request_id = request_id_of(request)
        request.scope[REQUEST_ID], request.scope[CODE] = request_id, code
        response = problem_response(code, code.sentence, instance=path_of(request), request_id=request_id)
        if allowed:
            response.headers["allow"] = ", ".join(_methods(routes, request))
        response.headers["x-request-id"] = request_id
        return response

    return say


def _methods(routes: Sequence[BaseRoute], request: Request) -> list[str]:
    """The methods that this path answers (RFC 9110 section 15.5.6)."""
    matching = [route for route in routes if isinstance(route, Route) and route.path_regex.match(request.scope["path"])]
    return sorted({method for route in matching for method in route.methods or ()})


def _handler(operation: Operation[Any, Any], ports: Ports, lanes: Lanes, windows: Windows, outlast: Outlast) -> Handler:
    answer = answer_to(operation, ports)
    gate = Gate(operation, ports, windows)
    hashes = operation.name in _HASHING

    async def handle(request: Request) -> Response:
        now = ports.clock()
        claims = None if operation.public else await lanes.read(claimed, request, ports, now)
        user_id = claims.user_id if claims else ""
        count = partial(gate.count_read, request, user_id, now)
        try:
            gate.require_room(request, user_id, now)
            has_body = operation.has_arguments and not operation.in_query
            body = await read_body(request, ports.settings.body_bytes) if has_body else b""
            ask = _ask(operation, request, body, claims, ports, now)
            charge = gate.charge(request, ask)
            if hashes:
                lanes.passwords.require_room()
        except Refused:
            await lanes.read(require_live, request, claims, ports, now)  # who is nobody hears nothing else
            count()
            raise
        if operation.effect is Effect.READS:
            found: Reply | Later[BaseModel] = await lanes.read(read_live, answer, ask, request, claims, ports, count)
            if isinstance(found, Later):
                found = await outlast(found, request.receive, lambda: lanes.read(_again, answer, ask, request, ports))
            return _respond(operation, request, found)
        if gate.counts_attempts:
            await lanes.read(require_live, request, claims, ports, now)
            await gate.count_attempt(request, ask, lanes.writes)
        work = partial(_write, gate, answer_live(answer, request, claims), ask, charge, ports)
        try:
            reply = await lanes.run(work, hashes=hashes)
        finally:
            gate.note(request, charge)
        return _respond(operation, request, reply)

    return handle


def _write(gate: Gate, work: Answer, ask: Ask[Any], charge: Charge | None, ports: Ports) -> Any:
    with foreseeing(ask, ports):
        return gate.answer(work, ask, charge)


def _again(answer: Answer, ask: Ask[Any], request: Request, ports: Ports) -> Any:
    """Answer once more, some time later: the session and its token must go on."""
    now = ports.clock()
    return read_live(answer, replace(ask, now=now), request, claimed(request, ports, now), ports)


def _ask(
    operation: Operation[Any, Any], request: Request, body: bytes, claims: Claims | None, ports: Ports, now: int
) -> Ask[Any]:
    user_id = claims.user_id if claims else ""
    arguments = read_arguments(operation, request, body)
    since = now - ports.settings.idempotency_seconds * 1000
    return Ask(
        operation=operation.name,
        arguments=arguments,
        now=now,
        origin=origin_of(request, ports.settings.public_url),
        user_id=user_id,
        session_id=claims.session_id if claims else "",
        path=dict(request.path_params),
        key=idempotency_of(operation, request, user_id, body, since),
        if_match=request.headers.get("if-match"),
    )


def _respond(operation: Operation[Any, Any], request: Request, reply: Reply) -> Response:
    headers = {"cache-control": "no-store" if operation.tag == "auth" else "private, no-cache"}
    if isinstance(reply, Created):
        if reply.is_replay:
            headers["idempotency-replayed"] = "true"
        if reply.location is not None:
            headers["location"] = BASE_PATH + reply.location
        reply = reply.reply
    if reply is None:
        return Response(status_code=operation.status, headers=headers)
    body = encode(reply)
    if operation.conditional or operation.method == "PATCH":
        headers["etag"] = _etag(reply, body)
        if operation.conditional and is_known(request.headers.get("if-none-match"), headers["etag"]):
            return Response(status_code=304, headers=headers)
    return Response(body, operation.status, headers, media_type="application/json")


def encode(reply: BaseModel) -> bytes:
    """A reply as JSON on one line."""
    return reply.__pydantic_serializer__.to_json(reply, by_alias=True, exclude_none=True)


def _etag(reply: BaseModel, body: bytes) -> str:
    """A strong validator over the bytes; before the dot stands the version of the resource, for If-Match."""
    updated_at = getattr(reply, "updated_at", None)
    version = "" if updated_at is None else f"{round(updated_at.timestamp() * 1000):x}."
    return f'"{version}{hashlib.sha256(body).hexdigest()[:24]}"'
