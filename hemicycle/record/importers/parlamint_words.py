"""The words of ParlaMint TEI that its importer and its exporter share.

Ours within them, where ParlaMint has none: `n="id:…"` is what the source calls an element whose `xml:id` cannot say
it, `type="level2-questions"` of a head which heading of the record it is, and `n="depth:1"` of a division how many
headings it lies under, and `type="paragraph"` of a note that is a paragraph of the record.
"""

from __future__ import annotations

import re

SCHEME = "parlamint"
NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
ID, LANG = f"{{{XML}}}id", f"{{{XML}}}lang"

# ParlaMint's words for bodies and for what somebody is in one.
BODIES = {
    "parliament": "chamber",
    "government": "government",
    "ministry": "government",
    "politicalParty": "party",
    "parliamentaryGroup": "group",
    "politicalGroup": "group",
    "committee": "committee",
}
ROLES = {
    "member": "member",
    "head": "leader",
    "deputyHead": "vice_chair",
    "minister": "office_holder",
    "primeMinister": "office_holder",
    "secretary": "office_holder",
}
SEXES = {"F": "female", "M": "male", "O": "other"}
# What ParlaMint has one word for and the record several: `ana` says which.
CHAIR = "#chair"
KINDS = {
    "#chair": "chair",
    "#question": "question",
    "#answer": "answer",
    "#interjection": "interjection",
    "#procedural": "procedural",
    "#note": "note",
}
TEXTS = {"#verbatim": "verbatim", "#translation": "translation", "#recognised": "recognised"}
EXISTENCE = "existence"
LINKS = ("web", "x", "bluesky", "mastodon", "facebook", "instagram", "tiktok", "youtube")
WIKIDATA = "https://www.wikidata.org/wiki/"

PARAGRAPH = "paragraph"
NATIVE, DEPTH = "id:", "depth:"
# Before the id of a note that is a number, which no id in XML may be.
NUMBER = "id."
LEVEL = re.compile(r"level([1-9]\d?)-([a-z]+)")
CLOCK = "clock"
OPENED, CLOSED = f"{CLOCK}.opened", f"{CLOCK}.closed"
FROM, TO = "from", "to"
# An id of ours for somebody whose corpus gives none; it is no name to be shown.
MADE = re.compile(r"(person|org|area)\.[0-9a-z]{1,12}")
MADE_OF_SPEECHES = re.compile(r"u\.[0-9a-z]{1,12}")
UNKNOWN_TYPE = "application/octet-stream"
