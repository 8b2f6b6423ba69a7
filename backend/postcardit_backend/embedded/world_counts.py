"""Counting what there is of what a world made."""

import sqlite3

from postcardit_sdk.contract.lab.worlds import WorldCounts

__all__ = ["count_world"]

_THINGS = "FROM world_things t CROSS JOIN {table} x ON x.{key} = t.id WHERE t.world = :world AND t.kind = '{kind}'"
_USERS = f"SELECT count(*) FILTER (WHERE x.deleted_at IS NULL), count(x.deleted_at) {_THINGS}".format(
    table="users", key="user_id", kind="user"
)
_FRIENDSHIPS = f"SELECT x.status, count(*) {_THINGS} GROUP BY x.status".format(
    table="friendships", key="friendship_id", kind="friendship"
)
_CARDS = (
    f"SELECT count(*), count(x.image_key), count(x.delivered_at) - count(x.read_at), count(x.read_at) {_THINGS}"
    " AND (EXISTS (SELECT 1 FROM boxes b WHERE b.postcard_id = t.id)"
    " OR EXISTS (SELECT 1 FROM hidden_boxes b WHERE b.postcard_id = t.id))"
).format(table="postcards", key="postcard_id", kind="postcard")
_ARCHIVED = " UNION ALL ".join(
    f"SELECT count(*) {_THINGS} AND x.archived".format(table=table, key="postcard_id", kind="postcard")
    for table in ("boxes", "hidden_boxes")
)


def count_world(connection: sqlite3.Connection, world: str) -> WorldCounts:
    """As one reading sees it. A card that lies in no box is not there."""
    values = {"world": world}
    users, erased_users = connection.execute(_USERS, values).fetchone()
    friendships = dict(connection.execute(_FRIENDSHIPS, values).fetchall())
    postcards, with_photo, delivered, read = connection.execute(_CARDS, values).fetchone()
    return WorldCounts(
        users=users,
        erased_users=erased_users,
        pending=friendships.get("pending", 0),
        accepted=friendships.get("accepted", 0),
        rejected=friendships.get("rejected", 0),
        blocked=friendships.get("blocked", 0),
        postcards=postcards,
        with_photo=with_photo,
        delivered=delivered,
        read=read,
        archived=sum(number for (number,) in connection.execute(_ARCHIVED, values)),
    )
