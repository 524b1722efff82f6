"""One entry of the journal explained in plain words, and what a person can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from patient_portal import i18n, labels
from patient_portal.journal.sentences import is_check, of_check, sentence
from patient_portal.journal.told_reasons import told
from patient_portal.labels import PETITION_STATES
from patient_portal.platform_client import Checked, JournalEntry, Petition, SealCertificate
from patient_portal.platform_client.vocabulary import Outcome, Purpose, Role


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do about it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Explained:
    """An entry: its sentence, its facts, what it means, what can be done."""

    id: str
    sentence: str
    refused: bool
    facts: list[tuple[str, str]]
    meaning: list[str]
    document: str
    document_url: str
    steps: list[Step]
    ways: list[Step]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about this entry and what became of it."""

    number: str
    state: str
    answer: str
    due: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a receipt, in words."""

    stands: bool
    state: str
    text: str
    facts: list[tuple[str, str]]


def explain(entry: JournalEntry, *, own: bool, may: frozenset[str]) -> Explained:
    """Everything that the trail knows of one act, in words."""
    check = entry.outcome is Outcome.REFUSED and is_check(entry.reason, is_own=own)
    refused = entry.outcome is Outcome.REFUSED and not check
    readable = bool(entry.document_id) and bool(entry.document_title)
    return Explained(
        id=entry.id,
        sentence=of_check() if check else sentence(entry.action, is_own=own, is_refused=refused),
        refused=refused,
        facts=[
            (_("When"), i18n.day_and_time(entry.when)),
            (_("Looked at there on"), i18n.day_and_time(entry.happened) if entry.happened else ""),
            (_("Who"), _("You") if own else entry.who),
            (_("As"), labels.role(entry.role)),
            (_("Asked for by"), entry.asked_by),
            (_("Organisation"), entry.organisation),
            (_("With this software"), entry.software),
            (_("Purpose"), labels.purpose(entry.purpose) if entry.purpose else ""),
            (_("Case number"), entry.case),
            (_("Looked at by") if entry.happened else _("About"), entry.about),
            (_("Outcome"), "" if entry.happened or check else str(labels.OUTCOMES[entry.outcome])),
            (_("Reason"), told(entry.reason) if refused and entry.reason else ""),
        ],
        meaning=_of_check() if check else _meaning(entry, own=own, refused=refused),
        document=entry.document_title,
        document_url=url_for("documents.show", document_id=entry.document_id) if readable else "",
        steps=_steps(entry, own=own, may=may),
        ways=_ways(entry, own=own),
    )


def answers(asked: Sequence[Petition]) -> list[Asked]:
    """The questions about this entry, the newest first."""
    return [
        Asked(one.number, str(PETITION_STATES[one.state]), one.answer, i18n.day(one.due_on)) for one in asked
    ]


def verdict(checked: Checked) -> Verdict:
    """What the platform found about a receipt."""
    said = {
        "stands": _("This receipt is genuine, and its entry stands unchanged in the access log."),
        "changed": _(
            "This receipt is genuine, but its entry is no longer as it was. Please call us: this must not happen."
        ),
        "gone": _(
            "This receipt is genuine, but its entry is no longer kept. Entries are kept for ten years."
        ),
    }
    facts = []
    if checked.written_at and checked.signed_at:
        facts = [
            (_("Written on"), i18n.day_and_time(checked.written_at)),
            (_("Receipt made on"), i18n.day_and_time(checked.signed_at)),
        ]
    unknown = _("This is not a receipt of ours, or a part of it is missing.")
    return Verdict(checked.verdict == "stands", checked.verdict, said.get(checked.verdict, unknown), facts)


@dataclass(frozen=True, slots=True)
class Seal:
    """What the page says of the certificate of the seal on PDFs."""

    facts: list[tuple[str, str]]
    fingerprint: str
    address: str


def seal(known: SealCertificate) -> Seal:
    """The certificate that PDFs are sealed with, for eyes that compare it with another."""
    spoken = " ".join(known.sha256[start : start + 4] for start in range(0, len(known.sha256), 4)).upper()
    facts = [(_("Name in the certificate"), known.subject), (_("Valid until"), i18n.day(known.ends))]
    return Seal(facts, spoken, known.address)


def _of_check() -> list[str]:
    return [
        _("This is the usual check before an important step. Nothing is changed before the code is typed."),
    ]


def _meaning(entry: JournalEntry, *, own: bool, refused: bool) -> list[str]:
    said = []
    if refused:
        said.append(_("It was only tried. Nothing was shown and nothing was changed."))
    if entry.purpose == Purpose.EMERGENCY:
        said.append(
            _(
                "The professional attested that your life was in danger and that you could not be asked. "
                "We look at every such access."
            )
        )
    if entry.happened:
        said.append(
            _(
                "This was not in your record here, but in the system of the hospital or practice itself. "
                "Ask there what was looked at."
            )
        )
        said += [] if entry.came_about else [_("According to that system it was only tried.")]
    elif not own:
        said += [words for role, words in _of_roles().items() if entry.role == role]
    return said


def _of_roles() -> dict[str, str]:
    return {
        Role.PROFESSIONAL: _("Professionals open records through software that the agency has approved."),
        Role.SOFTWARE: _(
            "A hospital or a laboratory brought something in; no person read your record with it."
        ),
        Role.CAREGIVER: _("Your caregiver acts for you with a mandate that you can end at any time."),
        Role.AGENT: _("The helpdesk can help you with access, but never sees your documents."),
        Role.SUPERVISOR: _("A supervisor of the helpdesk; they never see your documents either."),
        Role.OPERATOR: _("A technical task that the agency runs, such as printing letters."),
        Role.WORKER: _("The platform itself did this, for example to send you a message."),
    }


def _ways(entry: JournalEntry, *, own: bool) -> list[Step]:
    """To the entries that have something in common with this one."""
    ways = []
    if entry.who_id and not own and entry.role != Role.SOFTWARE:
        ways.append(Step(_("Everything this person did"), url_for("journal.index", who=entry.who_id)))
    if entry.document_id:
        same = url_for("journal.index", document=entry.document_id)
        ways.append(Step(_("Everything about this document"), same))
    return ways


def _steps(entry: JournalEntry, *, own: bool, may: frozenset[str]) -> list[Step]:
    steps: list[Step] = []
    if own:
        return steps
    if "petition.read" in may:
        steps.append(
            Step(_("I do not recognise this access"), url_for("petitions.about_an_access", entry_id=entry.id))
        )
    if entry.role == Role.PROFESSIONAL and entry.who_id and "rights.read" in may:
        steps.append(
            Step(
                _("Can they open my record now?"),
                url_for("professionals.show", kind="professional", actor_id=entry.who_id),
            )
        )
    if entry.role == Role.PROFESSIONAL and entry.who_id and "record.see_past" in may:
        day = entry.when.astimezone(i18n.LUXEMBOURG).date().isoformat()
        asked = urlencode({"as": f"practitioner:{entry.who_id}", "on": day})
        url = f"{url_for('confidentiality.past_day')}?{asked}"
        steps.append(Step(_("What could they open on that day?"), url))
    return steps
