"""Names as a Swift reviewer expects them, for every text that a document may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_swift.literals import string_literal
from postcardit_swift.names import Namespace, escaped, free_type_name, member_name, type_name


@pytest.mark.parametrize(
    ("wire", "member", "type_"),
    [
        ("userId", "userID", "UserID"),
        ("imageUrl", "imageURL", "ImageURL"),
        ("image_url", "imageURL", "ImageURL"),
        ("isArchived", "isArchived", "IsArchived"),
        ("friendIds", "friendIDs", "FriendIDs"),
        ("friendship.changed", "friendshipChanged", "FriendshipChanged"),
        ("HTTPServer", "httpServer", "HTTPServer"),
        ("get_jwks", "getJWKS", "GetJWKS"),
        ("sha256", "sha256", "Sha256"),
        ("url", "url", "URL"),
        ("-1", "minus1", "Minus1"),
        ("+1", "plus1", "Plus1"),
        ("2fa", "_2Fa", "Model2Fa"),
        ("*", "star", "Star"),
        ("", "empty", "Empty"),
        ("größe", "größe", "Größe"),
        ("日本", "日本", "日本"),
    ],
)
def test_names_are_those_of_swift(wire: str, member: str, type_: str) -> None:
    assert (member_name(wire), type_name(wire)) == (member, type_)


@given(st.text(max_size=20))
def test_whatever_the_text_is_the_name_is_an_identifier(text: str) -> None:
    assert member_name(text).isidentifier()
    assert type_name(text).isidentifier()


@given(st.lists(st.text(max_size=6), max_size=12))
def test_no_two_members_of_a_type_have_one_name(wires: list[str]) -> None:
    taken = Namespace.of_members()
    names = [taken.claim(member_name(wire)) for wire in wires]

    assert len(set(names)) == len(wires)
    assert not {"self", "init", "Type", "hashValue", "CodingKeys"} & {*names}


def test_keywords_stand_in_backticks() -> None:
    assert [escaped(name) for name in ("default", "in", "class", "name")] == ["`default`", "`in`", "`class`", "name"]


def test_a_type_hides_none_that_an_app_imports_anyway() -> None:
    taken = {"transport", "kitview"}

    assert free_type_name("Font", "Kit", taken) == "KitFont"
    assert free_type_name("Transport", "Kit", taken) == "KitTransport"
    assert free_type_name("View", "Kit", taken) == "View2"
    assert free_type_name("Postcard", "Kit", taken) == "Postcard"
    assert free_type_name("PostCard", "Kit", taken) == "KitPostCard"


@given(st.text(max_size=20))
def test_a_literal_cannot_end_itself(text: str) -> None:
    literal = string_literal(text)
    inside = literal[1:-1].replace("\\\\", "").replace('\\"', "")

    assert literal[0] == literal[-1] == '"'
    assert '"' not in inside
    assert "\\(" not in inside
    assert "\n" not in inside
