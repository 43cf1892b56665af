"""Akoma Ntoso names languages by ISO 639-2 (`eng`); the web and this record by BCP 47 (`en`).

The table has the languages in which national parliaments publish; another one keeps its three letters,
which is a valid BCP 47 tag too. Source: the Library of Congress's list of ISO 639-2 codes.
"""

from __future__ import annotations

import re

_CODES = """
afr:af alb:sq sqi:sq amh:am ara:ar arm:hy hye:hy aze:az baq:eu eus:eu bel:be ben:bn bos:bs bul:bg bur:my
mya:my cat:ca chi:zh zho:zh cze:cs ces:cs dan:da dut:nl nld:nl eng:en est:et fin:fi fre:fr fra:fr geo:ka
kat:ka ger:de deu:de gle:ga glg:gl gre:el ell:el hat:ht hau:ha heb:he hin:hi hrv:hr hun:hu ice:is isl:is
ind:id ita:it jpn:ja kaz:kk khm:km kin:rw kir:ky kor:ko lao:lo lat:la lav:lv lit:lt ltz:lb mac:mk mkd:mk
mao:mi mri:mi may:ms msa:ms mlt:mt mon:mn nep:ne nor:no nno:nn nob:nb per:fa fas:fa pol:pl por:pt que:qu
grn:gn aym:ay roh:rm rum:ro ron:ro run:rn rus:ru sin:si slo:sk slk:sk slv:sl smo:sm som:so spa:es srp:sr
swa:sw swe:sv tam:ta tgk:tg tha:th tir:ti ton:to tuk:tk tur:tr ukr:uk urd:ur uzb:uz vie:vi wel:cy cym:cy
wol:wo xho:xh yor:yo zul:zu
"""
_TWO_LETTERS = dict(pair.split(":") for pair in _CODES.split())
# Of two codes of a language the last in the table is that of ISO 639-2/T, which Akoma Ntoso asks for.
_THREE_LETTERS = {two: three for three, two in _TWO_LETTERS.items()}
LONGEST_TAG = 20
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def tag(code: str) -> str | None:
    """The BCP 47 tag of a language code as found in a file; None when it is no language code."""
    first, *rest = code.strip().replace("_", "-").split("-")
    found = "-".join([_TWO_LETTERS.get(first.lower(), first.lower()), *rest])
    return found if len(found) <= LONGEST_TAG and _TAG.fullmatch(found) else None


def code(tag: str) -> str:
    """The code by which Akoma Ntoso names the language of a BCP 47 tag; what else the tag says is kept (`fra-CA`)."""
    first, *rest = tag.split("-")
    return "-".join([_THREE_LETTERS.get(first.lower(), first.lower()), *rest])
