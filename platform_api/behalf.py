"""What a caregiver's act tells the holder, beside the journal: as the mandate says."""

from sqlalchemy import select

from platform_api import outbox
from platform_api.guard import Access
from platform_api.models import Mandate
from platform_api.vocabulary import MandateNotice, Notice


def changed(access: Access) -> None:
    """A caregiver changed something in somebody's record; does nothing when the holder did it."""
    if access.principal.mandate is not None:
        tell(access, access.principal.mandate.id, MandateNotice.CHANGES, Notice.CAREGIVER_CHANGED)


def tell(access: Access, mandate_id: str, wish: MandateNotice, notice: Notice) -> None:
    """Tell the holder, unless the mandate says that they do not want to hear of this."""
    found = select(Mandate.patient_id, Mandate.notices).where(Mandate.id == mandate_id)
    row = access.connection.execute(found).one()
    if row.notices is None or wish in row.notices:
        outbox.tell_holder(access.connection, access.platform.keys, notice, row.patient_id)
