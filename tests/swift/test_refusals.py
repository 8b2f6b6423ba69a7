"""What has no honest Swift is refused with its place and a sentence, never written wrongly."""

from typing import Any

import pytest

from postcardit_swift.plan import plan_of
from postcardit_swift.refusal import Refused
from tests.swift.writing import TEXT, document, json_reply, parameter, ref

PATH = "/paths/~1x/get"
SCHEMA = f"{PATH}/responses/200/content/application~1json/schema"


def answering(schema: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    return document("Odd", {"/x": {"get": {"operationId": "x", "responses": {"200": json_reply(schema)}}}}, schemas)


def asking(*parameters: dict[str, Any], route: str = "/x", **more: Any) -> dict[str, Any]:
    entry = {"operationId": "x", "parameters": list(parameters), "responses": {"204": {"description": "Done."}}, **more}
    return document("Odd", {route: {"get": entry}})


def sending(content: dict[str, Any]) -> dict[str, Any]:
    return asking(requestBody={"content": content})


BOTH = {"200": json_reply(TEXT), "201": json_reply({"type": "integer"})}
LISTS = {"type": "array", "items": {"type": "array", "items": TEXT}}
TAGGED = {"oneOf": [TEXT, {"type": "integer"}], "discriminator": {"propertyName": "a"}}
PATTERNS = {"type": "object", "patternProperties": {"a": TEXT, "b": TEXT}}
DOCUMENT: dict[str, Any] = {"name": "a", "in": "query", "content": {"application/json": {}}}
FORM = {"multipart/form-data": {"schema": TEXT}}
DEEP_FORM = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": {"a": LISTS}}}}
ODD: dict[str, tuple[dict[str, Any], str]] = {
    "tuple": (answering({"type": "array", "prefixItems": [TEXT]}), f"{SCHEMA}/prefixItems"),
    "condition": (answering({"if": {}, "then": {}}), f"{SCHEMA}/if"),
    "elsewhere": (answering({"$ref": "other.json#/A"}), f"{SCHEMA}/$ref"),
    "nowhere": (answering(ref("Missing")), f"{SCHEMA}/$ref"),
    "circle": (answering(ref("A"), A=ref("B"), B=ref("A")), "/components/schemas/B"),
    "list of itself": (answering(ref("A"), A={"type": "array", "items": ref("A")}), "/components/schemas/A"),
    "mixed enum": (answering({"enum": ["a", 1]}), f"{SCHEMA}/enum"),
    "no such type": (answering({"type": "file"}), f"{SCHEMA}/type"),
    "all of text": (answering({"allOf": [TEXT, {"type": "object", "properties": {"a": TEXT}}]}), f"{SCHEMA}/allOf/0"),
    "patterns": (answering(PATTERNS), f"{SCHEMA}/patternProperties"),
    "tag of text": (answering(TAGGED), f"{SCHEMA}/discriminator"),
    "cookie": (asking(parameter("a", "cookie", TEXT)), f"{PATH}/parameters/0/in"),
    "style": (asking(parameter("a", "query", TEXT, style="matrix")), f"{PATH}/parameters/0/style"),
    "deep query": (asking(parameter("a", "query", LISTS)), f"{PATH}/parameters/0/schema"),
    "free query": (asking(parameter("a", "query", {})), f"{PATH}/parameters/0/schema"),
    "document in a query": (asking(DOCUMENT), f"{PATH}/parameters/0/content"),
    "hole in the path": (asking(route="/x/{a}"), "/paths/~1x~1{a}/get/parameters"),
    "xml": (sending({"application/xml": {"schema": TEXT}}), f"{PATH}/requestBody/content"),
    "form of text": (sending(FORM), f"{PATH}/requestBody/content/multipart~1form-data/schema"),
    "deep form": (sending(DEEP_FORM), f"{PATH}/requestBody/content/application~1x-www-form-urlencoded/schema"),
    "two replies": (asking(responses=BOTH), f"{PATH}/responses"),
    "no version": ({"openapi": "2.0"}, "/openapi"),
}


@pytest.mark.parametrize(("odd", "pointer"), ODD.values(), ids=ODD)
def test_what_has_no_swift_is_refused_with_its_place(odd: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Refused) as caught:
        plan_of(odd, name="OddKit")

    assert caught.value.pointer == pointer
    assert caught.value.sentence.endswith(".")


def test_two_operations_of_one_name_are_refused() -> None:
    entry = {"operationId": "x", "responses": {"204": {"description": "Done."}}}

    with pytest.raises(Refused, match="Two operations are called 'x'"):
        plan_of(document("Odd", {"/a": {"get": entry}, "/b": {"get": entry}}))
