"""Stamps: the catalogue, and the view of one."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.stamps import ListStamps, Stamp, StampCategory, StampPage

from ..answers import Ask, answers
from ..ports import Ports
from ..refusal import Refused
from ..stamp_art import STAMPS

__all__ = ["list_stamps", "require_stamp", "stamp_view"]

_BY_ID = {design.stamp_id: design for design in STAMPS}


@answers(ops.list_stamps)
def list_stamps(ask: Ask[ListStamps], ports: Ports) -> StampPage:
    """All stamps, or those of one category."""
    category = ask.arguments.category
    stamps = [_view(stamp_id, ask.origin) for stamp_id in _BY_ID]
    shown = [stamp for stamp in stamps if category is None or stamp.category is category]
    return StampPage(stamps=shown, count=len(shown))


def require_stamp(stamp_id: str | None) -> None:
    """Refuses unknown_stamp for a stamp that is not in the catalogue."""
    if stamp_id is not None and stamp_id not in _BY_ID:
        raise Refused(Code.UNKNOWN_STAMP)


def stamp_view(stamp_id: str | None, origin: str) -> Stamp | None:
    """The stamp on a card; a stamp that left the catalogue leaves the card, too."""
    return _view(stamp_id, origin) if stamp_id in _BY_ID else None


def _view(stamp_id: str, origin: str) -> Stamp:
    design = _BY_ID[stamp_id]
    return Stamp(
        stamp_id=stamp_id,
        name=design.name,
        category=StampCategory(design.category),
        image_url=f"{origin}{BASE_PATH}/stamps/{stamp_id}.png",
    )
