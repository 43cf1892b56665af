"""The context of a possible name: an introduction, kinship or office before it, what the person does after it, or
signs that it is the name of a street, a school or a law.
"""

import re

from hearhear.redaction.vocabulary import (
    CALLINGS,
    INSTITUTIONS,
    INTRODUCTIONS,
    KIN,
    NAMESAKES,
    OFFICES,
    TITLES,
    section,
)

_OFFICES_WITH_CAPITAL = frozenset({"lady", "lord", "general", "papa", "whip", "chair"})
"""Words that call an office with a capital, and anybody or anything else without."""
_ACQUAINTANCES = section("acquaintances")
_WRITER = (["i"], ["yo"], ["moi"])
_SIGNATORIES = frozenset({"undersigned", "signatories", "soussignés", "soussignées", "signataires", "firmantes"})
_ARTICLES_OF_PERSONS = (["la"], ["el"])
"""`yo soy la Rosa Vega`: in much of Spanish names have one."""
_ARTICLE = (["the"], ["les"], ["los"], ["las"])
_OF_WHOM = (["of"], ["de"])
FAMILIES = section("families")
_HERE = frozenset({"it's", "its", "c'est", "cest", "c", "ici", "aquí", "yo", "soy", "here", "this"})
_SIZES = frozenset({"petits", "petites", "petit", "petite", "pequeño", "pequeña", "mayor", "menor", "son"})
"""What things are as well, and in French `his`: they call somebody only where they are somebody's."""
_CLOSE = 3
_COPULAS = frozenset({"is", "was", "es", "era", "est", "était", "c"})
FAMILY = frozenset({"famille", "familia"})
_HERE_IS_FAMILY = _HERE | {"we", "we're", "somos", "sommes", "nous"}
_MOST_BEFORE_NAME = 3
"""Words: `hi, it's`, `this is`, `buenas, aquí`."""
_REACH = 56
"""Characters looked at before a name: room for six words."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# The end of a sentence, not of an abbreviation before a name: `ép. Hart`, `Fdo. Hart`, `J. Hart`.
_STOP = re.compile(
    r"\.(?=\s)(?<![Ff]do\.)(?<![Aa]tte\.)(?<!\bép\.)(?<![éEÉ]pse\.)(?<![Vv]ve\.)(?<![Vv]da\.)(?<! [A-Z]\.)"
    r"(?<!Mr\.|Dr\.|Sr\.)(?<!Mrs\.|Sra\.)"
)
_CUTS = "!?;\n…¿¡]"
_ENDING = re.compile(r"\(e?s?\)|·e|\(a\)")
_CONNECTORS = section("connectors")
_MINE = section("mine")
_NAME = frozenset({"name", "nom", "prénom", "nombre", "apellido", "surname"})
_MINE_IN_ENGLISH = frozenset({"my", "our", "his", "her", "their", "your", "whose"})
"""Beside `son`, which is `his` in French and `are` in Spanish."""
_GREETINGS = section("greetings")
_PRESENTS = section("presents")
_LAWS = section("laws")
_ROMAN = re.compile(r"[IVX]{2,5}|V|X")
_RELATIVES = frozenset({"who", "qui", "que", "quien"})
_OF = frozenset({"de", "des", "du", "del", "of"})
_ONLY_WITH_CAPITAL = frozenset(
    section("towns_named") | {"great", "little", "company", "team", "club", "line", "point", "city"}
)
_NAMESAKE_NOUNS = NAMESAKES - _ONLY_WITH_CAPITAL
_POST = re.compile(
    r"(?:['’]s)?,? ?\(?(?:MP|MSP|MEP|MLA|TD|QC|KC|AM|MS|MdB)\b|,? \((?:Con|Lab|LD|SNP|PP|PSOE|LR|PS|RN|LFI|EELV|"
    r"LREM|UMP|Vox)\b"
)
_APPOSITION = re.compile(r",\s(?:l['’])?(?P<words>[^\W\d_]{1,20}(?:[ '’-][^\W\d_]{1,20}){0,4})")
_OPENING = section("apposition")
_NEXT = re.compile(r"(?P<own>['’]s)?[ -](?P<word>[^\W\d_]+)")
_NUMBERED = re.compile(r"\s(?:[Nn][o.º°]{1,2}\s?)?\d{1,3}(?!\d)")  # no year: `Jones Act 1920`
_LAST = frozenset(phrase.rpartition(" ")[2] for phrase in INTRODUCTIONS | CALLINGS)
_LONGEST_PHRASE = max(phrase.count(" ") + 1 for phrase in INTRODUCTIONS | CALLINGS)
LAST_PAIRS = frozenset(tuple(phrase.split(" ")[-2:]) for phrase in INTRODUCTIONS | CALLINGS)
"""Each introduction's last two words, or its only one."""
DISTINCTIVE_WORDS = frozenset(
    max(re.split("[ ']", phrase), key=lambda word: (len(word), word)) for phrase in INTRODUCTIONS
)
"""The longest word of each introduction."""
LAST_WORDS = _LAST | frozenset(word.rpartition("'")[2] for word in _LAST)
"""A text without any of these words introduces nobody."""


