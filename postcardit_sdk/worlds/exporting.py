"""What a world has to tell other programs: its address, its people and its named things, in their languages."""

import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["FORMATS", "ExportedPerson", "ExportedWorld"]

_WORD = re.compile(r"[A-Za-z0-9]+")
_SWIFT_WORDS = frozenset(
    [
        "as",
        "associatedtype",
        "break",
        "case",
        "catch",
        "class",
        "continue",
        "default",
        "defer",
        "deinit",
        "do",
        "else",
        "enum",
        "extension",
        "fallthrough",
        "false",
        "fileprivate",
        "for",
        "func",
        "guard",
        "if",
        "import",
        "in",
        "init",
        "inout",
        "internal",
        "is",
        "let",
        "nil",
        "open",
        "operator",
        "private",
        "protocol",
        "public",
        "repeat",
        "return",
        "self",
        "static",
        "struct",
        "subscript",
        "super",
        "switch",
        "throw",
        "throws",
        "true",
        "try",
        "typealias",
        "var",
        "where",
        "while",
    ]
)


@dataclass(frozen=True, slots=True)
class ExportedPerson:
    """Somebody, and how to sign in as them."""

    name: str
    username: str
    email: str
    password: str = field(repr=False)
    user_id: str


@dataclass(frozen=True, slots=True)
class ExportedWorld:
    """What is exported. `things` are the named friendships and postcards: name, then the ids they have."""

    world: str
    url: str | None
    people: Sequence[ExportedPerson]
    things: Mapping[str, Mapping[str, str]]

    def facts(self) -> Iterator[tuple[str, str]]:
        """Everything as pairs of a name in capitals and a text."""
        if self.url is not None:
            yield "POSTCARDIT_URL", self.url
        yield "POSTCARDIT_WORLD", self.world
        for person in self.people:
            name = _in_capitals(person.name)
            yield f"{name}_USERNAME", person.username
            yield f"{name}_EMAIL", person.email
            yield f"{name}_PASSWORD", person.password
            yield f"{name}_USER_ID", person.user_id
        for thing, ids in self.things.items():
            for key, value in ids.items():
                yield f"{_in_capitals(thing)}_{key.upper()}", value


def _as_env(world: ExportedWorld) -> str:
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in world.facts())


def _as_json(world: ExportedWorld) -> str:
    people = {
        person.name: {
            "username": person.username,
            "email": person.email,
            "password": person.password,
            "userId": person.user_id,
        }
        for person in world.people
    }
    things = {name: {_in_humps(key): value for key, value in ids.items()} for name, ids in world.things.items()}
    document = {"world": world.world, "url": world.url, "users": people, "things": things}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _as_xcconfig(world: ExportedWorld) -> str:
    """In an .xcconfig file // begins a comment wherever it stands: an empty variable parts the two."""
    lines = [f"// {world.world}: test accounts. Written by `postcardit world export`."]
    lines += [f"{name} = {value.replace('//', '/$()/')}" for name, value in world.facts()]
    return "\n".join(lines) + "\n"


def _as_swift(world: ExportedWorld) -> str:
    people = [
        f"    static let {_in_swift(person.name)} = Person(\n"
        f"        username: {_quoted(person.username)}, email: {_quoted(person.email)},\n"
        f"        password: {_quoted(person.password)}, userId: {_quoted(person.user_id)}\n    )"
        for person in world.people
    ]
    things = [
        f"    static let {_in_swift(f'{name}_{key}')} = {_quoted(value)}"
        for name, ids in world.things.items()
        for key, value in ids.items()
    ]
    address = [] if world.url is None else [f"    static let url = URL(string: {_quoted(world.url)})!"]
    return "\n".join(
        [
            f"// {world.world}: test accounts. Written by `postcardit world export`.",
            "import Foundation",
            "",
            "enum TestWorld {",
            "    struct Person {",
            "        let username: String",
            "        let email: String",
            "        let password: String",
            "        let userId: String",
            "    }",
            "",
            f"    static let name = {_quoted(world.world)}",
            *address,
            *people,
            *things,
            "}",
            "",
        ]
    )


def _as_curl(world: ExportedWorld) -> str:
    """A sign-in for each; without an address there is nobody to ask."""
    url = world.url or "http://127.0.0.1:8080"
    lines = [f"# {world.world}: sign in as each of them. The answer holds the tokens."]
    for person in world.people:
        body = json.dumps({"username": person.username, "password": person.password}, ensure_ascii=False)
        words = ["curl", "-sS", f"{url}/v1/auth/login", "-H", "Content-Type: application/json", "-d", body]
        lines.append(f"{shlex.join(words)}  # {person.name}")
    return "\n".join(lines) + "\n"


FORMATS: Mapping[str, Callable[[ExportedWorld], str]] = {
    "env": _as_env,
    "json": _as_json,
    "xcconfig": _as_xcconfig,
    "swift": _as_swift,
    "curl": _as_curl,
}


def _in_capitals(name: str) -> str:
    return "_".join(_WORD.findall(name)).upper()


def _in_humps(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _in_swift(name: str) -> str:
    """A name as Swift has it; one that Swift uses, or that begins with a digit, is written so that it may be used."""
    first, *rest = _WORD.findall(name) or ["nobody"]
    joined = first[:1].lower() + first[1:] + "".join(word[:1].upper() + word[1:] for word in rest)
    if joined[:1].isdigit():
        return f"_{joined}"
    return f"`{joined}`" if joined in _SWIFT_WORDS or joined in {"name", "url", "Person"} else joined


def _quoted(text: str) -> str:
    """A string literal. Swift reads JSON's escapes but for \\u, which it writes in braces."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
