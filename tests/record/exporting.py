"""What the tests of exporters share: an export as bytes, by the command a person types."""

from pathlib import Path

from django.core.management import call_command

from hemicycle.record.exporters.formats import FORMATS


def exported(form: str, folder: Path, **options: str) -> Path:
    out = folder / f"export-{form}{FORMATS[form].suffix}"
    call_command("export_record", form, "--out", str(out), *(f"--{name}={value}" for name, value in options.items()))
    return out
