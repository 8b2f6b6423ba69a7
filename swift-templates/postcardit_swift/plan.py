"""From a document to a plan: every naming and typing decision, and none of the writing."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from .document import Document, Node, object_in
from .examples import example_of, to_json
from .functions import Functions, Spoken
from .kinds import Enum, Example, Function, Plan
from .models import Models
from .names import type_name
from .outline import require_outline
from .parameters import parameter_nodes
from .refusal import Refused
from .types import Types, Use

__all__ = ["plan_of"]


def plan_of(document: Any, *, name: str | None = None, taken: frozenset[str] = frozenset()) -> Plan:
    """Decide everything about a package for this document. `taken` are the runtime's own types.

    Raises Refused, with the place and a sentence, for what cannot be said in Swift.
    """
    source = Document(document)
    require_outline(source.root)
    title = str(source.root.child("info", "title").value or "API")
    kit = name or f"{type_name(title)}Kit"
    if not (kit.isidentifier() and kit[0].isupper()):
        raise Refused("/info/title", f"{kit!r} is no name for a Swift package: choose one with --name.")
    prefix = kit.removesuffix("Kit") or kit
    code = _problem_code(source)
    names = {f"{prefix}{end}" for end in ("API", "Client", "Service", "Error", "TestSupport", "UI", "Kit")}
    reserved = {word.lower() for word in (*taken, *names, "ProblemCode")}
    types = Types(source, prefix, reserved, {} if code is None else {code.pointer: "ProblemCode"})
    models = Models(source, types)
    server, base_path = _server(source)
    functions = Functions(source, types, base_path)
    models.explore()
    for spoken in functions.spoken:
        _mark(spoken, models, base_path)
    made = [functions.function(spoken, models) for spoken in functions.spoken]
    models.explore()
    enums = models.enums()
    problem_code = next((enum for enum in enums if enum.name == "ProblemCode"), None)
    structs = tuple(models.structs())
    return Plan(
        kit=kit,
        prefix=prefix,
        title=title,
        version=str(source.root.child("info", "version").value or "0"),
        hash=source.hash,
        server=server,
        base_path=base_path,
        authorization=_authorization(source),
        structs=structs,
        enums=tuple(enum for enum in enums if enum.name != "ProblemCode"),
        unions=tuple(models.unions()),
        functions=tuple(made),
        examples=tuple(_examples(source, functions, made)),
        problem_code=problem_code or _no_codes(),
        previews=tuple(_previews(source, types)),
    )


def _problem_code(document: Document) -> Node | None:
    """The enum of the problems' codes: what `code` is in the errors that the operations answer."""
    for _, path in document.root.child("paths").items():
        for method, node in document.follow(path).items():
            if method in ("parameters", "servers") or not node.object:
                continue
            for status, response in node.child("responses").items():
                if status[:1] not in "45":
                    continue
                for _, content in document.follow(response).child("content").items():
                    schema = document.follow(content.child("schema"))
                    code = schema.child("properties", "code")
                    if "$ref" in code.object:
                        target = document.follow(code)
                        if "enum" in target.value and target.pointer.startswith("/components/schemas/"):
                            return target
    return None


def _no_codes() -> Enum:
    return Enum("ProblemCode", "/", "A problem's stable name. The contract names none.", "String", ())


def _mark(spoken: Spoken, models: Models, base_path: str) -> None:
    """Note which types travel in which direction, and on which routes."""
    route = f"{spoken.method} {base_path}{spoken.route}"

    def note(use: Use | None, direction: set[str] | None) -> None:
        for pointer in models.reach(use) if use is not None else ():
            models.routes.setdefault(pointer, set()).add(route)
            if direction is not None:
                direction.add(pointer)

    note(spoken.body, models.written)
    note(spoken.reply, models.read)
    note(spoken.event, models.read)
    for use in spoken.errors:
        models.read |= models.reach(use)
    if spoken.body is not None and spoken.body.named is not None:
        if spoken.method == "PATCH" and spoken.body_kind == "json":
            models.patched.add(spoken.body.named)
        if spoken.body_kind in ("form", "multipart"):
            models.formed.add(spoken.body.named)


def _server(document: Document) -> tuple[str | None, str]:
    """Where the API is by default, if the document says so, and the path before all paths."""
    servers = document.root.child("servers").elements()
    if not servers:
        return None, ""
    url = str(servers[0].value.get("url", ""))
    for name, variable in servers[0].child("variables").items():
        url = url.replace(f"{{{name}}}", str(variable.value.get("default", "")))
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused("/servers/0/url", f"{url!r} is no address.") from None
    origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else None
    return origin, quote(parts.path, safe="/:@!$&'()*+,;=~%").rstrip("/")


def _authorization(document: Document) -> tuple[str, ...]:
    """How the token travels: as a bearer token, or in a header or query of the scheme's own name."""
    for _, scheme in document.root.child("components", "securitySchemes").items():
        value = document.follow(scheme).value
        kind = str(value.get("type"))
        if kind in ("oauth2", "openIdConnect") or (kind == "http" and str(value.get("scheme")).lower() == "bearer"):
            return ("bearer",)
        if kind == "http" and str(value.get("scheme")).lower() == "basic":
            return ("basic",)
        if kind == "apiKey" and value.get("in") in ("header", "query"):
            return (str(value["in"]), str(value["name"]))
    return ("bearer",)


def _examples(document: Document, functions: Functions, made: list[Function]) -> list[Example]:
    found: list[Example] = []
    for spoken, function in zip(functions.spoken, made, strict=True):
        status = str(function.statuses[0]) if function.statuses else "200"
        reply: str | None = None
        if spoken.reply_kind == "json":
            responses = spoken.node.child("responses")
            node = next(responses.child(key) for key in (status, "2XX", "default") if responses.child(key).value)
            content = document.follow(node).child("content", spoken.accept)
            reply = to_json(_media_example(document, content))
        found.append(Example(spoken.id, reply, int(status), tuple(_sample_arguments(document, spoken, function))))
    return found


def _sample_arguments(document: Document, spoken: Spoken, function: Function) -> Iterator[tuple[str, str]]:
    if spoken.body is not None and spoken.body_required:
        content = document.follow(spoken.node.child("requestBody")).child("content", spoken.body_media or "")
        yield "_", to_json(_media_example(document, content)) if spoken.body_kind != "data" else '"UG9zdENhcmRJdA=="'
    for parameter, node in parameter_nodes(document, spoken.path, spoken.node):
        made = next((item for item in function.parameters if (item.place, item.wire) == parameter), None)
        if made is not None and made.is_required:
            yield made.name, to_json(example_of(document, node.child("schema"), made.wire))


def _media_example(document: Document, content: Node) -> Any:
    if content.value.get("example") is not None:
        return content.value["example"]
    for _, example in content.child("examples").items():
        value = document.follow(example).value
        if "value" in object_in(value):
            return value["value"]
    return example_of(document, content.child("schema"))


def _previews(document: Document, types: Types) -> list[tuple[str, str]]:
    found = [
        (named.name, to_json(example_of(document, named.node)))
        for named in types.named.values()
        if named.kind == "struct"
    ]
    return sorted(found)
