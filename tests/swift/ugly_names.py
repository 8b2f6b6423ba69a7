"""A document whose names are reserved, colliding, or no names at all."""

from tests.swift.writing import TEXT, WHOLE, document, json_reply, parameter, ref

__all__ = ["UGLY"]

UGLY = document(
    "ugly-names 2",
    {
        "/{class}/{Class}/self": {
            "get": {
                "operationId": "import",
                "parameters": [
                    parameter("class", "path", TEXT),
                    parameter("Class", "path", TEXT),
                    parameter("class", "query", TEXT),
                    parameter("draft", "query", TEXT),
                    parameter("body", "query", TEXT),
                    parameter("default", "header", TEXT),
                    parameter("X-B3-TraceId", "header", TEXT),
                ],
                "responses": {"200": json_reply(ref("class"))},
            },
            "delete": {
                "operationId": "import_",
                "parameters": [parameter("class", "path", TEXT), parameter("Class", "path", TEXT)],
                "responses": {"204": {"description": "Done."}},
            },
        },
        "/reply": {
            "post": {
                "operationId": "reply",
                "parameters": [parameter("reply", "query", TEXT), parameter("stream", "query", TEXT)],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    key: {"type": "string", "maxLength": 9}
                                    for key in ("pointer", "validation", "default", "wire")
                                },
                            }
                        }
                    },
                },
                "responses": {"200": json_reply(ref("Error"))},
            }
        },
        "/response": {"get": {"operationId": "response", "responses": {"200": json_reply(ref("Error"))}}},
        "/x y/ünïcode": {"get": {"responses": {"200": json_reply(ref("größe"))}}},
    },
    {
        "class": {
            "type": "object",
            "required": [
                "self",
                "init",
                "Type",
                "default",
                "in",
                "hashValue",
                "description",
                "$ref",
                "@type",
                "+1",
                "-1",
                "2fa",
                "user_id",
                "userId",
                "UserID",
                "encode",
                "id",
            ],
            "properties": dict.fromkeys(
                (
                    "self",
                    "init",
                    "Type",
                    "default",
                    "in",
                    "hashValue",
                    "description",
                    "$ref",
                    "@type",
                    "+1",
                    "-1",
                    "2fa",
                    "user_id",
                    "userId",
                    "UserID",
                    "encode",
                    "id",
                    "with space",
                    "a/b",
                    "a.b",
                    "a-b",
                    "",
                    "switch",
                    "true",
                    "Protocol",
                    "Self",
                    "password",
                    "CodingKeys",
                    "wire",
                    "decoder",
                    "encoder",
                    'quo"te',
                    "back\\slash",
                    "new\nline",
                ),
                TEXT,
            ),
        },
        "Error": {
            "type": "object",
            "properties": {
                "data": ref("Data"),
                "string": ref("String"),
                "view": ref("View"),
                "session": ref("Session"),
                "json": ref("JSONValue"),
            },
        },
        "Data": {
            "type": "object",
            "properties": {
                "date": {"type": "string", "format": "date-time"},
                "bytes": {"type": "string", "format": "byte"},
            },
        },
        "String": {
            "type": "string",
            "enum": [
                "",
                " ",
                "a",
                "A",
                "class",
                "self",
                "init",
                "1",
                "*",
                "rawValue",
                "allKnown",
                "hash",
                'q"',
                "é",
                "日本",
            ],
        },
        "View": {"type": "integer", "enum": [0, -5, 1000]},
        "Session": {"type": "object", "properties": {"transport": ref("Transport")}},
        "Transport": {"type": "object", "properties": {"x": TEXT}},
        "JSONValue": {"type": "object", "properties": {"x": TEXT}},
        "foo_bar": {"type": "object", "properties": {"x": TEXT}},
        "FooBar": {"type": "object", "properties": {"x": WHOLE}},
        "Foobar": {"type": "object", "properties": {"x": WHOLE}},
        "Page[Foo.Bar]": {"type": "object", "properties": {"x": TEXT}},
        "größe": {"type": "object", "properties": {"zoll": WHOLE}},
    },
)
