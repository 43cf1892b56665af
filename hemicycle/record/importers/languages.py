"""Akoma Ntoso names languages by ISO 639-2 (`eng`); the web and this record by BCP 47 (`en`).

BCP 47 (RFC 5646, 2.2.1) takes the two letters of every language that has them: the table has all of these. Another
language keeps its three letters. Source: the Library of Congress's list of ISO 639-2 codes.
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
aar:aa abk:ab ave:ae aka:ak arg:an asm:as ava:av bis:bi bam:bm tib:bo bod:bo bre:br che:ce cha:ch cos:co cre:cr
chu:cu chv:cv div:dv dzo:dz ewe:ee epo:eo ful:ff fij:fj fao:fo fry:fy gla:gd guj:gu glv:gv hmo:ho her:hz ina:ia
ile:ie ibo:ig iii:ii ipk:ik ido:io iku:iu jav:jv kon:kg kik:ki kua:kj kal:kl kan:kn kau:kr kas:ks kom:kv cor:kw
lug:lg lim:li lin:ln lub:lu mlg:mg mah:mh mal:ml mar:mr nau:na nde:nd ndo:ng nbl:nr nav:nv nya:ny oci:oc oji:oj
orm:om ori:or oss:os pan:pa pli:pi pus:ps san:sa srd:sc snd:sd sme:se sag:sg sna:sn sot:st sun:su tel:te tgl:tl
tsn:tn tso:ts tat:tt twi:tw tah:ty uig:ug ven:ve vol:vo wln:wa yid:yi zha:za ssw:ss
"""
_TWO_LETTERS = dict(pair.split(":") for pair in _CODES.split())
# Of two codes of a language the last in the table is that of ISO 639-2/T, which Akoma Ntoso asks for.
_THREE_LETTERS = {two: three for three, two in _TWO_LETTERS.items()}
# What files say that no list has: the Spanish corpus of ParlaMint.
_SHORTEST = _TWO_LETTERS | {"esp": "es"}
LONGEST_TAG = 20
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def tag(code: str) -> str | None:
    """The BCP 47 tag of a language code as found in a file; None when it is no language code."""
    first, *rest = code.strip().replace("_", "-").split("-")
    found = "-".join([_SHORTEST.get(first.lower(), first.lower()), *rest])
    return found if len(found) <= LONGEST_TAG and _TAG.fullmatch(found) else None


def code(tag: str) -> str:
    """The code by which Akoma Ntoso names the language of a BCP 47 tag; what else the tag says is kept (`fra-CA`)."""
    first, *rest = tag.split("-")
    return "-".join([_THREE_LETTERS.get(first.lower(), first.lower()), *rest])
