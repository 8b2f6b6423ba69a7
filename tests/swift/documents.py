"""Documents that are not ours: from tiny to two hundred operations, 3.0 and 3.1, with everything that OpenAPI can say."""

from typing import Any

__all__ = ["DOCUMENTS"]

Document = dict[str, Any]


def _document(
    title: str, paths: Document, schemas: Document | None = None, *, version: str = "3.1.0", **more: Any
) -> Document:
    components = {"schemas": schemas or {}, **more.pop("components", {})}
    return {
        "openapi": version,
        "info": {"title": title, "version": "2.1"},
        "paths": paths,
        "components": components,
        **more,
    }


def _json(schema: Document, description: str = "Done.", **more: Any) -> Document:
    return {"description": description, "content": {"application/json": {"schema": schema, **more}}}


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameter(name: str, place: str, schema: Document, **more: Any) -> Document:
    return {"name": name, "in": place, "schema": schema, "required": place == "path", **more}


TEXT: Document = {"type": "string"}
WHOLE: Document = {"type": "integer"}

TINY = _document("Tiny", {"/ping": {"get": {"responses": {"200": {"description": "Pong."}}}}}, version="3.0.0")

PETS = _document(
    "Pet Store",
    {
        "/pets": {
            "parameters": [_parameter("X-Trace", "header", TEXT)],
            "get": {
                "operationId": "list-pets",
                "summary": "All pets.",
                "parameters": [
                    _parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}),
                    _parameter("cursor", "query", TEXT),
                    _parameter("tags", "query", {"type": "array", "items": TEXT, "maxItems": 3}, explode=False),
                ],
                "responses": {"200": _json(_ref("PetPage")), "default": _json(_ref("Problem"))},
            },
            "post": {
                "operationId": "createPet",
                "deprecated": True,
                "parameters": [_parameter("Idempotency-Key", "header", TEXT, required=True)],
                "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("NewPet")}}},
                "responses": {"201": _json(_ref("Pet")), "422": _json(_ref("Problem"))},
            },
        },
        "/pets/{id}": {
            "get": {
                "operationId": "get_pet",
                "parameters": [_parameter("id", "path", {"type": "integer", "format": "int64"})],
                "responses": {"200": _json(_ref("Animal")), "204": {"description": "Asleep."}},
            },
            "patch": {
                "operationId": "change_pet",
                "parameters": [_parameter("id", "path", {"type": "integer", "format": "int64"})],
                "requestBody": {
                    "required": True,
                    "content": {"application/merge-patch+json": {"schema": _ref("PetChange")}},
                },
                "responses": {"200": _json(_ref("Pet"))},
            },
        },
        "/pets/{id}/photo": {
            "post": {
                "operationId": "add_photo",
                "parameters": [_parameter("id", "path", {"type": "integer"})],
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "required": ["photo"],
                                "properties": {
                                    "photo": {"type": "string", "format": "binary"},
                                    "more": {"type": "array", "items": {"type": "string", "format": "binary"}},
                                    "caption": {"type": "string", "maxLength": 20},
                                    "taken": {"type": "string", "format": "date-time"},
                                },
                            }
                        }
                    },
                },
                "responses": {"200": _json({"type": "string"})},
            },
            "get": {
                "operationId": "get_photo",
                "parameters": [_parameter("id", "path", {"type": "integer"})],
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
                    }
                },
            },
        },
        "/notes": {
            "post": {
                "operationId": "write_note",
                "requestBody": {"content": {"text/plain": {"schema": TEXT}}},
                "responses": {"200": {"description": "It.", "content": {"text/plain": {"schema": TEXT}}}},
            },
            "put": {
                "operationId": "submit_form",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/x-www-form-urlencoded": {
                            "schema": {
                                "type": "object",
                                "properties": {"name": TEXT, "age": WHOLE, "wild": {"type": "boolean"}},
                            }
                        }
                    },
                },
                "responses": {"204": {"description": "Done."}},
            },
        },
        "/raw": {
            "put": {
                "operationId": "put_raw",
                "requestBody": {
                    "required": True,
                    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
                },
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
                    }
                },
            }
        },
    },
    {
        "Pet": {
            "type": "object",
            "required": ["id", "name", "kind", "owner"],
            "properties": {
                "id": {"type": "integer", "format": "int64", "readOnly": True},
                "name": {"type": "string", "description": "What it is called."},
                "kind": _ref("Kind"),
                "owner": {"type": "string", "nullable": True},
                "born": {"type": "string", "format": "date"},
                "weight": {"type": "number", "nullable": True},
                "size": {"type": "integer", "enum": [1, 2, 3]},
                "oldName": {"type": "string", "deprecated": True},
                "colour": {"type": "string", "default": "brown"},
                "isWild": {"type": "boolean", "default": False},
                "legs": {"type": "integer", "default": 4},
            },
        },
        "NewPet": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 40},
                "kind": {"allOf": [_ref("Kind")], "description": "Which kind.", "nullable": True},
                "weight": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
                "nicknames": {"type": "array", "items": {"type": "string", "maxLength": 5}, "minItems": 1},
            },
        },
        "PetChange": {
            "type": "object",
            "properties": {
                "name": TEXT,
                "owner": {"type": "string", "nullable": True},
                "tags": {"type": "array", "nullable": True, "items": TEXT},
            },
        },
        "Kind": {"type": "string", "enum": ["cat", "dog", "other kind", "2-headed"]},
        "PetPage": {
            "type": "object",
            "required": ["pets"],
            "properties": {
                "pets": {"type": "array", "items": _ref("Pet")},
                "nextCursor": {"type": "string", "nullable": True},
            },
        },
        "Animal": {
            "type": "object",
            "required": ["animalType"],
            "properties": {"animalType": TEXT, "age": WHOLE},
            "discriminator": {
                "propertyName": "animalType",
                "mapping": {"cat": "#/components/schemas/Cat", "kitten": "#/components/schemas/Cat"},
            },
        },
        "Cat": {"allOf": [_ref("Animal"), {"type": "object", "required": ["lives"], "properties": {"lives": WHOLE}}]},
        "Dog": {
            "allOf": [_ref("Animal"), {"type": "object", "properties": {"tricks": {"type": "array", "items": TEXT}}}]
        },
        "Problem": {"type": "object", "properties": {"code": TEXT, "message": TEXT}},
    },
    version="3.0.3",
    servers=[{"url": "https://{region}.pets.example/api/v3", "variables": {"region": {"default": "eu"}}}],
    components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}},
    security=[{"key": []}],
)

