"""Names and addresses that people would take for the same are the same; all others are not."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.folding import email_key, fold, look
from tests.backend.shipped_tables import FOLDER, TABLES
from tests.backend.world import PASSWORD, World

CYRILLIC_A, GREEK_CAPITAL_NU, CYRILLIC_CAPITAL_EN, GREEK_OMICRON = "\u0430", "\u039d", "\u041d", "\u03bf"
SPOOFS = {
    "alice with a Cyrillic a": f"{CYRILLIC_A}lice",
    "alice in capitals, the first of them Greek": "\u0391LICE",
    "alice in wide letters": "\uff41\uff4c\uff49\uff43\uff45",
    "alice in mathematical script": "\U0001d4b6\U0001d4c1\U0001d4be\U0001d4b8\u212f",
    "alice with a letter that is not drawn": "alice\u3164",
    "alice with a mark that is not drawn": "ali\ufe0fce",
    "alice with a stroke through the l": "a\u0142ice",
    "alice with an i without its dot": "al\u0131ce",
    "alice with a Cyrillic es": "ali\u0441e",
}
"""Names that look like alice, by what is wrong with them."""
ASCII_NAMES = ["rn", "m", "0", "o", "1", "l", "i", "vv", "w", "cl", "d", "5", "s", "8", "b"]


@given(text=st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert look(look(text)) == look(text)


def test_every_letter_there_is_stays_where_it_was_folded_to() -> None:
    letters = [chr(number) for number in range(sys.maxunicode + 1) if not 0xD800 <= number < 0xE000]

    unsettled = [letter for letter in letters if look(look(letter)) != look(letter)]

    assert unsettled == []


@given(text=st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_letters_look_like_themselves_whatever_their_case(text: str) -> None:
    assert look(text) == fold(text) == text.lower()


@given(text=st.text())
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]

    assert len({look(form) for form in forms}) == 1


@pytest.mark.parametrize("name", SPOOFS.values(), ids=SPOOFS.keys())
def test_what_looks_like_a_taken_name_is_taken(name: str, world: World) -> None:
    body = {"username": name, "email": "carol@example.com", "password": PASSWORD}

    answers = [
        world.anyone.ask("POST", "/auth/register", body),
        world.bob.ask("PATCH", "/users/me", {"username": name}),
    ]

    assert [answer.outcome for answer in answers] == [(409, "username_taken")] * 2


def test_letters_that_are_plain_stay_distinct_among_themselves() -> None:
    assert len({look(name) for name in ASCII_NAMES}) == len(ASCII_NAMES)


def test_a_name_that_waits_is_taken_by_its_look(world: World) -> None:
    body = {"email": "one@example.com", "username": "hello", "password": PASSWORD}
    world.anyone.ask("POST", "/auth/register", body)

    spoof = {**body, "email": "two@example.com", "username": f"{CYRILLIC_CAPITAL_EN}ello"}

    assert world.anyone.ask("POST", "/auth/register", spoof).outcome == (409, "username_taken")


@pytest.mark.parametrize("name", ["\u041d\u0438\u043d\u0430", "\u043d\u0438\u043d\u0430", "\u041d\u0418\u041d\u0410"])
def test_a_name_of_another_script_is_one_whatever_its_case(name: str, world: World) -> None:
    world.alice.ask("PATCH", "/users/me", {"username": "\u043d\u0438\u043d\u0430"})

    assert world.bob.ask("PATCH", "/users/me", {"username": name}).outcome == (409, "username_taken")
    assert world.alice.ask("PATCH", "/users/me", {"username": name}).status == 200


@pytest.mark.parametrize("name", ["r\u043en", "\u0430bc", f"{GREEK_CAPITAL_NU}ina", f"b{GREEK_OMICRON}b2"])
def test_a_borrowed_letter_is_allowed_where_nobody_is_imitated(name: str, world: World) -> None:
    answer = world.alice.ask("PATCH", "/users/me", {"username": name})

    assert (answer.status, answer.body["username"]) == (200, name)


def test_who_is_asked_for_by_an_imitated_name_is_nobody(world: World) -> None:
    answer = world.bob.post("/friends", {"username": SPOOFS["alice with a Cyrillic a"]})

    assert answer.outcome == (404, "not_found")


@pytest.mark.parametrize("term", ["ali", "ALI", "\u00e1li"])
def test_a_search_finds_a_name_by_its_beginning_as_before(term: str, world: World) -> None:
    world.alice.ask("PATCH", "/users/me", {"username": "\u00c1lice"})

    found = world.bob.get(f"/users/search?q={term}").body["users"]

    assert [user["username"] for user in found] == ["\u00c1lice"]


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("Alice@EXAMPLE.com", "alice@example.com"),
        ("a@b\u00fccher.example", "a@xn--bcher-kva.example"),
        ("a@B\u00dcCHER.example", "a@XN--BCHER-KVA.example"),
        ("a@bu\u0308cher.example", "a@b\u00fccher.example"),
        ("a@\uff45xample.com", "a@example.com"),
        ("\u00c9@example.com", "e\u0301@example.com"),
    ],
)
def test_two_spellings_of_one_mailbox_are_one(address: str, same: str) -> None:
    assert email_key(address) == email_key(same)


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("a.b@example.com", "ab@example.com"),
        ("a+b@example.com", "a@example.com"),
        ("\u00e9@example.com", "e@example.com"),
        (f"{CYRILLIC_A}@example.com", "a@example.com"),
        (f"a@ex{CYRILLIC_A}mple.com", "a@example.com"),
        ("a@fa\u00df.example", "a@fass.example"),
    ],
)
def test_two_mailboxes_are_two(address: str, other: str) -> None:
    assert email_key(address) != email_key(other)


@given(local=st.text(min_size=1), domain=st.text())
def test_the_key_of_an_address_stays_what_it_is(local: str, domain: str) -> None:
    key = email_key(f"{local}@{domain}")

    assert email_key(key) == key


def test_one_account_for_one_mailbox_however_its_domain_is_written(world: World) -> None:
    world.sign_up("carol", email="carol@b\u00fccher.example")

    signed_in = world.anyone.ask("POST", "/auth/login", {"email": "Carol@xn--bcher-kva.EXAMPLE", "password": PASSWORD})

    assert (signed_in.status, signed_in.body["user"]["email"]) == (200, "carol@b\u00fccher.example")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_tables_that_ship_are_those_that_their_packages_give(name: str) -> None:
    assert FOLDER.joinpath(name).read_text("utf-8") == TABLES[name]()
