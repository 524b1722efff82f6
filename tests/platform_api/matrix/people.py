"""Everyone who may come along at a path of the platform, and the groups they form."""

EVERYONE = "everyone"
PATIENT, OTHER, VISITOR, HALF, ACTIVATING = (
    "the patient",
    "another patient",
    "a visitor",
    "half signed in",
    "activating",
)
SOFTWARE, WORKER = "a hospital's software", "the worker"
LOOKING, MANAGING = "a caregiver who may look", "a caregiver who may manage everything"
ENDED, ELSEWHERE = "a caregiver whose mandate ended", "a caregiver acting for another patient"
IDLE_AGENT = "an agent without a case"
AGENT_1, AGENT_2, AGENT_3 = "an agent at L1", "an agent at L2", "an agent at L3"
AGENT_LATE = "an agent whose quarter of an hour is over"
SUPERVISOR = "a supervisor"
DOCTOR_IN, DOCTOR_OUT, DOCTOR_BLOCKED = (
    "a doctor in the circle",
    "a doctor without access",
    "a blocked doctor",
)
STRANGERS = (
    "nobody",
    "an expired session",
    "an ended session",
    "a made-up session",
    "withdrawn software",
    "unknown software",
)
CAREGIVERS = frozenset({LOOKING, MANAGING, ENDED, ELSEWHERE})
AGENTS = frozenset({IDLE_AGENT, AGENT_1, AGENT_2, AGENT_3, AGENT_LATE})
STAFF = AGENTS | {SUPERVISOR}
DOCTORS = frozenset({DOCTOR_IN, DOCTOR_OUT, DOCTOR_BLOCKED})
NOT_SIGNED_IN = frozenset(
    {VISITOR, HALF, ACTIVATING, "an expired session", "an ended session", "a made-up session"}
)
SIGNED_IN = frozenset({PATIENT, OTHER}) | CAREGIVERS | STAFF
"""Everyone with both factors: they reach their own account and sessions, whoever they act for."""
THROUGH_THE_PORTAL = NOT_SIGNED_IN | SIGNED_IN | {WORKER}
ANY_SOFTWARE = THROUGH_THE_PORTAL | {SOFTWARE} | DOCTORS
CALLERS = (
    PATIENT,
    OTHER,
    VISITOR,
    HALF,
    ACTIVATING,
    SOFTWARE,
    WORKER,
    LOOKING,
    MANAGING,
    ENDED,
    ELSEWHERE,
    IDLE_AGENT,
    AGENT_1,
    AGENT_2,
    AGENT_3,
    AGENT_LATE,
    SUPERVISOR,
    DOCTOR_IN,
    DOCTOR_OUT,
    DOCTOR_BLOCKED,
    *STRANGERS,
)