SHAPES = _document(
    "Shapes",
    {
        "/trees": {
            "post": {
                "operationId": "plant",
                "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Tree")}}},
                "responses": {"200": _json(_ref("Tree"))},
            }
        },
        "/values": {"get": {"operationId": "values", "responses": {"200": _json(_ref("Everything"))}}},
        "/unions": {
            "post": {
                "operationId": "unite",
                "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Payload")}}},
                "responses": {"200": _json({"type": "array", "items": _ref("Payload")})},
            }
        },
        "/matrix": {
            "get": {
                "operationId": "matrix",
                "responses": {"200": _json({"type": "array", "items": {"type": "array", "items": {"type": "number"}}})},
            }
        },
        "/maybe": {
            "get": {"operationId": "maybe", "responses": {"200": _json({"oneOf": [_ref("Leaf"), {"type": "null"}]})}}
        },
    },
    {
        "Tree": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "minLength": 1},
                "parent": _ref("Tree"),
                "children": {"type": "array", "items": _ref("Tree")},
                "byName": {"type": "object", "additionalProperties": _ref("Tree")},
                "twin": {"anyOf": [_ref("Branch"), {"type": "null"}]},
            },
        },
        "Branch": {"type": "object", "properties": {"tree": _ref("Tree"), "leaf": _ref("Leaf")}},
        "Leaf": {"type": "object", "required": ["green"], "properties": {"green": {"type": ["boolean", "null"]}}},
        "Everything": {
            "type": "object",
            "required": ["when", "nothing"],
            "properties": {
                "when": {"type": "string", "format": "date-time"},
                "day": {"type": "string", "format": "date"},
                "id": {"type": "string", "format": "uuid"},
                "bytes": {"type": "string", "contentEncoding": "base64"},
                "oldBytes": {"type": "string", "format": "byte"},
                "nothing": {"type": ["string", "null"]},
                "anything": {},
                "anyObject": {"type": "object"},
                "open": {"type": "object", "additionalProperties": True},
                "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
                "lists": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": ["string", "null"]}},
                },
                "mixed": {"type": ["string", "integer", "boolean"]},
                "constant": {"const": "always"},
                "level": {"type": "integer", "enum": [-1, 0, 1, None]},
                "colour": {"anyOf": [{"type": "string", "enum": ["red", "green"]}, {"type": "string"}]},
                "extended": {
                    "type": "object",
                    "required": ["a"],
                    "properties": {"a": WHOLE},
                    "additionalProperties": {"type": "number"},
                },
                "loose": {"type": "object", "properties": {"b": TEXT}, "additionalProperties": True},
                "patterned": {"type": "object", "patternProperties": {"^x-": {"type": "boolean"}}},
                "inline": {
                    "type": "object",
                    "properties": {"deep": {"type": "object", "properties": {"deeper": TEXT}}},
                },
                "ratio": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                "pair": {
                    "oneOf": [
                        {"type": "object", "required": ["x"], "properties": {"x": WHOLE}},
                        {"type": "object", "required": ["x", "y"], "properties": {"x": WHOLE, "y": WHOLE}},
                    ]
                },
                "either": {
                    "type": "object",
                    "properties": {"p": TEXT, "q": TEXT},
                    "anyOf": [{"required": ["p"]}, {"required": ["q"]}],
                },
            },
        },
        "Payload": {
            "oneOf": [_ref("TextPart"), _ref("ImagePart"), _ref("GroupPart")],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"text": "#/components/schemas/TextPart", "image": "ImagePart"},
            },
        },
        "TextPart": {
            "type": "object",
            "required": ["kind", "text"],
            "properties": {"kind": {"const": "text"}, "text": {"type": "string", "maxLength": 100}},
        },
        "ImagePart": {
            "type": "object",
            "required": ["kind", "url"],
            "properties": {"kind": TEXT, "url": {"type": "string", "format": "uri"}},
        },
        "GroupPart": {
            "type": "object",
            "required": ["kind", "parts"],
            "properties": {"kind": TEXT, "parts": {"type": "array", "items": _ref("Payload")}},
        },
        "Implicit": {
            "anyOf": [
                {"type": "object", "required": ["t"], "properties": {"t": {"const": "a"}, "a": WHOLE}},
                {"type": "object", "required": ["t"], "properties": {"t": {"enum": ["b", "c"]}, "b": TEXT}},
            ]
        },
        "Alias": {"type": "array", "items": _ref("Leaf")},
        "AliasUser": {"type": "object", "properties": {"leaves": _ref("Alias"), "implicit": _ref("Implicit")}},
    },
)

