"""Which level a document has, and why: as deposited, by default, by its type, or by its holder's own choice.

The level of a document is the one its holder chose for it; else the stricter of the one it came in with and the one
chosen for its type.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from platform_api import clock
from platform_api.guard import Access, Look, Subject
from platform_api.models import Dossier, RecordSetting, TypeLevel
from platform_api.principal import Principal
from platform_api.vocabulary import Confidentiality, LevelSource

STRICTNESS = (Confidentiality.NORMAL, Confidentiality.RESTRICTED, Confidentiality.SECRET)
_find_default = select(RecordSetting.default_level).where(RecordSetting.patient_id == bindparam("of_patient"))
_find_types = (
    select(TypeLevel.type_code, TypeLevel.level)
    .where(TypeLevel.patient_id == bindparam("of_patient"))
    .order_by(TypeLevel.type_code)
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a holder chose for the record: the level of what is still to come, and those of single types."""

    default: Confidentiality
    types: dict[str, Confidentiality]

    def of_new(self, type_code: str, stated: Confidentiality) -> tuple[Confidentiality, LevelSource | None]:
        """The level that a new document of this type gets whose author stated one, and why; no reason: as stated."""
        level, source = stated, None
        if opens_less(self.default, level):
            level, source = self.default, LevelSource.DEFAULT
        wanted = self.types.get(type_code)
        if wanted is not None and opens_less(wanted, level):
            level, source = wanted, LevelSource.TYPE
        return level, source


def chosen(connection: Connection, patient_id: str) -> Chosen:
    """What holds for this record; without a choice new documents are normal (domain.md)."""
    default = connection.execute(_find_default, {"of_patient": patient_id}).scalar()
    types = connection.execute(_find_types, {"of_patient": patient_id})
    return Chosen(
        Confidentiality(default) if default else Confidentiality.NORMAL,
        {row.type_code: Confidentiality(row.level) for row in types},
    )


def stricter(one: Confidentiality, other: Confidentiality) -> Confidentiality:
    """Of two levels the one that fewer people may see."""
    return max(one, other, key=STRICTNESS.index)


def opens_less(one: str, than: str) -> bool:
    """Whether fewer people may see the first level than the second."""
    return STRICTNESS.index(Confidentiality(one)) > STRICTNESS.index(Confidentiality(than))


def default_choice(default: Confidentiality) -> Look:
    """A look-up for the guard: whether this level for new documents would open them to more people."""

    def look(connection: Connection, principal: Principal) -> Subject:
        patient_id = principal.patient_id or ""
        opens = opens_less(chosen(connection, patient_id).default, default)
        return Subject(patient_id or None, "record", patient_id, facts={"exists": True, "opens_more": opens})

    return look


def choose_default(access: Access, default: Confidentiality) -> None:
    """The level of new documents, and nothing else, from now on."""
    access.details["types"] = {}
    set_default(access, default)


def set_default(access: Access, default: Confidentiality) -> None:
    """Keep it: a part of what a holder chooses about the levels of a record; the same again changes nothing."""
    patient_id, moment = lock(access), clock.now()
    access.details["default"] = default.value
    mine = RecordSetting.patient_id == patient_id
    found = select(RecordSetting.default_level, RecordSetting.default_changed_at).where(mine)
    standing = access.connection.execute(found).first()
    values = {"default_level": default, "changed_at": moment, "default_changed_at": moment}
    if standing is None:
        row = {"patient_id": patient_id, "emergency_allowed": True, "emergency_restricted": False}
        access.connection.execute(insert(RecordSetting), row | values)
    elif standing.default_level != default or standing.default_changed_at is None:
        access.connection.execute(update(RecordSetting).where(mine).values(**values))


def lock(access: Access) -> str:
    """Whoever decides about the same record waits: two equal requests at once have one effect."""
    patient_id = access.subject.patient_id or ""
    access.connection.execute(
        select(Dossier.patient_id).where(Dossier.patient_id == patient_id).with_for_update()
    )
    return patient_id
