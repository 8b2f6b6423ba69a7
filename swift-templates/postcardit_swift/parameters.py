"""Parameters: how each is named, typed, checked and written into the request."""

from dataclasses import replace

from .checks import checks_of
from .document import Document, Node
from .kinds import Parameter
from .literals import sentence
from .names import Namespace, member_name, type_name
from .refusal import Refused
from .shapes import members_of
from .types import Types, Use, is_flat

__all__ = ["IDEMPOTENCY_KEY", "parameter_nodes", "parameters_of"]

IDEMPOTENCY_KEY = "idempotency-key"
_SET_BY_THE_CLIENT = frozenset({"accept", "content-type", "authorization"})
"""OpenAPI says of these header parameters that they are ignored."""

_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
}
_PLACES = {"path": 0, "query": 1, "header": 2}


def parameters_of(document: Document, types: Types, path: Node, operation: Node, hint: str) -> list[Parameter]:
    """The parameters of a path and its operation, those of the path first in each place."""
    taken = Namespace(["body", "draft", "reply", "request", "self", "stream"])
    made: list[Parameter] = []
    for (place, wire), node in parameter_nodes(document, path, operation):
        if place == "header" and wire.lower() in _SET_BY_THE_CLIENT:
            continue
        parameter = _parameter(document, types, node, hint)
        made.append(replace(parameter, name=taken.claim(parameter.name)))
    return sorted(made, key=lambda parameter: (_PLACES.get(parameter.place, 3), not parameter.is_required))


def parameter_nodes(document: Document, path: Node, operation: Node) -> list[tuple[tuple[str, str], Node]]:
    """Each parameter's place and name with its node; the operation's own counts before the path's."""
    found: dict[tuple[str, str], Node] = {}
    for node in (*path.child("parameters").elements(), *operation.child("parameters").elements()):
        target = document.follow(node)
        found[str(target.object.get("in")), str(target.object.get("name"))] = target
    return [*found.items()]


def _parameter(document: Document, types: Types, node: Node, hint: str) -> Parameter:
    value, wire = node.value, str(node.value["name"])
    place = value.get("in")
    if place not in _STYLES:
        raise Refused(f"{node.pointer}/in", f"A parameter in {place!r} is not sent by a phone's client.")
    if "content" in value:
        raise Refused(
            f"{node.pointer}/content", "A parameter that is a document of its own is not written into a URL here."
        )
    style = value.get("style") or _STYLES[place][0]
    if style not in _STYLES[place]:
        raise Refused(f"{node.pointer}/style", f"The style {style!r} is not one for a parameter in the {place}.")
    use = types.use(node.child("schema"), f"{hint}{type_name(wire)}")
    _must_be_flat(document, types, use, node)
    is_key = place == "header" and wire.lower() == IDEMPOTENCY_KEY
    required = value.get("required") is True or place == "path"
    return Parameter(
        wire=wire,
        name=member_name(wire),
        type=use.type if required and not is_key else f"{use.type}?",
        place="key" if is_key else place,
        doc=_doc(value, use),
        is_required=required and not is_key,
        style=style,
        explode=bool(value.get("explode", style in ("form", "deepObject"))),
        checks=checks_of(use, member_name(wire), f"?{wire}", set()) if place == "query" else (),
    )


def _must_be_flat(document: Document, types: Types, use: Use, node: Node) -> None:
    """Texts, lists and maps of texts, objects of texts, one of several texts: anything deeper has no place in a URL."""
    parts: list[Use] = []
    if use.named is not None and use.kind == "struct":
        named = types.named[use.named]
        members = members_of(document, named.node).properties.items()
        parts = [types.use(child, f"{named.name}{type_name(wire)}") for wire, child in members]
    elif use.named is not None and use.kind == "union":
        named = types.named[use.named]
        parts = [types.use(part, f"{named.name}Option") for part in named.parts]
    if not all(is_flat(part) and part.item is None for part in parts) or not (parts or is_flat(use)):
        raise Refused(f"{node.pointer}/schema", "What has no fixed, flat shape is not written into a URL here.")
    if use.named is not None and parts:
        types.in_urls.add(use.named)


def _doc(value: dict[str, object], use: Use) -> str:
    said = sentence(value.get("description")) or sentence(use.shape.word("description")) or f"`{value['name']}`."
    default = use.shape.word("default")
    if isinstance(default, bool):
        default = str(default).lower()
    if default is not None and not isinstance(default, list | dict):
        said += f" Without it: `{default}`."
    return said.replace("\n\n", " ").replace("\n", " ")
