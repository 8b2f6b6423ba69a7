"""PostCardIt's Python SDK."""
