"""The patient portal: pages and words, no database; everything it knows comes through platform_client."""
