"""The demo's helpdesk: two agents and a supervisor, one of the agents with a record of her own among the patients."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert

from platform_api import clock, staff
from platform_api.context import Platform
from platform_api.demo.people import demo_people, person
from platform_api.models import RegisteredPhone
from platform_api.vocabulary import Role

_PASSWORD = "ciel-pont-tram-ardoise"
_DESK = (
    ("agent.weis@helpdesk.example.lu", Role.AGENT, "Tom", "Weis", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "", ""),
    (
        "agent.popescu@helpdesk.example.lu",
        Role.AGENT,
        "Ilinca",
        "Popescu",
        "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
        "ilinca-popescu",
        "paul-hoscheid",
    ),
    (
        "supervisor.kohn@helpdesk.example.lu",
        Role.SUPERVISOR,
        "Ida",
        "Kohn",
        "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
        "",
        "",
    ),
)


_REGISTERED = ("nicolas-reuland", "victorine-schiltz", "josee-theisen", "thomas-lambrecht", "sandrine-colin")
"""Whose telephone is registered, mobile or not; the others add theirs, or never will."""


def add_phones(running: Platform, connection: Connection, patient_ids: dict[str, str]) -> None:
    """Register the telephone numbers that the helpdesk calls back, and sends codes to; invented ones."""
    rows = [
        {
            "patient_id": patient_ids[key],
            "phone_sealed": running.keys.seal(person(key).phone or "", f"phone:{patient_ids[key]}"),
            "since": clock.now() - timedelta(days=400),
        }
        for key in _REGISTERED
    ]
    connection.execute(insert(RegisteredPhone), rows)


def add_desk(running: Platform, connection: Connection) -> list[dict[str, Any]]:
    """Make the demo's staff; returns how they sign in."""
    numbers = {one.key: one.matricule for one in demo_people()}
    listed = []
    for email, role, given, family, secret, own, relative in _DESK:
        one = staff.StaffAccount(
            email,
            role,
            given,
            family,
            _PASSWORD,
            secret,
            numbers.get(own, ""),
            [numbers[relative]] if relative else [],
        )
        staff.add(connection, running.keys, one, None)
        listed.append(
            {
                "email": email,
                "password": _PASSWORD,
                "totp_secret": secret,
                "role": role.value,
                "name": f"{given} {family}",
            }
        )
    return listed
