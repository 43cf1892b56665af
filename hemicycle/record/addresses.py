"""Where the rows of the record are read: permanent public addresses, served by `site`; feeds lie below them.

An address names its row by signs that never change (keys.py).
"""

from django.urls import get_script_prefix


def record(*parts: str) -> str:
    """`record("speeches", "zzm242tq")` is /record/speeches/zzm242tq/."""
    return "".join((get_script_prefix(), "record/", *(f"{part}/" for part in parts)))


def file(name: str, *parts: str) -> str:
    """`file("akn-debate.fr.xml", "sittings", "zzm242tq")` is /record/sittings/zzm242tq/akn-debate.fr.xml."""
    return f"{record(*parts)}{name}"


def paragraph(speech: str, order: int) -> str:
    """The anchor of a paragraph, the same on the page of its speech and on that of its sitting."""
    return f"{speech}-{order}"
