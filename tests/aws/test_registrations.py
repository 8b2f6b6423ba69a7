"""What is DynamoDB's own about registrations; what every store promises is in tests/backend."""

import pytest

from postcardit_backend.aws.fields import number
from postcardit_backend.aws.tables import Tables
from tests.aws.stores import ADDRESSES, dynamo_store
from tests.backend.stores import DAY, NOW, registration

LATE = NOW + 30 * DAY


@pytest.mark.parametrize("is_anothers", [False, True])
def test_a_new_code_is_not_forgotten_before_it_ends(is_anothers: bool, tables: Tables) -> None:
    store = dynamo_store(tables)
    if is_anothers:
        store.user("alice")
    store.registrations.open(registration("alicia", email="alice@example.com"), NOW)

    store.registrations.renew("alice@example.com", "new", LATE + 600_000)

    places = ADDRESSES.registration("alice@example.com"), ADDRESSES.nobody("alice@example.com")
    [kept] = tables.get(places).values()
    assert number(kept, "ttl") * 1000 > LATE + 600_000
