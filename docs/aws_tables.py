"""The page of figures about AWS: what is otherwise there, what each operation asks, what a month costs."""

from collections.abc import Iterator

from postcardit_backend.aws.differences import DIFFERENCES
from postcardit_backend.aws.ops.cost import PRICES_OF, SCENARIOS, bill_of, counted

__all__ = ["aws_tables"]

_SIZES = (1_000, 100_000, 10_000_000)


def aws_tables(note: str) -> str:
    """The page."""
    return "\n".join(
        [
            "# AWS in figures",
            "",
            note,
            "What [the page about AWS](aws.md) speaks of, in tables that code makes.",
            "",
            *_differences(),
            *_requests(),
            *_months(),
        ]
    )


def _differences() -> Iterator[str]:
    yield from ("## What is otherwise", "")
    yield "With local identity everything that is not about realtime is as on one machine."
    yield from ("", "| what | where | the contract says | instead | why |", "|---|---|---|---|---|")
    for one in DIFFERENCES:
        yield f"| {one.about} | {one.where} | {one.contract} | {one.instead} | {one.why} |"
    yield ""


def _requests() -> Iterator[str]:
    yield from ("## What each operation asks of DynamoDB", "")
    yield "Counted on a deployed stage, authentication, limits and idempotency included; a unit is a read of 4 KB or a"
    yield "write of 1 KB, twice that in a transaction, and a write for each local index. Nothing scans."
    yield from ("", "| operation | reads | writes | read units | write units |", "|---|---|---|---|---|")
    for name, one in sorted(counted().items()):
        numbers = (one.read_requests, one.write_requests, one.read_units, one.write_units)
        yield f"| `{name}` | {' | '.join(str(number) for number in numbers)} |"
    yield ""


def _months() -> Iterator[str]:
    usual = SCENARIOS["usual"]
    yield from ("## What a month costs", "")
    yield f"Prices of {PRICES_OF}, eu-central-1, on demand, in US dollars: no free tier, no discount, no tax. The"
    yield f"scenario is `usual`: {usual.about.lower().rstrip('.')}; {usual.photo_share:.0%} of the cards carry a"
    yield "photo; a year of cards and photos is stored. `postcardit aws cost` prints it for any number of users."
    yield from ("", "| | " + " | ".join(f"{users:,} users" for users in _SIZES) + " |", "|---|---|---|---|")
    bills = [bill_of(usual, users) for users in _SIZES]
    for lines in zip(*(bill.lines for bill in bills), strict=True):
        amounts = " | ".join(f"{_short(line.amount)}: {line.dollars:,.2f}" for line in lines)
        yield f"| {lines[0].what} | {amounts} |"
    yield f"| **all** | {' | '.join(f'**{bill.dollars:,.2f}**' for bill in bills)} |"
    yield f"| for 1,000 users | {' | '.join(f'{bill.dollars / bill.users * 1000:,.2f}' for bill in bills)} |"
    cognito = [bill_of(usual, users, identity="cognito").dollars for users in _SIZES]
    yield f"| all, with Cognito | {' | '.join(f'{dollars:,.2f}' for dollars in cognito)} |"
    front = [bill_of(usual, users, has_cloudfront=True).dollars for users in _SIZES]
    yield f"| all, with CloudFront | {' | '.join(f'{dollars:,.2f}' for dollars in front)} |"
    yield f"| requests a second, evenings | {' | '.join(f'{bill.peak_requests_per_second:,.1f}' for bill in bills)} |"
    yield ""


def _short(amount: float) -> str:
    for size, word in ((1e9, " bn"), (1e6, " m"), (1e3, " k")):
        if amount >= size:
            return f"{amount / size:,.1f}{word}"
    return f"{amount:,.2f}".rstrip("0").rstrip(".")
