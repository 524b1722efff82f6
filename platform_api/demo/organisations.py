"""Fictitious organisations, professionals and software of the demo, read from data/directory.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from platform_api.demo.records import (
    DemoAddress,
    DemoOrganisation,
    DemoProfessional,
    DemoSoftware,
    SoftwareState,
)
from platform_api.vocabulary import OrganisationKind, ProfessionalCategory


@cache
def demo_organisations() -> tuple[DemoOrganisation, ...]:
    """Every organisation of the demo, in a fixed order."""
    return tuple(
        DemoOrganisation(
            id=row["id"],
            key=row["key"],
            name=row["name"],
            kind=OrganisationKind(row["kind"]),
            address=DemoAddress(*row["address"]),
            phone=row["phone"],
            email=row["email"],
            tagline=row["tagline"],
            accent=row["accent"],
        )
        for row in _directory()["organisations"]
    )


@cache
def demo_professionals() -> tuple[DemoProfessional, ...]:
    """Every professional of the demo, in a fixed order."""
    ids = {organisation.key: organisation.id for organisation in demo_organisations()}
    return tuple(
        DemoProfessional(
            id=row["id"],
            key=row["key"],
            title=row["title"],
            given_name=row["given_name"],
            family_name=row["family_name"],
            gender=row["gender"],
            category=ProfessionalCategory(row["category"]),
            speciality=row["speciality"],
            organisation_id=ids[row["organisation"]],
            languages=tuple(row["languages"]),
        )
        for row in _directory()["professionals"]
    )


@cache
def demo_software() -> tuple[DemoSoftware, ...]:
    """Two conformant versions and one whose conformity was withdrawn."""
    return tuple(
        DemoSoftware(
            client_id=row["client_id"],
            name=row["name"],
            version=row["version"],
            vendor=row["vendor"],
            state=SoftwareState(row["state"]),
            approved_on=row["approved_on"],
            withdrawn_on=row.get("withdrawn_on"),
        )
        for row in _directory()["software"]
    )


@cache
def organisation(key_or_id: str) -> DemoOrganisation:
    """The organisation with this key or identifier; raises `KeyError` for an unknown one."""
    for candidate in demo_organisations():
        if key_or_id in (candidate.key, candidate.id):
            return candidate
    raise KeyError(key_or_id)


@cache
def professional(key_or_id: str) -> DemoProfessional:
    """The professional with this key or identifier; raises `KeyError` for an unknown one."""
    for candidate in demo_professionals():
        if key_or_id in (candidate.key, candidate.id):
            return candidate
    raise KeyError(key_or_id)


@cache
def _directory() -> dict[str, Any]:
    return tomllib.loads(files("platform_api.demo").joinpath("data/directory.toml").read_text("utf-8"))
