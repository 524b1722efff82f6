"""Who gets in: signing in, the letter, documents, directories, access rights, the trail, notices.

A part of the matrix is a module of this folder with `MAY`, and where its paths need them `BODIES` (what a friendly
caller sends, as keyword arguments of `Api.call`) and `NAMES` (what stands for a placeholder of a path).
"""

from tests.platform_api.matrix.people import (
    ACTIVATING,
    AGENT_2,
    AGENT_3,
    ANY_SOFTWARE,
    DOCTOR_IN,
    DOCTOR_OUT,
    DOCTORS,
    ELSEWHERE,
    EVERYONE,
    HALF,
    LOOKING,
    MANAGING,
    NOT_SIGNED_IN,
    OTHER,
    PATIENT,
    SIGNED_IN,
    SOFTWARE,
    THROUGH_THE_PORTAL,
    WORKER,
)

_LETTERS = "/dsp/v1/activation"
_DIRECTORIES = (
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "Location",
    "HealthcareService",
    "Endpoint",
)

_DECIDING = (
    "GET /dsp/v1/rights",
    "GET /dsp/v1/professionals",
    "GET /dsp/v1/professionals/<actor_id>",
    "GET /dsp/v1/organisations/<actor_id>",
    "PUT /dsp/v1/rights/<kind>/<actor_id>",
    "DELETE /dsp/v1/rights/<kind>/<actor_id>",
    "PUT /dsp/v1/blocks/<kind>/<actor_id>",
    "DELETE /dsp/v1/blocks/<kind>/<actor_id>",
    "GET /dsp/v1/emergency",
    "PUT /dsp/v1/emergency",
)

_FOR_CALLERS = ("PUT /dsp/v1/rights/<kind>/<actor_id>", "PUT /dsp/v1/blocks/<kind>/<actor_id>")
"""What an agent does too, for a caller proved at L2."""

_MANAGE = frozenset({PATIENT, OTHER, MANAGING, ELSEWHERE})

