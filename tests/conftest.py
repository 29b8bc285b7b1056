"""How much Hypothesis tries: `--hypothesis-profile=deep` before a release."""

from hypothesis import settings

# Time is asserted where it matters; a busy machine must not fail the rest.
settings.register_profile("default", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=5000)
settings.load_profile("default")
