"""A synthetic national population for `dsp population`: names, communes, ages and document rows, made fast.

Names follow the mix of the country (about half Luxembourgish, then Portuguese, French, German, Italian and
others); document types follow the real figures of March 2017 in document_types.csv.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from platform_api.demo.chance import Random, seeded
from platform_api.demo.document_types import document_types
from platform_api.demo.organisations import demo_professionals
from platform_api.demo.people import demo_people, make_matricule

TEN_YEARS_IN_MINUTES = 3650 * 24 * 60


@dataclass(frozen=True, slots=True)
class SyntheticPatient:
    """Somebody of the synthetic population; the matricule is valid and unique in its run."""

    matricule: str
    given_names: str
    family_name: str
    birth_date: date
    gender: str
    language: str
    street: str
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class SyntheticDocumentRow:
    """The metadata of one document without any bytes; `patient` is the index of its person."""

    patient: int
    type_code: str
    title: str
    language: str
    author_professional_id: str
    organisation_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class _Weighted:
    """Values with running weights, drawn in one bisection."""

    values: Sequence[Any]
    running: Sequence[float]

    def draw(self, rng: Random) -> Any:
        return rng.choices(self.values, cum_weights=self.running)[0]


# Bands of ages and the share of the population in each, in percent.
_AGES = _Weighted(
    [(0, 18), (18, 35), (35, 55), (55, 70), (70, 85), (85, 100)],
    list(accumulate((20, 24, 31, 16, 7.5, 1.5))),
)


def synthetic_patients(n: int, seed: int = 1, until: date = date(2026, 1, 1)) -> Iterator[SyntheticPatient]:
    """`n` people born before `until`; the same seed gives the same people, a longer run begins with a shorter one.

    At most three digits tell people of one birth date apart: beyond 999 on one day the next day is taken.
    """
    rng = seeded("patients", seed)
    names = _names()
    taken: dict[date, int] = {}
    reserved = {one.matricule for one in demo_people()}
    for _ in range(n):
        origin = names.origins.draw(rng)
        gender = "female" if rng.random() < 0.503 else "male"
        youngest, oldest = _AGES.draw(rng)
        birth_date = until - timedelta(days=1 + int(365.25 * (youngest + (oldest - youngest) * rng.random())))
        while taken.get(birth_date, 0) >= 999:
            birth_date -= timedelta(days=1)
        matricule = ""
        while not matricule or matricule in reserved:
            taken[birth_date] = serial = taken.get(birth_date, 0) + 1
            matricule = make_matricule(birth_date, serial)
        place = names.communes.draw(rng)
        yield SyntheticPatient(
            matricule=matricule,
            given_names=names.given[origin, gender].draw(rng),
            family_name=_family_name(names, origin, rng),
            birth_date=birth_date,
            gender=gender,
            language=names.languages[origin].draw(rng),
            street=f"{rng.randint(1, 140)}, {rng.choice(names.streets[place[2]])}",
            postal_code=place[1],
            city=place[0],
            country=place[2],
        )


def synthetic_document_rows(
    m: int, patients: int, seed: int = 1, until: date = date(2026, 1, 1)
) -> Iterator[SyntheticDocumentRow]:
    """`m` rows of ten years, spread over `patients` people: a third of them have none and a few very many.

    Rows of one person do not stand together; times are aware, UTC and before `until`.
    """
    rng = seeded("documents", seed)
    kinds = document_types()
    codes = list(kinds)
    types = list(accumulate(kinds[code].documents_2017 for code in codes))
    authors = [(one.id, one.organisation_id, one.languages[0]) for one in demo_professionals()]
    end = datetime.combine(until, time(0), UTC)
    crowded = max(1, int(patients * 0.65))
    for _ in range(m):
        code = codes[rng.choices(range(len(codes)), cum_weights=types)[0]]
        author, organisation, language = rng.choice(authors)
        written = language if language in ("fr", "de", "en") else "fr"
        yield SyntheticDocumentRow(
            patient=int(crowded * rng.random() ** 1.8),
            type_code=code,
            title=kinds[code].labels[written],
            language=written,
            author_professional_id=author,
            organisation_id=organisation,
            created_at=end - timedelta(minutes=1 + int(TEN_YEARS_IN_MINUTES * rng.random() ** 1.6)),
        )


@dataclass(frozen=True, slots=True)
class _Names:
    origins: _Weighted
    given: dict[tuple[str, str], _Weighted]
    family: dict[str, _Weighted]
    languages: dict[str, _Weighted]
    communes: _Weighted
    streets: dict[str, list[str]]


def _family_name(names: _Names, origin: str, rng: Random) -> str:
    name: str = names.family[origin].draw(rng)
    if origin == "portuguese" and rng.random() < 0.55:
        return f"{name} {names.family[origin].draw(rng)}"
    if rng.random() < 0.07:
        return f"{name}-{names.family[names.origins.draw(rng)].draw(rng)}"
    return name


@cache
def _names() -> _Names:
    data = tomllib.loads(files("platform_api.demo").joinpath("data/names.toml").read_text("utf-8"))
    return _Names(
        origins=_weighted(data["origins"]),
        given={
            (origin, g): _falling(data[origin][g]) for origin in data["origins"] for g in ("female", "male")
        },
        family={origin: _falling(data[origin]["family"]) for origin in data["origins"]},
        languages={origin: _weighted(data[origin]["languages"]) for origin in data["origins"]},
        communes=_Weighted(
            [tuple(row[:3]) for row in data["communes"]], list(accumulate(row[3] for row in data["communes"]))
        ),
        streets=data["streets"],
    )


def _weighted(table: dict[str, float]) -> _Weighted:
    return _Weighted(list(table), list(accumulate(table.values())))


def _falling(line: str) -> _Weighted:
    """Names written from the most to the least frequent; the n-th one weighs 1 / (n + 4)."""
    values = [name.strip() for name in line.split(",")]
    return _Weighted(values, list(accumulate(1 / (place + 5) for place in range(len(values)))))
