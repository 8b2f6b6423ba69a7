"""Long lists come page by page, each fetched when it is needed."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from postcardit_sdk import (
    AsyncClient,
    Box,
    Client,
    InvalidRequest,
    MemoryTokens,
    NotFound,
    PostcardPage,
    Request,
    Response,
)
from postcardit_sdk.contract.problems import Code
from tests.sdk.stage import CARD, FOREVER, Script, problem, reply

CARDS = [CARD.model_copy(update={"postcard_id": f"card-{number}"}) for number in range(5)]
PAGES = [
    PostcardPage(postcards=CARDS[:2], count=2, next_cursor="c-2"),
    PostcardPage(postcards=[], count=0, next_cursor="c-empty"),
    PostcardPage(postcards=CARDS[2:], count=3),
]
URL = "http://api.example"


def script() -> Script:
    return Script([reply(page) for page in PAGES])


def asked(request: Request) -> dict[str, list[str]]:
    return parse_qs(urlsplit(request.url).query)


def test_all_pages_are_one_list() -> None:
    transport = script()

    cards = list(Client(URL, tokens=MemoryTokens(FOREVER), transport=transport).postcards.all(Box.RECEIVED))

    assert cards == CARDS
    filters = {"box": ["received"], "archived": ["false"], "limit": ["100"]}
    assert [asked(request) for request in transport.requests] == [
        filters,
        {**filters, "cursor": ["c-2"]},
        {**filters, "cursor": ["c-empty"]},
    ]


def test_all_pages_are_one_awaited_list() -> None:
    transport = script()

    async def collect() -> list[str]:
        client = AsyncClient(URL, tokens=MemoryTokens(FOREVER), transport=transport)
        return [card.postcard_id async for card in client.postcards.all()]

    assert asyncio.run(collect()) == [card.postcard_id for card in CARDS]
    assert len(transport.requests) == 3


def test_a_page_is_fetched_when_it_is_needed() -> None:
    transport = script()
    cards = Client(URL, tokens=MemoryTokens(FOREVER), transport=transport).postcards.all()

    fetched = [len(transport.requests)]
    for _ in range(3):
        next(cards)
        fetched.append(len(transport.requests))

    assert fetched == [0, 1, 1, 3]


def test_one_page_is_asked_for_with_its_cursor() -> None:
    transport = script()

    page = Client(URL, tokens=MemoryTokens(FOREVER), transport=transport).postcards.list(limit=2, cursor="c-1")

    assert page == PAGES[0]
    assert asked(transport.requests[0]) == {"box": ["all"], "archived": ["false"], "limit": ["2"], "cursor": ["c-1"]}


@pytest.mark.parametrize("limit", [0, 101])
def test_a_page_of_no_size_is_refused_before_sending(limit: int) -> None:
    transport = script()

    with pytest.raises(InvalidRequest) as caught:
        Client(URL, tokens=MemoryTokens(FOREVER), transport=transport).postcards.list(limit=limit)

    assert [error.pointer for error in caught.value.errors] == ["/limit"]
    assert transport.requests == []


def test_a_failure_between_pages_is_raised_where_it_happens() -> None:
    answers: list[Response] = [reply(PAGES[0]), problem(Code.NOT_FOUND)]
    cards = Client(URL, tokens=MemoryTokens(FOREVER), transport=Script([*answers])).postcards.all()

    assert [next(cards), next(cards)] == CARDS[:2]
    with pytest.raises(NotFound):
        next(cards)
