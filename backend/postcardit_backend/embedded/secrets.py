"""Secrets of one data folder."""

import os
import sqlite3

from .database import Database

__all__ = ["secret"]

_SECRET = "SELECT value FROM secrets WHERE name = ?"


def secret(database: Database, name: str) -> bytes:
    """32 random bytes of this store, made when they are first asked for. Opening an old folder writes nothing."""

    def verb(connection: sqlite3.Connection) -> bytes:
        connection.execute("INSERT INTO secrets VALUES (?, ?) ON CONFLICT DO NOTHING", (name, os.urandom(32)))
        value: bytes = connection.execute(_SECRET, (name,)).fetchone()["value"]
        return value

    known = database.reader().execute(_SECRET, (name,)).fetchone()
    return database.write(verb) if known is None else bytes(known["value"])
