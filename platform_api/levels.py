"""Which level a document has, and why: as deposited, by default, by its type, or by its holder's own choice.

The level of a document is the one its holder chose for it; else the stricter of the one it came in with and the one
chosen for its type.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from platform_api.models import RecordSetting, TypeLevel
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