UGLY = _document(
    "ugly-names 2",
    {
        "/{class}/{Class}/self": {
            "get": {
                "operationId": "import",
                "parameters": [
                    _parameter("class", "path", TEXT),
                    _parameter("Class", "path", TEXT),
                    _parameter("class", "query", TEXT),
                    _parameter("draft", "query", TEXT),
                    _parameter("body", "query", TEXT),
                    _parameter("default", "header", TEXT),
                    _parameter("X-B3-TraceId", "header", TEXT),
                ],
                "responses": {"200": _json(_ref("class"))},
            },
            "delete": {
                "operationId": "import_",
                "parameters": [_parameter("class", "path", TEXT), _parameter("Class", "path", TEXT)],
                "responses": {"204": {"description": "Done."}},
            },
        },
        "/response": {"get": {"operationId": "response", "responses": {"200": _json(_ref("Error"))}}},
        "/x y/ünïcode": {"get": {"responses": {"200": _json(_ref("größe"))}}},
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
            "properties": {
                name: TEXT
                for name in (
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
                    'quo"te',
                    "back\\slash",
                    "new\nline",
                )
            },
        },
        "Error": {
            "type": "object",
            "properties": {
                "data": _ref("Data"),
                "string": _ref("String"),
                "view": _ref("View"),
                "session": _ref("Session"),
                "json": _ref("JSONValue"),
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
        "Session": {"type": "object", "properties": {"transport": _ref("Transport")}},
        "Transport": {"type": "object", "properties": {"x": TEXT}},
        "JSONValue": {"type": "object", "properties": {"x": TEXT}},
        "foo_bar": {"type": "object", "properties": {"x": TEXT}},
        "FooBar": {"type": "object", "properties": {"x": WHOLE}},
        "Foobar": {"type": "object", "properties": {"x": WHOLE}},
        "Page[Foo.Bar]": {"type": "object", "properties": {"x": TEXT}},
        "größe": {"type": "object", "properties": {"zoll": WHOLE}},
    },
)

STYLES = _document(
    "Styles",
    {
        "/p/{simple}/{label}/{matrix}/x{day}.json": {
            "get": {
                "operationId": "styles",
                "parameters": [
                    _parameter("simple", "path", {"type": "array", "items": TEXT}),
                    _parameter("label", "path", {"type": "array", "items": WHOLE}, style="label", explode=True),
                    _parameter("matrix", "path", TEXT, style="matrix"),
                    _parameter("day", "path", {"type": "string", "format": "date"}),
                    _parameter(
                        "space", "query", {"type": "array", "items": TEXT}, style="spaceDelimited", explode=False
                    ),
                    _parameter("pipe", "query", {"type": "array", "items": TEXT}, style="pipeDelimited", explode=False),
                    _parameter("deep", "query", {"type": "object", "additionalProperties": TEXT}, style="deepObject"),
                    _parameter("numbers", "query", {"type": "array", "items": {"type": "number"}}),
                    _parameter("flag", "query", {"type": "boolean"}, required=True),
                    _parameter("since", "query", {"type": "string", "format": "date-time"}),
                    _parameter("level", "query", {"type": "integer", "enum": [1, 2, 3]}),
                    _parameter("sort", "query", {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}),
                    _parameter("X-List", "header", {"type": "array", "items": TEXT}),
                    {"$ref": "#/components/parameters/Shared"},
                ],
                "responses": {"200": {"$ref": "#/components/responses/Shared"}, "4XX": {"description": "No."}},
            }
        },
        "/events": {
            "get": {
                "operationId": "events",
                "responses": {"200": {"description": "Live.", "content": {"text/event-stream": {"schema": TEXT}}}},
            }
        },
    },
    {},
    components={
        "parameters": {
            "Shared": _parameter("shared", "query", {"type": "string", "pattern": "^[a-z]+$", "example": "abc"})
        },
        "responses": {
            "Shared": _json({"type": "object", "properties": {"ok": {"type": "boolean"}}}, example={"ok": True})
        },
        "securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "api key"}},
    },
    security=[{"key": []}],
)


def _many() -> Document:
    """Two hundred operations on ten kinds of things that know each other."""
    paths: Document = {}
    schemas: Document = {}
    for number in range(10):
        schemas[f"Thing{number}"] = {
            "type": "object",
            "description": f"The kind of thing with the number {number}.",
            "required": ["thingId", "name"],
            "properties": {
                "thingId": TEXT,
                "name": {"type": "string", "maxLength": 100},
                "madeAt": {"type": "string", "format": "date-time"},
                "next": {"type": "array", "items": _ref(f"Thing{(number + 1) % 10}")},
                "state": {"type": "string", "enum": ["new", "old", f"state-{number}"]},
            },
        }
    for number in range(50):
        thing = _ref(f"Thing{number % 10}")
        body = {"required": True, "content": {"application/json": {"schema": thing}}}
        key = _parameter("thingId", "path", TEXT)
        replies = {"200": _json(thing)}
        paths[f"/shelf{number}"] = {
            "get": {
                "operationId": f"list_shelf_{number}",
                "responses": {"200": _json({"type": "array", "items": thing})},
            },
            "post": {"operationId": f"fill_shelf_{number}", "requestBody": body, "responses": replies},
        }
        paths[f"/shelf{number}/{{thingId}}"] = {
            "get": {"operationId": f"get_from_shelf_{number}", "parameters": [key], "responses": replies},
            "delete": {
                "operationId": f"clear_shelf_{number}",
                "parameters": [key],
                "responses": {"204": {"description": "Gone."}},
            },
        }
    return _document("Many Things", paths, schemas, version="3.1.1")


DOCUMENTS: dict[str, Document] = {
    "TinyKit": TINY,
    "PetStoreKit": PETS,
    "ShapesKit": SHAPES,
    "UglyNamesKit": UGLY,
    "StylesKit": STYLES,
    "ManyThingsKit": _many(),
}
