"""Methods written once and typed for both clients: blocking on `Client`, awaited on `AsyncClient`."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from functools import update_wrapper
from types import MethodType
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from .flow import Flow, Stream
from .session import Session

if TYPE_CHECKING:
    from .background import AsyncBackground, Background
    from .local import LocalStore

__all__ = ["Async", "Resource", "Runner", "Sync", "endpoint", "paged", "spawned", "streamed"]


class Sync:
    """Marks what blocks."""


class Async:
    """Marks what is awaited."""


ColourT = TypeVar("ColourT", Sync, Async)
P = ParamSpec("P")
T = TypeVar("T")
ItemT = TypeVar("ItemT")
ItemT_co = TypeVar("ItemT_co", covariant=True)


class _Page(Protocol[ItemT_co]):
    @property
    def next_cursor(self) -> str | None: ...
    @property
    def items(self) -> Sequence[ItemT_co]: ...


class Runner(Protocol):
    """A client, as its resources see it: someone who runs flows, now or when awaited."""

    @property
    def session(self) -> Session:
        """Whose client it is."""
        ...

    @property
    def local(self) -> "LocalStore":
        """What it keeps on this machine."""
        ...

    def run(self, flow: Flow[Any], /) -> Any: ...
    def iterate(self, pages: Callable[[str | None], Flow[Any]], /) -> Any: ...
    def stream(self, stream: Stream[Any], /) -> Any: ...
    def spawn(self, flow: Flow[Any], name: str) -> Any: ...


class Resource(Generic[ColourT]):
    """The operations on one noun, on a client of one colour."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner


class endpoint(Generic[P, T]):  # noqa: N801  # a decorator reads as a word, like property
    """A method that describes a flow, and on a client runs it."""

    def __init__(self, method: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        self.method = method
        update_wrapper(self, method)  # type: ignore[arg-type]  # names and docstring only; it is no function itself

    @overload
    def __get__(self, resource: Resource[Sync], owner: type[Any]) -> Callable[P, T]: ...
    @overload
    def __get__(self, resource: Resource[Async], owner: type[Any]) -> Callable[P, Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(self, resource: None, owner: type[Any]) -> "endpoint[P, T]": ...
    def __get__(self, resource: Resource[Any] | None, owner: type[Any]) -> Any:
        if resource is None:
            return self
        method, runner = self.method, resource.runner

        def bound(*args: P.args, **kwargs: P.kwargs) -> Any:
            return runner.run(method(resource, *args, **kwargs))

        return update_wrapper(bound, MethodType(method, resource))


class paged(Generic[P, ItemT]):  # noqa: N801  # a decorator reads as a word, like property
    """A method that describes a page for a cursor, and on a client iterates over the items of all pages."""

    def __init__(self, method: Callable[Concatenate[Any, P], Callable[[str | None], Flow[_Page[ItemT]]]]) -> None:
        self.method = method
        update_wrapper(self, method)  # type: ignore[arg-type]  # names and docstring only; it is no function itself

    @overload
    def __get__(self, resource: Resource[Sync], owner: type[Any]) -> Callable[P, Iterator[ItemT]]: ...
    @overload
    def __get__(self, resource: Resource[Async], owner: type[Any]) -> Callable[P, AsyncIterator[ItemT]]: ...
    @overload
    def __get__(self, resource: None, owner: type[Any]) -> "paged[P, ItemT]": ...
    def __get__(self, resource: Resource[Any] | None, owner: type[Any]) -> Any:
        if resource is None:
            return self
        method, runner = self.method, resource.runner

        def bound(*args: P.args, **kwargs: P.kwargs) -> Any:
            return runner.iterate(method(resource, *args, **kwargs))

        return update_wrapper(bound, MethodType(method, resource))


class streamed(Generic[P, ItemT]):  # noqa: N801  # a decorator reads as a word, like property
    """A method that describes a flow which emits items, and on a client iterates over them as they come."""

    def __init__(self, method: Callable[Concatenate[Any, P], Stream[ItemT]]) -> None:
        self.method = method
        update_wrapper(self, method)  # type: ignore[arg-type]  # names and docstring only; it is no function itself

    @overload
    def __get__(self, resource: Resource[Sync], owner: type[Any]) -> Callable[P, Iterator[ItemT]]: ...
    @overload
    def __get__(self, resource: Resource[Async], owner: type[Any]) -> Callable[P, AsyncIterator[ItemT]]: ...
    @overload
    def __get__(self, resource: None, owner: type[Any]) -> "streamed[P, ItemT]": ...
    def __get__(self, resource: Resource[Any] | None, owner: type[Any]) -> Any:
        if resource is None:
            return self
        method, runner = self.method, resource.runner

        def bound(*args: P.args, **kwargs: P.kwargs) -> Any:
            return runner.stream(method(resource, *args, **kwargs))

        return update_wrapper(bound, MethodType(method, resource))


class spawned(Generic[P]):  # noqa: N801  # a decorator reads as a word, like property
    """A method that describes a flow, and on a client sets it going in the background."""

    def __init__(self, method: Callable[Concatenate[Any, P], Flow[None]]) -> None:
        self.method = method
        update_wrapper(self, method)  # type: ignore[arg-type]  # names and docstring only; it is no function itself

    @overload
    def __get__(self, resource: Resource[Sync], owner: type[Any]) -> "Callable[P, Background]": ...
    @overload
    def __get__(self, resource: Resource[Async], owner: type[Any]) -> "Callable[P, AsyncBackground]": ...
    @overload
    def __get__(self, resource: None, owner: type[Any]) -> "spawned[P]": ...
    def __get__(self, resource: Resource[Any] | None, owner: type[Any]) -> Any:
        if resource is None:
            return self
        method, runner = self.method, resource.runner

        def bound(*args: P.args, **kwargs: P.kwargs) -> Any:
            return runner.spawn(method(resource, *args, **kwargs), type(resource).__name__.lower())

        return update_wrapper(bound, MethodType(method, resource))
