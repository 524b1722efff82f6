"""The helpdesk's codes in words: how somebody calls, who they are, how they are proved, what is done and in the way."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import (
    ApprovalAct,
    ApprovalState,
    CallerKind,
    CaseEnd,
    CasePurpose,
    Channel,
    DeskAct,
    EndOfBlock,
    Flag,
    IdentityDocument,
    InvitedState,
    Proof,
    Stuck,
    TextCode,
    Verdict,
)

CHANNELS: dict[Channel, LazyString] = {
    Channel.TELEPHONE: _l("Telephone"),
    Channel.COUNTER: _l("At the counter"),
    Channel.POST: _l("By post"),
    Channel.EMAIL: _l("E-mail"),
    Channel.VIDEO: _l("Video call"),
}

CALLERS: dict[CallerKind, LazyString] = {
    CallerKind.HOLDER: _l("The person themself"),
    CallerKind.CAREGIVER: _l("A caregiver"),
    CallerKind.GUARDIAN: _l("A guardian"),
    CallerKind.PROFESSIONAL: _l("A health professional"),
}

PURPOSES_OF_CASES: dict[CasePurpose, LazyString] = {
    CasePurpose.ACTIVATION: _l("Letter and activation"),
    CasePurpose.SIGN_IN: _l("Signing in"),
    CasePurpose.ACCESS: _l("A professional cannot get in, or should not"),
    CasePurpose.CONTACT: _l("E-mail address or telephone number"),
    CasePurpose.FREEZE: _l("Protection in danger"),
    CasePurpose.CLOSING: _l("Objecting, closing or reopening"),
    CasePurpose.MANDATE: _l("Caregivers"),
    CasePurpose.COMPLAINT: _l("Complaint or question"),
    CasePurpose.OTHER: _l("Something else"),
}

PROOFS: dict[Proof, LazyString] = {
    Proof.EMAIL_CODE: _l("Code to the registered e-mail address"),
    Proof.SMS_CODE: _l("Code to the registered mobile number"),
    Proof.SUPPORT_PIN: _l("Support PIN from the portal"),
    Proof.CALL_BACK: _l("Call back to the registered number"),
    Proof.IDENTITY_DOCUMENT: _l("Identity document, seen"),
}

DESK_ACTS: dict[DeskAct, LazyString] = {
    DeskAct.LETTER: _l("Send a new activation letter"),
    DeskAct.GRANT: _l("Give a professional access"),
    DeskAct.PRESENCE_CODE: _l("Make a presence code"),
    DeskAct.BLOCK: _l("Block a professional"),
    DeskAct.UNBLOCK: _l("Ask the person to end a block"),
    DeskAct.END_BLOCK: _l("End a block, with a colleague"),
    DeskAct.CONTACT: _l("Change the e-mail address"),
    DeskAct.PHONE: _l("Change the telephone number"),
    DeskAct.FACTOR_RESET: _l("Replace a lost second factor"),
    DeskAct.OBJECTION: _l("Enter an objection"),
    DeskAct.CLOSING: _l("Close the record"),
    DeskAct.REOPENING: _l("Open the record again"),
    DeskAct.FREEZE: _l("Stop every sign-in"),
    DeskAct.UNFREEZE: _l("Allow signing in again"),
    DeskAct.END_MANDATE: _l("End what a caregiver may do"),
    DeskAct.PETITION: _l("Type a complaint or a correction"),
    DeskAct.STATEMENT: _l("Put the statement into the record"),
    DeskAct.ADD_MANDATE: _l("Enter the mandate on paper"),
    DeskAct.GUARDIANSHIP: _l("Enter the guardianship"),
    DeskAct.ATTESTATION: _l("Enter the doctor’s attestation"),
}
"""As an agent chooses them."""

DESK_ACTS_DONE: dict[DeskAct, LazyString] = {
    DeskAct.LETTER: _l("A new activation letter was ordered."),
    DeskAct.GRANT: _l("A professional was given access."),
    DeskAct.PRESENCE_CODE: _l("A code for a visit was made."),
    DeskAct.BLOCK: _l("A professional was blocked."),
    DeskAct.UNBLOCK: _l("You were asked to end a block yourself."),
    DeskAct.END_BLOCK: _l("Your wish to end a block was entered. A second person looks at it."),
    DeskAct.CONTACT: _l("A new e-mail address was entered."),
    DeskAct.PHONE: _l("A new telephone number was entered."),
    DeskAct.FACTOR_RESET: _l("A recovery code was sent by e-mail."),
    DeskAct.OBJECTION: _l("An objection was entered. A second person looks at it."),
    DeskAct.CLOSING: _l("Your wish to close the record was entered. A second person looks at it."),
    DeskAct.REOPENING: _l("Your record was opened again."),
    DeskAct.FREEZE: _l("Every sign-in to your record was stopped."),
    DeskAct.UNFREEZE: _l("Signing in to your record was allowed again."),
    DeskAct.END_MANDATE: _l("A caregiver can no longer act for you."),
    DeskAct.ADD_MANDATE: _l("A mandate that you signed on paper was entered. A second person looks at it."),
    DeskAct.GUARDIANSHIP: _l(
        "What a court decided about a guardian was entered. A second person looks at it."
    ),
    DeskAct.ATTESTATION: _l(
        "A doctor’s attestation for your person of trust was entered. A second person looks at it."
    ),
    DeskAct.STATEMENT: _l("Your own statement, which you wrote on paper, was put into your record."),
    DeskAct.PETITION: _l("Your complaint or your correction was typed. You get an answer within a month."),
}
"""As the person reads them for whom they were done."""

ENDS_OF_BLOCKS: dict[EndOfBlock, LazyString] = {
    EndOfBlock.HOLDER: _l(
        "Ending a block is for the person: choose “Ask the person to end a block” in the case."
    ),
    EndOfBlock.TWO_AGENTS: _l("End the block"),
    EndOfBlock.BETTER_PROOF: _l(
        "The person has no account to confirm it with. They show their identity document, at the counter or on video; "
        "then you enter it here, and a colleague agrees."
    ),
}
"""Who ends the block of a professional whom a caller named; for two agents it is a button."""

STUCK: dict[Stuck, LazyString] = {
    Stuck.NOTHING: _l("Nothing stands in the way: letter, record and sign-in are in order."),
    Stuck.NO_LETTER: _l("There is no letter that counts."),
    Stuck.LETTER_WAITING: _l("A letter is ordered and will be printed next."),
    Stuck.LETTER_ON_ITS_WAY: _l("A letter is in the post. Its code counts."),
    Stuck.LETTER_RETURNED: _l("The letter came back: check the address in the national register."),
    Stuck.CODE_EXPIRED: _l("The code in the letter has expired."),
    Stuck.CODE_LOCKED: _l("The code was typed wrong too often."),
    Stuck.ADDRESS_IS_NEW: _l(
        "The address changed in the last 30 days: a letter is only sent once you have seen the identity document."
    ),
    Stuck.FACTOR_BLOCKED: _l("The code from the app was typed wrong too often. Wait, then try again."),
    Stuck.NO_RECOVERY_CODES: _l("No recovery code is left."),
    Stuck.RECORD_OBJECTED: _l("The person objected to the record."),
    Stuck.RECORD_SUSPENDED: _l("The record is frozen."),
    Stuck.SIGN_IN_FROZEN: _l("Every sign-in was stopped to protect the record."),
    Stuck.RECORD_CLOSED: _l("The record is closed."),
    Stuck.RECORD_OVER: _l("The record has ended."),
}

TEXT_CODES: dict[TextCode, LazyString] = {
    TextCode.WAITING: _l("A code is on its way to the mobile number."),
    TextCode.LATE: _l("The text message has not left yet: something is wrong on our side. Take another way:"),
    TextCode.SENT: _l("The text message has left. Let the caller read the code out."),
    TextCode.REFUSED: _l("No text message reaches the registered number. Take another way:"),
}
"""How far the code for a caller has come."""

CASE_ENDS: dict[CaseEnd, LazyString] = {
    CaseEnd.DONE: _l("Ended by the agent"),
    CaseEnd.STOPPED: _l("Stopped by the person"),
    CaseEnd.TIME: _l("Time was over"),
}

APPROVAL_ACTS: dict[ApprovalAct, LazyString] = {
    ApprovalAct.GUARDED_CASE: _l("Open a case for a protected record"),
    ApprovalAct.OBJECTION: _l("Objection of a caller"),
    ApprovalAct.CLOSING: _l("A caller wants the record closed"),
    ApprovalAct.UNBLOCK: _l("Somebody without an account wants a block ended"),
    ApprovalAct.MANDATE: _l("Mandate on paper, signed by both"),
    ApprovalAct.GUARDIANSHIP: _l("Guardianship, decided by a court"),
    ApprovalAct.ATTESTATION: _l("A doctor’s attestation for the person of trust"),
    ApprovalAct.INVITED_ACCOUNT: _l("An account for a caregiver from abroad"),
    ApprovalAct.APPROVE_SOFTWARE: _l("Give a software version its conformity"),
    ApprovalAct.WITHDRAW_SOFTWARE: _l("Take a software version's conformity"),
}

IDENTITY_DOCUMENTS: dict[IdentityDocument, LazyString] = {
    IdentityDocument.PASSPORT: _l("Passport"),
    IdentityDocument.IDENTITY_CARD: _l("Identity card"),
    IdentityDocument.RESIDENCE_PERMIT: _l("Residence permit"),
}

INVITED_STATES: dict[InvitedState, LazyString] = {
    InvitedState.WAITING: _l("Waits for a colleague"),
    InvitedState.SENT: _l("The e-mail went out"),
    InvitedState.TAKEN: _l("The account is set up"),
    InvitedState.LAPSED: _l("The time is over"),
}

APPROVAL_STATES: dict[ApprovalState, LazyString] = {
    ApprovalState.WAITING: _l("Waiting"),
    ApprovalState.AGREED: _l("Agreed"),
    ApprovalState.REFUSED: _l("Refused"),
}

FLAGS: dict[Flag, LazyString] = {
    Flag.ONESELF: _l("the agent's own record"),
    Flag.FAMILY: _l("the agent's family"),
    Flag.COLLEAGUE: _l("a colleague"),
    Flag.GUARDED: _l("a protected record"),
    Flag.SAME_PAIR: _l("the same person again"),
    Flag.NO_ACT: _l("looked up without an act"),
    Flag.NOT_FOUND: _l("nobody found"),
    Flag.RANDOM: _l("drawn by lot"),
}

VERDICTS: dict[Verdict, LazyString] = {
    Verdict.FINE: _l("In order"),
    Verdict.QUESTION: _l("Ask the agent"),
    Verdict.BREACH: _l("Breach of the rules"),
}
