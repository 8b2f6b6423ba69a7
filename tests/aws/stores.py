"""The store on DynamoDB, for the suite of the ports."""

from postcardit_backend.aws.auth import DynamoRegistrations
from postcardit_backend.aws.emails import DynamoEmails
from postcardit_backend.aws.erasure import DynamoErasure
from postcardit_backend.aws.feed import DynamoFeed
from postcardit_backend.aws.friends import DynamoFriendships
from postcardit_backend.aws.job_steps import job_steps
from postcardit_backend.aws.jobs import Jobs
from postcardit_backend.aws.limits import DynamoLimits
from postcardit_backend.aws.names import Addresses
from postcardit_backend.aws.once import DynamoIdempotency
from postcardit_backend.aws.passwords import DynamoPasswords
from postcardit_backend.aws.postcards import DynamoPostcards
from postcardit_backend.aws.push import DynamoDevices
from postcardit_backend.aws.sessions import DynamoSessions
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.aws.uploads import DynamoUploads
from postcardit_backend.aws.users import DynamoUsers
from tests.backend.stores import Store

__all__ = ["ADDRESSES", "dynamo_store"]

ADDRESSES = Addresses(b"pepper")


def dynamo_store(tables: Tables) -> Store:
    units = Units(tables)
    jobs = Jobs(units, job_steps(lambda _: None, {}))
    return Store(
        DynamoRegistrations(units, ADDRESSES),
        DynamoUsers(units, ADDRESSES, jobs),
        DynamoSessions(units),
        DynamoFriendships(units, jobs),
        DynamoPostcards(units),
        DynamoUploads(units),
        DynamoIdempotency(units),
        DynamoFeed(units),
        DynamoPasswords(units, ADDRESSES),
        DynamoEmails(units, ADDRESSES),
        DynamoDevices(units),
        DynamoLimits(units, b"key"),
        DynamoErasure(units, ADDRESSES, jobs),
    )
