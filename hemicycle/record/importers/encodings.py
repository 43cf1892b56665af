"""In which encoding a table was saved that does not say it: spreadsheets write what their system writes."""

from __future__ import annotations

import codecs

WINDOWS = "windows-1252"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD = 4096
_UNKNOWN = "\ufffd"


def wide(data: bytes) -> str:
    """UTF-16, which a mark says, or Latin letters whose every other byte is zero; "" for anything else."""
    for mark, name in _MARKS[1:]:
        if data.startswith(mark):
            return name
    even, odd = data[:_HEAD:2], data[1:_HEAD:2]
    if len(odd) > 1 and odd.count(0) * 2 > len(odd) and not even.count(0):
        return "utf-16-le"
    if len(odd) > 1 and even.count(0) * 2 > len(even) and not odd.count(0):
        return "utf-16-be"
    return ""


def of_table(data: bytes) -> str:
    """UTF-8 unless most of its bytes beyond ASCII are none: then Windows’ own Latin, as Excel saves plain CSV."""
    if encoding := wide(data):
        return encoding
    read = data.decode("utf-8-sig", "replace")
    bad = read.count(_UNKNOWN)
    good = sum(not sign.isascii() for sign in read) - bad
    return WINDOWS if bad > good else "utf-8-sig"
