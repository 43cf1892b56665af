"""E-mail addresses and handles, and names that are parts of an address in the same text (`ana.goñi@…`, Ana Goñi)."""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import BY_FORM, GIVEN_NAME, ORDINARY_WORD, classes
from hearhear.redaction.spans import LIKELY, NAMED, POSSIBLE, PROVEN, Candidate, Kind, Public
from hearhear.redaction.vocabulary import PUBLIC_HANDLES, plain, section

# RFC 5321 allows 64 characters before the sign; a bound also keeps the search linear.
_EMAIL = re.compile(r"(?<![\w.+%@-])[\w.+%-]{1,64} ?@ ?(?:[^\W_](?:[\w-]{0,62})\.){1,6}[^\W\d_]{2,24}(?![\w@])")
_TIGHT_EMAIL = re.compile(r"[\w.+%-]{1,64}@(?:[^\W_](?:[\w-]{0,62})\.){1,6}[^\W\d_]{2,24}")
_AT = r"(?:[\[({<] ?(?:at|arobase|arroba|@|a|chez) ?[\])}>]|(?:at|arobase|arroba)(?= ))"
_DOT = r"(?: ?[\[({<] ?(?:dot|point|punto|\.) ?[\])}>] ?| (?:dot|point|punto) |\.)"
_DISGUISED = re.compile(
    rf"(?i)(?<![\w.])[\w+-]{{1,40}}(?:{_DOT}[\w+-]{{1,40}}){{0,3}} ?{_AT} ?"
    rf"[\w-]{{2,40}}(?:{_DOT}[\w-]{{2,24}}){{1,3}}(?!\w)"
)
_SIGNS_OF_DISGUISE = re.compile(r"(?i)[\[({<] ?(?:at|arobase|arroba|@|a|chez) ?[\])}>]|\b(?:at|arobase|arroba)\b")
_SPELLED = (("at", "dot"), ("arobase", "point"), ("arroba", "punto"))
_FIRST_WORD = re.compile(r"[\w+-]+")
_ENDINGS = re.compile(r"(?i)(?<=[\s.\])}>])(?:com|org|net|info|eu|[a-z]{2}|gob|gov|edu|coop|me|example)\Z")
_HANDLE = re.compile(r"(?<![\w@.+/-])@(?=[\w.]*[^\W\d_])\w(?:[\w.-]{0,28}\w)?(?:@[\w-]{1,40}(?:\.[\w-]{2,24}){1,3})?")
_REDDIT = re.compile(r"(?<!\w)/?u/[A-Za-z0-9_-]{3,20}\b")
_PROFILE = re.compile(
    r"(?i)\b(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|threads|t|snapchat|bsky)\.(?:com|net|me|app)/"
    r"(?:in/|profile/|add/|@)?[\w.-]{3,40}"
)
_NAMED = re.compile(
    r"(?i)\b(?:twitter|insta(?:gram)?|tiktok|telegram|mastodon|bluesky|snap(?:chat)?|discord|skype|facebook|threads)"
    r"(?: ?(?:handle|account|user(?:name)?|compte|pseudo|cuenta|usuario))?"
    r" ?(?::| is | est | es | (?=\w*[^\W\d_])(?=[\w-]*[._]\w|\w*\d)) ?(?P<name>[\w.-]{3,30})"
)
_MEMBER = re.compile(r"(?:MP|MSP|MEP|MLA|TD)\d?\Z|\A@(?:Sen|Rep|Cllr|Depute|Dip)[A-Z]")
_NETWORKS = frozenset(
    {
        "twitter",
        "insta",
        "instagram",
        "tiktok",
        "telegram",
        "mastodon",
        "bluesky",
        "snap",
        "snapchat",
        "discord",
        "skype",
    }
    | {"facebook", "threads"}
)
_NO_ACCOUNTS = frozenset(section("no_accounts"))
# Where a page is: with its scheme, `www.`, or a name that ends as hosts do.
_PAGE = re.compile(
    r"(?i)(?<![\w@./-])(?:https?://|www\.)[^\s<>()\[\],;\"'»]{3,120}|"
    r"(?<![\w@./-])(?:[a-z\d][a-z\d-]{1,40}\.){1,2}(?:com|org|net|info|eu|me|blog|art|es|fr|uk|ca|mx|cl|ar|co|io|"
    r"example)(?:/[^\s<>()\[\],;\"'»]{0,80})?(?![\w@-])"
)
# `my blog …`, `je publie … sur`, `vendo mis cuadros en`: whose page it is.
_OWN_PAGE = re.compile(
    r"(?i)(?<!\w)(?:(?:my|mon|ma|mes|mi|mis) (?:[^\W\d_]+ ){0,2}?(?:web ?)?(?:site|blog|page|website|web|página|"
    r"pagina|sitio|bitácora|portfolio|portafolio|channel|canal|chaîne|newsletter|shop|store|boutique|tienda|podcast)(?!\w)"
    r"[^.!?\n]{0,48}|(?:i (?:write|publish|post|sell|blog|keep)|je (?:publie|tiens|vends|écris|blogue|partage)|"
    r"publico|vendo|cuelgo|comparto|escribo)(?!\w)[^.!?\n]{0,40} (?:on|at|sur|en|à))[ :«\"“(<]{0,3}\Z"
)
# `www.…, my own website`.
_OWN_BEHIND = re.compile(
    r"(?i)/?[ ,:(»\"”–—-]{1,3}(?:my|mon|ma|mi) (?:own |propre |propia? )?(?:web ?)?(?:site|blog|page|website|web|"
    r"página|pagina|sitio|portfolio|shop|boutique|tienda)(?!\w)"
)
_OF_PAGES = frozenset(
    {"site", "blog", "page", "website", "web", "página", "pagina", "sitio", "bitácora", "portfolio", "portafolio"}
    | {"channel", "canal", "chaîne", "newsletter", "shop", "store", "boutique", "tienda", "podcast", "website"}
    | {"write", "publish", "post", "sell", "keep", "publie", "tiens", "vends", "écris", "blogue", "partage"}
    | {"publico", "vendo", "cuelgo", "comparto", "escribo"}
)
_BEFORE_PAGE = 96
"""Characters: the words of whose it is, and those between them and the page."""
_SIGN_OF_PAGE = re.compile(r"[a-z\d]\.[a-z]{2}|://")
_SIGN_OF_ACCOUNT = re.compile(r"[a-z]{2}\d|[a-z\d]_[a-z\d]")
_MARKS_BEHIND_PAGE = ".!?…:"
# An account that somebody opened or uses, with figures or a sign inside: `registered as quietgoose77`.
_ACCOUNT = re.compile(
    r"(?i)(?<![^\W\d_])(?:regist(?:er|r)\w*|sign(?:ed)? (?:up|in)|logg?(?:ed)? (?:in|on)|log in|user ?name|connect\w+|"
    r"enregistr\w+|inscri\w+|account|compte|cuenta|conect\w+)[^.\n]{0,16}? "
    r"(?:as|is|called|sous(?: le (?:nom|pseudo)(?: de)?)?|como|con el (?:nombre|usuario)(?: de)?|est|es) "
    r"[\"“«']? ?(?P<name>(?=[\w.-]{0,29}(?:[^\W\d_]\d|[^\W_][_][^\W_]))[^\W\d_][\w.-]{2,28}\w)"
)
_LINKS = (".com/", ".me/", ".app/", ".net/")


