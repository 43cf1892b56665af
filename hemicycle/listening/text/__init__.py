"""Texts as people read them: personal data redacted, quotes cut, templates, and words for the engine's codes."""
