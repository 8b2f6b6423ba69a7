"""From a stage to ports: the one file that knows every adapter on AWS."""

import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.service import Identity as Issuer

from ..cursors import Cursors
from ..decoding.decoder import ProcessDecoder
from ..identity import LocalIdentity
from ..keys import SigningKeys
from ..ports import Identity, Mail, Ports
from ..records import MailRecord
from ..refusal import Refused
from .auth import DynamoRegistrations
from .clients import Clients
from .cognito import Cognito
from .connections import Connections
from .emails import DynamoEmails
from .endpoints import Endpoints, by_platform
from .erasure import DynamoErasure
from .feed import DynamoFeed
from .foresight import DynamoForesight
from .friends import DynamoFriendships
from .identity import CognitoIdentity
from .job_steps import job_steps
from .jobs import Jobs
from .keys import DynamoKeys
from .limits import DynamoLimits
from .mail import SesMail
from .names import Addresses
from .news import SnsDevices, SnsPush
from .once import DynamoIdempotency
from .passwords import DynamoPasswords
from .photo_store import CloudFrontKey, open_photos
from .pool_keys import PoolKeys, fetched
from .pool_tokens import PoolTokens
from .postcards import DynamoPostcards
from .sessions import DynamoSessions
from .sockets import Sockets
from .stage import Stage
from .stage_secrets import PHOTOS, StageSecrets
from .tables import Tables
from .units import Units
from .users import DynamoUsers

__all__ = ["OpenStage", "open_stage"]


@dataclass(frozen=True)
class OpenStage:
    """A stage whose services can be asked."""

    stage: Stage
    clients: Clients
    ports: Ports
    connections: Connections

    @cached_property
    def sockets(self) -> Sockets:
        """The open ends of its WebSocket API, which has an address of its own."""
        endpoint = self.stage.socket_endpoint
        clients = self.clients if endpoint is None else replace(self.clients, endpoint_url=endpoint)
        return Sockets(clients.of("apigatewaymanagementapi"))


def open_stage(stage: Stage, clients: Clients | None = None) -> OpenStage:
    """Connect the ports. Only the secrets and the signing keys are read."""
    clients, settings = clients or stage.clients(), stage.settings()
    units = Units(Tables(clients.of("dynamodb"), stage.tables))
    known = StageSecrets(clients.of("secretsmanager"), stage.secret_id)
    addresses = Addresses(known.of("pepper"))
    cloud_front = _cloud_front(stage, known)
    photos = open_photos(clients, stage.photos_bucket, units, settings, _now, cloud_front=cloud_front)
    endpoints = _endpoints(stage, clients)
    jobs = Jobs(units, job_steps(photos.exports.erase, endpoints))
    users = DynamoUsers(units, addresses, jobs)
    cognito = _cognito(stage, clients, units)
    ports = Ports(
        settings=settings,
        clock=_now,
        registrations=DynamoRegistrations(units, addresses),
        users=users,
        passwords=DynamoPasswords(units, addresses),
        emails=DynamoEmails(units, addresses),
        sessions=DynamoSessions(units),
        friendships=DynamoFriendships(units, jobs),
        postcards=DynamoPostcards(units),
        uploads=photos.uploads,
        arrivals=photos.arrivals,
        idempotency=DynamoIdempotency(units),
        blobs=photos.blobs,
        decoder=ProcessDecoder(settings.decode_seconds, settings.decoder_idle_seconds),
        identity=_identity(stage, clients, units, known, cognito),
        mail=_Unsent() if stage.mail_from is None else SesMail(clients.of("sesv2"), stage.mail_from, users),
        erasure=DynamoErasure(units, addresses, jobs, [photos.sweep.photos]),
        exports=photos.exports,
        cursors=Cursors(known.of("cursors")),
        limits=DynamoLimits(units, known.of("limits")),
        feed=DynamoFeed(units),
        devices=SnsDevices(units, jobs, endpoints),
        push=SnsPush(units, jobs, endpoints),
        authority=cognito,
        foresight=DynamoForesight(),
    )
    return OpenStage(stage, clients, ports, Connections(units))


def _endpoints(stage: Stage, clients: Clients) -> dict[str, Endpoints]:
    if stage.push_application_arn is None:
        return {}
    return by_platform(clients.of("sns", in_passing=True), [stage.push_application_arn])


def _cloud_front(stage: Stage, known: StageSecrets) -> CloudFrontKey | None:
    if stage.photos_url is None or stage.photos_key_id is None:
        return None
    return CloudFrontKey(stage.photos_url, stage.photos_key_id, known.of(PHOTOS))


def _cognito(stage: Stage, clients: Clients, units: Units) -> Cognito | None:
    if stage.user_pool_id is None or stage.user_pool_client_id is None or stage.identity is not Issuer.COGNITO:
        return None
    return Cognito(clients.of("cognito-idp"), stage.user_pool_id, stage.user_pool_client_id, units)


def _identity(stage: Stage, clients: Clients, units: Units, known: StageSecrets, cognito: Cognito | None) -> Identity:
    if cognito is not None and stage.user_pool_id is not None and stage.user_pool_client_id is not None:
        client, pool_id = clients.of("cognito-idp"), stage.user_pool_id
        pool_keys = PoolKeys(lambda: fetched(client, pool_id))
        tokens = PoolTokens(pool_keys, pool_id, stage.user_pool_client_id)
        return CognitoIdentity(cognito, tokens, pool_keys, known.of("codes"))
    kms: Any = None if stage.signing_key_id is None else clients.of("kms")
    keys = DynamoKeys(units, known.of("keys"), kms=kms, chosen_key=stage.signing_key_id)
    settings = stage.settings()
    return LocalIdentity(SigningKeys(keys, settings), settings, known.of("codes"))


class _Unsent(Mail):
    """What a stage has that was deployed without an address to send from."""

    def send(self, mail: MailRecord) -> None:
        """Refuses unavailable."""
        raise Refused(Code.UNAVAILABLE, "This stage sends no mail yet: deploy it with MailFrom.", retry_after=60)

    def pretend(self, mail: MailRecord) -> None:
        """Refuses unavailable, as sending does."""
        self.send(mail)


def _now() -> int:
    return time.time_ns() // 1_000_000  # real time: a stage has no other
