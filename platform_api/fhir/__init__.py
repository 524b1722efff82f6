"""One mapper per FHIR resource: from what the services found to R4."""
