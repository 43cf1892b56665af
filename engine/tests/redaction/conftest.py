"""Texts with what was found in them shown in brackets."""

import pytest
from hearhear.redaction import find, redact


@pytest.fixture
def shown():
    def _shown(text, *, lang=None, public=()):
        return redact(text, find(text, lang=lang, public=public), lang=lang)

    return _shown
