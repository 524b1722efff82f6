"""Where a record, a letter or an activation stands, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import (
    ActivationStep,
    DossierState,
    ExportState,
    LetterState,
    Outcome,
)

DOSSIER_STATES: dict[DossierState, LazyString] = {
    DossierState.CREATED: _l("Prepared, not yet open"),
    DossierState.OBJECTED: _l("Not wanted: you objected"),
    DossierState.ACTIVATED: _l("Open: you activated it"),
    DossierState.OPEN_BY_DEFAULT: _l("Open, not yet activated by you"),
    DossierState.SUSPENDED: _l("Frozen for your protection"),
    DossierState.CLOSED: _l("Closed"),
    DossierState.REOPENED: _l("Open again"),
    DossierState.ERASED: _l("Erased"),
    DossierState.DECEASED: _l("Closed after a death"),
}

LETTER_STATES: dict[LetterState, LazyString] = {
    LetterState.ASKED: _l("Asked for"),
    LetterState.PRINTING: _l("Being printed"),
    LetterState.PRINTED: _l("Printed"),
    LetterState.POSTED: _l("Handed to the post"),
    LetterState.RETURNED: _l("Came back to us"),
    LetterState.USED: _l("Used"),
    LetterState.REVOKED: _l("No longer valid"),
}

ACTIVATION_STEPS: dict[ActivationStep, LazyString] = {
    ActivationStep.EMAIL: _l("Your e-mail address"),
    ActivationStep.EMAIL_CODE: _l("The code from the e-mail"),
    ActivationStep.PASSWORD: _l("Your password"),
    ActivationStep.TOTP: _l("Your authenticator app"),
    ActivationStep.RECOVERY_CODES: _l("Your recovery codes"),
    ActivationStep.DONE: _l("Done"),
}

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.ALLOWED: _l("Allowed"),
    Outcome.REFUSED: _l("Refused"),
}

EXPORT_STATES: dict[ExportState, LazyString] = {
    ExportState.MAKING: _l("Your copy is being made"),
    ExportState.READY: _l("Your copy is ready"),
    ExportState.FAILED: _l("Your copy could not be made"),
}
