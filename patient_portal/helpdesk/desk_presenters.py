"""The desk's lists as pages show them: what waits, what a supervisor looks at, the month in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.i18n import NAMES, day, day_and_time, length_of_time
from patient_portal.platform_client import (
    Approvals,
    EmergencyAccess,
    InvitedPerson,
    OutlineLine,
    Supervision,
    WaitingApproval,
)
from patient_portal.platform_client.vocabulary import (
    ApprovalAct,
    ApprovalState,
    CaseEnd,
    CasePurpose,
    Channel,
    DeskAct,
    Flag,
    IdentityDocument,
    InvitedState,
    MandateTemplate,
    Verdict,
)

_WIDTH, _HEIGHT = 720, 160


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One thing that waits, with its evidence in sentences."""

    id: str
    text: str
    about: str
    asked: str
    until: str
    evidence: list[str]
    waits: bool
    decided: str
    mine: bool
    for_supervisors: bool
    asks_name: bool
    paper: str
    paper_url: str


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """Somebody who was invited to an account and has not taken it up."""

    id: str
    name: str
    email: str
    state: str
    stands: str
    until: str
    can_send: bool


@dataclass(frozen=True, slots=True)
class ApprovalsView:
    """The queue and the returned letters."""

    rows: list[ApprovalRow]
    decided: list[ApprovalRow]
    returned: list[str]


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A case to look at."""

    id: str
    number: str
    agent: str
    facts: str
    flags: list[str]
    acts: list[str]
    verdict: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour of the day in the drawing."""

    label: str
    short: str
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SupervisionView:
    """All that the supervisor's page shows."""

    sample: list[SampleRow]
    attempts: list[str]
    cases: int
    languages: list[str]
    table: list[tuple[str, list[int]]]
    bars: list[Bar]
    width: int
    height: int
    reissue: str
    verdicts: list[tuple[str, str]]


def approvals_view(found: Approvals) -> ApprovalsView:
    """The queue, ready for its template."""
    rows = [_approval(one) for one in found.waiting]
    return ApprovalsView(
        rows=[row for row in rows if row.waits],
        decided=[row for row in rows if not row.waits],
        returned=[
            _("Patient number %(number)s, came back: %(day)s", number=one.number, day=day(one.returned_at))
            for one in found.returned
        ],
    )


def _approval(one: WaitingApproval) -> ApprovalRow:
    waits = one.state is ApprovalState.WAITING
    paper = str(one.evidence.get("paper", ""))
    return ApprovalRow(
        id=one.id,
        text=str(labels.APPROVAL_ACTS[one.act]),
        about=one.about,
        asked=_("Asked by: %(who)s, %(moment)s", who=one.asked_by, moment=day_and_time(one.asked_at)),
        until=_("Until: %(moment)s", moment=day_and_time(one.expires_at)),
        evidence=_evidence(one),
        waits=waits,
        decided=""
        if waits
        else _("%(state)s: %(who)s", state=labels.APPROVAL_STATES[one.state], who=one.decided_by),
        mine=one.mine,
        for_supervisors=one.for_supervisors,
        asks_name=one.act is ApprovalAct.UNBLOCK,
        paper=paper,
        paper_url=url_for("papers.show", number=paper) if paper else "",
    )


def invited_row(one: InvitedPerson) -> InvitedRow:
    """Somebody who was invited to an account, ready for the list."""
    return InvitedRow(
        id=one.id,
        name=one.name,
        email=one.email,
        state=one.state.value,
        stands=str(labels.INVITED_STATES[one.state]),
        until=_("Until: %(moment)s", moment=day_and_time(one.valid_until)),
        can_send=one.state is not InvitedState.WAITING,
    )


def _evidence(one: WaitingApproval) -> list[str]:
    said = []
    channel, level, flag = (one.evidence.get(name) for name in ("channel", "level", "flag"))
    caregiver, template = (one.evidence.get(name) for name in ("caregiver", "template"))
    if channel in list(Channel):
        said.append(_("Channel: %(channel)s", channel=labels.CHANNELS[Channel(channel)]))
    if level:
        said.append(_("Proof of the caller: %(level)s", level=f"L{level}"))
    document = one.evidence.get("identity")
    if document in list(IdentityDocument):
        said.append(
            _("Identity document: %(kind)s", kind=labels.IDENTITY_DOCUMENTS[IdentityDocument(document)])
        )
    if caregiver:
        said.append(_("Who may act: %(name)s", name=caregiver))
    if template in list(MandateTemplate):
        said.append(_("Mandate: %(kind)s", kind=labels.MANDATE_TEMPLATES[MandateTemplate(template)]))
    if one.evidence.get("account"):
        said.append(
            _("No account yet: a letter to the registered address invites them, and it counts from then on.")
        )
    said += [words for name, words in _written(one.evidence) if one.evidence.get(name)]
    if flag in list(Flag):
        said.append(_("Reason: %(reason)s", reason=labels.FLAGS[Flag(flag)]))
    return said


