"""Words and sends what the platform queued for people: it decides what is told, this says it."""

from patient_portal.messages.delivery import Gateway, deliver_due, gateway

__all__ = ["Gateway", "deliver_due", "gateway"]
