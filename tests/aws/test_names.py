"""Names as keys: a range of keys is what a search looks for, in its order."""

from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.aws.names import Addresses, found_among, found_as, found_of, name_keys
from postcardit_backend.folding import fold
from tests.backend.stores import number_id

LETTERS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8)
NAMES = st.lists(st.one_of(LETTERS, st.text("aáb !-", min_size=1, max_size=4)), max_size=12)


def keys_of(names: list[str]) -> list[tuple[str, str]]:
    """Partition and sort key of each that is found by name."""
    keys = [key for n, name in enumerate(names) for key in found_as(number_id(n), "x", name)]
    return [(key.pk, key.sk) for key in keys]


@given(NAMES, st.text("aáb !", min_size=2, max_size=3).map(fold).filter(lambda term: len(term) >= 2), st.data())
def test_a_range_holds_whose_name_begins_with_the_term_in_the_order_of_names(
    names: list[str], term: str, data: st.DataObject
) -> None:
    wanted = sorted((fold(name), number_id(n)) for n, name in enumerate(names) if fold(name).startswith(term))
    after = data.draw(st.none() | st.sampled_from(wanted)) if wanted else None

    among = found_among("name", term, after)
    found = sorted(sk for pk, sk in keys_of(names) if pk == among.pk and among.first <= sk <= among.last)

    assert [found_of(sk) for sk in found] == [one for one in wanted if after is None or one > after]


def test_names_that_are_one_have_a_key_in_common() -> None:
    alice = set(name_keys("alice"))

    others = [set(name_keys(name)) for name in ("ALICE", "álice", "\N{CYRILLIC SMALL LETTER A}lice", "alicia")]

    assert [bool(alice & other) for other in others] == [True, True, True, False]


def test_a_key_tells_nobodys_address() -> None:
    addresses = Addresses(b"pepper")
    keys = [addresses.owner("Alice@Example.com"), addresses.registration("alice@example.com")]

    assert keys[0] == addresses.owner("alice@example.com")
    assert keys[0] != Addresses(b"other").owner("alice@example.com")
    assert not any("alice" in str(key).lower() for key in keys)
    assert "pepper" not in repr(addresses)
