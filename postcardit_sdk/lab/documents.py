"""Documents that people write (YAML), read as models: what is wrong in one is told by line and column.

Scalars are read by YAML 1.2's core schema, in which `no` is a word and a date is a text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from ..contract.problems import field_problems
from ..errors import PostCardItError

if TYPE_CHECKING:
    import yaml
    from pydantic_core import ErrorDetails

__all__ = ["DocumentProblem", "Flaw", "read_document", "read_plain", "write_document"]

ModelT = TypeVar("ModelT", bound=BaseModel)
Steps = tuple[str | int, ...]

_LARGEST = 16 * 1024 * 1024
_MOST_NODES = 2_000_000
_DEEPEST = 100
_TOO_MUCH = "this document is too large or too deep"
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_QUOTING = ("'", '"', "|", ">")
_KINDS = {
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "bool_parsing": "must be true or false",
    "string_type": "must be text",
    "model_type": "must have keys and values",
    "dict_type": "must have keys and values",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
}
_WORDING = ("input should", "must")
_QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong, and where; lines and columns begin with 1."""

    line: int
    column: int
    sentence: str


class DocumentProblem(PostCardItError):
    """A document cannot be used; `flaws` says why, in the order of the text."""

    def __init__(self, source: str, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(sorted(flaws, key=lambda flaw: (flaw.line, flaw.column)))
        lines = [f"{source}:{flaw.line}:{flaw.column}: {flaw.sentence}" for flaw in self.flaws]
        super().__init__("\n".join(lines))


def read_document(text: str, model: type[ModelT], source: str = "document") -> ModelT:
    """Read a document as this model. Raises DocumentProblem, which begins each line with `source`."""
    reading = _Reading(source)
    data = reading.read(text)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        sentences = [problem.message for problem in field_problems(error)]
        details = error.errors(include_url=False)
        flaws = [
            reading.flaw(_steps_in(data, item["loc"]), _sentence(item, sentence, model), is_key=_is_about_key(item))
            for item, sentence in zip(details, sentences, strict=True)
        ]
    raise DocumentProblem(source, flaws)


def read_plain(text: str, source: str = "document") -> Any:
    """Read a document as plain data, its keys as texts. Raises DocumentProblem."""
    return _Reading(source).read(text)


def write_document(model: BaseModel) -> str:
    """A model as a document that reads as the same model. What has its usual value is left out."""
    import yaml

    content: dict[str, Any] = model.model_dump(mode="json", by_alias=False, exclude_defaults=True)
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)  # pyright: ignore[reportUnknownMemberType]  # PyYAML's stubs leave its width half unsaid


class _Place(Protocol):
    """A mark, of PyYAML's own parser or of libyaml's."""

    line: int
    column: int


@dataclass
class _Reading:
    """A text on its way to plain data, and where each piece of it stands."""

    source: str
    nodes: int = 0
    values: dict[Steps, "yaml.Mark"] = field(default_factory=dict[Steps, "yaml.Mark"])
    keys: dict[Steps, "yaml.Mark"] = field(default_factory=dict[Steps, "yaml.Mark"])

    def read(self, text: str) -> Any:
        import yaml

        if len(text) > _LARGEST:
            raise DocumentProblem(self.source, [Flaw(1, 1, f"longer than {_LARGEST:,} characters")])
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            self._require_shallow(yaml.parse(text, Loader=loader))
            root = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._wrong(mark, error.problem or error.context or "this is no YAML") from None
        except yaml.YAMLError as error:
            raise DocumentProblem(self.source, [Flaw(1, 1, str(error).splitlines()[0])]) from None
        return {} if root is None else self._plain(root, ())

    def flaw(self, steps: Steps, sentence: str, *, is_key: bool) -> Flaw:
        """Where a path of the data stands; what is missing is told at what it is missing from."""
        places = self.keys if is_key and steps in self.keys else self.values
        while steps not in places and steps:
            steps = steps[:-1]
        mark = places.get(steps) or self.values.get(steps)
        return Flaw(1, 1, sentence) if mark is None else Flaw(mark.line + 1, mark.column + 1, sentence)

    def _require_shallow(self, events: "Iterable[yaml.Event]") -> None:
        """What composes nodes goes down the machine's own stack, to whose end no Python error stands."""
        import yaml

        depth = 0
        for event in events:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise self._wrong(event.start_mark, _TOO_MUCH)

    def _plain(self, node: "yaml.Node", steps: Steps) -> Any:
        import yaml

        self.nodes += 1
        if self.nodes > _MOST_NODES or len(steps) > _DEEPEST:
            raise self._wrong(node.start_mark, _TOO_MUCH)
        self.values[steps] = node.start_mark
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, steps)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*steps, place)) for place, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: "yaml.MappingNode", steps: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                raise self._wrong(key_node.start_mark, f"{key} is given twice")
            self.keys[*steps, key] = key_node.start_mark
            found[key] = self._plain(value_node, (*steps, key))
        return found

    def _wrong(self, mark: "_Place | None", sentence: str) -> DocumentProblem:
        line, column = (0, 0) if mark is None else (mark.line, mark.column)
        return DocumentProblem(self.source, [Flaw(line + 1, column + 1, sentence)])


def _scalar(node: "yaml.Node") -> Any:
    """A scalar by the core schema; what stands in quotes or in a block is text."""
    text = str(node.value)
    if getattr(node, "style", None) in _QUOTING:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text, 0 if text.startswith("0") and len(text) > 1 and not text.isdigit() else 10)
    return float(text) if _FLOAT.fullmatch(text) else text


def _steps_in(data: Any, location: Sequence[str | int]) -> Steps:
    """The part of a location that is in the data: pydantic also names the branches of unions in it."""
    steps: list[str | int] = []
    for step in location:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            continue
        steps.append(step)
    return tuple(steps)


def _is_about_key(item: "ErrorDetails") -> bool:
    return item["type"] == "extra_forbidden"


def _sentence(item: "ErrorDetails", sentence: str, model: type[BaseModel]) -> str:
    name = str(item["loc"][-1]) if item["loc"] else ""
    if item["type"] == "extra_forbidden":
        known = _names_at(model, item["loc"][:-1])
        return f"{name} is not known here{_nearest(name, known)}"
    if item["type"] == "missing":
        return f"{_in_snakes(name)} is missing"
    text = _KINDS.get(item["type"]) or (sentence[:1].lower() + sentence[1:].rstrip(".")).replace(*_WORDING)
    expected = _QUOTED.findall(str(item.get("ctx", {}).get("expected", "")))
    if expected:
        return f"{item['input']!r} is none of {', '.join(expected)}{_nearest(str(item['input']), expected)}"
    return f"{_in_snakes(name)}: {text}" if name and not name.isdigit() else text


def _nearest(word: str, words: Sequence[str]) -> str:
    near = get_close_matches(word, words, 1, 0.5)
    return f": did you mean {near[0]}?" if near else f" (known: {', '.join(sorted(words))})" if words else ""


def _in_snakes(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"_{match[1].lower()}", name)


def _names_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The names of the fields of the models that may stand at this place."""
    models = [model]
    for step in location:
        if isinstance(step, int):
            continue
        inner = [found for one in models for found in _below(one, step)]
        models = inner or models  # a branch of a union, which is no field
    return [name for one in models for name in one.model_fields]


def _below(model: type[BaseModel], step: str) -> Iterator[type[BaseModel]]:
    for name, info in model.model_fields.items():
        if step in (name, info.alias):
            yield from _models_in(info.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
