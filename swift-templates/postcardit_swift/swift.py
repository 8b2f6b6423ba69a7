"""What the templates ask for: documentation comments, signatures and single expressions, laid out as Swift is."""

import re
import textwrap
from collections.abc import Callable
from typing import Any

from .kinds import Check, Enum, Field, Function, Parameter, Struct
from .literals import string_literal
from .names import escaped

__all__ = ["FILTERS", "WORDS"]

_WIDTH = 120
_FOUNDATION = re.compile(r"\b(?:Date|Data)\b")


def doc(text: str, indent: int = 0) -> str:
    """A documentation comment."""
    pad = " " * indent
    lines: list[str] = []
    for paragraph in text.replace("\r", "").split("\n"):
        lines += textwrap.wrap(paragraph, _WIDTH - indent - 4, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(f"{pad}/// {line}".rstrip() for line in lines)


def routes(found: tuple[str, ...]) -> str:
    """Where a type travels."""
    if not found:
        return doc("\nNo operation carries it.")
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return doc(f"\nTravels with {', '.join(f'`{route}`' for route in found[:3])}{more}.")


def declared(struct: Struct, field: Field) -> str:
    """`let` in an answer; `var` in what an app makes, and where a wrapper needs it."""
    if field.is_indirect and not struct.is_written:
        return "private(set) var"
    return "var" if struct.is_written else "let"


def arguments(struct: Struct) -> str:
    """The parameters of a memberwise initialiser, on its own line or several on a line."""
    parts = [_argument(field) for field in struct.fields]
    if struct.extra:
        parts.append(f"additionalProperties: [String: {struct.extra}] = [:]")
    return _laid_out(parts, len("    public init() {"), 4)


def _argument(field: Field) -> str:
    default = ""
    if field.type.startswith("Patch<"):
        default = " = .keep"
    elif field.default is not None:
        default = f" = {field.default}"
    elif field.type.endswith("?") and not field.is_required:
        default = " = nil"
    return f"{escaped(field.name)}: {field.type}{default}"


def _filled(parts: list[str], indent: int) -> str:
    pad = " " * indent
    lines: list[str] = []
    for number, part in enumerate(parts):
        text = part + ("," if number < len(parts) - 1 else "")
        if lines and len(lines[-1]) + 1 + len(text) <= _WIDTH:
            lines[-1] += f" {text}"
        else:
            lines.append(pad + text)
    return "\n".join(lines)


def assignments(struct: Struct) -> str:
    """The body of a memberwise initialiser, several properties on a line; a wrapped one has a line of its own."""
    names = [field.name for field in struct.fields if not field.is_indirect]
    names += ["additionalProperties"] if struct.extra else []
    lines = [[field.name] for field in struct.fields if field.is_indirect]
    lines += [[]]
    for name in names:
        more = [*lines[-1], name]
        if len(_assigned(more)) > _WIDTH:
            lines.append([name])
        else:
            lines[-1] = more
    return "\n".join(_assigned(line) for line in lines if line)


def _assigned(names: list[str]) -> str:
    if len(names) == 1:
        return f"        self.{names[0]} = {escaped(names[0])}"
    return f"        ({', '.join(f'self.{name}' for name in names)}) = ({', '.join(map(escaped, names))})"


def needs_foundation(struct: Struct) -> bool:
    """Whether it holds what Foundation has: instants and bytes. All else is Swift's own, or ours."""
    types = [*(field.type for field in struct.fields), struct.extra or ""]
    return any(_FOUNDATION.search(type_) for type_ in types)


def list_of(enum: Enum) -> str:
    """The names of an enum's values, on the line of the list or several on a line."""
    head = len(f"    public static let allKnown: [{enum.name}] = []")
    return _laid_out([escaped(value.name) for value in enum.values], head, 4)


def has_defaults(struct: Struct) -> bool:
    """Whether something that is missing means a value."""
    return any(field.default is not None and not field.is_required for field in struct.fields)


def writes_null(struct: Struct) -> bool:
    """Whether something that must be there may be null."""
    return any(field.is_required and field.is_nullable for field in struct.fields)


def decoding(field: Field) -> str:
    """The line that reads a field."""
    key = string_literal(field.wire)
    if field.type.startswith("Patch<"):
        return f"{_own(field)} = try wire.readPatch({key})"
    default = f" ?? {field.default}" if field.default is not None and not field.is_required else ""
    verb = "readIfAny" if field.type.endswith("?") or default else "read"
    value = f"try wire.{verb}({key}){default}"
    return f"_{field.name} = Indirect(wrappedValue: {value})" if field.is_indirect else f"{_own(field)} = {value}"


def encoding(field: Field) -> str:
    """The line that writes a field. What must be there is there, be it as null."""
    if field.type.startswith("Patch<"):
        verb = "writePatch"
    else:
        verb = "writeIfAny" if field.type.endswith("?") and not field.is_required else "write"
    return f"try wire.{verb}({_own(field)}, {string_literal(field.wire)})"


def _own(field: Field) -> str:
    """A property beside the names that reading and writing have of their own."""
    return f"self.{field.name}" if field.name in ("wire", "decoder", "encoder") else escaped(field.name)


def checking(check: Check, validation: str, pointer: str | None, indent: int) -> str:
    """The lines that check a value."""
    pad = " " * indent
    place = string_literal(check.pointer)
    if pointer is not None:
        place = pointer if not check.pointer else f"{pointer} + {place}"
    words = [f"{check.value}", f"at: {place}", *(f"{label}: {bound}" for label, bound in check.bounds)]
    call = f"{pad}{validation}.check({', '.join(words)})"
    if not check.each:
        return call
    inner = "\n".join(checking(item, "$0", "$2", indent + 4) for item in check.each).replace("check(item,", "check($1,")
    if any(item.each for item in check.each):
        name = f"item{indent}"
        nested = "\n".join(checking(item, "checks", "place", indent + 4) for item in check.each)
        nested = nested.replace("check(item,", f"check({name},", 1)
        return f"{call} {{ checks, {name}, place in\n{nested}\n{pad}}}"
    return f"{call} {{\n{inner}\n{pad}}}"


def style(item: Parameter) -> str:
    """How a parameter is written, where that is not the usual way."""
    usual = {"query": ("form", True)}.get(item.place, ("simple", False))
    words = ""
    if item.style != usual[0]:
        words += f", style: .{item.style}"
    if item.explode != usual[1]:
        words += f", explode: {str(item.explode).lower()}"
    return words


def reply(call: Function) -> str:
    """The type of the reply."""
    return f"{call.reply}?" if call.reply_optional and call.reply != "Void" else call.reply


def reader(call: Function) -> str:
    """Which initialiser of a request knows how to read the reply."""
    if call.reply_optional and call.reply_kind == "json":
        return "optional"
    return {"none": "empty"}.get(call.reply_kind, call.reply_kind)


def _parameters(call: Function) -> list[tuple[str, str, str]]:
    """Label, name with type and default, and how it is passed on; the body first."""
    found: list[tuple[str, str, str]] = []
    if call.body is not None:
        optional = not call.body_required
        found.append(("_", f"_ body: {call.body}{'? = nil' if optional else ''}", "body"))
    for item in call.parameters:
        default = "" if item.is_required else " = nil"
        name = escaped(item.name)
        found.append((item.name, f"{name}: {item.type}{default}", f"{item.name}: {name}"))
    return found


def _laid_out(parts: list[str], head: int, indent: int) -> str:
    line = ", ".join(parts)
    if head + len(line) <= _WIDTH:
        return line
    return "\n" + _filled(parts, indent + 4) + "\n" + " " * indent


def signature(call: Function) -> str:
    """The parameters as they are declared."""
    head = len(f"    public func {call.name}() async throws(PostCardItError) -> {reply(call)} {{")
    return _laid_out([part[1] for part in _parameters(call)], head, 4)


def request_signature(call: Function) -> str:
    """The parameters of the request as a value."""
    head = len(f"    public static func {call.name}() throws(PostCardItError) -> Self where Reply == {reply(call)} {{")
    return _laid_out([part[1] for part in _parameters(call)], head, 4)


def draft(call: Function) -> str:
    """How a request begins: all of it that is known without the arguments."""
    begin = [string_literal(piece) for kind, piece in call.path[:1] if kind == "text"]
    words = [f".{call.name}", string_literal(call.method), *begin]
    if call.accept != "application/json":
        words.append(f"accept: {string_literal(call.accept)}")
    if call.is_public:
        words.append("isPublic: true")
    words.append(f"statuses: [{', '.join(map(str, call.statuses))}]")
    return f"RequestDraft({', '.join(words)})"


def path_after_beginning(call: Function) -> tuple[tuple[str, str], ...]:
    """The pieces of the path that the beginning does not say."""
    return call.path[1:] if call.path[:1] and call.path[0][0] == "text" else call.path


def is_plain(call: Function) -> bool:
    """Whether a request has nothing to add to its beginning."""
    return not call.parameters and call.body is None and not path_after_beginning(call)


def checks_itself(call: Function) -> bool:
    """Whether all that there is to check of a request's JSON is the body by its own checks."""
    own = (Check("body", ""),)
    return call.body_kind == "json" and call.body_checks == own


def passing(call: Function) -> str:
    """The arguments as they are passed on."""
    head = len(f"        try await reply(to: APIRequest<{reply(call)}>.{call.name}())")
    return _laid_out([part[2] for part in _parameters(call)], head, 8)


def _page_parts(call: Function) -> list[tuple[str, str, str]]:
    return [part for part in _parameters(call) if part[0] != "ifNoneMatch"]


def page_signature(call: Function) -> str:
    """The parameters of the pages: an ETag is of one page alone."""
    head = len(f"    public func {call.name}Pages() -> Pages<{call.reply}> {{")
    return _laid_out([part[1] for part in _page_parts(call)], head, 4)


def page_passing(call: Function) -> str:
    """The arguments of each page."""
    head = len(f"            try await {call.name}()")
    return _laid_out([part[2] for part in _page_parts(call)], head, 12)


def sampling(call: Function, given: tuple[tuple[str, str], ...], previews: dict[str, str]) -> str:
    """The arguments of a call with the document's examples."""
    order = ["_", *(item.name for item in call.parameters)]
    parts: list[str] = []
    for label, json in sorted(given, key=lambda pair: order.index(pair[0])):
        is_preview = label == "_" and call.body is not None and previews.get(call.body) == json
        value = f"sample({call.body}.previewJSON)" if is_preview else f"sample({raw(json)})"
        parts.append(value if label == "_" else f"{label}: {value}")
    return _laid_out(parts, 30, 8)


def raw(json: str) -> str:
    """JSON between Swift's raw quotes; over several lines where it is long."""
    if len(json) < 80:
        return f'##"{json}"##'
    return f'\n            ##"""\n{folded(json, 12)}\n            """##'


def symbol(call: Function) -> str:
    """The function as documentation links to it."""
    labels = "".join(f"{label}:" for label, _, _ in _parameters(call))
    return f"{call.name}({labels})"


def call_doc(call: Function) -> str:
    """What the function does, with its route, arguments, reply and codes."""
    text = f"{call.summary}\n\n" + (f"{call.doc}\n\n" if call.doc else "") + f"HTTP: `{call.method} {call.route}`"
    lines = [doc(text, 4), "    ///"]
    entries: list[str] = []
    if call.body is not None:
        entries.append(f"body: {call.body_doc}")
    entries += [f"{item.name}: {item.doc}" for item in call.parameters]
    if entries:
        lines.append("    /// - Parameters:")
        lines += [_hanging(f"  - {entry}", "    ") for entry in entries]
    codes = f" with the codes {', '.join(f'`{code}`' for code in call.codes)}" if call.codes else ""
    lines.append(_hanging(f"- Throws: ``PostCardItError``{codes}.", "  "))
    return "\n".join(lines)


def _hanging(text: str, more: str) -> str:
    wrapped = textwrap.wrap(
        text, _WIDTH - 8, subsequent_indent=more, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    lead = text[: len(text) - len(text.lstrip())]
    return "\n".join(
        f"    /// {lead if number == 0 and not line.startswith(lead) else ''}{line}"
        for number, line in enumerate(wrapped)
    )


def folded(json: str, indent: int = 4) -> str:
    """JSON over several lines, broken only where blanks mean nothing."""
    pad = " " * indent
    lines: list[str] = []
    current, inside, escape = "", False, False
    for sign in json:
        current += sign
        if escape:
            escape = False
        elif inside and sign == "\\":
            escape = True
        elif sign == '"':
            inside = not inside
        if not inside and sign == "," and len(current) > 84:
            lines.append(current)
            current = ""
    return "\n".join(f"{pad}{line}" for line in [*lines, current] if line)


def tags(values: tuple[str, ...]) -> str:
    """A discriminator's values for a reader."""
    return " or ".join(f"`{value}`" for value in values)


def quoted_tags(values: tuple[str, ...]) -> str:
    """A discriminator's values as the patterns of a case."""
    return ", ".join(string_literal(value) for value in values)


FILTERS: dict[str, Callable[..., Any]] = {
    "escaped": escaped,
    "quoted": string_literal,
    "tags": tags,
    "quoted_tags": quoted_tags,
    "folded": folded,
}
_CALLED = (
    *(doc, routes, declared, arguments, list_of, has_defaults, writes_null, decoding, encoding),
    *(checking, style, reply, reader, signature, passing, sampling, page_signature, page_passing, symbol, call_doc),
    *(request_signature, draft, path_after_beginning, is_plain, checks_itself, assignments, needs_foundation),
)
WORDS: dict[str, Callable[..., Any]] = {word.__name__: word for word in _CALLED}
"""What templates call by its own name."""
