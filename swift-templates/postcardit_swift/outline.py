"""Whether a document is built as OpenAPI is: what walks it later need not doubt that an object is one."""

from .document import Node, list_in, object_in
from .refusal import Refused

__all__ = ["require_outline"]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_PLACES = ("path", "query", "header", "cookie")
_NUMBERS = ("maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum")
_WORDS = {dict: "an object", str: "a text", float: "a number"}


def require_outline(root: Node) -> None:
    """Raises Refused at the first place that is not what OpenAPI says it is, where that matters: a version that is a
    number harms nobody."""
    for server in root.child("servers").elements():
        _is(server, dict)
        for _, variable in server.child("variables").items():
            _is(variable, dict)
    _security(root)
    for kind, found in root.child("components").items():
        for _, node in found.items():
            {"schemas": _schema, "parameters": _parameter}.get(kind, _in_components)(node)
    for _, path in root.child("paths").items():
        _is(path, dict)
        _parameters(path.child("parameters"))
        for method in _METHODS:
            if path.child(method).value is not None:
                _operation(path.child(method))


def _in_components(node: Node) -> None:
    _is(node, dict)
    _content(node)


def _security(node: Node) -> None:
    for rule in node.child("security").elements():
        _is(rule, dict)


def _operation(node: Node) -> None:
    _is(node, dict)
    for tag in node.child("tags").elements():
        _is(tag, str)
    _parameters(node.child("parameters"))
    _security(node)
    body = node.child("requestBody")
    if body.value is not None:
        _is(body, dict)
        _content(body)
    for status, answer in node.child("responses").items():
        if not status.startswith("x-"):
            _is(answer, dict)
            _content(answer)


def _parameters(node: Node) -> None:
    for parameter in node.elements():
        _parameter(parameter)


def _parameter(node: Node) -> None:
    _is(node, dict)
    if "$ref" in node.object:
        return _is(node.child("$ref"), str)
    _is(node.child("name"), str)
    if node.object.get("in") not in _PLACES:
        raise Refused(f"{node.pointer}/in", f"This must be one of {', '.join(_PLACES)}.")
    _content(node)
    if node.child("schema").value is not None:
        _schema(node.child("schema"))
    return None


def _content(node: Node) -> None:
    """What may be sent or answered, by media type; and the headers beside it."""
    for _, media in node.child("content").items():
        _is(media, dict)
        if media.child("schema").value is not None:
            _schema(media.child("schema"))
    for _, header in node.child("headers").items():
        _is(header, dict)


def _schema(node: Node) -> None:
    if isinstance(node.value, bool):
        return
    _is(node, dict)
    for name in (name for name in _NUMBERS if name in node.object):
        _is(node.child(name), float)
    if "format" in node.object:
        _is(node.child("format"), str)
    _types(node)
    if not node.child("enum").elements() and "enum" in node.object:
        raise Refused(f"{node.pointer}/enum", "An enum must have a value.")
    for required in node.child("required").elements():
        _is(required, str)
    for name in ("allOf", "anyOf", "oneOf"):
        if node.object.get(name) == []:
            raise Refused(f"{node.pointer}/{name}", "This must have at least one schema.")
        for part in node.child(name).elements():
            _schema(part)
    for _, member in node.child("properties").items():
        _schema(member)
    for name in ("items", "additionalProperties", "not"):
        if object_in(node.value).get(name) is not None:
            _schema(node.child(name))


def _types(node: Node) -> None:
    """The type or the types; and what stands there by default, where that is to be a number."""
    kinds = node.child("type")
    for kind in kinds.elements() if list_in(kinds.value) else [kinds]:
        if kind.value not in (None, []):
            _is(kind, str)
    if kinds.value in ("integer", "number") and node.object.get("default") is not None:
        _is(node.child("default"), float)


def _is(node: Node, kind: type) -> None:
    is_number = isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
    if not (is_number if kind is float else isinstance(node.value, kind)):
        raise Refused(node.pointer, f"This must be {_WORDS[kind]}.")
