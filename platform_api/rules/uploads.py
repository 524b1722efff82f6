"""A person's own files as documents of their record: brought in, confirmed, taken back; nobody does it for them."""

from platform_api.conditions import (
    is_an_upload_of_theirs,
    is_the_patient,
    it_exists,
    record_is_open,
)
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.UPLOAD_DOCUMENT: ((is_the_patient, record_is_open),),
    Action.KEEP_UPLOAD: ((is_the_patient, record_is_open),),
    Action.WITHDRAW_DOCUMENT: ((is_the_patient, record_is_open, it_exists, is_an_upload_of_theirs),),
    Action.RESTORE_DOCUMENT: ((is_the_patient, record_is_open, it_exists, is_an_upload_of_theirs),),
}
