"""The parts of a letter: letterhead, salutation, sign-off with signature, and the lines of a form, in EN, FR and ES.

Salutation and sign-off are one pattern each, written so that Python's `re` and RE2 match alike: `split` applies it to
one message, `clean_table` to a whole column, and a test compares the two.
"""

import re

from hearhear.structure.parts import Span, line_matches

# Spelled out, because `\s` is not the same in both.
SPACE = r"[ \t\xa0]"
BLANKS = " \t\xa0\r\n"
BLANK = r"[ \t\xa0\r\n]"
TITLES = (
    r"mr|mrs|ms|miss|mx|dr|prof|sir|madam|mp|mep|mps|senators?|members?|ministers?|deputy|deputies|representatives?|"
    r"assembly(?:man|woman|member)|congress(?:man|woman)|councill?ors?|hon|honou?rable|committee|chair(?:man|woman)?|"
    r"speaker|president|clerk|editor|friends?|colleagues?|all|everyone|"
    r"madame|monsieur|mesdames|messieurs|mme|m|députée?s?|sénat(?:eur|rice)s?|ministre|présidente?|maire|élue?s?|"
    r"commission|membres?|"
    r"sra?|srta|señor(?:a|es|as)?|don|doña|diputad[oa]s?|senador(?:a|es|as)?|ministr[oa]|president[ea]|alcalde(?:sa)?|"
    r"miembros?|comisión|amig[oa]s?|excm[oa]|ilm[oa]"
)
# Greetings that are followed by whom they greet, in any words, and those that also begin a sentence.
WARM = (
    r"dear|chers?|chères?|à l['’]attention d[eu]s?|to whom it may concern|to the|"
    r"estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|distinguid[oa]s?|muy señor(?:a|es)? mí[oa]s?|a la atención del?"
)
BRIEF = (
    r"hello|hi|good (?:morning|afternoon|evening|day)|greetings|bonjour|bonsoir|salut|"
    r"hola|buen[oa]s (?:días|tardes|noches)|buen día"
)
COURTESY = r"madame|monsieur|mesdames|messieurs|mme|sir|madam|señor(?:a|es|as)?"
NAME = r"[A-ZÀ-ÖØ-ÞŒŠŽ][^ \t\xa0\r\n,;:!?]*"
ELIDED = r"[dl]['’][^ \t\xa0\r\n,;:!?]+"
OF = rf"of|the|de|la|le|les|du|des|del|los|las|y|et|and|&|van|von|der|al|el|{ELIDED}"
# A word with a capital is a name, one without is one of these: were both possible, `re` would try all combinations.
WHOM = rf"(?:(?:{TITLES})\.?|{OF}|there|à|tous|toutes|a|todos|todas|team|{NAME})"
LINE_END = rf"{SPACE}*[,:!.–-]?{SPACE}*(?:\r?\n|\z)"
# A line of its own; or, run on, a greeting of somebody with a title.
ALONE = (
    rf"(?:(?i:{WARM})(?:{SPACE}[^\n.,?;!:]{{0,80}})?{SPACE}*[,:!]{SPACE}*(?:\r?\n|\z)|"
    rf"(?i:{WARM}|{BRIEF}|{COURTESY})(?:,?{SPACE}{WHOM})*{LINE_END})"
)
ADDRESSED = (
    rf"(?:(?i:{WARM}|{BRIEF}){SPACE}(?i:{TITLES})|(?i:{COURTESY}))\.?"
    rf"(?:(?:,{SPACE}?(?i:{COURTESY}))|{SPACE}{WHOM})*{SPACE}*[,:!]"
)
# The first line of mail is its subject; a salutation may stand under it.
SUBJECT = rf"(?:[^ \t\xa0\r\n][^\r\n]*\r?\n{SPACE}*\r?\n{BLANK}*)??"
GREETED = rf"(?:{ALONE}|{ADDRESSED}(?:{BLANK}|\z)){BLANK}*"
PLAIN_SALUTATION = rf"\A({BLANK}*){GREETED}"
SALUTATION = rf"\A({BLANK}*{SUBJECT}){GREETED}"

