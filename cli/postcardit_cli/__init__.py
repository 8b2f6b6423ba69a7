"""PostCardIt."""
