"""The rules, as plain functions: no HTTP, no SQL. Importing this package registers every answer."""

from . import auth, friends, postcards, service, stamps, uploads, users

__all__ = ["auth", "friends", "postcards", "service", "stamps", "uploads", "users"]
