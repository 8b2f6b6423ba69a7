"""Documents that are not ours: from tiny to two hundred operations, 3.0 and 3.1, with all that OpenAPI can say."""

from tests.swift.pet_store import PETS
from tests.swift.shapes import SHAPES
from tests.swift.ugly_names import UGLY
from tests.swift.writing import TEXT, WHOLE, Document, document, json_reply, parameter, ref

__all__ = ["DOCUMENTS"]

TINY = document("Tiny", {"/ping": {"get": {"responses": {"200": {"description": "Pong."}}}}}, version="3.0.0")

STYLES = document(
    "Styles",
    {
        "/p/{simple}/{label}/{matrix}/x{day}.json": {
            "get": {
                "operationId": "styles",
                "parameters": [
                    parameter("simple", "path", {"type": "array", "items": TEXT}),
                    parameter("label", "path", {"type": "array", "items": WHOLE}, style="label", explode=True),
                    parameter("matrix", "path", TEXT, style="matrix"),
                    parameter("day", "path", {"type": "string", "format": "date"}),
                    parameter(
                        "space", "query", {"type": "array", "items": TEXT}, style="spaceDelimited", explode=False
                    ),
                    parameter("pipe", "query", {"type": "array", "items": TEXT}, style="pipeDelimited", explode=False),
                    parameter("deep", "query", {"type": "object", "additionalProperties": TEXT}, style="deepObject"),
                    parameter("numbers", "query", {"type": "array", "items": {"type": "number"}}),
                    parameter("flag", "query", {"type": "boolean"}, required=True),
                    parameter("since", "query", {"type": "string", "format": "date-time"}),
                    parameter("level", "query", {"type": "integer", "enum": [1, 2, 3]}),
                    parameter("sort", "query", {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}),
                    parameter("X-List", "header", {"type": "array", "items": TEXT}),
                    {"$ref": "#/components/parameters/Shared"},
                ],
                "responses": {"200": {"$ref": "#/components/responses/Shared"}, "4XX": {"description": "No."}},
            }
        },
        "/search things/{id}": {
            "get": {
                "operationId": "search",
                "parameters": [
                    parameter("id", "path", {"oneOf": [WHOLE, TEXT]}),
                    parameter("cursor", "query", WHOLE),
                    parameter("filter", "query", ref("Filter"), style="deepObject", required=True),
                ],
                "responses": {"200": json_reply(ref("Found"))},
            }
        },
        "/found": {
            "get": {
                "operationId": "found",
                "parameters": [parameter("cursor", "query", TEXT)],
                "responses": {"200": json_reply(ref("Found"))},
            }
        },
        "/events": {
            "get": {
                "operationId": "events",
                "responses": {"200": {"description": "Live.", "content": {"text/event-stream": {"schema": TEXT}}}},
            }
        },
    },
    {
        "Filter": {
            "type": "object",
            "properties": {"colour": {"enum": ["red", "blue"]}, "size": WHOLE, "new": {"type": "boolean"}},
        },
        "Found": {
            "type": "object",
            "required": ["items"],
            "properties": {"items": {"type": "array", "items": TEXT}, "next_cursor": {"type": ["string", "null"]}},
        },
    },
    components={
        "parameters": {
            "Shared": parameter("shared", "query", {"type": "string", "pattern": "^[a-z]+$", "example": "abc"})
        },
        "responses": {
            "Shared": json_reply({"type": "object", "properties": {"ok": {"type": "boolean"}}}, example={"ok": True})
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
                "next": {"type": "array", "items": ref(f"Thing{(number + 1) % 10}")},
                "state": {"type": "string", "enum": ["new", "old", f"state-{number}"]},
            },
        }
    for number in range(50):
        thing = ref(f"Thing{number % 10}")
        body = {"required": True, "content": {"application/json": {"schema": thing}}}
        key = parameter("thingId", "path", TEXT)
        replies = {"200": json_reply(thing)}
        paths[f"/shelf{number}"] = {
            "get": {
                "operationId": f"list_shelf_{number}",
                "responses": {"200": json_reply({"type": "array", "items": thing})},
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
    return document("Many Things", paths, schemas, version="3.1.1")


DOCUMENTS: dict[str, Document] = {
    "TinyKit": TINY,
    "PetStoreKit": PETS,
    "ShapesKit": SHAPES,
    "UglyNamesKit": UGLY,
    "StylesKit": STYLES,
    "ManyThingsKit": _many(),
}
