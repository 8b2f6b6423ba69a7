"""The plan as data: what will be written, with every name and type decided. `swift plan --json` prints it."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Check", "Enum", "Example", "Field", "Function", "Parameter", "Plan", "Struct", "Union", "Value", "Variant"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of validation: what is looked at, and the labelled bounds it must keep."""

    value: str
    pointer: str
    bounds: tuple[tuple[str, str], ...] = ()
    each: tuple["Check", ...] = ()
    """For lists and maps: what every item must keep."""


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a struct. `type` is whole: with its question mark, or as `Patch<...>`."""

    wire: str
    name: str
    type: str
    doc: str
    is_required: bool
    is_nullable: bool
    default: str | None = None
    """What an answer without it means."""
    is_indirect: bool = False
    is_flat: bool = True
    """Whether it is a text, or several, where it stands in a form."""
    is_deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Struct:
    """An object of the document."""

    name: str
    pointer: str
    doc: str
    fields: tuple[Field, ...]
    is_written: bool
    """Whether an app makes it: its properties can be changed."""
    identity: str | None = None
    extra: str | None = None
    """The type of the values under keys that the document does not name, where it says what they are."""
    has_secrets: bool = False
    checks: tuple[Check, ...] = ()
    is_form: bool = False
    is_parameter: bool = False
    """Whether it is written into URLs, key by key."""
    page: tuple[str, str, str] | None = None
    """Of a page: its list, the item's type, the next cursor."""
    routes: tuple[str, ...] = ()
    is_deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an enum."""

    name: str
    literal: str


@dataclass(frozen=True, slots=True)
class Enum:
    """An enum of the document; a newer server's value is kept."""

    name: str
    pointer: str
    doc: str
    raw: Literal["String", "Int"]
    values: tuple[Value, ...]
    routes: tuple[str, ...] = ()
    is_deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """One case of a union. `tags` are the discriminator's values that mean it."""

    name: str
    type: str
    tags: tuple[str, ...] = ()
    checkable: bool = False


@dataclass(frozen=True, slots=True)
class Union:
    """One of several; anything else is kept as JSON."""

    name: str
    pointer: str
    doc: str
    variants: tuple[Variant, ...]
    tag: str | None = None
    is_parameter: bool = False
    routes: tuple[str, ...] = ()
    is_deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument of a function."""

    wire: str
    name: str
    type: str
    place: Literal["path", "query", "header", "key"]
    doc: str
    is_required: bool
    style: str = "simple"
    explode: bool = False
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """An operation of the document as a Swift function."""

    id: str
    name: str
    method: str
    route: str
    """The path in the document, for people."""
    pointer: str
    summary: str
    doc: str
    tag: str
    parameters: tuple[Parameter, ...]
    path: tuple[tuple[Literal["text", "value"], str], ...]
    body: str | None
    body_kind: Literal["json", "form", "multipart", "text", "data"] | None
    body_required: bool
    body_type: str | None
    body_doc: str
    body_checks: tuple[Check, ...]
    reply: str
    reply_kind: Literal["json", "text", "data", "none", "stream"]
    reply_optional: bool
    accept: str
    statuses: tuple[int, ...]
    is_public: bool
    is_repeatable: bool
    takes_key: bool
    codes: tuple[str, ...]
    page: str | None = None
    """The item's type, when the reply is a page and `cursor` a parameter."""
    is_deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A call of an operation and its answer, as the document describes them: fixtures are made of it."""

    operation: str
    json: str | None
    """The reply; None where it is not JSON."""
    status: int
    arguments: tuple[tuple[str, str], ...]
    """What must be given: each label (`_` for the body) with its value as JSON."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will be written."""

    kit: str
    prefix: str
    title: str
    version: str
    hash: str
    server: str | None
    base_path: str
    authorization: tuple[str, ...]
    structs: tuple[Struct, ...]
    enums: tuple[Enum, ...]
    unions: tuple[Union, ...]
    functions: tuple[Function, ...]
    examples: tuple[Example, ...]
    problem_code: Enum
    previews: tuple[tuple[str, str], ...] = ()
    """A type and its example as JSON, for every struct."""
