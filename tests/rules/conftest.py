"""How much the property tests try; a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("rules", deadline=None, max_examples=100)
settings.load_profile("rules")
