"""The table of operations as an OpenAPI 3.1 document: byte-stable, without dates, in the order of the table."""

import hashlib
import json
from collections import defaultdict
from functools import cache
from types import NoneType
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from .operations import BASE_PATH, OPERATIONS, Operation
from .problems import Code, Problem

__all__ = ["contract_hash", "openapi_document", "openapi_json"]

Schema = dict[str, Any]

PATH_PARAMETERS = {
    "userId": "The person's id.",
    "sessionId": "The session's id.",
    "friendshipId": "The friendship's id.",
    "uploadId": "The upload's id.",
    "postcardId": "The postcard's id.",
}


class _Schemas(GenerateJsonSchema):
    """JSON Schema without the titles that pydantic invents for fields (`Senderid`)."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _models() -> dict[type[BaseModel], JsonSchemaMode]:
    """Every model that stands in the document, with the side from which it is seen."""
    models: dict[type[BaseModel], JsonSchemaMode] = {Problem: "serialization"}
    for operation in OPERATIONS:
        if operation.has_arguments and not operation.in_query:
            models[operation.arguments] = "validation"
        if operation.reply is not NoneType:
            models[operation.reply] = "serialization"
    return models


def _inline(schema: Schema, definitions: Schema) -> Schema:
    """A query parameter's schema, with its enum written out."""
    if "$ref" in schema:
        named = dict(definitions[schema["$ref"].rpartition("/")[2]])
        return {**named, **{key: value for key, value in schema.items() if key != "$ref"}}
    if "anyOf" in schema:
        inner = [_inline(part, definitions) for part in schema["anyOf"] if part.get("type") != "null"]
        rest = {key: value for key, value in schema.items() if key not in {"anyOf", "default"}}
        return {**inner[0], **rest}
    return schema


def _query(operation: Operation[Any, Any]) -> list[Schema]:
    schema = operation.arguments.model_json_schema(schema_generator=_Schemas, by_alias=True)
    definitions = schema.get("$defs", {})
    required = schema.get("required", [])
    parameters: list[Schema] = []
    for name, field in schema.get("properties", {}).items():
        inlined = _inline(field, definitions)
        inlined.pop("title", None)
        text = inlined.pop("description", None)
        parameter: Schema = {"name": name, "in": "query", "required": name in required, "schema": inlined}
        parameters.append({**parameter, "description": text} if text else parameter)
    return parameters


def _parameters(operation: Operation[Any, Any]) -> list[Schema]:
    parameters: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"},
         "description": PATH_PARAMETERS[name]}
        for name in operation.path_names
    ]  # fmt: skip
    if operation.in_query:
        parameters += _query(operation)
    if operation.creates:
        parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if operation.streams:
        parameters.append({"$ref": "#/components/parameters/LastEventId"})
    if operation.conditional:
        parameters.append({"$ref": "#/components/parameters/IfNoneMatch"})
    if Code.PRECONDITION_FAILED in operation.problems:
        parameters.append({"$ref": "#/components/parameters/IfMatch"})
    return parameters


def _responses(operation: Operation[Any, Any]) -> Schema:
    success: Schema = {"description": "Done."}
    if operation.reply is not NoneType:
        reference = {"$ref": f"#/components/schemas/{operation.reply.__name__}"}
        success["content"] = _content(operation, reference)
    responses: Schema = {str(operation.status): success}
    if operation.conditional:
        responses["304"] = {"description": "It is what If-None-Match says that you have."}
    by_status: defaultdict[int, list[Code]] = defaultdict(list)
    for code in operation.all_problems:
        by_status[code.status].append(code)
    for status, codes in sorted(by_status.items()):
        text = " ".join(f"`{code}`: {code.sentence}" for code in codes)
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses[str(status)] = {"description": text, "content": content, "x-codes": [str(code) for code in codes]}
    return responses


def _content(operation: Operation[Any, Any], reference: Schema) -> Schema:
    """OpenAPI 3.1 has no word for the items of a stream: `x-event-data` is what the data of each event holds."""
    if not operation.streams:
        return {"application/json": {"schema": reference}}
    return {"text/event-stream": {"schema": {"type": "string"}, "x-event-data": reference}}


def _operation(operation: Operation[Any, Any]) -> Schema:
    entry: Schema = {"operationId": operation.name, "summary": operation.summary, "tags": [operation.tag]}
    if parameters := _parameters(operation):
        entry["parameters"] = parameters
    if operation.has_arguments and not operation.in_query:
        reference = {"$ref": f"#/components/schemas/{operation.arguments.__name__}"}
        entry["requestBody"] = {"required": True, "content": {"application/json": {"schema": reference}}}
    entry["responses"] = _responses(operation)
    if operation.public:
        entry["security"] = []
    return entry


def _header(name: str, description: str, *, required: bool) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "schema": {"type": "string"},
        "description": description,
    }


@cache
def openapi_document() -> Schema:
    """The contract as a dictionary. Do not change it: it is made once."""
    modes = list(_models().items())
    _, definitions = models_json_schema(modes, schema_generator=_Schemas, ref_template="#/components/schemas/{model}")
    paths: defaultdict[str, Schema] = defaultdict(dict)
    for operation in OPERATIONS:
        paths[operation.path][operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PostCardIt",
            "version": "1",
            "description": "Digital postcards between friends.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": BASE_PATH}],
        "security": [{"bearer": []}],
        "tags": [{"name": name} for name in dict.fromkeys(operation.tag for operation in OPERATIONS)],
        "paths": dict(paths),
        "components": {
            "schemas": dict(sorted(definitions["$defs"].items())),
            "parameters": {
                "IdempotencyKey": _header(
                    "Idempotency-Key",
                    "1 to 255 visible ASCII characters, new for each intent and the same for each attempt at it."
                    " Always send one: without it a repeated request is a new one.",
                    required=False,
                ),
                "IfNoneMatch": _header("If-None-Match", "An ETag that you have: 304 if it holds.", required=False),
                "LastEventId": _header(
                    "Last-Event-ID",
                    "The id of the last event that you have: what came after it is sent.",
                    required=False,
                ),
                "IfMatch": _header("If-Match", "The ETag that you read: 412 if it changed since.", required=False),
            },
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def openapi_json() -> str:
    """The document as it is checked in: two spaces, UTF-8, one newline at the end."""
    return json.dumps(openapi_document(), indent=2, ensure_ascii=False) + "\n"


@cache
def contract_hash() -> str:
    """Sixteen hexadecimal digits of the document's SHA-256: two sides with the same hash speak the same contract.

    The keys are sorted for it, so that whoever has the document in any order and layout finds the same hash.
    """
    text = json.dumps(openapi_document(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
