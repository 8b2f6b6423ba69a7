"""Each verb asks DynamoDB for no more than this, and never for a scan."""

from postcardit_backend.aws.tables import Tables
from tests.aws.calls import Verb, measured

KNOWN = {"BatchGetItem", "Query", "TransactWriteItems", "PutItem"}


def test_no_verb_scans_and_each_reads_and_writes_as_often_as_is_said(tables: Tables) -> None:
    verbs = {verb.name: verb for verb in measured(tables)}

    assert {name for verb in verbs.values() for name in verb.asked} <= KNOWN
    assert verbs["postcards.send"].asked == ("BatchGetItem", "TransactWriteItems")
    assert all(_reads_and_writes(verbs[name]) == (1, 1) for name in ("postcards.send", "friendships.request"))
    steps = ("friendships.answer", "postcards.archive", "postcards.mark: one", "postcards.mark: sixteen")
    steps += ("postcards.delete: withdraw", "postcards.delete: leave")
    assert {name: _reads_and_writes(verbs[name]) for name in steps} == dict.fromkeys(steps, (2, 1))
    lists = [name for name in verbs if "list: " in name and "unread" not in name]
    lists += ["friendships.friends", "friendships.requests", "friendships.blocked", "friendships.page", "feed.after"]
    assert {name: _reads_and_writes(verbs[name]) for name in lists} == dict.fromkeys(lists, (2, 0))
    assert _reads_and_writes(verbs["postcards.list: unread"]) == (3, 0), "two states are two ranges"


def _reads_and_writes(verb: Verb) -> tuple[int, int]:
    return verb.reads, verb.writes
