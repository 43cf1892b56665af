"""Messages that no person wrote: out of office, acknowledgements, mail that came back, in EN, FR and ES.

The announcement has to be where programs put it, at the beginning, and a second sign has to confirm it: people write
about being out of the office, and about the automatic replies that they got.
"""

import re

ANNOUNCED = (
    r"automatic reply|auto-?reply|automated (?:reply|response)|out of (?:the )?office|réponse automatique|"
    r"absence du bureau|message d['’]absence|respuesta automática|fuera de (?:la )?oficina|mensaje automático|"
    r"undeliverable|undelivered mail|mail delivery (?:failed|failure|subsystem)|delivery status notification|"
    r"message non (?:remis|distribué)|no se puede entregar|no entregado"
)
STATED = (
    r"this is an automat(?:ed|ic)(?:ally generated)? (?:reply|response|message|e-?mail|acknowledge?ment)|"
    r"ceci est un (?:accusé de réception automatique|message généré automatiquement)|"
    r"este es un (?:acuse de recibo automático|mensaje generado automáticamente)|"
    r"ceci est une? (?:réponse|message|courriel) automatique|este es un (?:mensaje|correo) automático|"
    r"esta es una respuesta automática|"
    r"this (?:mailbox|inbox|(?:e-?mail )?address) is (?:no longer|not) (?:monitored|attended|read)|"
    r"cette (?:boîte(?: aux lettres| mail)?|adresse) n['’]est (?:plus|pas) (?:consultée|surveillée|relevée)|"
    r"(?:este buzón|esta dirección) (?:ya )?no (?:se atiende|se lee|está atendid[oa]|está supervisad[oa])"
)
OFFICE = (
    r"(?:i(?: am|['’]m| will be|['’]ll be) (?:currently |now )?(?:out of (?:the )?office|away from (?:the|my) "
    r"(?:office|desk))|je (?:suis|serai) (?:actuellement )?absente? du bureau|"
    r"(?:estoy|estaré|me encuentro) (?:actualmente )?(?:fuera de (?:la|mi) oficina|ausente))"
)
LEAVE = (
    r"(?:i(?: am|['’]m| will be|['’]ll be) (?:currently |now )?on (?:annual |sick |maternity |paternity |parental )?"
    r"(?:leave|holiday|vacation)|je (?:suis|serai) (?:actuellement )?(?:absente?|en congés?|en vacances)|"
    r"(?:estoy|estaré|me encuentro) (?:actualmente )?de (?:vacaciones|baja|permiso))"
)
UNTIL = (
    r"until|back on|return(?:ing)? (?:on|to (?:the|my) office)|jusqu['’]au|de retour (?:le|au bureau)|"
    r"hasta el|(?:regreso|regresaré|vuelvo|volveré) el"
)
ANSWERS = (
    r"urgent|limited access|access to (?:my )?e-?mails?|(?:thank you for|received|read) your (?:e-?mail|message)|"
    r"in my absence|(?:please|kindly) contact|i will (?:reply|respond|answer)|"
    r"urgence|(?:merci pour|reçu|lirai) votre (?:message|courriel)|en mon absence|(?:veuillez|merci de) contacter|"
    r"je vous répondrai|(?:gracias por|recibido|leeré) su (?:mensaje|correo)|en mi ausencia|"
    r"(?:puede|pueden|por favor,?) contact(?:ar|e)|(?:le|les) responderé"
)
# The longest of real ones, with telephone numbers of a whole team, stay below.
MAX_LENGTH = 1500
BEGINNING = 250
# One sentence: who says no more than until when nobody is in the office is a machine.
SENTENCE = 200

_ANNOUNCED = re.compile(rf"(?im)^[ \t\[*]*(?:(?:re|fwd?|tr|rv)[ \t]?:[ \t]*)?(?:{ANNOUNCED})\b")
_STATED = re.compile(f"(?i){STATED}")
_OFFICE = re.compile(f"(?i){OFFICE}")
_LEAVE = re.compile(f"(?i){LEAVE}")
_UNTIL = re.compile(f"(?i){UNTIL}")
_ANSWERS = re.compile(f"(?i){ANSWERS}")

# For RE2: marks the rows that may be automatic.
SIGNS = f"(?i){ANNOUNCED}|{STATED}|{OFFICE}|{LEAVE}"


def is_automatic(own: str) -> bool:
    """Whether a message, its quotations taken away, is an automatic reply."""
    text = own.strip()
    if len(text) > MAX_LENGTH:
        return False
    beginning = text[:BEGINNING]
    announced = _ANNOUNCED.match(beginning) is not None
    stated = _STATED.search(beginning) is not None
    out, leave = _OFFICE.search(beginning) is not None, _LEAVE.search(beginning) is not None
    if announced:
        # A subject line, alone or above its message; or the same on one line with its message.
        first, _, remainder = text.partition("\n")
        return out or leave or stated or (len(first) < 150 and (bool(remainder.strip()) or ":" not in first))
    if stated:
        return True
    if not (out or leave) or not _UNTIL.search(text):
        return False
    return (out and len(text) < SENTENCE) or _ANSWERS.search(text) is not None
