"""The documentation, and what writes its derived pages."""
