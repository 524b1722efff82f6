"""Words and sends what the platform queued for people: it decides what is told, this says it."""

from patient_portal.messages.delivery import Gateway, deliver_due, gateway
from patient_portal.messages.texting import examine as examine_text_gateway

__all__ = ["Gateway", "deliver_due", "examine_text_gateway", "gateway"]
