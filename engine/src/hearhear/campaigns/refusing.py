"""Who shares a campaign's words and is none of its senders: those who pass its letter on in order to disagree."""

from __future__ import annotations

import re

_ABOUT = (
    r"letters?|texts?|words?|e-?mails?|messages?|petitions?|leaflets?|flyers?|campaigns?|posts?|statement|template"
    r"|lettres?|textes?|mots|courriels?|tracts?|p[ée]titions?|campagnes?|d[ée]pliants?|modèle|prospectus"
    r"|cartas?|textos?|palabras|correos?|mensajes?|peticion(?:es)?|petición|folletos?|campañas?|hojas?|octavillas?|pasquín|modelo"
)
_OTHERS = r"campaigners?|activists?|lobby|organisers?|militant[es]*|activistas?|organizador\w*"
_PASSED_ON = (
    r"sent|send|received?|reads?|says?|said|saying|writes?|repeats?|claims?|handed|forwarded|asked|wants?|circulat\w+"
    r"|copied|urges?|told|got"
    r"|re[çc]u|reçois|re[çc]oi\w+|envo\w+|dit|disent|écri(?:t|vent)|répètent|circul\w+|transmis\w*|demand\w+|souhaite"
    r"|affirme|prétend\w*|soutient|recevr\w+|veut"
    r"|recib\w+|envi\w+|mand\w+|dicen?|escriben?|repiten?|circul\w+|sostiene|reenvi\w+|pid\w+|quiere|lleg\w+|afirma"
    r"|asegura|pasar\w*"
)
INTRODUCED = re.compile(
    rf"(?is)(?:(?:\b(?:{_ABOUT})\b|\b(?:{_OTHERS})\b|\b(?:{_PASSED_ON})\b)[^.!?\n]{{0,120}}:[>\"'«“”‘(\[\s]*[^.!?\n:]{{0,60}}$)"
)
"""The words right before the campaign's own, as in "I was sent this text and do not agree:". A salutation that ends
with a colon names neither a text nor its passing on."""


def introduces(introduction: str) -> bool:
    """Whether these words, standing right before a campaign's passage, hand it on as somebody else's."""
    return INTRODUCED.search(introduction) is not None
