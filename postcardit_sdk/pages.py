"""Lists whose pages are fetched one after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .contract.operations import Operation
from .contract.wire import PageQuery
from .flow import Call, ask

__all__ = ["Pages"]

PageT = TypeVar("PageT")
ItemT = TypeVar("ItemT")

_PAGE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Pages(Generic[PageT, ItemT]):
    """A list with its filters: called with a cursor, it describes that page."""

    operation: Operation[PageT, Any]
    query: Callable[..., PageQuery]
    filters: Mapping[str, Any]

    def __call__(self, cursor: str | None) -> Call[PageT]:
        """The page at this cursor, as long as pages get."""
        return Call(self.operation, ask(self.query, **self.filters, limit=_PAGE_LIMIT, cursor=cursor))
