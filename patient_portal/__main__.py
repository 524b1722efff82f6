"""`python -m patient_portal` is the operator's command."""

from patient_portal.cli import main

main()
