"""A fresh second factor on the spot: asked where a step opens the record, then the step goes on as it was asked."""

from collections.abc import Callable
from typing import ClassVar

from flask import request
from flask_babel import lazy_gettext as _l

from patient_portal import sessions
from patient_portal.forms import Form, Needed, OneTimeCodeField, TextField
from patient_portal.i18n import FIELD, is_language_switch
from patient_portal.platform_client import Refused
from patient_portal.platform_client.vocabulary import Reason
from patient_portal.rendering import Answer, page

_OTHER_WAY = "with"
_BY_CODE, _BY_APP = "recovery-code", "app"
_NOT_KEPT = frozenset({"csrf_token", "totp", "recovery_code", _OTHER_WAY, FIELD})


class AppCodeForm(Form):
    """A fresh code of the authenticator app."""

    fields_of_reasons: ClassVar = {Reason.TOTP_WRONG: "totp", Reason.TOTP_REPLAYED: "totp"}

    totp = OneTimeCodeField(
        _l("Code from your app"), [Needed(_l("Type the six digits that your app shows now."))]
    )


class RecoveryCodeForm(Form):
    """One of the ten recovery codes instead."""

    fields_of_reasons: ClassVar = {Reason.RECOVERY_CODE_WRONG: "recovery_code"}

    recovery_code = TextField(_l("Recovery code"), [Needed(_l("Type one of your ten recovery codes."))])


ProofForm = AppCodeForm | RecoveryCodeForm


def is_proving() -> bool:
    """Whether the form that came in is the one that asks for a code, with the step's own fields carried along."""
    return request.method == "POST" and ("totp" in request.form or "recovery_code" in request.form)


def with_proof(act: Callable[[], None], cancel_url: str) -> Answer | None:
    """Do the step, with the code that was typed for it; None once it is done, else the page that asks for one.

    Raises Refused for every other refusal of the step. A code that was sent twice does no harm: the platform knows
    whether the first one was right.
    """
    form: ProofForm | None = None
    if is_proving():
        form = AppCodeForm() if "totp" in request.form else RecoveryCodeForm()
        wanted = request.form.get(_OTHER_WAY)
        if wanted is not None or is_language_switch():
            return ask(_other(wanted) or form, cancel_url)
        if not form.validate_on_submit():
            return ask(form, cancel_url)
        try:
            _prove(form)
        except Refused as refused:
            form.refuse(refused)
            if refused.code is not Reason.TOTP_REPLAYED:
                return ask(form, cancel_url)
    try:
        act()
    except Refused as refused:
        if refused.code is not Reason.SECOND_FACTOR_NEEDED or sessions.person() is None:
            raise
        return ask(form or AppCodeForm(), cancel_url)
    return None


def ask(form: ProofForm, cancel_url: str) -> Answer:
    """The page that asks for a code; whatever was chosen before stands in it, hidden, and nothing is lost."""
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT]
    return page(
        "proof/prove.html",
        form=form,
        kept=kept,
        cancel_url=cancel_url,
        by_app=isinstance(form, AppCodeForm),
        other=_BY_CODE if isinstance(form, AppCodeForm) else _BY_APP,
    )


def _other(wanted: str | None) -> ProofForm | None:
    forms: dict[str | None, type[AppCodeForm] | type[RecoveryCodeForm]] = {
        _BY_CODE: RecoveryCodeForm,
        _BY_APP: AppCodeForm,
    }
    return forms[wanted]() if wanted in forms else None


def _prove(form: ProofForm) -> None:
    client = sessions.platform()
    if isinstance(form, AppCodeForm):
        proved = client.prove_again(totp=form.totp.data or "")
    else:
        proved = client.prove_again(recovery_code=form.recovery_code.data or "")
    sessions.begin(proved.session)