PHRASES = (
    r"yours(?: (?:very )?(?:sincerely|faithfully|truly|respectfully|ever|in [^\n,]+))?|"
    r"(?:very |most )?sincerely(?: yours)?|(?:with )?(?:my |our )?(?:very )?(?:kind|best|warm|kindest|warmest) "
    r"(?:regards|wishes)|(?:with )?regards|(?:very )?respectfully(?: yours| submitted)?|(?:many |with )?thanks"
    r"(?: and (?:kind |best )?(?:regards|wishes)| in advance| again)?|thank you(?: very much| in advance| again)?|"
    r"cheers|cordially|faithfully|in solidarity|"
    r"(?:très |bien )?cordialement|(?:bien )?(?:sincèrement|respectueusement)|bien à vous|salutations[^\n,]*|"
    r"(?:avec )?mes (?:salutations|respects|hommages)[^\n,]*|merci(?: d['’]avance| beaucoup)?|"
    r"(?:muy )?atentamente|atte\.?|(?:un )?(?:cordial |afectuoso )?saludos?(?: cordial(?:es)?| afectuosos?)?|"
    r"cordialmente|respetuosamente|(?:muchas )?gracias(?: de antemano| por adelantado)?"
)
SENTENCES = (
    r"(?:(?:dans l['’]attente|en vous remerciant|restant) [^.\n]*)?(?:je vous prie|nous vous prions|veuillez|recevez|"
    r"agréez)[^.\n]*(?:expression|salutations|sentiments|considération|hommages)[^.\n]*\.?|"
    r"(?:sin otro particular|a la espera de (?:su|una) respuesta)[^\n]*|"
    r"reciban? [^.\n]*saludos?[^.\n]*\.?|(?:le|les|os|la) salud(?:a|an|amos|o)[^.\n]*\.?"
)
# Names, towns, numbers: every word with a capital or a figure, or one that binds names.
BINDING = rf"{OF}|e|da|do|dos|bin|on behalf of|au nom de|en nombre de|–|-"
EMAIL = r"[^A-ZÀ-ÖØ-ÞŒŠŽ0-9(+# \t\xa0\r\n@!?][^ \t\xa0\r\n@!?]*@[^ \t\xa0\r\n@!?]+"
NAME_WORD = rf"(?:[A-ZÀ-ÖØ-ÞŒŠŽ0-9(+#][^ \t\xa0\r\n!?]*|{EMAIL}|{BINDING})"
NAME_LINE = rf"{NAME_WORD}(?:{SPACE}+{NAME_WORD})*{SPACE}*"
CLOSING = (
    rf"(?i:{PHRASES}|{SENTENCES}){SPACE}*[,.;:!–-]*"
    rf"(?:{SPACE}+{NAME_LINE})?(?:\r?\n{BLANK}*{NAME_LINE}){{0,6}}{BLANK}*\z"
)
# On a line of its own, or after the last sentence on the same line.
SIGNOFF_LINE = rf"(?:\A|\n){SPACE}*{CLOSING}"
SIGNOFF_ALONE = rf"\A{SPACE}*{CLOSING}"
SIGNOFF_RUN_ON = rf"[.!?…]{SPACE}+{CLOSING}"
BEFORE_SIGNOFF = rf"((?:\A|\n){SPACE}*|[.!?…]{SPACE}+)"
SIGNOFF = f"{BEFORE_SIGNOFF}{CLOSING}"
# What a sign-off begins with. For RE2: the names that may follow make it slow.
SIGNOFF_SIGN = rf"{BEFORE_SIGNOFF}(?i:{PHRASES}|{SENTENCES})"

SALUTATION_PATTERN = re.compile(SALUTATION.replace(r"\z", r"\Z"))
SIGNOFF_PATTERN = re.compile(SIGNOFF.replace(r"\z", r"\Z"))
SIGNOFF_BEGINS = re.compile(r"[\n.!?…]")

WEAK_KEYS = (
    r"name|full name|first name|last name|surname|family name|forename|title|address|postal address|street|"
    r"city|town|county|state|country|date|date of birth|occupation|profession|organisation|organization|signature|"
    r"signed|subject|topic|bill|age|gender|"
    r"nom|prénom|nom de famille|nom et prénom|nom complet|adresse|adresse postale|rue|ville|commune|pays|département|"
    r"civilité|fait à|objet|sujet|âge|sexe|organisme|"
    r"nombre|nombre completo|nombre y apellidos|apellidos?|dirección|domicilio|calle|ciudad|municipio|localidad|"
    r"provincia|país|fecha|fecha de nacimiento|profesión|organización|firma|firmado|asunto|tema|edad|sexo"
)
STRONG_KEYS = (
    r"post ?code|postal code|zip(?: code)?|phone|phone number|telephone|tel|mobile|e-?mail|email address|constituency|"
    r"riding|district|electoral district|membership (?:no|number)|"
    r"code postal|cp|téléphone|tél|portable|courriel|mél|adresse (?:électronique|e-?mail|courriel)|circonscription|"
    r"código postal|c\.?p|teléfono|tfno|móvil|correo|correo electrónico|circunscripción|dni|nif|nie|distrito"
)
YOURS = "(?:(?:your|votre|vos|vuestr[oa]s?|sus?|tus?)[ \\t\\xa0]+)?"
FORM_LINE = re.compile(
    rf"(?im)^[ \t*•-]*{YOURS}(?:(?P<strong>{STRONG_KEYS})|(?P<weak>{WEAK_KEYS}))\.?[ \t\xa0]*\*?:[ \t\xa0]*"
    r"(?P<value>[^\n]{0,100}?)[ \t]*(?:\r?\n|\Z)"
)
FORM_LABEL = re.compile(
    rf"(?im)^[ \t*•-]*{YOURS}(?:message|comments?|concerns?|question|request|enquiry|inquiry|opinion|views?"
    r"|commentaires?|demande|question|requête|avis|préoccupations?|courrier"
    r"|mensaje|comentarios?|consulta|pregunta|petición|solicitud|opinión|texto|contenu|contenido)"
    r"[ \t\xa0]*\*?:[ \t\xa0]*(?:\r?\n)?"
)
# A form's value is a name or a number, not a sentence.
SENTENCE = re.compile(r"[.!?…]\s*$|[.!?…,;]\s+\S+\s+\S+\s+\S+|(?:\S+\s+){9}")
POSTSCRIPT = re.compile(r"(?m)^[ \t]*P\.?[ \t]?[SD]\.?[ \t]*[.:,–-]?[ \t\n]")
DASHES = re.compile(r"(?m)^--[ \t]?\r?\n(?P<rest>(?:[^\n]{0,100}(?:\n|\Z)){1,12})\Z")