MAY: dict[str, frozenset[str] | str] = {
    "GET /health/live": EVERYONE,
    "GET /health/ready": EVERYONE,
    "GET /metrics": EVERYONE,  # on the loopback, as here; elsewhere with a token of its own
    "GET /oauth/jwks": EVERYONE,
    "POST /oauth/introspect": frozenset(),  # an assertion decides, see test_issued_tokens
    "POST /oauth/revoke": frozenset(),
    "POST /oauth/token": frozenset(),  # see test_token_endpoint
    "GET /fhir/metadata": EVERYONE,
    "GET /.well-known/smart-configuration": EVERYONE,
    "GET /fhir/.well-known/smart-configuration": EVERYONE,
    "GET /dsp/v1/openapi.json": EVERYONE,
    **{
        f"{rule}": EVERYONE
        for kind in ("CodeSystem", "ValueSet")
        for rule in (
            f"GET /fhir/{kind}",
            f"POST /fhir/{kind}/_search",
            f"GET /fhir/{kind}/<name>",
        )
    },
    **{
        f"{method} /fhir/{operation}": EVERYONE
        for method in ("GET", "POST")
        for operation in ("CodeSystem/$lookup", "ValueSet/$expand", "ValueSet/<name>/$expand")
    },
    **{f"GET /fhir/{kind}": ANY_SOFTWARE for kind in _DIRECTORIES},
    **{f"POST /fhir/{kind}/_search": ANY_SOFTWARE for kind in _DIRECTORIES},
    **{f"GET /fhir/{kind}/<one_id>": ANY_SOFTWARE for kind in _DIRECTORIES[:4]},
    **{f"GET /fhir/{kind}/_history": ANY_SOFTWARE for kind in _DIRECTORIES},
    "GET /fhir/Device": ANY_SOFTWARE,
    "POST /fhir/Device/_search": ANY_SOFTWARE,
    "GET /fhir/Device/<one_id>": ANY_SOFTWARE,
    "POST /fhir/Patient/$match": DOCTORS | {SOFTWARE},
    "GET /fhir/Patient": DOCTORS | {SOFTWARE},
    "POST /fhir/Patient/_search": DOCTORS | {SOFTWARE},
    "GET /fhir/Patient/<patient_id>": frozenset({PATIENT, DOCTOR_IN}),
    "GET /fhir/List": frozenset({PATIENT, LOOKING, MANAGING, DOCTOR_IN}),
    "POST /fhir/List/_search": frozenset({PATIENT, LOOKING, MANAGING, DOCTOR_IN}),
    "GET /fhir/List/<submission_id>": frozenset({PATIENT, LOOKING, MANAGING, DOCTOR_IN}),
    "GET /fhir/Consent": frozenset({PATIENT, MANAGING, DOCTOR_IN}),
    "POST /fhir/Consent/_search": frozenset({PATIENT, MANAGING, DOCTOR_IN}),
    "POST /dsp/v1/activations": NOT_SIGNED_IN,
    f"GET {_LETTERS}": frozenset({ACTIVATING}) | SIGNED_IN,  # who is through learns that it is done
    f"POST {_LETTERS}/email": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/email-code": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/password": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/totp": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/back": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/recovery-codes-kept": frozenset({ACTIVATING}),
    "POST /dsp/v1/objections": NOT_SIGNED_IN,
    "POST /dsp/v1/letters": NOT_SIGNED_IN,
    "POST /dsp/v1/sessions": NOT_SIGNED_IN,
    "POST /dsp/v1/session/second-factor": frozenset({HALF}),
    "GET /dsp/v1/session": SIGNED_IN,
    "DELETE /dsp/v1/session": THROUGH_THE_PORTAL,
    "GET /dsp/v1/sessions": SIGNED_IN,
    "DELETE /dsp/v1/sessions/<session_id>": frozenset({PATIENT}),
    "GET /dsp/v1/account": SIGNED_IN,
    "PATCH /dsp/v1/account": SIGNED_IN,
    "POST /dsp/v1/password-resets": NOT_SIGNED_IN,
    "POST /dsp/v1/password-resets/redeem": frozenset(),  # a mailed link decides, see test_signing_in
    "GET /dsp/v1/dossier": frozenset({PATIENT, OTHER, LOOKING, MANAGING, ELSEWHERE}),  # that of the session
    **dict.fromkeys(_DECIDING, _MANAGE),  # everybody about their own, and who manages it for them
    "PUT /dsp/v1/emergency": frozenset({PATIENT, OTHER}),
    **{rule: _MANAGE | {AGENT_2, AGENT_3} for rule in _FOR_CALLERS},
    "POST /dsp/v1/session/proof": frozenset({PATIENT}),
    "POST /dsp/v1/factors/app": SIGNED_IN,
    "PUT /dsp/v1/factors/app": frozenset(),  # what waits is in the hands of one account, see auth/test_renewing
    "POST /dsp/v1/factors/recovery-codes": SIGNED_IN,
    "GET /fhir/DocumentReference": frozenset({PATIENT, LOOKING, MANAGING, DOCTOR_IN}),
    "POST /fhir/DocumentReference/_search": frozenset({PATIENT, LOOKING, MANAGING, DOCTOR_IN}),
    "GET /fhir/DocumentReference/<document_id>": frozenset(
        {PATIENT, LOOKING, MANAGING, SOFTWARE, DOCTOR_IN}
    ),  # what it brought in itself
    "GET /fhir/Bundle/<document_id>": frozenset(),  # this one is a PDF, see fhir/test_fhir_documents
    "DELETE /fhir/DocumentReference/<document_id>": frozenset({SOFTWARE}),
    "GET /fhir/Binary/<document_id>": frozenset({PATIENT, MANAGING, SOFTWARE, DOCTOR_IN}),
    **{
        f"{method} /fhir/Patient/{of}$summary": frozenset({PATIENT, MANAGING, DOCTOR_IN})
        for method in ("GET", "POST")
        for of in ("", "<patient_id>/")
    },
    "POST /fhir": frozenset(),  # a bundle decides, see provide/
    "POST /fhir/DocumentReference": frozenset({SOFTWARE, DOCTOR_IN, DOCTOR_OUT}),
    "POST /dsp/v1/presence": frozenset(),  # a professional with a code, see consents/test_presence
    "GET /fhir/AuditEvent": frozenset({PATIENT, MANAGING}),
    "POST /fhir/AuditEvent": frozenset(),  # software that was approved for it, see audit/test_feeding
    "POST /fhir/AuditEvent/_search": frozenset({PATIENT, MANAGING}),
    "POST /dsp/v1/notices/lease": frozenset({WORKER}),
    "POST /dsp/v1/notices/<notice_id>/sent": frozenset({WORKER}),
    "POST /dsp/v1/notices/<notice_id>/refused": frozenset({WORKER}),
}
