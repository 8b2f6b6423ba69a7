"""A backend that others may use too: people come with names of their own, and nobody moves its clock."""

import secrets
from dataclasses import dataclass, field

from postcardit_sdk import Client
from postcardit_sdk.tokens import MemoryTokens
from tests.backend.place import PASSWORD, Person, Place

__all__ = ["Town"]


@dataclass
class Town:
    """Its people may be asked for anything; they leave with it."""

    place: Place
    address: str = "{name}@example.com"
    """What addresses look like whose mail can be read."""
    came: list[Person] = field(default_factory=list[Person])

    @property
    def anyone(self) -> Person:
        """Someone who is not signed in."""
        return self.place.anyone

    def new_name(self, like: str) -> str:
        """A name that nobody has."""
        return f"{like}_{secrets.token_hex(5)}"

    def email_of(self, name: str) -> str:
        return self.address.format(name=name)

    def newcomer(self, like: str = "alice") -> Person:
        """Someone who has just got an account."""
        name = self.new_name(like)
        person = self.place.person(self.place.sign_up(name, email=self.email_of(name)))
        self.came.append(person)
        return person

    def two(self) -> tuple[Person, Person]:
        """Alice and bob, who do not know each other."""
        return self.newcomer("alice"), self.newcomer("bob")

    def friends(self) -> tuple[Person, Person]:
        """Alice and bob, who are friends."""
        alice, bob = self.two()
        alice.befriend(bob)
        return alice, bob

    def client(self) -> Client:
        """A client of someone who is not signed in."""
        return Client(self.place.url, transport=self.place.transport, tokens=MemoryTokens())

    def leave(self) -> None:
        """Let all who came erase their accounts."""
        for person in self.came:
            person.ask("DELETE", "/users/me", {"password": PASSWORD})