_FAME = section("fame")
_NO_PERSONS = _FAME | NAMESAKES | INSTITUTIONS | OFFICES | _CONNECTORS | section("never") | section("places_called")
"""Nouns before a name that make it a thing's, a place's or that of somebody whom everybody knows."""
_OWNERS = _MINE - {"a", "another", "dear", "whose", "called", "un", "una", "une", "your", "votre", "tu"} | {
    "my",
    "our",
}
_DEFINITE = frozenset(
    {"the", "our", "my", "la", "le", "el", "notre", "nuestra", "nuestro", "mi", "mon", "ma", "a", "un", "une", "una"}
)
_ROLE = re.compile(
    r",\s(?:the |an? |la |le |el |une? |una |l['’]|(?:our|my|notre|mon|ma|nuestr[ao]|mi) (?:[a-zà-ÿ-]{3,12} )?)"
    r"(?P<noun>[a-zà-ÿœ-]{4,24})"
    r"(?: (?:of|at|from|in|de|du|des|del|à|au|en)(?: [^\W\d_]{2,16}){1,3})?(?:[,.;:)]|\Z)"
)


class PrecedingContext:
    """The words of the same sentence before a place in a text, and what they say."""

    __slots__ = ("gap", "last", "lower", "words")

    def __init__(self, text: str, start: int) -> None:
        window = text[max(0, start - _REACH) : start]
        window = window[max(map(window.rfind, _CUTS)) + 1 :]
        if "." in window:
            cut = 0
            for match in _STOP.finditer(window):
                cut = match.end()
            window = window[cut:]
        if ")" in window or "·" in window:
            window = _ENDING.sub("", window)
        self.words = _WORD.findall(window)
        self.lower = [word.lower().replace("’", "'") for word in self.words]
        tail = window.rstrip(" \t\xa0\"“«'(")
        self.last = tail[-1:]
        self.gap = tail[-1:] if tail[-1:] in ",:(" else "" if self.words else "start"

    def introduces(self) -> bool:
        """Whether whatever follows is a name; `I, Ann Hart, object` names the writer as well."""
        if self.gap == "," and (self._ends_with_writer() or self._ends_with_somebodys_name()):
            return True
        return self._ends_with(INTRODUCTIONS)

    def _ends_with_writer(self) -> bool:
        """`I,`, and not the number in `Action I,`."""
        return self.lower[-1:] in _WRITER and (len(self.words) == 1 or self.words[-2][0].islower())

    def _ends_with_somebodys_name(self) -> bool:
        """`her name,`, `son prénom,`."""
        return len(self.lower) > 1 and self.lower[-1] in _NAME and any(one in _MINE for one in self.lower[-3:-1])

    def calls(self) -> bool:
        """Whether something is given a name: a person, if the name is a person's."""
        return self._ends_with(CALLINGS)

    def calls_kin(self) -> bool:
        """`my daughter is called`, `mi hijo se llama`."""
        return self.calls() and not KIN.isdisjoint(self.lower)

    def calls_privately(self) -> bool:
        """`the undersigned`, `on behalf of my client`; not `called` and `known as`, which things are as well."""
        return self._ends_with(_PRIVATE_CALLINGS)

    def greets(self) -> bool:
        """Whether nothing but a greeting and `it's`, `c'est` or `I am` stands before, as where somebody says hello."""
        if not self.lower or self.last == ")":
            return False
        return self.lower[-1] in _HERE and len(self.lower) <= _MOST_BEFORE_NAME

    def _ends_with(self, phrases: frozenset[str]) -> bool:
        if not self.lower or self.lower[-1] not in _LAST:
            return False
        return any(
            " ".join(self.lower[-size:]) in phrases for size in range(1, min(_LONGEST_PHRASE, len(self.lower)) + 1)
        )

    def addresses(self) -> bool:
        """`Hello`, `Merci`, `Estimada`; or `I am`, `soy`, `je suis`."""
        if not self.lower:
            return False
        return self.lower[-1] in _GREETINGS or self.presents()

    def presents(self) -> bool:
        """`I am`, `soy`, `je suis`: somebody says who they are."""
        said = self.lower[:-1] if self.lower[-1:] in _ARTICLES_OF_PERSONS else self.lower
        return bool(said) and (said[-1] in _PRESENTS or " ".join(said[-2:]) in _PRESENTS)

    def titles(self) -> bool:
        return bool(self.lower) and self.gap == "" and len(self.lower[-1]) > 1 and self.lower[-1] in TITLES

    def is_kin(self, *, possessed: bool = False, close: bool = False) -> bool:
        """Whether the one who follows is somebody's relative, neighbour or friend; `close`: two words away at most."""
        if not possessed and self.lower[-1:] in _OF_WHOM and self.lower[-2:-1] and self.lower[-2] in _ACQUAINTANCES:
            return True
        if self._is_said_of_kin():
            return True
        near = self.lower[-7:] if self.gap in (",", "(") else self.lower[-1:]
        places = [place for place, word in enumerate(near) if word in KIN]
        if not places:
            return False
        if not possessed and self.lower[-1] not in _SIZES:
            return len(self.words) == 1 or not self.words[-1].istitle()  # `la fourme Père Anselme`: part of a name
        at = len(self.lower) - len(near) + places[-1]
        if close and at < len(self.lower) - _CLOSE:
            return False
        mine = _MINE_IN_ENGLISH if self.lower[at] == "son" else _MINE
        return any(word in mine for word in self.lower[max(0, at - 3) : at])

    def _is_said_of_kin(self) -> bool:
        """`my mother is`, `mum is`, `mi madre es`."""
        return self.gap == "" and len(self.lower) > 1 and self.lower[-1] in _COPULAS and self.lower[-2] in KIN

    def is_own(self) -> bool:
        """`my vet`, `mon apprenti`, `our postman,`: whatever people call theirs and give a name is a person.

        Streets, schools and towns are named as well, and so are those whom everybody knows: neither counts.
        """
        if not (self.last == "," or self.last.isalpha()) or len(self.lower) < 2 or not self.words[-1][0].islower():
            return False
        noun, near = self.lower[-1], self.lower[-3:-1]
        return (
            any(word in _OWNERS for word in near)
            and len(noun) > 1
            and _NO_PERSONS.isdisjoint((noun, noun.removesuffix("s")))
        )

    def is_role(self) -> bool:
        """`the supervisor,`, `la voisine du dessus,`: an article and a noun that calls a person, and a comma."""
        if self.gap != "," or len(self.lower) < 2 or not self.words[-1][0].islower():
            return False
        return self.lower[-1] not in _NO_PERSONS and any(word in _DEFINITE for word in self.lower[-3:-1])

    def signs(self) -> bool:
        """`the undersigned ask that …: Ann Hart`."""
        return self.gap in (":", ",") and not _SIGNATORIES.isdisjoint(self.lower)

    def is_family(self) -> bool:
        """`our neighbours the`, `trois familles, les`: a surname follows."""
        return self.gap == "" and self.lower[-1:] in _ARTICLE and not FAMILIES.isdisjoint(self.lower[-6:])

    def is_of_family(self) -> bool:
        """`la famille`, `la familia`: its name follows."""
        return self.gap == "" and self.lower[-1:] != [] and self.lower[-1] in FAMILY

    def presents_family(self) -> bool:
        """`it's the`, `c'est encore la famille`, `somos la familia`: the writers' own."""
        return not _HERE_IS_FAMILY.isdisjoint(self.lower)

    def is_somebodys(self) -> bool:
        """Whether words right before a name say whose it is, so that no office and no thing takes it."""
        return self.introduces() or self.is_kin(possessed=True) or self.presents() or self.is_family() or self.greets()

    def is_office(self) -> bool:
        """An office right before, or parted from the name by its portfolio: `ministre de la Santé`."""
        if self.gap == ":":
            return False
        if len(self.lower) > 1 and self.lower[-2].endswith("'s") and self.words[-1].islower():
            return False  # `solicitor's clerk`
        for word, lower in zip(reversed(self.words), reversed(self.lower), strict=True):
            if lower in _FAME:
                return True
            if (lower in OFFICES and (word[0].isupper() or lower not in _OFFICES_WITH_CAPITAL)) or (
                "-" in lower and lower.partition("-")[0] in OFFICES
            ):
                return True
            if lower not in _CONNECTORS and not word[0].isupper():
                return False
        return False

    def is_namesake(self) -> bool:
        """A street, a school, a law: the name is theirs."""
        if self.gap:
            return False
        for word, lower in zip(reversed(self.words), reversed(self.lower), strict=True):
            part = lower.rpartition("'")[2]
            if part in NAMESAKES and part not in _ONLY_WITH_CAPITAL:
                return True
            if part in _ONLY_WITH_CAPITAL and word[0].isupper() and len(self.words) > 1:
                return True
            if lower not in _CONNECTORS and not word[0].isupper():
                return self._is_compound_namesake()
        return False

    def _is_compound_namesake(self) -> bool:
        """`centro de salud Doctor Vela`, `salle des fêtes Rosa-Bonheur`: the noun stands before `de` and another."""
        words = list(self.lower)
        while words and (self.words[len(words) - 1][0].isupper() or words[-1] in TITLES):
            words.pop()
        return len(words) > 2 and words[-2] in _OF and words[-3].rpartition("'")[2] in _NAMESAKE_NOUNS


