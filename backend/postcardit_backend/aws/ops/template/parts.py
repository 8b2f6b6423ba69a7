"""The words of a template."""

from typing import Any

__all__ = ["Resources", "attribute", "called_by_gateway", "chosen", "function_arn", "ref", "sub", "tags"]

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


def function_arn(name: str) -> dict[str, Any]:
    """A function by its name. Not by GetAtt: a new package would then seem to change all that calls the function."""
    return sub(f"{_FUNCTION}{name}")


def called_by_gateway(name: str) -> dict[str, Any]:
    """How API Gateway spells a call of a function."""
    call = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions"
    return sub(f"{call}/{_FUNCTION}{name}/invocations")


_FUNCTION = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:postcardit-${Stage}-"


def tags() -> list[dict[str, Any]]:
    """By which bills and people know a resource."""
    return [{"Key": "postcardit:stage", "Value": ref("Stage")}]
