"""postcardit swift: the app's networking layer as a Swift package, made from the contract."""

import json
import re
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from .exits import CommandFailed, usage
from .family import family

if TYPE_CHECKING:
    from inspect import Signature
    from types import ModuleType

    from postcardit_swift.generate import Changes, Tree
    from postcardit_swift.kinds import Plan

T = TypeVar("T")

app = family("swift", "Make a Swift package from the contract, or from any OpenAPI document.")

Source = Annotated[
    str | None,
    typer.Option(
        "--openapi", help="An OpenAPI document (JSON, 3.0 or 3.1); without it: the contract.", metavar="FILE|URL"
    ),
]


def _kit(name: str | None) -> str | None:
    if name is not None and not (name.isidentifier() and name[0].isupper()):
        raise usage(f"{name!r} is no name for a Swift package.", hint="letters and digits, a capital first")
    return name


Name = Annotated[
    str | None,
    typer.Option(help="The package's name; without it: the document's title.", metavar="KIT", callback=_kit),
]


@app.command()
def generate(
    out: Annotated[Path, typer.Option(help="The package's folder.", metavar="DIR")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if the folder is not up to date.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print what would change.")] = False,
    openapi: Source = None,
    name: Name = None,
) -> None:
    """Write the package: what differs is written, what is no longer made is removed, your own files stay.

    The same contract always gives the same bytes.
    """
    from postcardit_swift import generate as made

    tree = _refusing(lambda: made.generate(_document(openapi), name=name))
    if diff:
        sys.stdout.writelines(made.difference(tree, out))
    changes = made.changes_of(tree, out)
    if check and changes:
        raise CommandFailed(
            f"{out} is not up to date: {_counted(changes)}.",
            code="drift",
            hint=f"postcardit swift generate --out {out}",
        )
    if not check and not diff:
        changes = _written(tree, out)
        sys.stderr.write(f"{out}: {_counted(changes) if changes else 'up to date'}, {len(tree)} files.\n")


@app.command()
def plan(openapi: Source = None, name: Name = None) -> None:
    """Print every decision as JSON: the types, their properties, the functions, each with its Swift name."""
    from postcardit_swift.explain import plan_as_json

    sys.stdout.write(plan_as_json(_refusing(lambda: _plan(openapi, name))))


@app.command()
def explain(
    operation: Annotated[str, typer.Argument(help="send_postcard, or sendPostcard.", metavar="OPERATION")],
    openapi: Source = None,
    name: Name = None,
) -> None:
    """Show one operation side by side: the Swift call, the request, the Python call."""
    from postcardit_swift.explain import find, swift_call, wire_call

    document_plan = _refusing(lambda: _plan(openapi, name))
    call = find(document_plan, operation)
    if call is None:
        raise _unknown(operation, [name for call in document_plan.functions for name in (call.id, call.name)])
    parts = [("Swift", swift_call(document_plan, call)), ("HTTP", wire_call(document_plan, call))]
    if openapi is None:
        parts.append(("Python", _python_call(call.id)))
    sys.stdout.write("\n".join(f"{title}\n{_indented(text)}\n" for title, text in parts))


def _written(tree: "Tree", out: Path) -> "Changes":
    from postcardit_swift.writing import NotOurs, write

    try:
        return write(tree, out)
    except NotOurs as found:
        raise CommandFailed(
            f"{found.path} was not made by this command, and is not overwritten. Nothing was written.",
            code="not_ours",
            hint="give --out a folder of the package's own, or move the file away",
        ) from None


def _plan(source: str | None, name: str | None) -> "Plan":
    from postcardit_swift.generate import runtime_types
    from postcardit_swift.plan import plan_of

    return plan_of(_document(source), name=name, taken=runtime_types())


def _refusing(make: Callable[[], T]) -> T:
    """What is made of the document, or one sentence that says what of it has no Swift."""
    from postcardit_swift.refusal import Refused

    try:
        return make()
    except Refused as refused:
        raise CommandFailed(
            f"This document has no honest Swift: {refused.sentence}", code="refused", hint=f"see {refused.pointer}"
        ) from None
    except RecursionError:
        raise CommandFailed("This document is nested too deeply to be read.", code="refused") from None


def _document(source: str | None) -> Any:
    if source is None:
        from postcardit_sdk.contract.openapi import openapi_document

        return openapi_document()
    text = _fetched(source) if "://" in source else Path(source).read_bytes()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise usage(f"{source} is not JSON that can be read.", hint="YAML is not read: convert it first") from None


def _fetched(url: str) -> bytes:
    from postcardit_sdk.flow import Request
    from postcardit_sdk.http_transport import USUAL_TIMEOUTS, HttpTransport

    transport = HttpTransport(url, USUAL_TIMEOUTS, None)
    try:
        response = transport.send(Request("GET", url, {"accept": "application/json"}, b""))
    finally:
        transport.close()
    if response.status != 200:
        raise CommandFailed(f"{url} answered {response.status}.", code="unreadable_answer")
    return response.body


def _counted(changes: "Changes") -> str:
    return f"{len(changes.written)} to write, {len(changes.removed)} to remove"


def _python_call(operation: str) -> str:
    """The SDK's method that speaks the operation, with its signature: one that does so itself before one that has a
    function of its module do so, which may want it for something else."""
    import inspect
    import pkgutil
    from importlib import import_module

    from postcardit_sdk import resources

    indirect: list[str] = []
    for module in sorted(info.name for info in pkgutil.iter_modules(resources.__path__)):
        found = import_module(f"{resources.__name__}.{module}")
        sources = _sources(found)
        speaking = {name for name, source in sources.items() if re.search(rf"\bops\.{operation}\b", source)}
        for name, method in _methods(found):
            call = f"client.{module}.{name}{_signature(inspect.signature(method))}"
            if name in speaking:
                return call
            if any(re.search(rf"\b{other}\(", sources[name]) for other in speaking):
                indirect.append(call)
    return indirect[0] if indirect else "The SDK speaks it by itself."


def _sources(module: "ModuleType") -> dict[str, str]:
    """The source of every function of a module, methods included."""
    import inspect

    functions = dict(inspect.getmembers(module, inspect.isfunction)) | dict(_methods(module))
    return {name: inspect.getsource(function) for name, function in functions.items()}


def _methods(module: "ModuleType") -> list[tuple[str, Any]]:
    """The methods of a module's resources, by name."""
    import inspect

    from postcardit_sdk.endpoint import Resource

    found: list[tuple[str, Any]] = []
    for kind in vars(module).values():
        if inspect.isclass(kind) and Resource in kind.__mro__ and kind.__module__ == module.__name__:
            for name in vars(kind):
                member: Any = inspect.getattr_static(kind, name)
                function = getattr(member, "__wrapped__", member)
                if inspect.isfunction(function):
                    found.append((name, function))
    return found


def _unknown(operation: str, names: list[str]) -> CommandFailed:
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in names}
    near = get_close_matches(operation.casefold(), folded, n=1)
    hint = f"did you mean {folded[near[0]]}?" if near else "postcardit swift plan lists them"
    return usage(f"The document has no operation {operation!r}.", hint=hint)


def _signature(signature: "Signature") -> str:
    """The parameters with their defaults as one would write them: an enum's member by its name."""
    parameters = [
        p.replace(annotation=p.empty, default=_Source(p.default) if isinstance(p.default, Enum) else p.default)
        for name, p in signature.parameters.items()
        if name != "self"
    ]
    return str(signature.replace(parameters=parameters, return_annotation=signature.empty))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())


class _Source:
    """A member of an enum, whose repr is how it is written."""

    def __init__(self, member: Enum) -> None:
        self._member = member

    def __repr__(self) -> str:
        kind = type(self._member).__name__
        return self._member.name if kind.startswith("_") else f"{kind}.{self._member.name}"
