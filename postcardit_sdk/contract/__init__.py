"""What the API can do, written once: every other part of the kit is bound to this package by the type checker.

It imports pydantic and nothing else, so that the backend can share it without paying for an HTTP client.
"""
