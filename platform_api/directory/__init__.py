"""The directories: patients, professionals, organisations, document types."""
