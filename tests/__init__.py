"""Every test of both applications; `docs/map.md` says which folder holds what."""
