"""The WebSocket API in front of `socket`, and the stream that feeds it."""

from typing import Any

from ..stages import NamedStage
from .parts import Resources, attribute, called_by_gateway, ref, sub, tags

__all__ = ["socket"]


def socket(stage: NamedStage) -> Resources:
    """The WebSocket API with its three routes, and the way from the table's stream to `changes`."""
    return {
        "Socket": {
            "Type": "AWS::ApiGatewayV2::Api",
            "Properties": {
                "Name": f"{stage.stack}-socket",
                "Description": "Tells phones that something has changed.",
                "ProtocolType": "WEBSOCKET",
                "RouteSelectionExpression": "$request.body.type",
                "Tags": {"postcardit:stage": ref("Stage")},
            },
        },
        "SocketCall": {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": ref("Socket"),
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": called_by_gateway("socket"),
            },
        },
        "ConnectRoute": _route("$connect"),
        "DisconnectRoute": _route("$disconnect"),
        "DefaultRoute": _route("$default"),
        "SocketStage": {
            "Type": "AWS::ApiGatewayV2::Stage",
            "DependsOn": ["ConnectRoute", "DefaultRoute", "DisconnectRoute"],
            "Properties": {
                "ApiId": ref("Socket"),
                "StageName": ref("Stage"),
                "AutoDeploy": True,
                "DefaultRouteSettings": {
                    "ThrottlingRateLimit": ref("RequestsPerSecond"),
                    "ThrottlingBurstLimit": ref("RequestsPerSecond"),
                },
                "Tags": {"postcardit:stage": ref("Stage")},
            },
        },
        "SocketMayBeCalled": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": ref("SocketFunction"),
                "Principal": "apigateway.amazonaws.com",
                "SourceArn": sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Socket}/*"),
            },
        },
        "Changes": _stream(),
    }


def _route(key: str) -> dict[str, Any]:
    return {
        "Type": "AWS::ApiGatewayV2::Route",
        "Properties": {
            "ApiId": ref("Socket"),
            "RouteKey": key,
            "AuthorizationType": "NONE",  # the function looks at the bearer token, in the header that browsers can send
            "OperationName": key.removeprefix("$"),
            "Target": sub("integrations/${SocketCall}"),
        },
    }


def _stream() -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {
            "EventSourceArn": attribute("MainTable", "StreamArn"),
            "FunctionName": ref("ChangesFunction"),
            "StartingPosition": "LATEST",  # a hint about the past helps nobody
            "BatchSize": 100,
            "MaximumBatchingWindowInSeconds": 0,
            "MaximumRecordAgeInSeconds": 300,
            "MaximumRetryAttempts": 5,
            "BisectBatchOnFunctionError": True,
            "ParallelizationFactor": 2,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "DestinationConfig": {"OnFailure": {"Destination": attribute("FailedEvents", "Arn")}},
            "Tags": tags(),
        },
    }
