"""What the channels put out, that somebody answers."""

from tests.channels.conftest import put  # noqa: F401
