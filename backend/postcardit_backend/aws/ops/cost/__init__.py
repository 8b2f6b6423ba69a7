"""What a stage costs in a month, from counted calls and the prices of a day."""

from .bill import Bill, Line, bill_of
from .counted import Counted, counted
from .prices import PRICES_OF
from .scenarios import SCENARIOS, Scenario

__all__ = ["PRICES_OF", "SCENARIOS", "Bill", "Counted", "Line", "Scenario", "bill_of", "counted"]
