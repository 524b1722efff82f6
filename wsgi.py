"""The WSGI entry point of a checkout."""

from patient_portal.app import create_app

app = create_app()
