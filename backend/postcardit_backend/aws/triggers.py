"""What Cognito tells us of as it happens: it calls, and waits up to five seconds for the answer.

Both things are done by our own operations too, a moment later. Here they are done even if those are interrupted.
"""

from typing import Any

from ..ports import Ports
from ..services.hosted.auth import make_profile
from ..services.hosted.passwords import end_with_password

__all__ = ["hear"]


def hear(event: dict[str, Any], ports: Ports) -> dict[str, Any]:
    """Make the profile of someone who has confirmed their address, and end the sessions of someone who has set a new
    password by a code. Gives the event back, as Cognito asks."""
    user_id, now = str(event["userName"]), ports.clock()
    match event["triggerSource"]:
        case "PostConfirmation_ConfirmSignUp":
            make_profile(str(event["request"]["userAttributes"].get("email", "")), user_id, now, ports)
        case "PostConfirmation_ConfirmForgotPassword":
            user = ports.users.by_id(user_id)
            if user is not None and user.is_active:
                end_with_password(user, now, ports)
        case _:
            pass  # a trigger that a person has added in the console
    return event