def emails(text: str, lower: str, words: set[str]) -> Iterator[Candidate]:
    """Addresses as they are, and with words or brackets in the place of their signs."""
    if "@" in text:
        for match in _TIGHT_EMAIL.finditer(text):
            if text[match.start() - 1 : match.start()] != "@":
                yield Candidate(match.start(), match.end(), Kind.EMAIL, PROVEN)
        if " @" in text or "@ " in text:
            for match in _EMAIL.finditer(text):
                yield Candidate(match.start(), match.end(), Kind.EMAIL, LIKELY)
    spelled = any(sign in words and point in words for sign, point in _SPELLED)
    if (spelled or "[" in text or "(" in text or "{" in text) and _SIGNS_OF_DISGUISE.search(lower):
        yield from _disguised(text)


def _disguised(text: str) -> Iterator[Candidate]:
    match = _DISGUISED.search(text)
    while match:
        sign = _SIGNS_OF_DISGUISE.search(match[0])
        bracketed = sign is not None and sign[0][0] in "[({<"
        if _ENDINGS.search(match[0]) and (bracketed or _is_spelled(match[0].lower())):
            yield Candidate(*match.span(), Kind.EMAIL, NAMED)
            match = _DISGUISED.search(text, match.end())
        else:
            first = _FIRST_WORD.match(text, match.start())
            match = _DISGUISED.search(text, first.end() if first else match.end())


