"""What the policy decides from: plain values gathered in the action's own transaction; None is unknown."""

from dataclasses import dataclass

from platform_api.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a condition of the policy may look at. A missing fact never opens anything."""

    role: Role | None = None
    software_is_portal: bool | None = None
    software_conformant: bool | None = None
    software_may_deposit: bool | None = None
    scope_granted: bool | None = None
    second_factor_proved: bool | None = None
    password_proved: bool | None = None
    second_factor_recent: bool | None = None
    target_blocked: bool | None = None
    opens_more: bool | None = None
    is_own_record: bool | None = None
    is_own_account: bool | None = None
    dossier_state: str | None = None
    exists: bool | None = None
    undo_open: bool | None = None
    erasure_asked: bool | None = None
    erasure_due: bool | None = None
    is_frozen: bool | None = None
    address_settled: bool | None = None
    letter_accepted: bool | None = None
    objection_in_time: bool | None = None
    activation_open: bool | None = None
    credentials_match: bool | None = None
    second_factor_given: bool | None = None
    software_may_work: bool | None = None
    is_blocked: bool | None = None
    granted_level: str | None = None
    in_care_circle: bool | None = None
    category: str | None = None
    has_authored: bool | None = None
    is_author: bool | None = None
    is_depositor: bool | None = None
    presence_code_accepted: bool | None = None
    category_reads: bool | None = None
    category_deposits: bool | None = None
    document_level: str | None = None
    document_group: str | None = None
    limited_groups: frozenset[str] | None = None
    attests_emergency: bool | None = None
    emergency_allowed: bool | None = None
    emergency_level: str | None = None
    hidden_types: frozenset[str] | None = None
    professional_id: str | None = None
    document_type: str | None = None
    only_looked_at: bool | None = None
    mandate_active: bool | None = None
    mandate_verbs: frozenset[str] | None = None
    mandate_hidden_types: frozenset[str] | None = None
    mandate_ceiling: str | None = None
    is_delegate: bool | None = None
    set_by_court: bool | None = None
    mandate_runs: bool | None = None
    invitation_accepted: bool | None = None
    invitation_is_own: bool | None = None
    delegate_has_one: bool | None = None
    assistance_open: bool | None = None
    proof_level: int | None = None
    document_seen: bool | None = None
    holder_calls: bool | None = None
    holder_has_account: bool | None = None
    stands_apart: bool | None = None
    supervisor_needed: bool | None = None
    own_upload: bool | None = None
    paper_in_hand: bool | None = None
    paper_is_own_work: bool | None = None
    paper_kind: str | None = None
    paper_in_time: bool | None = None
