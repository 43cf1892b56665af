"""Texts as people read them: personal data covered, quotes cut, templates, and words for the engine's codes."""