def _is_spelled(found: str) -> bool:
    """Both signs in the words of one language: `at … point` is English prose."""
    return any(f" {sign} " in found and f" {point} " in found for sign, point in _SPELLED)


def handles(text: str, lower: str, words: set[str], public: frozenset[str]) -> Iterator[Candidate]:
    """Accounts of persons; not those of members in office, of institutions and of newspapers."""
    if "@" in text:
        for match in _HANDLE.finditer(text):
            if not _is_public(match[0], public):
                yield Candidate(match.start(), match.end(), Kind.HANDLE, NAMED)
    if "u/" in lower:
        for match in _REDDIT.finditer(text):
            yield Candidate(match.start(), match.end(), Kind.HANDLE, NAMED)
    if not words.isdisjoint(_OF_PAGES) and _SIGN_OF_PAGE.search(lower):
        yield from _pages(text)
    if _SIGN_OF_ACCOUNT.search(lower):
        for match in _ACCOUNT.finditer(text):
            yield Candidate(*match.span("name"), Kind.HANDLE, LIKELY)
    if not words.isdisjoint(_NETWORKS) or any(link in lower for link in _LINKS):
        yield from _named(text, public)


def _pages(text: str) -> Iterator[Candidate]:
    """Pages that somebody calls their own, or writes and sells on."""
    for match in _PAGE.finditer(text):
        end = match.end()
        while text[end - 1] in _MARKS_BEHIND_PAGE:
            end -= 1
        led = _OWN_PAGE.search(text, max(0, match.start() - _BEFORE_PAGE), match.start())
        if led or _OWN_BEHIND.match(text, end):
            yield Candidate(match.start(), end, Kind.HANDLE, LIKELY)


def _named(text: str, public: frozenset[str]) -> Iterator[Candidate]:
    """An account behind the name of its network, as an address or in words."""
    for match in _PROFILE.finditer(text):
        account = match[0].rpartition("/")[2]
        if account.lower() not in _NO_ACCOUNTS and not _is_public("@" + account, public):
            yield Candidate(*match.span(), Kind.HANDLE, NAMED)
    for match in _NAMED.finditer(text):
        if re.search(r"[\d_.]", match["name"]) and not _is_public("@" + match["name"], public):
            yield Candidate(*match.span("name"), Kind.HANDLE, POSSIBLE)


def _is_public(handle: str, public: frozenset[str]) -> bool:
    lower = handle.lower()
    if lower in public or lower[1:] in public or _MEMBER.search(handle):
        return True
    return any(part in lower for part in PUBLIC_HANDLES)


_WORD = re.compile(r"[^\W\d_]+")
_NEAR = re.compile(r"[ \t\xa0.'’-]{1,3}")
_SHORTEST = 2
"""Letters of the shortest part of an address that is compared."""


def names_from_addresses(text: str, mails: list[Candidate], public: Public) -> Iterator[Candidate]:
    """Words side by side that are parts of an address before its sign, and no words of everyday language; of three
    the first may be one.
    """
    known = {part for mail in mails for part in _parts(text[mail.start : mail.end])}
    if not known:
        return
    run: list[re.Match[str]] = []
    for word in filter(lambda word: plain(word[0]) in known, _WORD.finditer(text)):
        if run and not _NEAR.fullmatch(text, run[-1].end(), word.start()):
            yield from _name_from_address(text, run, mails, public)
            run = []
        run.append(word)
    yield from _name_from_address(text, run, mails, public)


def _parts(mail: str) -> list[str]:
    local, sign, _host = mail.partition("@")
    parts = [plain(part) for part in _WORD.findall(local) if len(part) >= _SHORTEST]
    return parts if sign and len(parts) > 1 else []


def _name_from_address(
    text: str, run: list[re.Match[str]], mails: list[Candidate], public: Public
) -> Iterator[Candidate]:
    words = [word[0].lower() for word in run]
    if len(set(words)) < 2:
        return
    start, end = run[0].start(), run[-1].end()
    if public.has(words) or any(one.start < end and start < one.end for one in mails):
        return
    first, *others = map(classes, words)
    if any(one & ORDINARY_WORD and not one & BY_FORM for one in others):
        return  # `clean.rivers@…`
    if len(others) > 1 or first & GIVEN_NAME or not first & ORDINARY_WORD:
        yield Candidate(start, end, Kind.NAME, NAMED)
