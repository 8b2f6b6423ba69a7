"""Who there is in a world: the people of its file, and those of its crowds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from ..contract.users import Username
from .dice import dice, seeded_id
from .flaws import Way, WorldFlaw, flaw, nearest
from .model import CrowdEntry, UserEntry, WorldFile
from .words import BIOS, FAMILY_NAMES, GIVEN_NAMES

__all__ = ["People", "Person", "people_of"]

_DAY_MS = 86_400_000
_USERNAME: TypeAdapter[str] = TypeAdapter(Username)


@dataclass(slots=True)
class Person:
    """Someone, with every word and time decided. Times are Unix milliseconds."""

    name: str
    user_id: str
    username: str
    email: str
    password: str = field(repr=False)
    full_name: str | None
    bio: str | None
    findable_by_email: bool
    joined: int
    deleted: int | None
    existing: bool
    way: Way

    def until(self, anchor: int) -> int:
        """The last moment at which they can do something."""
        return anchor if self.deleted is None else min(anchor, self.deleted)


class People:
    """Everyone, by name and by group."""

    def __init__(self, everyone: list[Person], crowds: dict[str, list[Person]]) -> None:
        self.everyone = everyone
        self.by_name = {person.name: person for person in everyone}
        self._crowds = crowds

    def group(self, names: Sequence[str], way: Way, flaws: list[WorldFlaw]) -> list[Person]:
        """Those whom names stand for, each once."""
        found: dict[str, Person] = {}
        for place, name in enumerate(names):
            if name in self._crowds:
                found |= {person.name: person for person in self._crowds[name]}
            elif name in self.by_name:
                found[name] = self.by_name[name]
            else:
                here = (*way, place) if len(names) > 1 else way
                known = [*self._crowds, *self.by_name]
                flaws.append(flaw(here, f"nobody in this world is called {name}{nearest(name, known)}"))
        return [*found.values()]


def people_of(file: WorldFile, anchor: int, prefix: str, flaws: list[WorldFlaw]) -> People:
    """Everyone in a world."""
    people = [_person(file, name, entry, anchor, prefix, flaws) for name, entry in file.users.items()]
    crowds = {name: [*_crowd(file, name, entry, anchor, prefix, flaws)] for name, entry in file.crowds.items()}
    for name in file.crowds.keys() & file.users.keys():
        flaws.append(flaw(("crowds", name), f"there is a person called {name} already"))
    everyone = [*people, *(person for crowd in crowds.values() for person in crowd)]
    _check_names(everyone, flaws)
    return People(everyone, crowds)


def _person(file: WorldFile, name: str, entry: UserEntry, anchor: int, prefix: str, flaws: list[WorldFlaw]) -> Person:
    way = ("users", name)
    joined = anchor - 90 * _DAY_MS if entry.joined is None else entry.joined.milliseconds(anchor)
    deleted = None if entry.deleted is None else entry.deleted.milliseconds(anchor)
    username = entry.username or name
    if not entry.existing:
        username = prefix + username
    if entry.existing and (entry.joined or entry.deleted):
        flaws.append(flaw(way, "an account that is there already has its own times: leave out joined and deleted"))
    for key, at in (("joined", joined), ("deleted", deleted)):
        if at is not None and at > anchor:
            flaws.append(flaw((*way, key), f"{key} lies after the anchor"))
    if deleted is not None and deleted < joined:
        flaws.append(flaw((*way, "deleted"), "deleted lies before joined"))
    return Person(
        name=name,
        user_id=seeded_id(joined, file.seed, file.world, prefix, "user", name),
        username=username,
        email=f"{prefix}{entry.email}" if entry.email else _address(file, username, name),
        password=entry.password or file.password,
        full_name=entry.full_name,
        bio=entry.bio,
        findable_by_email=entry.findable_by_email,
        joined=joined,
        deleted=deleted,
        existing=entry.existing,
        way=way,
    )


def _crowd(
    file: WorldFile, crowd: str, entry: CrowdEntry, anchor: int, prefix: str, flaws: list[WorldFlaw]
) -> Iterator[Person]:
    roll, way = dice(file.seed, file.world, "crowd", crowd), ("crowds", crowd)
    first, last = anchor - 180 * _DAY_MS, anchor - 90 * _DAY_MS
    if entry.joined is not None:
        first, last = entry.joined.milliseconds(anchor)
    if not first <= last <= anchor:
        flaws.append(flaw((*way, "joined"), "joined ends before it begins, or after the anchor"))
        last = first
    for number in range(1, entry.count + 1):
        name = f"{crowd}-{number}"
        joined = roll.randint(first, last)
        full_name = f"{roll.choice(GIVEN_NAMES)} {roll.choice(FAMILY_NAMES)}"
        bio = roll.choice(BIOS) if roll.random() < entry.bios else None
        yield Person(
            name=name,
            user_id=seeded_id(joined, file.seed, file.world, prefix, "user", name),
            username=prefix + name,
            email=_address(file, prefix + name, name),
            password=entry.password or file.password,
            full_name=full_name,
            bio=bio,
            findable_by_email=False,
            joined=joined,
            deleted=None,
            existing=False,
            way=way,
        )


def _address(file: WorldFile, username: str, name: str) -> str:
    """An address at a domain that nothing has (RFC 2606)."""
    local = username if username.isascii() else f"{name}"
    return f"{local}@{file.world.replace('_', '-').strip('.-').lower()}.example.com"


def _check_names(everyone: Sequence[Person], flaws: list[WorldFlaw]) -> None:
    """What the contract would refuse, and two of one name."""
    taken: dict[str, str] = {}
    seen_ways: set[Way] = set()
    for person in everyone:
        for label, value in (("username", person.username), ("address", person.email)):
            before = taken.setdefault(f"{label} {value.casefold()}", person.name)
            if before != person.name:
                flaws.append(flaw(person.way, f"the {label} {value} of {person.name} is that of {before}, too"))
        try:
            _USERNAME.validate_python(person.username)
        except ValidationError:
            if person.way not in seen_ways:
                sentence = (
                    f"no username: {person.username!r}; it needs 3 to 30 letters, digits, dots, hyphens and underscores"
                )
                flaws.append(flaw(person.way, sentence))
            seen_ways.add(person.way)
