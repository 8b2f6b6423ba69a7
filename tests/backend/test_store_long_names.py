"""Letters that fold to eighteen make keys that a store may have no room for: such names are found all the same."""

from tests.backend.stores import Store

LETTER = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
LONGEST = LETTER * 100


def found(store: Store, term: str, by: str = "name", limit: int = 10) -> list[str]:
    """Whom a search finds, asked for a page at a time."""
    names, after = list[str](), None
    while page := store.users.search(by, term, after, limit, searcher_id="nobody"):
        names += [user.username for _, user in page]
        after = page[-1][0], page[-1][1].user_id
    return names


def test_the_longest_names_are_kept_and_found_by_any_part_they_begin_with(store: Store) -> None:
    for name in ("alice", "bob"):
        store.user(name, full_name=LONGEST)
    store.user(LETTER * 30)
    folded = "صلى الله عليه وسلم"

    parts = [folded[:2], folded, folded * 40, folded * 100]

    assert [found(store, part, limit=1) for part in parts] == [["alice", "bob"]] * 4
    assert found(store, folded * 30, "username") == [LETTER * 30]


def test_of_names_that_begin_alike_for_very_long_only_those_are_found_that_go_on_as_the_term_does(store: Store) -> None:
    store.user("alice", full_name=LETTER * 99 + "a")
    store.user("bob", full_name=LETTER * 99 + "b")
    folded = "صلى الله عليه وسلم"

    assert [found(store, folded * 99 + end, limit=1) for end in ("", "a", "b", "c")] == [
        ["alice", "bob"], ["alice"], ["bob"], []
    ]  # fmt: skip


def test_a_name_that_is_too_long_to_be_one_is_nobodys(store: Store) -> None:
    store.user("alice")

    assert [store.users.by_username(LETTER * length) for length in (30, 254)] == [None, None]
