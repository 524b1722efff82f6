"""Conformity of software: registered by version, approved with a date, withdrawn at once."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import Connection, insert, select, update

from platform_api import clock, scopes
from platform_api.guard import Look, Subject, permit_as
from platform_api.models import Organisation, Software
from platform_api.operations.everyday import OPERATOR
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import running
from platform_api.principal import PORTAL
from platform_api.settings import Settings
from platform_api.vocabulary import Action, Role


def register_software(
    settings: Settings,
    client_id: str,
    name: str,
    version: str,
    vendor: str,
    public_key: Path,
    organisation_id: str | None = None,
    wanted: Sequence[str] = (),
) -> None:
    """Register one version with its public key (PEM or JWK); it cannot connect before it is approved.

    `wanted` are its scopes; without any it gets the usual ones. Raises OperationFailed for a scope that is not given.
    """
    if unknown := [scope for scope in wanted if not scopes.is_known(scope)]:
        raise OperationFailed(f"no software gets the scope {unknown[0]}; known are {', '.join(scopes.USUAL)}")
    key = _public_key(public_key)
    with (
        running(settings) as opened,
        permit_as(
            opened, OPERATOR, Action.REGISTER_SOFTWARE, _about(client_id), role=Role.OPERATOR
        ) as access,
    ):
        known = access.connection.execute(select(Software.client_id).where(Software.client_id == client_id))
        if known.first() is not None:
            raise OperationFailed(
                f"{client_id} is registered already; a new version needs a client id of its own"
            )
        if organisation_id is not None:
            _check_organisation(access.connection, organisation_id)
        access.connection.execute(
            insert(Software),
            {
                "client_id": client_id,
                "name": name,
                "version": version,
                "vendor": vendor,
                "organisation_id": organisation_id,
                "state": "pending",
                "scopes": list(dict.fromkeys(wanted or scopes.USUAL)),
                "public_key": key,
            },
        )


def approve_software(settings: Settings, client_id: str, approved_on: date | None = None) -> None:
    """Give conformity to a registered version, with its date; also after a withdrawal."""
    _set_state(settings, client_id, "conformant", approved_on or clock.today())


def withdraw_software(settings: Settings, client_id: str) -> None:
    """Take conformity back: the version's tokens stop working with the next request."""
    _set_state(settings, client_id, "withdrawn", None)


def _set_state(settings: Settings, client_id: str, state: str, approved_on: date | None) -> None:
    if client_id == PORTAL:
        raise OperationFailed("the portal's own registration cannot be changed")
    values: dict[str, object] = {
        "state": state,
        "withdrawn_at": clock.now() if state == "withdrawn" else None,
    }
    if approved_on is not None:
        values["approved_on"] = approved_on
    with (
        running(settings) as opened,
        permit_as(opened, OPERATOR, Action.JUDGE_SOFTWARE, _about(client_id), role=Role.OPERATOR) as access,
    ):
        access.details["state"] = state
        changed = access.connection.execute(
            update(Software).where(Software.client_id == client_id).values(**values)
        )
        if changed.rowcount != 1:
            raise OperationFailed(f"no software is registered as {client_id}")


def _public_key(path: Path) -> dict[str, object]:
    text = path.read_text()
    try:
        if text.lstrip().startswith("{"):
            found = json.loads(text)
            kind = ECKey if found.get("kty") == "EC" else RSAKey
            return dict(kind.import_key(found).as_dict(private=False))
        for kind in (ECKey, RSAKey):
            try:
                return dict(kind.import_key(text).as_dict(private=False))
            except (JoseError, ValueError, TypeError):
                continue
    except (JoseError, ValueError, TypeError) as error:
        raise OperationFailed(f"{path} holds no EC or RSA key") from error
    raise OperationFailed(f"{path} holds no EC or RSA key")


def _check_organisation(connection: Connection, organisation_id: str) -> None:
    if connection.execute(select(Organisation.id).where(Organisation.id == organisation_id)).first() is None:
        raise OperationFailed(f"no organisation has the id {organisation_id}")


def _about(client_id: str) -> Look:
    return lambda _connection, _principal: Subject(None, "software", client_id[:80])