def is_office_behind(text: str, end: int) -> bool:
    """`Jess Hart MP`, `Mme Durand, la ministre`."""
    if _POST.match(text, end):
        return True
    match = _APPOSITION.match(text, end)
    words = re.findall(r"[^\W\d_]+", match["words"].lower()) if match else []
    while words and words[0] in _OPENING:
        words.pop(0)
    return any(word in OFFICES for word in words[:1])


def is_role_behind(text: str, end: int) -> bool:
    """`Ann Hart, the supervisor,`: a noun that calls neither an office nor somebody whom everybody knows."""
    match = _ROLE.match(text, end)
    return match is not None and match["noun"] not in _NO_PERSONS


def is_namesake_behind(text: str, end: int) -> bool:
    """`Oak Street`, `Martin's Law`: the name belongs to what follows. In `Ann Hart BILL 12` the bill has a number."""
    match = _NEXT.match(text, end)
    if not match:
        return False
    word = match["word"]
    if _ROMAN.fullmatch(word):
        return True
    if word.lower() in _LAWS and not match["own"] and _NUMBERED.match(text, match.end()):
        return False
    if word.lower() in _LAWS and (match["own"] or word[0].isupper()):
        return True
    return word[0].isupper() and word.lower() in INSTITUTIONS


_LEADS = section("leads")
LAST_OF_LEADS = frozenset(phrase.rpartition(" ")[2] for phrase in _LEADS)
LEADING = FAMILY | LAST_WORDS | KIN | TITLES | LAST_OF_LEADS | FAMILIES
"""A text without any of these words leads to nobody."""
_LONGEST_LEAD = max(phrase.count(" ") + 1 for phrase in _LEADS)
_ACTS = section("acts")
_FIRST_OF_ACTS = frozenset(phrase.partition(" ")[0] for phrase in _ACTS)
_LONGEST_ACT = max(phrase.count(" ") + 1 for phrase in _ACTS)
_PUBLIC_SPEECH = section("public_speech")
_PRIVATE_CALLINGS = CALLINGS - _PUBLIC_SPEECH
"""What authors and people of history do as well, and what leads to them: it tells nothing of a private life."""
_AND = frozenset({"and", "et", "y"})
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GAP = re.compile(r"(?:,? ?\([^()\n]{1,40}\))?,?[ \xa0]{1,2}")
_REACH_BEHIND = 40
"""Characters read behind a name: room for three words."""
_ROW = (
    r"(?:, ?(?:and |et |y |e )?| (?:and|et|y|e|&) )"
    r"(?:(?:(?:la|le|el|the|my|our|ma|mon|mi) )?(?:petite?|pequeñ[oa]|baby|bébé|bebé|bebe|little|young) )?"
)
ROW = re.compile(rf"{_ROW}(?=[^\W\d_])", re.IGNORECASE)
ROW_BEFORE = re.compile(rf"{_ROW}\Z", re.IGNORECASE)
"""What parts the names in a row: `Ann Hart, Bo Li and Zev Adler`, `Ann, Bo et la petite Zoé`."""
ROW_REACH = 20
# What people in private lives have; authors have books.
_OWN = re.compile(
    r"['’]s (?:late |old |new |first |last |own )?(?:[a-z]+ )?(?:claims?|benefits?|pension|case|file|flat|house|home|"
    r"room|bedroom|rent|wages|job|operation|appointment|illness|treatment|place|son|daughter|mother|mum|father|dad|"
    r"wife|husband|carer|sister|brother|funeral|death|wheelchair|landlord|application|appeal|passport|visa|leave)\b"
)
_POSSESSION = re.compile(r"['’]s [a-z]|['’]S [A-Z]")


