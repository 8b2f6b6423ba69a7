"""What Cognito tells us of as it happens: it calls, and waits up to five seconds for the answer.

What follows from a confirmation and from a new password our own operations do too, a moment later. Here it is done even
if those are interrupted.
"""

from typing import Any

from ..ports import Ports
from ..services.hosted.auth import make_profile
from ..services.hosted.passwords import end_with_password
from .taking_over import answer_to_code, answer_to_sign_in

__all__ = ["hear"]


def hear(event: dict[str, Any], ports: Ports) -> dict[str, Any]:
    """Make the profile of someone who has confirmed their address, and end the sessions of someone who has set a new
    password by a code; say who someone is whom the pool does not know. Gives the event back, as Cognito asks."""
    user_id, now = str(event["userName"]), ports.clock()
    match event["triggerSource"]:
        case "PostConfirmation_ConfirmSignUp":
            make_profile(str(event["request"]["userAttributes"].get("email", "")), user_id, now, ports)
        case "PostConfirmation_ConfirmForgotPassword":
            user = ports.users.by_id(user_id)
            if user is not None and user.is_active:
                end_with_password(user, now, ports)
        case "UserMigration_Authentication":
            given = str(event["request"].get("password", ""))
            answer = answer_to_sign_in(ports.users.by_id(user_id), given, ports.settings)
            return {**event, "response": {**event["response"], **answer}}
        case "UserMigration_ForgotPassword":
            return {**event, "response": {**event["response"], **answer_to_code(ports.users.by_id(user_id))}}
        case _:
            pass  # a trigger that a person has added in the console
    return event
