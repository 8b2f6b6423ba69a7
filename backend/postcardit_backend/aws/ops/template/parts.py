"""The words of a template."""

from typing import Any

__all__ = ["Resources", "attribute", "chosen", "ref", "sub", "tags"]

Resources = dict[str, dict[str, Any]]


def ref(name: str) -> dict[str, Any]:
    """What a parameter says, or the id of a resource."""
    return {"Ref": name}


def sub(text: str) -> dict[str, Any]:
    """Text with ${names} in it."""
    return {"Fn::Sub": text}


def attribute(resource: str, name: str) -> dict[str, Any]:
    """Something that is known of a resource once it is there."""
    return {"Fn::GetAtt": [resource, name]}


def chosen(condition: str, then: Any, otherwise: Any) -> dict[str, Any]:
    """One of two, by a condition of the template."""
    return {"Fn::If": [condition, then, otherwise]}


def tags() -> list[dict[str, Any]]:
    """By which bills and people know a resource."""
    return [{"Key": "postcardit:stage", "Value": ref("Stage")}]