def leads_to_person(before: list[str]) -> bool:
    """Whether words in small letters, the nearest last, lead to a person: `thanks to`, `hablé con`."""
    if not before or before[-1] not in LAST_OF_LEADS:
        return False
    return bool(_lead(before))


def _lead(before: list[str]) -> list[str]:
    sizes = range(1, min(_LONGEST_LEAD, len(before)) + 1)
    return [phrase for phrase in (" ".join(before[-size:]) for size in sizes) if phrase in _LEADS]


def leads_to_private_person(before: list[str]) -> bool:
    """Whether words lead to somebody whom the writer has to do with, not to an author or somebody in history."""
    if not before or before[-1] not in LAST_OF_LEADS:
        return False
    return any(phrase not in _PUBLIC_SPEECH for phrase in _lead(before))


def is_person_action(lower: str, end: int) -> bool:
    """Whether what stands behind is what a person does or has: `told me`, `attend une place`, `'s flat`."""
    return bool(_POSSESSION.match(lower, end) or _actions(lower, end))


def is_private_action(lower: str, end: int) -> bool:
    """Whether what stands behind is what people do in private lives: `has been waiting`, not `wrote`."""
    return bool(_OWN.match(lower, end)) or any(phrase not in _PUBLIC_SPEECH for phrase in _actions(lower, end))


