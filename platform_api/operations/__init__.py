"""What an operator may ask of the platform: plain functions behind `dsp`; all of them are named here."""

from platform_api.activation.letters import MintedLetter
from platform_api.clock import today
from platform_api.identifiers import new_id
from platform_api.keys import REPLACEABLE as REPLACEABLE_KEYS
from platform_api.keys import portal_key
from platform_api.operations.backup import back_up, restore
from platform_api.operations.conformity import approve_software, register_software, withdraw_software
from platform_api.operations.everyday import (
    acknowledge_letters,
    acknowledge_print,
    give_letters_back,
    issue_letter,
    letters_posted,
    letters_returned,
    mint_letters,
    mint_post,
    sweep,
)
from platform_api.operations.examination import Finding, examine
from platform_api.operations.failures import OperationFailed, UnsafeSettings
from platform_api.operations.feeding import Feeding, list_software
from platform_api.operations.moving import Moved, take_addresses
from platform_api.operations.population import demo_sessions, keep_demo_letters, load_demo, populate
from platform_api.operations.rekeying import forget_keys, replace_key, rewrap
from platform_api.operations.software import OnBehalf, obtain_token
from platform_api.operations.staff import NewStaff, add_staff
from platform_api.operations.stores import create_keys, downgrade_schema, prepare, running, upgrade_schema
from platform_api.operations.trail import export_trail, verify_trail
from platform_api.operations.visits import mint_presence_code
from platform_api.posting import MintedPost
from platform_api.settings import Settings

__all__ = [
    "REPLACEABLE_KEYS",
    "Feeding",
    "Finding",
    "MintedLetter",
    "MintedPost",
    "Moved",
    "NewStaff",
    "OnBehalf",
    "OperationFailed",
    "Settings",
    "UnsafeSettings",
    "acknowledge_letters",
    "acknowledge_print",
    "add_staff",
    "approve_software",
    "back_up",
    "create_keys",
    "demo_sessions",
    "downgrade_schema",
    "examine",
    "export_trail",
    "forget_keys",
    "give_letters_back",
    "issue_letter",
    "keep_demo_letters",
    "letters_posted",
    "letters_returned",
    "list_software",
    "load_demo",
    "mint_letters",
    "mint_post",
    "mint_presence_code",
    "new_id",
    "obtain_token",
    "populate",
    "portal_key",
    "prepare",
    "register_software",
    "replace_key",
    "restore",
    "rewrap",
    "running",
    "sweep",
    "take_addresses",
    "today",
    "upgrade_schema",
    "verify_trail",
    "withdraw_software",
]
