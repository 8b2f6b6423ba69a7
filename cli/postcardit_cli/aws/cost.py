"""postcardit aws cost: a month of so many users, in dollars."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from ..context import options_of
from ..exits import usage
from ..render import notice, say, show_json, table

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.cost import Bill

__all__ = ["cost"]


def cost(
    ctx: typer.Context,
    scenario: Annotated[str, typer.Argument(help="quiet, usual or busy.", metavar="SCENARIO")] = "usual",
    users: Annotated[int, typer.Option("--users", min=1, help="How many have an account.", metavar="N")] = 1000,
    identity: Annotated[str, typer.Option("--identity", help="local or cognito.", metavar="NAME")] = "local",
    photo_links: Annotated[
        str, typer.Option("--photo-links", help="Who answers links to photos: s3 or cloudfront.", metavar="NAME")
    ] = "s3",
    no_firewall: Annotated[bool, typer.Option("--no-firewall", help="Without the web ACL.")] = False,
) -> None:
    """Say what a stage costs in a month: requests, request units and dollars, after its first year.

    From the counted requests of each operation and the prices of a day; no free tier, no discount, no tax.
    """
    from postcardit_backend.aws.ops.cost import PRICES_OF, SCENARIOS, bill_of

    if scenario not in SCENARIOS:
        raise usage(f"{scenario!r} is no scenario: {', '.join(SCENARIOS)}.")
    if identity not in ("local", "cognito"):
        raise usage(f"{identity!r} keeps no accounts: local or cognito.")
    if photo_links not in ("s3", "cloudfront"):
        raise usage(f"{photo_links!r} answers no links to photos: s3 or cloudfront.")
    bill = bill_of(
        SCENARIOS[scenario],
        users,
        identity=identity,
        has_firewall=not no_firewall,
        has_cloudfront=photo_links == "cloudfront",
    )
    if options_of(ctx).as_json:
        _show_json(scenario, bill, PRICES_OF)
        return
    say(f"{users:,} users. {SCENARIOS[scenario].about}")
    rows = [[line.what, _number(line.amount), f"{line.dollars:,.2f}"] for line in bill.lines]
    table(["WHAT", "A MONTH", "USD"], [*rows, ["All", "", f"{bill.dollars:,.2f}"]], none="")
    peak = bill.peak_requests_per_second
    say(f"{bill.dollars / users * 1000:,.2f} USD for 1,000 users. {_number(peak)} requests a second in the evening.")
    notice(ctx, f"Prices of {PRICES_OF}, eu-central-1.")


def _show_json(scenario: str, bill: "Bill", prices_of: str) -> None:
    lines = [
        {"name": line.name, "what": line.what, "amount": round(line.amount, 3), "dollars": round(line.dollars, 4)}
        for line in bill.lines
    ]
    known = {
        "scenario": scenario,
        "users": bill.users,
        "requests": round(bill.requests),
        "peakRequestsPerSecond": round(bill.peak_requests_per_second, 2),
        "dollars": round(bill.dollars, 2),
        "pricesOf": prices_of,
        "lines": lines,
    }
    show_json(json.dumps(known, indent=2))


def _number(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:,.2f}"
