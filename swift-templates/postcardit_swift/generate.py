"""From a plan to a tree of files, always the same bytes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jinja2

from .features import features_of
from .kinds import Function, Plan
from .plan import plan_of
from .swift import FILTERS, WORDS
from .writing import MANIFEST, Changes, Tree, changes_of, difference, write

__all__ = ["MANIFEST", "Changes", "Tree", "changes_of", "difference", "generate", "tree_of", "write"]

TEMPLATES = Path(__file__).parent / "templates"
_KIT = "PostCardIt"
_NEEDS = ".needs"
_DECLARED = re.compile(
    r"^(?:public )?(?:final |indirect )*(?:struct|enum|actor|class|protocol|typealias) (\w+)", re.MULTILINE
)
_PER_ITEM = ("Struct", "Enum", "Union", "Preview", "Fixture")
_PER_TAG = "+Tag"
_LONGEST = 400
"""Lines that a file may have: a reader's patience."""


def generate(document: Any, *, name: str | None = None) -> Tree:
    """The package for a document: every file's path and content. Raises Refused for what has no honest Swift."""
    return tree_of(plan_of(document, name=name, taken=runtime_types()))


def runtime_types() -> frozenset[str]:
    """The types that the runtime's own files declare: a schema of such a name takes another."""
    files = sorted((TEMPLATES / "Sources" / f"{_KIT}API").rglob("*.swift*"))
    declared = (
        name for path in files if path.suffix == ".swift" for name in _DECLARED.findall(path.read_text("utf-8"))
    )
    return frozenset((*declared, *(path.name.partition(".")[0] for path in files)))


def tree_of(plan: Plan) -> Tree:
    """Every file of the package, by its path in it."""
    names = {function.id for function in plan.functions} | features_of(plan)
    files = [path for path in sorted(TEMPLATES.rglob("*")) if path.is_file() and path.name != _NEEDS]
    wanted = [path for path in files if _needed(path) <= names]
    facts: dict[str, Any] = {"plan": plan, "has_sign_in": any("SignIn" in path.parts for path in wanted)}
    facts["folders"] = {
        path.relative_to(TEMPLATES).parts[1] for path in wanted if len(path.relative_to(TEMPLATES).parts) > 2
    }
    facts["previews"] = dict(plan.previews)
    environment = _environment()
    tree: Tree = {}
    for path in wanted:
        relative = path.relative_to(TEMPLATES).as_posix()
        if path.suffix != ".jinja":
            content = path.read_bytes()
            tree[_renamed(relative, plan)] = content if _is_bytes(path) else _text(content.decode(), plan)
            continue
        template = environment.get_template(relative)

        def made(target: str, more: dict[str, Any], template: jinja2.Template = template) -> bytes:
            return _text(_headed(template.render(**facts, **more), target, plan), plan)

        if _PER_TAG in path.name:
            tree |= _gathered(relative.partition(_PER_TAG)[0], plan, made)
            continue
        for target, more in _targets(relative.removesuffix(".jinja"), plan):
            tree[_renamed(target, plan)] = made(target, more)
    manifest = "".join(f"{name}\n" for name in sorted(tree))
    return {**dict(sorted(tree.items())), MANIFEST: manifest.encode()}


def _needed(path: Path) -> set[str]:
    """What a document must have for a file: the operations and features of every `.needs` above it."""
    found: set[str] = set()
    for folder in path.parents:
        if (folder / _NEEDS).exists():
            found |= {*(folder / _NEEDS).read_text("utf-8").split()}
        if folder == TEMPLATES:
            break
    return found


def _environment() -> jinja2.Environment:
    # Swift is no HTML: nothing is escaped, and templates come from this package alone.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(WORDS)
    return environment


def _targets(relative: str, plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a template is written to: one file, or one for each item."""
    folder, _, file = relative.rpartition("/")
    kind = file.partition(".")[0]
    if kind not in _PER_ITEM:
        yield relative, {}
    elif kind == "Struct":
        yield from ((f"{folder}/{item.name}.swift", {"struct": item}) for item in plan.structs)
    elif kind == "Enum":
        yield from ((f"{folder}/{item.name}.swift", {"enum": item}) for item in (*plan.enums, plan.problem_code))
    elif kind == "Union":
        yield from ((f"{folder}/{item.name}.swift", {"union": item}) for item in plan.unions)
    elif kind == "Preview":
        yield from ((f"{folder}/{name}+Preview.swift", {"name": name, "json": json}) for name, json in plan.previews)
    else:
        examples = {example.operation: example for example in plan.examples}
        for item in plan.functions:
            target = f"{folder}/Fixture+{item.name[:1].upper()}{item.name[1:]}.swift"
            yield target, {"call": item, "example": examples.get(item.id)}


def _gathered(before: str, plan: Plan, made: Callable[[str, dict[str, Any]], bytes]) -> Tree:
    """The operations of each tag in one file, or in as few as stay short enough.

    The compiler starts anew for every 25 files and reads all of them each time, and each file has an object file of its
    own: with a file for each operation those were 1.7 MB, where these are 1.0.
    """
    tags: dict[str, list[Function]] = {}
    for function in plan.functions:
        tags.setdefault(function.tag.lower(), []).append(function)  # as disks that know no case name files
    tree: Tree = {}
    for calls in tags.values():
        files: Tree = {}
        for parts in range(1, len(calls) + 1):
            size = -(-len(calls) // parts)
            pieces = [calls[start : start + size] for start in range(0, len(calls), size)]
            ends = ["", *(f"+{number}" for number in range(2, len(pieces) + 1))]
            names = [f"{before}+{calls[0].tag}{end}.swift" for end in ends]
            files = {name: made(name, {"calls": piece}) for name, piece in zip(names, pieces, strict=True)}
            if all(content.count(b"\n") <= _LONGEST for content in files.values()):
                break
        tree |= {_renamed(name, plan): content for name, content in files.items()}
    return tree


def _headed(text: str, target: str, plan: Plan) -> str:
    """The header says from what, and not when: the same contract gives the same bytes.

    The contract's hash stands in Contract.swift alone. In every header it would make one more field a change of every
    file: a diff that nobody reads, and a build from nothing.
    """
    if not target.endswith(".swift") or target == "Package.swift":
        return text
    return f"// Generated from {' '.join(plan.title.split())} {plan.version}. Do not edit.\n\n{text}"


def _renamed(text: str, plan: Plan) -> str:
    """The runtime is written for PostCardIt; another kit has its own name in its place."""
    return text.replace(_KIT, plan.prefix).replace(_KIT.lower(), plan.prefix.lower())


def _text(text: str, plan: Plan) -> bytes:
    lines = [line.rstrip() for line in _renamed(text, plan).splitlines()]
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
    return re.sub(r"\{\n\n", "{\n", re.sub(r"\n\n(\s*)\}", r"\n\1}", whole)).encode()


def _is_bytes(path: Path) -> bool:
    return path.suffix not in (".swift", ".md", ".strings", ".xcprivacy", ".tutorial", ".txt", "")