# For RE2: marks the rows with a form, a postscript or a signature under dashes.
SIGNS = (
    rf"(?i)(?:\A|\n)[ \t*•-]*{YOURS}(?:{STRONG_KEYS}|{WEAK_KEYS})\.?[ \t\xa0]*\*?:|"
    r"(?:\A|\n)[ \t]*P\.?[ \t]?[SD]\.?[ \t]*[.:,–-]?[ \t\n]|(?:\A|\n)--[ \t]?\r?\n"
)


def forms(text: str) -> list[Span]:
    """Lines of a form: two or more anywhere, one with the label of the message right below it, or one with a figure or
    an address under a key that asks for it."""
    lines = [line for line in line_matches(FORM_LINE, text) if not SENTENCE.search(line["value"])]
    if not lines:
        return []
    labels = list(line_matches(FORM_LABEL, text))
    labelled = {line.end() for line in lines} & {label.start() for label in labels}
    certain = any(line["strong"] and re.search(r"[\d@]", line["value"]) for line in lines)
    if len(lines) < 2 and not labelled and not certain:
        return []
    return [(found.start(), found.end(), "form") for found in [*lines, *labels]]


def dashes(text: str) -> list[Span]:
    """A signature under the two dashes that mail programs put above it."""
    found = next(line_matches(DASHES, text), None)
    return [(found.start(), found.end(), "signoff")] if found else []


def postscripts(text: str, start: int, end: int) -> list[int]:
    """Where postscripts begin: after a signature, and the author's own words again."""
    return [found.start() for found in line_matches(POSTSCRIPT, text, start, end)]


def salutation(text: str) -> tuple[int, int] | None:
    """The salutation at the beginning of a text."""
    found = SALUTATION_PATTERN.match(text)
    return (found.end(1), found.end()) if found else None


def signoff(text: str) -> tuple[int, int] | None:
    """The sign-off and signature at the end of a text."""
    begin = _last_lines(text)
    places = [place.start() for place in SIGNOFF_BEGINS.finditer(text, begin)]
    for place in places if begin or 0 in places else [0, *places]:  # a search would try every character
        found = SIGNOFF_PATTERN.match(text, place)
        if found:
            return (found.end(1), found.end())
    return None


def _last_lines(text: str) -> int:
    """Where the last eight lines begin that are not blank: a sign-off and its signature have seven at most."""
    at = len(text)
    for _ in range(8):
        at = text.rfind("\n", 0, len(text[:at].rstrip(BLANKS)))
        if at < 0:
            return 0
    return at


_GREETING = (
    r"dear|hello|hi|good (?:morning|afternoon|evening|day)|to (?:the|whom)|sirs?\b|madam|ladies|honou?rable"
    r"|bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chers?\b|chères?\b|à (?:la|tou\w*)\b|à l['’]attention"
    r"|estimad|queridos?\b|queridas?\b|señor|hola|buen[oa]s|muy señor|a (?:la|quien)|distinguid"
)
_LETTERHEAD = re.compile(
    rf"\A(?:[^\n]{{0,70}}\n){{2,16}}?(?=[ \t]*(?i:{_GREETING})[^\n]{{0,70}}[,:]?[ \t]*\n)[^\n]*\n\s*"
)
_UNGREETED = re.compile(r"\A(?:[^\n]{0,50}[^\n.!?…:;,]\n\s*+){4,12}(?=[^\n]{51})")
"""Four lines or more that are short and end no sentence, with a figure among them, before the first long one. White
space is not given back: lines of nothing else could be divided in ways beyond number."""


def letterhead_end(body: str) -> int:
    """Where the letter begins: after the greeting under a letterhead, or after a letterhead without one."""
    match = _LETTERHEAD.match(body)
    if match:
        return match.end() if match.end() < len(body) else 0
    lines = _UNGREETED.match(body)
    return lines.end() if lines and lines.end() < len(body) and any(map(str.isdigit, lines[0])) else 0
