"""The smoke run: two people whom nobody knows meet, one mails the other a photo, and both are erased again."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.doctor import Finding, Patient
    from postcardit_sdk.client import Client

__all__ = ["smoke_run"]


def smoke_run(patient: "Patient") -> "Finding":
    """Let them live through the whole of it: accounts, a friendship, a postcard, its receipt, its photo, the end."""
    from postcardit_backend.aws.ops.doctor import failed, fine
    from postcardit_backend.aws.ops.troubles import AwsTrouble, explained
    from postcardit_sdk.errors import PostCardItError

    steps = ["nothing"]
    try:
        with explained(), ExitStack() as people:
            first = people.enter_context(_newcomer(patient))
            steps.append("the first account")
            second = people.enter_context(_newcomer(patient))
            steps.append("the second account")
            friendship = first.friends.request(second.users.me().user_id)
            second.friends.accept(friendship.friendship_id)
            steps.append("the friendship")
            card = first.postcards.send(second.users.me().user_id, "Does this arrive?", photo=_photo())
            received = second.postcards.read(card.postcard_id)
            steps.append("the postcard")
            photo = second.postcards.photo(received)
    except (AwsTrouble, PostCardItError) as error:
        function = "photos" if steps[-1] == "the friendship" else "api"  # next comes a photo, which that one develops
        fix = f"look at its log: aws logs tail /aws/lambda/{patient.stage.function(function)}"
        return failed("smoke", f"The smoke run came as far as {steps[-1]}: {error}", fix)
    if not photo:
        return failed("smoke", "The postcard came without its photo.", "look at the bucket of photos, and its events")
    return fine("smoke", "Two throw-away users met, one mailed the other a photo, and both are erased.")


def _photo() -> bytes:
    """A small one."""
    from PIL import Image

    file = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, "JPEG")
    return file.getvalue()


@contextmanager
def _newcomer(patient: "Patient") -> "Generator[Client, None, None]":
    """Somebody with an account, which ends with this."""
    from postcardit_backend.aws.ops.doctor.throwaway import confirm_in_pool, invite
    from postcardit_sdk.client import Client

    person = invite(patient)
    with Client(patient.url) as client:
        if person.code is None:
            client.auth.register(person.username, person.email, person.password)
            confirm_in_pool(patient, person)
        else:
            client.auth.confirm(person.email, person.code)
        client.auth.login(person.username, person.password)
        try:
            yield client
        finally:
            client.users.delete_me(person.password)