def _written(evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was typed from a decision of a court or from a doctor's attestation: to be compared with the scan."""
    return [
        ("court", _("Court: %(name)s", name=evidence.get("court"))),
        ("document", _("Decision: %(number)s", number=evidence.get("document"))),
        ("doctor", _("Doctor: %(name)s", name=evidence.get("doctor"))),
        ("doctor_number", _("Number of the doctor: %(number)s", number=evidence.get("doctor_number"))),
        (
            "namesake",
            _("The doctor and the person of trust have the same name. Make sure that they are two people."),
        ),
        ("born_on", _("Date of birth: %(day)s", day=_day(evidence, "born_on"))),
        ("email", _("E-mail address: %(address)s", address=evidence.get("email"))),
        ("decided_on", _("Day of the decision: %(day)s", day=_day(evidence, "decided_on"))),
        ("attested_on", _("Day of the attestation: %(day)s", day=_day(evidence, "attested_on"))),
        ("ends_on", _("Last day: %(day)s", day=_day(evidence, "ends_on"))),
        ("until", _("Last day: %(day)s", day=_day(evidence, "until"))),
    ]


def _day(evidence: Mapping[str, Any], name: str) -> str:
    text = evidence.get(name)
    return day(date.fromisoformat(text)) if text else ""


def emergency_row(one: EmergencyAccess) -> SampleRow:
    """An access in an emergency, ready for its list."""
    category = labels.PROFESSIONAL_CATEGORIES[one.category]
    parts = [str(category), one.organisation, day_and_time(one.at), _("Times: %(count)s", count=one.times)]
    if one.attested:
        parts[-1] = _("Attested that the person cannot decide: the person of trust may read")
    return SampleRow(
        id=one.id,
        number=one.patient_number,
        agent=one.professional,
        facts=", ".join(parts),
        flags=[],
        acts=[],
        verdict=str(labels.VERDICTS[one.verdict]) if one.verdict else "",
    )


def outline_lines(lines: tuple[OutlineLine, ...]) -> list[tuple[str, str]]:
    """When, and what kind of act in what role."""
    return [
        (
            day_and_time(line.at),
            _(
                "%(what)s, %(role)s: %(outcome)s",
                what=labels.action(line.action),
                role=labels.role(line.role),
                outcome=labels.OUTCOMES[line.outcome],
            ),
        )
        for line in lines
    ]


def supervision_view(found: Supervision) -> SupervisionView:
    """The sample, the attempts and the figures, ready for their template."""
    figures = found.figures
    codes = [code for code in NAMES if any(code in row for row in figures.by_purpose.values())]
    table = [
        (str(labels.PURPOSES_OF_CASES[CasePurpose(purpose)]), [row.get(code, 0) for code in codes])
        for purpose, row in sorted(figures.by_purpose.items())
    ]
    seconds = figures.reissue_seconds
    return SupervisionView(
        sample=[
            SampleRow(
                id=one.id,
                number=one.number,
                agent=one.agent,
                facts=", ".join(
                    (
                        day_and_time(one.opened_at),
                        str(labels.CHANNELS[Channel(one.channel)]),
                        str(labels.PURPOSES_OF_CASES[CasePurpose(one.purpose)]),
                        str(labels.CASE_ENDS[CaseEnd(one.ended_by)]) if one.ended_by else _("Under way"),
                    )
                ),
                flags=[str(labels.FLAGS[Flag(flag)]) for flag in one.flags],
                acts=[str(labels.DESK_ACTS[DeskAct(act)]) for act in one.acts],
                verdict=str(labels.VERDICTS[Verdict(one.verdict)]) if one.verdict else "",
            )
            for one in found.sample
        ],
        attempts=[
            _(
                "%(agent)s, %(moment)s: %(why)s",
                agent=one.agent,
                moment=day_and_time(one.at),
                why=labels.FLAGS[Flag(one.flag)],
            )
            for one in found.attempts
        ],
        cases=figures.cases,
        languages=[NAMES[code] for code in codes],
        table=table,
        bars=_bars(figures.by_hour),
        width=_WIDTH,
        height=_HEIGHT,
        reissue=length_of_time(seconds) if seconds else "",
        verdicts=[(code.value, str(words)) for code, words in labels.VERDICTS.items()],
    )


def _bars(hours: tuple[int, ...]) -> list[Bar]:
    """The hours from 7 to 19, and whatever else had a call."""
    shown = [(hour, number) for hour, number in enumerate(hours) if number or 7 <= hour <= 19]
    highest, step = max((number for _hour, number in shown), default=0) or 1, _WIDTH / len(shown)
    found = []
    for place, (hour, number) in enumerate(shown):
        height = max(number / highest * _HEIGHT, 2.0) if number else 0.0
        found.append(
            Bar(
                label=f"{hour:02d}:00",
                short=f"{hour}",
                value=number,
                x=round(place * step, 1),
                y=round(_HEIGHT - height, 1),
                width=round(step - 8, 1),
                height=round(height, 1),
            )
        )
    return found