def _actions(lower: str, end: int) -> list[str]:
    gap = _GAP.match(lower, end)
    if gap is None:
        return []
    words = _PLAIN_WORD.findall(lower[gap.end() : gap.end() + _REACH_BEHIND].replace("’", "'"))
    if len(words) > 1 and words[0] in _RELATIVES and words[1] in _FIRST_OF_ACTS:
        words = words[1:]
    if not words or words[0] not in _FIRST_OF_ACTS or not lower[gap.end() : gap.end() + 1].isalpha():
        return []
    if words[0] in _AND and "," in gap[0]:
        return []  # a new clause: `we keep spaniels, and I object`
    phrases = (" ".join(words[:size]) for size in range(1, min(_LONGEST_ACT, len(words)) + 1))
    return [phrase for phrase in phrases if phrase in _ACTS]


_QUOTES = "\"'“”‘’«»"


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks hold a name and nothing else: so stand roses, ships, films and books."""
    opened = text[max(0, start - 2) : start].rstrip("\xa0 \u202f")[-1:]
    return opened != "" and opened in _QUOTES and text[end : end + 2].lstrip("\xa0 \u202f")[:1] in _QUOTES


def may_be_led(text: str, start: int) -> bool:
    """A cheap look at the word before a place: whether it, or a sign, may lead to a person."""
    words = text[max(0, start - 24) : start].split()
    if words and words[-1] in ("the", "les", "los", "las") and not FAMILIES.isdisjoint(words):
        return True
    return bool(words) and (words[-1][-1] in ",(:)" or words[-1].lower().replace("’", "'").lstrip('(«“"') in LEADING)
