"""A document that is not built as OpenAPI is refused with its place: nobody sees a traceback."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcardit_swift.document import list_in, object_in
from postcardit_swift.plan import plan_of
from postcardit_swift.refusal import Refused
from tests.swift.documents import STYLES
from tests.swift.pet_store import PETS
from tests.swift.writing import TEXT, Document, document, json_reply

OURS: Document = json.loads((Path(__file__).resolve().parents[2] / "openapi.json").read_text("utf-8"))
ANSWER = {"204": {"description": "Done."}}

JUNK: list[Any] = [
    None, True, 0, 1.5, "", "x", [], {}, [1], {"$ref": 5}, {"$ref": "#/nope"}, {"type": []}, {"enum": []},
    {"enum": [None]}, {"oneOf": []}, {"allOf": [{}]}, {"properties": 5}, {"type": "array"}, {"format": {}},
    {"maxLength": None},
]  # fmt: skip
"""What may stand anywhere in a document that somebody wrote in a hurry."""


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children: list[tuple[str | int, Any]] = [*object_in(value).items(), *enumerate(list_in(value))]
    return [place for key, child in children for place in [(*path, key), *places(child, (*path, key))]]


PLACES = [(whole, place) for whole in (PETS, STYLES, OURS) for place in places(whole)]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(JUNK))
def test_whatever_stands_anywhere_is_read_or_refused_with_its_place(
    found: tuple[Document, tuple[str | int, ...]], junk: Any
) -> None:
    whole, (*way, last) = copy.deepcopy(found[0]), found[1]
    parent: Any = whole
    for key in way:
        parent = parent[key]
    parent[last] = junk

    try:
        plan_of(whole)
    except Refused as refused:
        assert refused.pointer.startswith("/")
        assert refused.sentence.endswith(".")


CASES: dict[str, tuple[Document, str, str]] = {
    "path": (document("Odd", {"/x": 5}), "/paths/~1x", "This must be an object."),
    "operation": (document("Odd", {"/x": {"get": "later"}}), "/paths/~1x/get", "This must be an object."),
    "tags": (
        document("Odd", {"/x": {"get": {"tags": {}, "responses": ANSWER}}}),
        "/paths/~1x/get/tags", "This must be a list.",
    ),
    "parameter": (
        document("Odd", {"/x": {"get": {"parameters": [{"in": "query"}], "responses": ANSWER}}}),
        "/paths/~1x/get/parameters/0/name", "This must be a text.",
    ),
    "place": (
        document("Odd", {"/x": {"get": {"parameters": [{"name": "a", "in": "body"}], "responses": ANSWER}}}),
        "/paths/~1x/get/parameters/0/in", "This must be one of path, query, header, cookie.",
    ),
    "answer": (
        document("Odd", {"/x": {"get": {"responses": {"200": "ok"}}}}),
        "/paths/~1x/get/responses/200", "This must be an object.",
    ),
    "length": (
        document("Odd", {}, {"A": {"type": "string", "maxLength": "10"}}),
        "/components/schemas/A/maxLength", "This must be a number.",
    ),
    "no choice": (
        document("Odd", {}, {"A": {"oneOf": []}}), "/components/schemas/A/oneOf", "This must have at least one schema."
    ),
    "no value": (document("Odd", {}, {"A": {"enum": []}}), "/components/schemas/A/enum", "An enum must have a value."),
}  # fmt: skip


@pytest.mark.parametrize(("odd", "pointer", "sentence"), CASES.values(), ids=CASES)
def test_what_is_no_openapi_is_refused_where_it_stands(odd: Document, pointer: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        plan_of(odd)

    assert (refused.value.pointer, refused.value.sentence) == (pointer, sentence)


def test_what_harms_nobody_is_read() -> None:
    answer = {"200": {**json_reply(TEXT), "x-codes": {"no": "codes"}}, "404": {"description": 4, "x-codes": 7}}
    schemas = {"A": {"type": "object", "properties": {"n": {"type": "integer", "nullable": True, "default": None}}}}
    harmless = document("Odd", {"/x": {"get": {"operationId": "x", "responses": answer, "summary": 5}}}, schemas)
    harmless["info"]["version"] = 1.0

    assert [call.id for call in plan_of(harmless).functions] == ["x"]
