"""Cursors and folded names: what looks opaque stays so, and what people take for the same name is the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.cursors import Cursors
from postcardit_backend.folding import fold
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code

CURSORS = Cursors(b"k" * 32)
POSITIONS = st.lists(st.text() | st.integers(), min_size=1, max_size=2)


def refused(cursor: str, belongs_to: str = "list", cursors: Cursors = CURSORS) -> bool:
    with pytest.raises(Refused) as caught:
        cursors.open(cursor, belongs_to)
    return caught.value.code == Code.INVALID_CURSOR


@given(position=POSITIONS, belongs_to=st.text())
def test_a_cursor_gives_back_its_position_to_its_list(position: list[str | int], belongs_to: str) -> None:
    cursor = CURSORS.seal(position, belongs_to)

    assert CURSORS.open(cursor, belongs_to) == position
    assert cursor.isascii()
    assert cursor == cursor.strip("=")


@given(position=POSITIONS, data=st.data())
def test_a_cursor_with_any_bit_flipped_is_refused(position: list[str | int], data: st.DataObject) -> None:
    cursor = bytearray(CURSORS.seal(position, "list").encode())
    place, bit = data.draw(st.integers(0, len(cursor) - 1)), data.draw(st.integers(0, 6))
    cursor[place] ^= 1 << bit

    assert refused(cursor.decode())


@given(position=POSITIONS, junk=st.text(max_size=3, alphabet="=!\n A/+é\0"), data=st.data())
def test_a_cursor_with_anything_put_in_or_left_out_is_refused(
    position: list[str | int], junk: str, data: st.DataObject
) -> None:
    cursor = CURSORS.seal(position, "list")
    place = data.draw(st.integers(0, len(cursor)))
    shorter = data.draw(st.integers(0, len(cursor) - 1))

    assert not junk or refused(cursor[:place] + junk + cursor[place:])
    assert refused(cursor[:shorter])


@given(cursor=st.text())
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    assert refused(cursor)


def test_a_cursor_is_refused_by_another_list_and_under_another_key() -> None:
    cursor = CURSORS.seal(["x"], "alice|list_postcards|all")

    assert refused(cursor, "bob|list_postcards|all")
    assert refused(cursor, "alice|list_friends|all")
    assert refused(cursor, "alice|list_postcards|sent")
    assert refused(cursor, "alice|list_postcards|all", Cursors(b"o" * 32))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("alice", "ALICE"),
        ("alice", "álicé"),
        ("straße", "STRASSE"),
        ("ﬁnn", "finn"),
        ("\uff41\uff4c\uff49\uff43\uff45", "alice"),
        ("İstanbul", "istanbul"),
        ("Σίσυφος", "σισυφοσ"),
        ("e\u0301", "é"),
        ("\u212a", "k"),
    ],
)
def test_names_that_people_take_for_the_same_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(name=st.text(max_size=30))
def test_folding_does_not_depend_on_how_a_name_is_composed_or_written(name: str) -> None:
    folded = fold(name)

    assert {fold(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")} == {folded}
    assert fold(folded) == folded
