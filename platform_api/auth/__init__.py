"""Signing in, second factors, sessions, accounts, and the authorization server for software."""
