"""The store on DynamoDB, for the suite of the ports."""

from postcardit_backend.aws.auth import DynamoRegistrations
from postcardit_backend.aws.feed import DynamoFeed
from postcardit_backend.aws.jobs import Jobs, Step
from postcardit_backend.aws.names import Addresses
from postcardit_backend.aws.once import DynamoIdempotency
from postcardit_backend.aws.seers import TELL_SEERS, tell_seers
from postcardit_backend.aws.sessions import DynamoSessions
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.aws.users import DynamoUsers
from tests.backend.stores import Store

__all__ = ["ADDRESSES", "dynamo_store"]

ADDRESSES = Addresses(b"pepper")
STEPS: dict[str, Step] = {TELL_SEERS: tell_seers}


def dynamo_store(tables: Tables) -> Store:
    units = Units(tables)
    return Store(
        DynamoRegistrations(units, ADDRESSES),
        DynamoUsers(units, ADDRESSES, Jobs(units, STEPS)),
        DynamoSessions(units),
        None,
        None,
        None,
        DynamoIdempotency(units),
        DynamoFeed(units),
    )
