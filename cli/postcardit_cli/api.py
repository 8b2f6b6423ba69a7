"""postcardit api: any request, and its raw answer."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlencode

import typer

from .context import connect
from .exits import usage
from .family import family
from .text import plain

if TYPE_CHECKING:
    from postcardit_sdk.flow import Response

app = family("api")

_WITHOUT_BODY = {"GET", "HEAD"}


@app.command()
def api(
    ctx: typer.Context,
    method: Annotated[str, typer.Argument(help="GET, POST, PUT, PATCH or DELETE.", metavar="METHOD")],
    path: Annotated[str, typer.Argument(help="/v1/users/me, or users/me for short.", metavar="PATH")],
    field: Annotated[
        list[str] | None, typer.Option("-f", "--raw-field", help="A field whose value is text.", metavar="KEY=TEXT")
    ] = None,
    typed: Annotated[
        list[str] | None, typer.Option("-F", "--field", help="A field whose value is JSON.", metavar="KEY=JSON")
    ] = None,
    body_file: Annotated[
        str | None, typer.Option("--input", help="The body; - reads it from stdin.", metavar="FILE")
    ] = None,
    include: Annotated[bool, typer.Option("--include", help="Print the status and the headers first.")] = False,
) -> None:
    """Send any request, with your token if you are signed in, and print the raw answer.

    Fields go into the query of a GET and into the JSON body of every other method. It is sent once.
    """
    fields = _fields(field or [], typed or [])
    verb = method.upper()
    if fields and body_file is not None:
        raise usage("Fields and --input exclude each other.")
    target = _address(path)
    body, headers = b"", {"accept": "application/json"}
    if verb in _WITHOUT_BODY:
        target += _query(fields, "&" if "?" in target else "?")
    elif body_file is not None or fields:
        body = _read(body_file) if body_file is not None else json.dumps(fields, ensure_ascii=False).encode()
        headers["content-type"] = "application/json"
    with connect(ctx, required=False) as client:
        if verb == "POST":
            from postcardit_sdk.contract.wire import new_id

            headers["idempotency-key"] = new_id()
        signed_in = client.session.tokens.load() is not None
        response = client.service.request(verb, target, body=body, headers=headers, signed_in=signed_in)
    _print(response, include=include)
    _raise_problem(response)


def _address(path: str) -> str:
    before, mark, query = path.partition("?")
    if "://" in before or "#" in path:
        raise usage(
            f"{path!r} is not a path of the API.", hint="for example /v1/users/me; the server is chosen by --url"
        )
    before = quote(before if before.startswith("/") else f"/v1/{before}", safe="/%:@!$&'()*+,;=~")
    return before + mark + quote(query.replace("://", "%3A//"), safe="/%@!$&'()*+,;=~:?")


def _fields(texts: list[str], values: list[str]) -> dict[str, Any]:
    fields: dict[str, Any] = dict(_split(item) for item in texts)
    for name, text in map(_split, values):
        try:
            fields[name] = json.loads(text)
        except ValueError:
            raise usage(f"The value of {name} is not JSON.", hint=f"-f {name}=... takes it as text") from None
    return fields


def _split(item: str) -> tuple[str, str]:
    name, equals, value = item.partition("=")
    if not name or not equals:
        raise usage(f"{item!r} is not KEY=VALUE.")
    return name, value


def _query(fields: dict[str, Any], first: str) -> str:
    pairs = [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in fields.items()]
    return f"{first}{urlencode(pairs)}" if pairs else ""


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _print(response: "Response", *, include: bool) -> None:
    if include:
        headers = "".join(f"{name}: {plain(value)}\n" for name, value in response.headers.items())
        sys.stdout.write(f"HTTP {response.status}\n{headers}\n")
    raw = getattr(sys.stdout, "buffer", None)
    if sys.stdout.isatty() or raw is None:
        text = plain(response.body.decode("utf-8", "replace"))
        sys.stdout.write(text if text.endswith("\n") or not text else f"{text}\n")
        return
    sys.stdout.flush()
    raw.write(response.body)
    sys.stdout.flush()


def _raise_problem(response: "Response") -> None:
    """A refusal ends the command with its exit code, as if the SDK had met it."""
    if response.status < 400:
        return
    from pydantic import ValidationError

    from postcardit_sdk.contract.problems import Problem
    from postcardit_sdk.errors import UnreadableAnswer, error_for

    try:
        problem = Problem.model_validate_json(response.body)
    except ValidationError:
        raise UnreadableAnswer(
            f"The server answered {response.status} with something that is not of this API.",
            status=response.status,
            request_id=response.headers.get("x-request-id"),
        ) from None
    raise error_for(problem, None)
