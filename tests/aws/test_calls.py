"""Each verb asks DynamoDB for no more than this, and never for a scan."""

from postcardit_backend.aws.tables import Tables
from tests.aws.calls import Verb, measured

KNOWN = {"BatchGetItem", "Query", "TransactWriteItems", "PutItem"}


def test_no_verb_scans_and_each_reads_and_writes_as_often_as_is_said(tables: Tables) -> None:
    verbs = {verb.name: verb for verb in measured(tables)}

    assert {name for verb in verbs.values() for name in verb.asked} <= KNOWN
    assert verbs["postcards.send"].asked == ("BatchGetItem", "TransactWriteItems")
    assert all(_reads_and_writes(verbs[name]) == (1, 1) for name in ("postcards.send", "friendships.request"))
    steps = ["friendships.answer", "postcards.archive", "postcards.mark: one", "postcards.mark: sixteen"]
    steps += ["postcards.delete: withdraw", "postcards.delete: leave"]
    assert {name: _reads_and_writes(verbs[name]) for name in steps} == dict.fromkeys(steps, (2, 1))
    lists = [name for name in verbs if "list: " in name and "unread" not in name]
    lists += ["friendships.friends", "friendships.requests", "friendships.blocked", "friendships.page", "feed.after"]
    assert {name: _reads_and_writes(verbs[name]) for name in lists} == dict.fromkeys(lists, (2, 0))
    assert _reads_and_writes(verbs["postcards.list: unread"]) == (3, 0), "two states are two ranges"


def test_verbs_on_people_read_and_write_as_often_as_is_said(tables: Tables) -> None:
    verbs = {verb.name: verb for verb in measured(tables)}

    once = ("users.by_id", "users.many: fifty", "sessions.require_live", "sessions.ended_among: fifty")
    assert {name: _reads_and_writes(verbs[name]) for name in once} == dict.fromkeys(once, (1, 0))
    twice = ("users.by_username", "users.by_email", "users.search", "sessions.live", "sessions.rotate: asked again")
    assert {name: _reads_and_writes(verbs[name]) for name in twice} == dict.fromkeys(twice, (2, 0))
    written = ("sessions.start", "limits.count: two meters", "devices.register", "registrations.renew")
    assert {name: _reads_and_writes(verbs[name]) for name in written} == dict.fromkeys(written, (1, 1))
    longer = ("registrations.open", "registrations.confirm", "sessions.rotate", "passwords.keep_code", "emails.confirm")
    assert {name: _reads_and_writes(verbs[name]) for name in longer} == dict.fromkeys(longer, (2, 1))
    assert _reads_and_writes(verbs["passwords.reset"]) == (4, 1)


def _reads_and_writes(verb: Verb) -> tuple[int, int]:
    return verb.reads, verb.writes
