"""The REST API in front of `api`: two throttled routes, and the gateway's own refusals in the words of the contract."""

import hashlib
import json
from typing import Any

from postcardit_sdk.contract.problems import Code, Problem

from ..stages import NamedStage
from .parts import Resources, attribute, called_by_gateway, ref, sub, tags

__all__ = ["rest_api"]

_CALL = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${ApiFunction.Arn}/invocations"
)

_REFUSALS: dict[str, tuple[Code, int | None]] = {
    # response type of the gateway: the problem that it is in the contract, and seconds to wait
    "THROTTLED": (Code.RATE_LIMITED, 1),
    "WAF_FILTERED": (Code.RATE_LIMITED, 60),
    "REQUEST_TOO_LARGE": (Code.PAYLOAD_TOO_LARGE, None),
    "MISSING_AUTHENTICATION_TOKEN": (Code.NOT_FOUND, None),  # so the gateway calls a path that it does not know
    "RESOURCE_NOT_FOUND": (Code.NOT_FOUND, None),
    "INTEGRATION_TIMEOUT": (Code.UNAVAILABLE, 1),
    "INTEGRATION_FAILURE": (Code.UNAVAILABLE, 1),
    "DEFAULT_5XX": (Code.UNAVAILABLE, 1),
}


def rest_api(stage: NamedStage) -> Resources:
    """The API, its routes, and its stage."""
    routes = {
        "Api": {
            "Type": "AWS::ApiGateway::RestApi",
            "Properties": {
                "Name": stage.stack,
                "Description": "PostCardIt's API.",
                "EndpointConfiguration": {"Types": ["REGIONAL"]},
                "BinaryMediaTypes": ["*/*"],  # pictures of stamps come through it; else they would be taken for text
                "Tags": tags(),
            },
        },
        "V1Path": _path(attribute("Api", "RootResourceId"), "v1"),
        "AnyPath": _path(ref("V1Path"), "{proxy+}"),
        "AuthPath": _path(ref("V1Path"), "auth"),
        "AnyAuthPath": _path(ref("AuthPath"), "{proxy+}"),
        "AnyMethod": _method("AnyPath"),
        "AnyAuthMethod": _method("AnyAuthPath"),
        **{f"{_camel(kind)}Refusal": _refusal(kind) for kind in _REFUSALS},
    }
    # A deployment is a snapshot: what changes must make another one, and its name is all that tells.
    deployment = f"Deployment{hashlib.sha256(json.dumps(routes, sort_keys=True).encode()).hexdigest()[:8]}"
    return {
        **routes,
        deployment: {
            "Type": "AWS::ApiGateway::Deployment",
            "DependsOn": sorted(name for name in routes if name != "Api"),
            "Properties": {"RestApiId": ref("Api")},
        },
        "ApiStage": _stage(deployment),
        "ApiMayBeCalled": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": ref("ApiFunction"),
                "Principal": "apigateway.amazonaws.com",
                "SourceArn": sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*"),
            },
        },
    }


def _stage(deployment: str) -> dict[str, Any]:
    return {
        "Type": "AWS::ApiGateway::Stage",
        "Properties": {
            "RestApiId": ref("Api"),
            "DeploymentId": ref(deployment),
            "StageName": ref("Stage"),
            "MethodSettings": [
                _throttle("/*", "*", "RequestsPerSecond"),
                _throttle("/v1/auth/{proxy+}", "ANY", "AuthRequestsPerSecond"),
            ],
            "Tags": tags(),
        },
    }


def _throttle(path: str, method: str, rate: str) -> dict[str, Any]:
    return {
        "HttpMethod": method,
        "ResourcePath": path if path == "/*" else "/" + path.replace("/", "~1"),
        "ThrottlingRateLimit": ref(rate),
        "ThrottlingBurstLimit": ref(rate),
        "MetricsEnabled": True,
    }


def _path(parent: Any, part: str) -> dict[str, Any]:
    return {
        "Type": "AWS::ApiGateway::Resource",
        "Properties": {"RestApiId": ref("Api"), "ParentId": parent, "PathPart": part},
    }


def _method(path: str) -> dict[str, Any]:
    return {
        "Type": "AWS::ApiGateway::Method",
        "Properties": {
            "RestApiId": ref("Api"),
            "ResourceId": ref(path),
            "HttpMethod": "ANY",
            "AuthorizationType": "NONE",  # the function verifies tokens: its own and Cognito's by the same rules
            "Integration": {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": called_by_gateway("api")},
        },
    }


def _refusal(kind: str) -> dict[str, Any]:
    code, seconds = _REFUSALS[kind]
    problem = Problem(
        type=f"urn:postcardit:problem:{code}",
        title=code.sentence,
        status=code.status,
        detail=code.sentence,
        instance="$context.path",
        code=code,
        message=code.sentence,
        status_code=code.status,
        request_id="$context.requestId",
    )
    wait = {} if seconds is None else {"gatewayresponse.header.Retry-After": f"'{seconds}'"}
    return {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {
            "RestApiId": ref("Api"),
            "ResponseType": kind,
            "StatusCode": str(code.status),
            "ResponseParameters": {
                "gatewayresponse.header.Content-Type": "'application/problem+json'",
                "gatewayresponse.header.X-Request-Id": "context.requestId",
                **wait,
            },
            "ResponseTemplates": {"application/json": problem.model_dump_json(by_alias=True, exclude_none=True)},
        },
    }


def _camel(kind: str) -> str:
    return "".join(word.title() for word in kind.split("_"))
