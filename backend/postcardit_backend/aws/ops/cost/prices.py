"""What AWS charges, in US dollars: eu-central-1, on demand, without free tiers and discounts.

They change without notice: before a budget depends on them, compare them with https://aws.amazon.com/pricing/.
"""

from dataclasses import dataclass

__all__ = ["PRICES", "PRICES_OF", "Price"]

PRICES_OF = "2025-06"


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for so many units of something."""

    dollars: float
    units: float
    what: str

    def of(self, amount: float) -> float:
        """What an amount costs."""
        return amount * self.dollars / self.units


PRICES = {
    "api_requests": Price(3.70, 1e6, "API Gateway, REST requests"),
    "socket_messages": Price(1.14, 1e6, "API Gateway, WebSocket messages"),
    "socket_minutes": Price(0.285, 1e6, "API Gateway, WebSocket minutes"),
    "function_calls": Price(0.20, 1e6, "Lambda, calls"),
    "function_gigabyte_seconds": Price(0.0000133334, 1, "Lambda, GB-seconds (arm64)"),
    "read_units": Price(0.1525, 1e6, "DynamoDB, read units"),
    "write_units": Price(0.7625, 1e6, "DynamoDB, write units"),
    "table_gigabytes": Price(0.306, 1, "DynamoDB, GB-months"),
    "backup_gigabytes": Price(0.2448, 1, "DynamoDB, GB-months of point-in-time recovery"),
    "photo_gigabytes": Price(0.0245, 1, "S3, GB-months"),
    "photo_puts": Price(5.40, 1e6, "S3, PUT requests"),
    "photo_gets": Price(0.43, 1e6, "S3, GET requests"),
    "cloudfront_requests": Price(1.20, 1e6, "CloudFront, HTTPS requests from Europe"),
    "cloudfront_gigabytes": Price(0.085, 1, "CloudFront, GB out to Europe"),
    "photo_gigabytes_out": Price(0.09, 1, "Data out to the internet, GB of photos"),
    "gigabytes_out": Price(0.09, 1, "Data out to the internet, GB of answers"),
    "mails": Price(0.10, 1e3, "SES, mails"),
    "pushes": Price(0.50, 1e6, "SNS, pushes"),
    "active_users": Price(0.015, 1, "Cognito, monthly active users (Essentials)"),
    "log_gigabytes": Price(0.63, 1, "CloudWatch Logs, GB taken in"),
    "alarms": Price(0.10, 1, "CloudWatch, alarms"),
    "secrets": Price(0.40, 1, "Secrets Manager, secrets"),
    "firewalls": Price(7.00, 1, "WAF, a web ACL with two rules"),
    "firewall_requests": Price(0.60, 1e6, "WAF, requests"),
}
