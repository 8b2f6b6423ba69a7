"""The document's operations as Swift functions: their arguments, bodies, replies and routes."""

import re
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from .checks import checks_of
from .document import Document, Node, list_in
from .kinds import Check, Function
from .literals import sentence
from .models import Models
from .names import Namespace, member_name, type_name
from .parameters import parameters_of
from .refusal import Refused
from .shapes import members_of
from .types import Types, Use, is_flat

__all__ = ["Functions", "Spoken"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"})
_FREE = ("reply", "response", "stream", "init", "deinit", "self")

BodyKind = Literal["json", "form", "multipart", "text", "data"]
ReplyKind = Literal["json", "text", "data", "none", "stream"]


@dataclass(slots=True)
class Spoken:
    """An operation with its types looked up, before it is known what else the types need."""

    id: str
    name: str
    method: str
    route: str
    path: Node
    node: Node
    body: Use | None = None
    body_kind: BodyKind | None = None
    body_media: str | None = None
    body_required: bool = True
    reply: Use | None = None
    reply_kind: ReplyKind = "none"
    reply_optional: bool = False
    accept: str = "application/json"
    statuses: tuple[int, ...] = ()
    event: Use | None = None
    errors: tuple[Use, ...] = ()


class Functions:
    """Every operation, sorted by its id."""

    def __init__(self, document: Document, types: Types, base_path: str) -> None:
        self._document, self._types, self._base_path = document, types, base_path
        names = Namespace(_FREE, suffix="Call")
        self.spoken = [self._look_up(*entry, names) for entry in sorted(_entries(document), key=lambda entry: entry[0])]

    def _look_up(self, id_: str, method: str, route: str, path: Node, node: Node, names: Namespace) -> Spoken:
        spoken = Spoken(id_, names.claim(member_name(id_)), method.upper(), route, path, node)
        hint = type_name(id_)
        self._read_body(spoken, hint)
        self._read_replies(spoken, hint)
        return spoken

    def _read_body(self, spoken: Spoken, hint: str) -> None:
        body = self._document.follow(spoken.node.child("requestBody"))
        if body.value is None:
            return
        media = body.child("content").items()
        if not media:
            return
        kinds: dict[str, BodyKind | None] = {name: _body_kind(name) for name, _ in media}
        written = sorted((name for name in kinds if kinds[name] is not None), key=lambda name: _rank(kinds[name]))
        if not written:
            raise Refused(f"{body.pointer}/content", f"No client writes {', '.join(kinds)} here.")
        name, content = written[0], body.child("content", written[0])
        spoken.body_kind, spoken.body_media = kinds[name], name
        spoken.body_required = body.object.get("required") is True
        spoken.body = self._types.use(content.child("schema"), f"{hint}Body")
        if spoken.body_kind in ("form", "multipart") and spoken.body.kind != "struct":
            raise Refused(f"{content.pointer}/schema", "A form's body is an object with the form's fields.")
        if spoken.body_kind == "form":
            self._must_be_flat(spoken.body, content)

    def _must_be_flat(self, body: Use, content: Node) -> None:
        for wire, node in members_of(self._document, body.shape.node).properties.items():
            if not is_flat(self._types.use(node, f"{body.type}{type_name(wire)}")):
                raise Refused(f"{content.pointer}/schema", f"The field {wire!r} is too deep for a form of this kind.")

    def _read_replies(self, spoken: Spoken, hint: str) -> None:
        responses = spoken.node.child("responses").items()
        good = [(int(status), node) for status, node in responses if re.fullmatch(r"2\d\d", status)]
        if not good:
            good = [(200, node) for status, node in responses if status.upper() in ("2XX", "DEFAULT")][:1]
        spoken.statuses = tuple(status for status, _ in good)
        found: dict[str, tuple[Use | None, ReplyKind, str]] = {}
        for _, node in good:
            use, kind, accept = self._reply(self._document.follow(node), hint, spoken)
            found[use.type if use is not None else kind] = (use, kind, accept)
        spoken.reply_optional = len(found) == 2 and "none" in found
        real = [entry for key, entry in found.items() if key != "none"]
        if len(real) > 1:
            raise Refused(
                f"{spoken.node.pointer}/responses", "Two kinds of success with different bodies have no one reply."
            )
        if real:
            spoken.reply, spoken.reply_kind, spoken.accept = real[0]
        if spoken.reply is not None and spoken.reply.is_nullable:
            spoken.reply_optional = True
        spoken.errors = tuple(self._errors(responses, hint))

    def _reply(self, node: Node, hint: str, spoken: Spoken) -> tuple[Use | None, ReplyKind, str]:
        media = node.child("content").items()
        for name, content in media:
            if _is_json(name):
                return self._types.use(content.child("schema"), f"{hint}Reply"), "json", name
        for name, content in media:
            if name.startswith("text/event-stream"):
                event = content.child("x-event-data")
                spoken.event = None if event.value is None else self._types.use(event, f"{hint}Event")
                return None, "stream", name
        for name, _ in media:
            return (None, "text" if name.startswith("text/") else "data", name)
        return None, "none", "application/json"

    def _errors(self, responses: list[tuple[str, Node]], hint: str) -> list[Use]:
        found: list[Use] = []
        for status, node in responses:
            if status[:1] in "45":
                for name, content in self._document.follow(node).child("content").items():
                    if _is_json(name):
                        found.append(self._types.use(content.child("schema"), f"{hint}Problem"))
        return found

    def function(self, spoken: Spoken, models: Models) -> Function:
        """The operation as it will be written."""
        value = spoken.node.value
        parameters = parameters_of(self._document, self._types, spoken.path, spoken.node, type_name(spoken.id))
        required = spoken.body_required or spoken.body_kind is None
        body_checks: tuple[Check, ...] = ()
        if spoken.body is not None and spoken.body_kind in ("json", "form", "multipart"):
            body_checks = checks_of(spoken.body, "body", "", models.checkable)
        return Function(
            id=spoken.id,
            name=spoken.name,
            method=spoken.method,
            route=f"{self._base_path}{spoken.route}",
            pointer=spoken.node.pointer,
            summary=sentence(value.get("summary")).replace("\n", " ") or f"`{spoken.id}` of the contract.",
            doc=sentence(value.get("description")),
            tag=type_name(str((value.get("tags") or ["Other"])[0])),
            parameters=tuple(parameters),
            path=_pieces(spoken, {item.wire: item.name for item in parameters if item.place == "path"}),
            body=_body_type(spoken),
            body_kind=spoken.body_kind,
            body_required=required,
            body_type=spoken.body_media,
            body_doc=_body_doc(self._document, spoken),
            body_checks=body_checks,
            reply=_reply_type(spoken),
            reply_kind=spoken.reply_kind,
            reply_optional=spoken.reply_optional,
            accept=spoken.accept,
            statuses=spoken.statuses,
            is_public=self._is_public(spoken),
            is_repeatable=spoken.method in _REPEATABLE,
            takes_key=any(item.place == "key" for item in parameters),
            codes=_codes(self._document, spoken),
            page=_page_item(spoken, models, {item.wire: item.type for item in parameters}),
            is_deprecated=value.get("deprecated") is True,
        )

    def _is_public(self, spoken: Spoken) -> bool:
        own = spoken.node.child("security")
        rules = (self._document.root.child("security") if own.value is None else own).elements()
        return not rules or any(rule.value == {} for rule in rules)


def _entries(document: Document) -> list[tuple[str, str, str, Node, Node]]:
    found: list[tuple[str, str, str, Node, Node]] = []
    for route, path in document.root.child("paths").items():
        target = document.follow(path)
        for method in METHODS:
            node = target.child(method)
            if node.value is None:
                continue
            id_ = node.object.get("operationId") or f"{method} {route}"
            if any(id_ == other[0] for other in found):
                raise Refused(f"{node.pointer}/operationId", f"Two operations are called {id_!r}.")
            found.append((str(id_), method, route, target, node))
    return found


def _is_json(media: str) -> bool:
    name = media.partition(";")[0].strip().lower()
    return name == "application/json" or name.endswith("+json") or name == "*/*"


def _body_kind(media: str) -> BodyKind | None:
    name = media.partition(";")[0].strip().lower()
    if _is_json(name):
        return "json"
    if name == "multipart/form-data":
        return "multipart"
    if name == "application/x-www-form-urlencoded":
        return "form"
    if name.endswith(("/xml", "+xml", "/yaml")) or name.startswith("multipart/"):
        return None
    return "text" if name.startswith("text/") else "data"


def _rank(kind: BodyKind | None) -> int:
    """JSON is preferred to anything else."""
    return ("json", "multipart", "form", "text", "data", None).index(kind)


def _body_type(spoken: Spoken) -> str | None:
    if spoken.body_kind is None or spoken.body is None:
        return None
    return {"text": "String", "data": "Data"}.get(spoken.body_kind, spoken.body.type)


def _reply_type(spoken: Spoken) -> str:
    if spoken.reply_kind == "json" and spoken.reply is not None:
        return spoken.reply.type
    return {"text": "String", "data": "Data", "stream": "ByteStream"}.get(spoken.reply_kind, "Void")


def _body_doc(document: Document, spoken: Spoken) -> str:
    if spoken.body is None:
        return ""
    body = document.follow(spoken.node.child("requestBody"))
    said = (
        sentence(body.object.get("description")) or sentence(spoken.body.shape.word("description")) or "What is sent."
    )
    return said.partition("\n\n")[0].replace("\n", " ")


def _pieces(spoken: Spoken, names: dict[str, str]) -> tuple[tuple[Literal["text", "value"], str], ...]:
    """The path in pieces: its text, and the parameters in it."""
    pieces: list[tuple[Literal["text", "value"], str]] = []
    for piece in re.split(r"(\{[^}]+\})", spoken.route):
        if piece.startswith("{"):
            if piece[1:-1] not in names:
                raise Refused(f"{spoken.node.pointer}/parameters", f"The path's {piece} is no parameter.")
            pieces.append(("value", names[piece[1:-1]]))
        elif piece:
            pieces.append(("text", quote(piece, safe="/:@!$&'()*+,;=~%")))
    if missing := set(names) - {piece[1:-1] for piece in re.findall(r"\{[^}]+\}", spoken.route)}:
        raise Refused(f"{spoken.node.pointer}/parameters", f"The path has no place for {', '.join(sorted(missing))}.")
    return tuple(pieces)


def _codes(document: Document, spoken: Spoken) -> tuple[str, ...]:
    found: list[Any] = []
    for status, node in spoken.node.child("responses").items():
        if status[:1] in "45":
            # An extension: in other documents it may be anything.
            found += list_in(document.follow(node).object.get("x-codes"))
    return tuple(dict.fromkeys(str(code) for code in found))


def _page_item(spoken: Spoken, models: Models, parameters: dict[str, str]) -> str | None:
    if spoken.reply is None or spoken.reply.named is None or spoken.reply_optional:
        return None
    return models.page_item(spoken.reply.named) if parameters.get("cursor") == "String?" else None
