"""What a person is about to choose, as it stands in an address or a form: tried out, looked at, kept, undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from patient_portal.platform_client import ChosenLevels
from patient_portal.platform_client.vocabulary import Confidentiality

AS_USUAL = ""
USUAL = "usual"
LEVELS = frozenset(level.value for level in Confidentiality)
_TYPE = "type-"
Fields = list[tuple[str, str]]
Types = Mapping[str, Confidentiality | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """A level of new documents, of whole types (None: as usual), or of one document.

    `is_usual`: the level is the one that the document has once its holder's choice for it is taken back.
    """

    level: Confidentiality | None = None
    types: Types = field(default_factory=dict)
    document: str = ""
    is_usual: bool = False

    @property
    def documents(self) -> dict[str, Confidentiality]:
        """The one document that it is about, if it is about one."""
        return {self.document: self.level} if self.document and self.level else {}

    @property
    def fields(self) -> Fields:
        """Itself as the fields of a form or an address."""
        found = [("document", self.document)] if self.document else []
        found += [("level", self.level.value)] if self.level else []
        found += [(USUAL, "yes")] if self.is_usual else []
        return found + [(f"{_TYPE}{code}", level or AS_USUAL) for code, level in self.types.items()]


def level_of(text: str | None) -> Confidentiality | None:
    """A level by its code; None for what is no level, which means as usual."""
    return Confidentiality(text) if text in LEVELS else None


def read(given: Mapping[str, str], codes: Iterable[str]) -> Choice:
    """What these fields say; a type that is not among them is left as it is."""
    return Choice(
        level=level_of(given.get("level")),
        types={code: level_of(given[_TYPE + code]) for code in codes if _TYPE + code in given},
        document=given.get("document", ""),
        is_usual=USUAL in given,
    )


def differing(wanted: Choice, now: ChosenLevels) -> Choice:
    """Only what is not so already."""
    types = {code: level for code, level in wanted.types.items() if level != now.types.get(code)}
    return Choice(wanted.level, types)


def before(wanted: Choice, now: ChosenLevels) -> Choice:
    """The way back from it: what holds now for everything that it changes."""
    return Choice(now.default, {code: now.types.get(code) for code in wanted.types})
