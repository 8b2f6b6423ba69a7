"""What a later version has written, and left behind when it was taken back, can be read past, and stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.aws.card_rows import row_key
from postcardit_backend.aws.items import decode_item, encode_item
from postcardit_backend.aws.tables import Tables
from postcardit_backend.ports import PostcardFilter
from postcardit_backend.records import StoredImage
from tests.aws.stores import dynamo_store
from tests.backend.stores import NOW

LATER = {"SS": ["a", "b"], "NS": ["1", "2.5"], "BS": [b"x"]}
PLAIN = st.recursive(
    st.one_of(
        st.text().map(lambda text: {"S": text}),
        st.integers(-(10**37), 10**37).map(lambda number: {"N": str(number)}),
        st.booleans().map(lambda yes: {"BOOL": yes}),
        st.binary().map(lambda raw: {"B": raw}),
        st.just({"NULL": True}),
        st.sets(st.text(), min_size=1).map(lambda texts: {"SS": sorted(texts)}),
    ),
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(lambda some: {"L": some}),
        st.dictionaries(st.text(), parts, max_size=3).map(lambda some: {"M": some}),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), PLAIN.filter(lambda wire: "NULL" not in wire), max_size=4))
def test_an_item_is_written_back_as_it_was_read(wire: dict[str, dict[str, object]]) -> None:
    assert encode_item(decode_item(wire)) == wire


@pytest.mark.parametrize("kind", sorted(LATER))
def test_a_card_with_more_than_is_known_here_is_listed_and_keeps_it(kind: str, tables: Tables) -> None:
    store = dynamo_store(tables)
    alice, bob = store.user("alice"), store.user("bob")
    store.befriend(alice, bob)
    image = StoredImage("a.jpg", "b.jpg", 2, 3, "hash", 4)
    store.photo(alice, image)
    card = store.send(alice, bob, image=image).postcard_id
    tables.client.update_item(
        TableName=tables.name_of("main"),
        Key={"pk": {"S": f"U#{bob.user_id}"}, "sk": {"S": f"C#{card}"}},
        UpdateExpression="SET later = :later, image = list_append(image, :more)",
        ExpressionAttributeValues={":later": {kind: LATER[kind]}, ":more": {"L": [{"S": "a colour"}]}},
    )

    listed = store.postcards.list(bob.user_id, PostcardFilter(), None, 10)
    store.postcards.mark(bob.user_id, delivered=[], read=[card], now=NOW)

    assert [one.image for one in listed] == [image]
    kept = encode_item(tables.get([row_key(bob.user_id, card)])[row_key(bob.user_id, card)])
    assert (kept["later"], kept["image"]["L"][-1], kept["status"]) == (
        {kind: LATER[kind]}, {"S": "a colour"}, {"S": "read"}
    )  # fmt: skip
