"""How a holder is told of accesses, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import DigestPeriod, Telling

TELLINGS: dict[Telling, LazyString] = {
    Telling.EACH: _l("An e-mail each time"),
    Telling.DIGEST: _l("One e-mail for many"),
    Telling.PORTAL: _l("No e-mail: only in the access log"),
}

DIGEST_PERIODS: dict[DigestPeriod, LazyString] = {
    DigestPeriod.DAILY: _l("Every day"),
    DigestPeriod.WEEKLY: _l("Every week"),
    DigestPeriod.MONTHLY: _l("Every month"),
}
