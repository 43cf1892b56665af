"""What tests of the public pages share with those of the record."""

from tests.record.conftest import record_files

__all__ = ["record_files"]
