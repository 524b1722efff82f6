"""The paths of a record's end and of the freeze under `/dsp/v1`; what they do stands in the modules of that name."""

import msgspec
from flask import Blueprint

from platform_api import answers, closing, erasing, freezing, helping, requests, shapes
from platform_api.context import caller, platform
from platform_api.dossier import not_me
from platform_api.guard import own_record, permit
from platform_api.vocabulary import Action, DeskAct, DossierState

bp = Blueprint("dossier_ending", __name__, url_prefix="/dsp/v1")


class CodeBody(msgspec.Struct, forbid_unknown_fields=True):
    """What stands on the card and in the confirmation letter."""

    matricule: shapes.Matricule
    code: shapes.WrittenCode


class Closed(shapes.RecordStands):
    """The record is closed, and until when that can be undone."""

    undo_until: shapes.Moment


class ErasureAsked(shapes.RecordStands):
    """The record is closed, and when it will be erased."""

    erase_at: shapes.Moment


@bp.post("/closing")
def close() -> answers.Made[Closed]:
    """Close one's own record."""
    with permit(Action.CLOSE_RECORD, own_record) as access:
        until = closing.close(access)
    return answers.Made({"state": DossierState.CLOSED, "undo_until": until})


@bp.delete("/closing")
def undo() -> answers.Json[shapes.RecordStands]:
    """Undo that within its delay."""
    with permit(Action.UNDO_CLOSING, own_record) as access:
        state = closing.undo(access)
    return answers.Json({"state": state})


@bp.post("/reopening")
def reopen() -> answers.Json[shapes.RecordStands]:
    """Open a closed record again."""
    with permit(Action.REOPEN_RECORD, own_record) as access:
        state = closing.reopen(access)
        helping.done(access, DeskAct.REOPENING)
    return answers.Json({"state": state})


@bp.post("/erasure")
def ask_erasure() -> answers.Made[ErasureAsked]:
    """Have one's own closed record erased, after a time to think."""
    with permit(Action.ASK_ERASURE, own_record) as access:
        due = erasing.ask(access)
    return answers.Made({"state": DossierState.CLOSED, "erase_at": due})


@bp.delete("/erasure")
def stop_erasure() -> answers.Empty:
    """Keep it after all."""
    with permit(Action.STOP_ERASURE, own_record) as access:
        erasing.stop(access)
    return answers.Empty()


@bp.post("/freeze")
def freeze() -> answers.Empty:
    """Stop every way of signing in to one's own record; the caller's session ends with it."""
    with permit(Action.FREEZE_ACCOUNT, own_record) as access:
        freezing.freeze(access)
        helping.done(access, DeskAct.FREEZE)
    return answers.Empty()


@bp.delete("/freeze")
def unfreeze() -> answers.Empty:
    """Allow signing in again: an agent who saw an identity document."""
    with permit(Action.UNFREEZE_ACCOUNT, own_record) as access:
        freezing.unfreeze(access)
        helping.done(access, DeskAct.UNFREEZE)
    return answers.Empty()


@bp.post("/freezes")
def freeze_by_letter() -> answers.Empty:
    """The same with the code of the confirmation letter: this was not me."""
    given = requests.body(CodeBody)
    look = not_me.letter_behind(platform(), given.matricule, given.code, caller().address)
    with permit(Action.FREEZE_ACCOUNT, look) as access:
        not_me.use(access)
        freezing.freeze(access)
    return answers.Empty()
