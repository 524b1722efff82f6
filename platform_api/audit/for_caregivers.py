"""What of a record's journal a caregiver sees: nothing of other caregivers, of hidden documents, of signing in."""

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_

from platform_api import policy
from platform_api.guard import Access
from platform_api.models import AuditEntry, Document
from platform_api.vocabulary import Action, Role

_E = AuditEntry.__table__
_D = Document.__table__.alias("seen_document")
NOT_THEIRS = frozenset(
    {
        Action.SIGN_IN,
        Action.SIGN_OUT,
        Action.END_SESSION,
        Action.RESET_PASSWORD,
        Action.CHANGE_LANGUAGE,
        Action.PROVE_AGAIN,
        Action.SEND_NOTICE,
        Action.READ_SUPPORT_PIN,
        Action.READ_HELP,
    }
)
"""How the holder signs in, and what they are told, is nobody else's to know."""


def conditions(access: Access, patient_id: str) -> list[ColumnElement[bool]]:
    """The conditions that an entry must meet to be shown to the caregiver who acts in this session."""
    own = _E.c.person_id == access.principal.account_id
    return [
        or_(_E.c.role != Role.CAREGIVER, own),
        _E.c.action.not_in(NOT_THEIRS),
        not_(_E.c.action.like("mandate.%")),
        not_(_hidden_document(access, patient_id)),
    ]


def _hidden_document(access: Access, patient_id: str) -> ColumnElement[bool]:
    """The entry is about a document that the mandate leaves out: its very existence says something."""
    opened = policy.scope(access.facts)
    seen = exists().where(
        _D.c.patient_id == patient_id,
        _D.c.id == _E.c.object_id,
        _D.c.confidentiality.in_(opened.levels),
        _D.c.type_code.not_in(opened.hidden_types),
    )
    return and_(func.coalesce(_E.c.object_kind, "") == "document", not_(seen))
