"""A document of 3.0: forms, files, patches, pages, inheritance by discriminator."""

from tests.swift.writing import TEXT, WHOLE, document, json_reply, parameter, ref

__all__ = ["PETS"]

PETS = document(
    "Pet Store",
    {
        "/pets": {
            "parameters": [parameter("X-Trace", "header", TEXT)],
            "get": {
                "operationId": "list-pets",
                "summary": "All pets.",
                "parameters": [
                    parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}),
                    parameter("cursor", "query", TEXT),
                    parameter("tags", "query", {"type": "array", "items": TEXT, "maxItems": 3}, explode=False),
                ],
                "responses": {"200": json_reply(ref("PetPage")), "default": json_reply(ref("Problem"))},
            },
            "post": {
                "operationId": "createPet",
                "deprecated": True,
                "parameters": [parameter("Idempotency-Key", "header", TEXT, required=True)],
                "requestBody": {"required": True, "content": {"application/json": {"schema": ref("NewPet")}}},
                "responses": {"201": json_reply(ref("Pet")), "422": json_reply(ref("Problem"))},
            },
        },
        "/pets/{id}": {
            "get": {
                "operationId": "get_pet",
                "parameters": [parameter("id", "path", {"type": "integer", "format": "int64"})],
                "responses": {"200": json_reply(ref("Animal")), "204": {"description": "Asleep."}},
            },
            "patch": {
                "operationId": "change_pet",
                "parameters": [parameter("id", "path", {"type": "integer", "format": "int64"})],
                "requestBody": {
                    "required": True,
                    "content": {"application/merge-patch+json": {"schema": ref("PetChange")}},
                },
                "responses": {"200": json_reply(ref("Pet"))},
            },
        },
        "/pets/{id}/photo": {
            "post": {
                "operationId": "add_photo",
                "parameters": [parameter("id", "path", {"type": "integer"})],
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
                                    "place": {"type": "object", "properties": {"city": TEXT}},
                                    "labels": {"type": "array", "items": TEXT},
                                },
                            }
                        }
                    },
                },
                "responses": {"200": json_reply({"type": "string"})},
            },
            "get": {
                "operationId": "get_photo",
                "parameters": [parameter("id", "path", {"type": "integer"})],
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
                "kind": ref("Kind"),
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
                "kind": {"allOf": [ref("Kind")], "description": "Which kind.", "nullable": True},
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
                "pets": {"type": "array", "items": ref("Pet")},
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
        "Cat": {"allOf": [ref("Animal"), {"type": "object", "required": ["lives"], "properties": {"lives": WHOLE}}]},
        "Dog": {
            "allOf": [ref("Animal"), {"type": "object", "properties": {"tricks": {"type": "array", "items": TEXT}}}]
        },
        "Problem": {"type": "object", "properties": {"code": TEXT, "message": TEXT}},
    },
    version="3.0.3",
    servers=[{"url": "https://{region}.pets.example/api/v3", "variables": {"region": {"default": "eu"}}}],
    components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}},
    security=[{"key": []}],
)
