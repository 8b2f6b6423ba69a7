"""The web ACL: how many requests in five minutes one address may make, and how many of them sign-ins."""

from typing import Any

from ..stages import NamedStage
from .parts import Resources, attribute, sub, tags

__all__ = ["firewall"]

_PER_ADDRESS = 3000  # a whole office or a mobile network may share one
_SIGN_INS_PER_ADDRESS = 150


def firewall(stage: NamedStage) -> Resources:
    """The rules and what they guard. A WAF attaches to a REST API, and to no HTTP API: hence the former."""
    sign_ins: dict[str, Any] = {
        "ByteMatchStatement": {
            "FieldToMatch": {"UriPath": {}},
            "PositionalConstraint": "CONTAINS",
            "SearchString": "/v1/auth/",
            "TextTransformations": [{"Priority": 0, "Type": "NORMALIZE_PATH"}],
        }
    }
    return {
        "WebAcl": {
            "Type": "AWS::WAFv2::WebACL",
            "Condition": "HasFirewall",
            "Properties": {
                "Name": stage.stack,
                "Scope": "REGIONAL",
                "DefaultAction": {"Allow": {}},
                "Rules": [
                    _rule("sign-ins", 0, _SIGN_INS_PER_ADDRESS, {"ScopeDownStatement": sign_ins}),
                    _rule("requests", 1, _PER_ADDRESS, {}),
                ],
                "VisibilityConfig": _seen_as(stage.stack),
                "Tags": tags(),
            },
        },
        "WebAclOfApi": {
            "Type": "AWS::WAFv2::WebACLAssociation",
            "Condition": "HasFirewall",
            "DependsOn": ["ApiStage"],
            "Properties": {
                "ResourceArn": sub("arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}"),
                "WebACLArn": attribute("WebAcl", "Arn"),
            },
        },
    }


def _rule(name: str, priority: int, limit: int, scope: dict[str, Any]) -> dict[str, Any]:
    return {
        "Name": name,
        "Priority": priority,
        "Action": {"Block": {}},
        "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": limit, **scope}},
        "VisibilityConfig": _seen_as(name),
    }


def _seen_as(name: str) -> dict[str, Any]:
    return {"CloudWatchMetricsEnabled": True, "MetricName": name, "SampledRequestsEnabled": False}
