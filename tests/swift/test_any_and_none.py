"""Schemas that are `true` (any value) or `false` (none), and pointers as they stand in a URI."""

from typing import Any

import pytest

from postcardit_swift.plan import plan_of
from postcardit_swift.refusal import Refused

NAME = {"type": "string"}
TEA: dict[str, Any] = {"type": "object", "properties": {"name": NAME}}


def type_of(schema: dict[str, Any], **others: Any) -> str:
    """The Swift type of a field that has this schema."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Tea", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Box": {"type": "object", "properties": {"it": schema}}, **others}},
    }
    [box] = [one for one in plan_of(document).structs if one.name == "Box"]
    [field] = box.fields
    return field.type


@pytest.mark.parametrize(
    ("schema", "same"),
    [
        ({"anyOf": [True, NAME]}, {}),
        ({"oneOf": [NAME, {}]}, {}),
        ({"anyOf": [False, NAME]}, NAME),
        ({"allOf": [True, {"$ref": "#/components/schemas/Tea"}]}, {"$ref": "#/components/schemas/Tea"}),
    ],
    ids=["any or a text", "a text or any", "none or a text", "any that is a tea"],
)
def test_true_takes_nothing_away_and_false_adds_nothing(schema: dict[str, Any], same: dict[str, Any]) -> None:
    assert type_of(schema, Tea=TEA) == type_of(same, Tea=TEA)


def test_what_nothing_can_be_is_refused_with_its_place() -> None:
    with pytest.raises(Refused) as raised:
        type_of({"allOf": [False, NAME]})

    assert raised.value.pointer == "/components/schemas/Box/properties/it/allOf/0"


def test_a_pointer_may_stand_as_in_a_uri() -> None:
    assert type_of({"$ref": "#/components/schemas/%54ea%2FGreen"}, **{"Tea/Green": TEA}) == "TeaGreen?"
