"""The words of ParlaMint TEI that its importer and its exporter share."""

from __future__ import annotations

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
UNKNOWN_TYPE = "application/octet-stream"
