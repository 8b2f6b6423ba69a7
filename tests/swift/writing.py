"""How the tests write documents that are not ours."""

from typing import Any

__all__ = ["TEXT", "WHOLE", "Document", "document", "json_reply", "parameter", "ref"]

Document = dict[str, Any]


def document(
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


def json_reply(schema: Document, description: str = "Done.", **more: Any) -> Document:
    return {"description": description, "content": {"application/json": {"schema": schema, **more}}}


def ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def parameter(name: str, place: str, schema: Document, **more: Any) -> Document:
    return {"name": name, "in": place, "schema": schema, "required": place == "path", **more}


TEXT: Document = {"type": "string"}
WHOLE: Document = {"type": "integer"}
