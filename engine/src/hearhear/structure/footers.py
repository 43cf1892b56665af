"""What a program or an office puts under a mail: where it was sent from, legal notices, how to leave a list.

Whole lines or paragraphs only. A notice of confidentiality needs its recipient or addressee in the same paragraph: a
person may write that a letter is confidential.
"""

import re

from hearhear.structure.parts import Span, line_matches

DEVICE = (
    r"get the [^\n]{0,30}\bapp\b[^\n]{0,60}|"
    r"(?:sent|get|envoyé|envoyée|télécharger?|obtenir|obtenez|enviado|obtener|obtén|descargar)[ \t]"
    r"(?:from|via|using|outlook|de|depuis|à partir d|desde|con|mediante)[^\n]{0,60}"
    r"(?:iphone|ipad|android|samsung|galaxy|blackberry|outlook|yahoo|gmail|mobile|móvil|smartphone|téléphone|phone|"
    r"mail|ios|huawei|xiaomi|proton|tablet|tableta|teléfono|portable)[^\n]{0,60}"
)
VIEWS = (
    r"(?:(?:the |any )?(?:views|opinions)(?: (?:and|or) (?:views|opinions))? expressed in this "
    r"(?:e-?mail|message|mail)|"
    r"les (?:opinions|propos|avis) exprimée?s dans ce (?:message|courriel|mail)|"
    r"las opiniones (?:expresadas|vertidas|contenidas) en este (?:mensaje|correo))[^\n]{0,600}"
)
LEAVE = (
    r"(?:to|click here to|if you (?:no longer|do not|don['’]t) (?:wish|want) to receive)[^\n]{0,80}"
    r"(?:unsubscribe|stop receiving|receive)[^\n]{0,160}|unsubscribe(?:[ \t]*[:|(<][^\n]{0,160}|[ \t]*)|"
    r"(?:pour|cliquez ici pour)[^\n]{0,40}(?:désabonner|désinscrire|désinscription)[^\n]{0,160}|"
    r"(?:se|me) (?:désabonner|désinscrire)[^\n]{0,120}|"
    r"(?:para|si desea|haga clic aquí para)[^\n]{0,40}(?:darse de baja|cancelar (?:la|su) suscripción|dejar de "
    r"recibir)[^\n]{0,160}|darse de baja[ \t]*(?:[:|(<][^\n]{0,160})?|"
    r"you(?: are|['’]re)? (?:received|receiving) this (?:e-?mail|message|mail) because[^\n]{0,240}|"
    r"vous (?:recevez|avez reçu) ce (?:message|courriel|mail|courrier) (?:car|parce que)[^\n]{0,240}|"
    r"(?:ha recibido|recibe|recibió|has recibido) este (?:mensaje|correo)[^\n]{0,20} porque[^\n]{0,240}"
)
SENT_BY = (
    r"(?:this (?:e-?mail|message|letter) was sent (?:by|via|through|using|from)|ce (?:message|courriel) a été envoyé "
    r"(?:par|via|depuis)|este (?:mensaje|correo) (?:ha sido|fue) enviado (?:por|desde|a través de))[^\n]{0,240}"
)
TREES = (
    r"(?:please )?(?:consider|think of) the environment before printing[^\n]{0,120}|"
    r"(?:pensez à l['’]environnement|merci de penser à l['’]environnement)[^\n]{0,40}imprimer[^\n]{0,120}|"
    r"(?:antes de imprimir este|piense en el medio ?ambiente antes)[^\n]{0,160}|"
    r"virus-free\.[^\n]{0,120}|garanti sans virus\.[^\n]{0,120}|libre de virus\.[^\n]{0,120}"
)
LINE = re.compile(rf"(?im)^[ \t*_>-]*(?:{DEVICE}|{LEAVE}|{SENT_BY}|{VIEWS}|{TREES})[ \t]*$\n?")
LIST = re.compile(r"(?im)^[ \t]*_{20,}[ \t]*\n[^\n]{1,80}(?:mailing list|liste de diffusion|lista de correo)[^\n]*"
                  r"(?:\n[^\n]{0,160}){0,3}\Z")  # fmt: skip
NOTICE_WORD = r"confiden[ct]i?[ae]l|privileged|disclaimer|aviso legal|avertissement|lopd|rgpd|protección de datos"
NOTICE_FOR = (
    r"intended (?:only|solely|exclusively|recipient|for the)|addressee|not the (?:named|intended)|destinataires?|"
    r"destinatari[oa]s?|exclusivement|legally privileged"
)
NOTICE_SUBJECT = r"(?:e-?mail|message|communication|transmission|courriel|mail|mensaje|correo|information|información)"
NOTICE = tuple(map(re.compile, (NOTICE_WORD, NOTICE_FOR, NOTICE_SUBJECT)))
RULE = re.compile(r"(?:\A|\n)([ \t]*[-_=*–—]{2,}[ \t]*\r?\n\s*)\Z")
PARAGRAPH = re.compile(r"(?:[^\n]+(?:\n|\Z))+")

# For RE2: marks the rows that may hold any of this, notices apart.
SIGNS = (
    r"(?i)(?:\A|\n)[ \t*_>-]*(?:sent|get|envoyée?|télécharger?|obtenir|obtenez|enviado|obtener|obtén|descargar)[ \t]"
    r"(?:from|via|using|outlook|the|de|depuis|à partir|desde|con|mediante)|"
    r"unsubscribe|désabonner|désinscri|darse de baja|"
    r"cancelar (?:la|su) suscripción|dejar de recibir|stop receiving|received? this|receiving this|recevez ce|reçu ce|"
    r"(?:ha recibido|has recibido|recibe|recibió) este|was sent (?:by|via|through|using|from)|a été envoyé|"
    r"(?:ha sido|fue) enviado|before printing|imprimer|imprimir|virus|"
    r"expressed in this|exprimée?s dans ce|"
    r"(?:expresadas|vertidas|contenidas) en este|_{20}"
)
NOTICE_SIGNS = f"(?i){NOTICE_WORD}"


def find(text: str) -> list[Span]:
    """Stretches that are footers, notices left out."""
    spans: list[Span] = [(match.start(), match.end(), "footer") for match in line_matches(LINE, text)]
    spans += [(match.start(), match.end(), "footer") for match in line_matches(LIST, text)]
    return [_with_rule(text, span) for span in spans]


def notices(text: str) -> list[Span]:
    """Paragraphs that are legal notices."""
    lowered = text.lower()  # a search that ignores case tries every word at every character
    if not NOTICE[0].search(lowered):
        return []
    found = []
    for paragraph in PARAGRAPH.finditer(text):
        first = _notice_start(paragraph[0].lower())
        if first is not None:
            found.append(_with_rule(text, (paragraph.start() + first, paragraph.end(), "footer")))
    return found


def _notice_start(paragraph: str) -> int | None:
    """Where a notice at the end of a paragraph begins: it may stand right below the letter."""
    if not all(sign.search(paragraph) for sign in NOTICE):
        return None
    starts = [0, *(at + 1 for at, mark in enumerate(paragraph) if mark == "\n" and at + 1 < len(paragraph))]
    last = max(at for at in starts if all(sign.search(paragraph, at) for sign in NOTICE))
    above = [at for at in starts if at < last]
    while above and any(sign.search(paragraph, above[-1], last) for sign in NOTICE[:2]):
        last = above.pop()
    return last


def _with_rule(text: str, span: Span) -> Span:
    """The footer and the line of dashes above it."""
    rule = RULE.search(text, max(0, span[0] - 100), span[0])
    return (rule.start(1), span[1], span[2]) if rule else span
