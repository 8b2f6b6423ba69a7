"""PostCardIt's Swift generator: it reads an OpenAPI document and imports nothing else of the kit."""
