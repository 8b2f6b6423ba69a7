"""Each method is written once: both clients have it alike, and each operation is spoken by it."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from postcardit_sdk import AsyncClient, Client, Flow, Stamp, StampCategory, UploadPurpose
from postcardit_sdk.contract.operations import OPERATIONS
from postcardit_sdk.contract.uploads import CreateUpload
from postcardit_sdk.contract.wire import Page, new_id
from postcardit_sdk.endpoint import Async, Resource, Sync, endpoint, paged, streamed
from postcardit_sdk.flow import Call, Listen, Stream, Talk
from tests.sdk.stage import CARD, Script

URL = "http://api.example"
NOUNS = ["auth", "users", "friends", "uploads", "postcards", "stamps", "events", "sync", "service"]
BLOCKING, AWAITED = Client(URL), AsyncClient(URL)
STAMP = Stamp(stamp_id="s", name="s", category=StampCategory.FUN, image_url="/v1/stamps/s.png")
EXAMPLES: dict[str, Any] = {
    "body": CreateUpload(purpose=UploadPurpose.POSTCARD, content_type="image/jpeg", byte_size=1, sha256="0" * 64),
    "email": "alice@example.com",
    "new_email": "alice@example.org",
    "code": "123456",
    "method": "GET",
    "path": "/v1/anything",
    "postcard": CARD,
    "stamp": STAMP,
    "user": new_id(),
}
OF_SEVERAL_STEPS = {
    "uploads.photo", "users.set_avatar", "postcards.photo", "postcards.download", "stamps.picture", "service.request",
    "events.listen",
}  # fmt: skip


def resource_of(noun: str) -> type[Resource[Any]]:
    return cast(type[Resource[Any]], type(getattr(BLOCKING, noun)))


def methods() -> Iterator[str]:
    for noun in NOUNS:
        for name, value in inspect.getmembers(resource_of(noun)):
            if isinstance(value, endpoint | paged | streamed):
                yield f"{noun}.{name}"


METHODS = sorted(methods())


def method_of(client: Client | AsyncClient, name: str) -> Callable[..., Any]:
    noun, _, verb = name.partition(".")
    return cast(Callable[..., Any], getattr(getattr(client, noun), verb))


@pytest.mark.parametrize("name", METHODS)
def test_both_clients_have_each_method_with_the_same_signature_and_docstring(name: str) -> None:
    blocking, awaited = method_of(BLOCKING, name), method_of(AWAITED, name)

    assert inspect.signature(blocking) == inspect.signature(awaited)
    assert "self" not in inspect.signature(blocking).parameters
    assert blocking.__name__ == awaited.__name__ == name.partition(".")[2]
    assert blocking.__doc__ == awaited.__doc__
    assert (blocking.__doc__ or "").strip()


def test_the_clients_differ_in_nothing_but_the_awaiting() -> None:
    def face(client: Client | AsyncClient) -> dict[str, list[str]]:
        kind = type(client)
        makers: dict[str, Callable[..., Any]] = {"init": kind, "embedded": kind.embedded, "run": kind.run}
        parameters = {name: [*inspect.signature(maker).parameters] for name, maker in makers.items()}
        return parameters | {"names": sorted(name for name in dir(client) if not name.startswith("_"))}

    assert face(BLOCKING) == face(AWAITED)


class Overheard:
    """A runner that only writes down which operation a flow asks for first."""

    def __init__(self) -> None:
        self.operation: str | None = None

    def run(self, flow: Flow[Any] | Stream[Any], /) -> None:
        said = next(iter(flow))
        call = said.call if isinstance(said, Listen) else said
        self.operation = call.operation.name if isinstance(call, Call) else None

    stream = run

    def iterate(self, pages: Callable[[str | None], Flow[Any]], /) -> None:
        self.run(pages(None))


def first_operation(name: str) -> str | None:
    noun, _, verb = name.partition(".")
    heard = Overheard()
    method = getattr(resource_of(noun)(cast(Any, heard)), verb)
    required = [p.name for p in inspect.signature(method).parameters.values() if p.default is p.empty]
    method(**{parameter: EXAMPLES.get(parameter, "example1") for parameter in required if parameter != "source"})
    return heard.operation


def test_each_operation_is_spoken_by_exactly_one_method() -> None:
    spoken: dict[str, list[str]] = {}
    for name in METHODS:
        if name in OF_SEVERAL_STEPS or is_local(name) or isinstance(raw(name), paged):
            continue
        spoken.setdefault(first_operation(name) or "", []).append(name)

    assert {operation: names for operation, names in spoken.items() if len(names) > 1} == {
        "answer_friend": ["friends.accept", "friends.reject"]
    }
    after_others = {"set_avatar", "listen_events"}
    assert {*spoken} | after_others == {operation.name for operation in OPERATIONS}


def is_local(name: str) -> bool:
    """The mirror answers for itself; it speaks through one method."""
    return name.startswith("sync.") and name != "sync.changes"


def raw(name: str) -> object:
    noun, _, verb = name.partition(".")
    return inspect.getattr_static(resource_of(noun), verb)


def test_each_iterator_speaks_of_the_same_list_as_its_page() -> None:
    iterators = {name: first_operation(name) for name in METHODS if isinstance(raw(name), paged)}

    assert iterators == {
        "friends.all": first_operation("friends.list"),
        "friends.all_blocked": first_operation("friends.blocked"),
        "friends.all_requests": first_operation("friends.requests"),
        "postcards.all": first_operation("postcards.list"),
        "users.search_all": first_operation("users.search"),
    }


def test_a_method_on_the_class_is_itself() -> None:
    from postcardit_sdk.resources import Users

    assert isinstance(Users.me, endpoint)
    assert Users.me.__doc__ == "Your own profile."


def test_a_blocking_method_gives_the_result_and_an_awaited_one_a_coroutine() -> None:
    class Echo(Resource[Any]):
        @endpoint
        def say(self, word: str, *, times: int = 1) -> Talk[str]:
            """Say it."""
            yield from ()
            return word * times

    blocking, awaited = Client(URL, transport=Script([])), AsyncClient(URL, transport=Script([]))
    coroutine = cast(Resource[Async], Echo(awaited))

    assert cast(Any, Echo(blocking)).say("ha", times=2) == "haha"
    assert asyncio.run(cast(Any, coroutine).say("ha", times=3)) == "hahaha"
    assert isinstance(cast(Resource[Sync], Echo(blocking)).runner, Client)


def test_a_page_names_its_items() -> None:
    with pytest.raises(TypeError, match="does not name its items"):
        _ = Page(count=0).items
