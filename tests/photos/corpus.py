"""Every kind of file that people or attackers send as a photo, built here, and how each must end.

`corpus()` is for any wing's tests: the bytes of each sample, and what `prepare_photo` (the sender) and `store_photo`
(the server) must make of them. docs/photos.md holds it as a table, a row for samples that end alike.
"""

from collections.abc import Iterator
from functools import cache

from postcardit_sdk.contract.problems import Code
from tests.photos import broken, colourful, plain
from tests.photos.sample import Made, Sample

__all__ = ["Made", "Sample", "corpus", "table"]

_PARTS = (
    plain.jpegs, plain.pngs, plain.webps, plain.heics, plain.tiffs,
    colourful.profiled, colourful.printed, colourful.deep, colourful.see_through,
    broken.bombs, broken.cut_short, broken.damaged, broken.no_photos,
)  # fmt: skip


@cache
def corpus() -> tuple[Sample, ...]:
    """All samples, built once."""
    return tuple(sample for part in _PARTS for sample in part())


def table() -> list[str]:
    """The corpus as lines of Markdown: a row for each kind of sample."""
    rows = {sample.row: (_words(sample.sent), _words(sample.stored)) for sample in corpus()}
    return ["| what comes | the sender | the server |", "|---|---|---|", *_lines(rows)]


def _lines(rows: dict[str, tuple[str, str]]) -> Iterator[str]:
    for row, (sent, stored) in rows.items():
        yield f"| {row} | {sent} | {stored} |"


def _words(ending: Made | Code) -> str:
    if isinstance(ending, Code):
        return f"`{ending.value}`"
    width, height = ending.size
    how = "written anew" if ending.is_reencoded else "pixels kept"
    return f"JPEG, {width:,} x {height:,}, {how}"


if __name__ == "__main__":
    import sys

    sys.stdout.write("\n".join([*table(), ""]))
