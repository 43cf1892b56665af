"""Where a letter begins: below its sender, its date and the address that it is sent to."""

import re

_GREETING = (
    r"dear|hello|hi|good (?:morning|afternoon|evening|day)|to (?:the|whom)|sirs?\b|madam|ladies|honou?rable"
    r"|bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chers?\b|chères?\b|à (?:la|tou\w*)\b|à l['’]attention"
    r"|estimad|queridos?\b|queridas?\b|señor|hola|buen[oa]s|muy señor|a (?:la|quien)|distinguid"
)
_LETTERHEAD = re.compile(
    rf"\A(?:[^\n]{{0,70}}\n){{2,16}}?(?=[ \t]*(?i:{_GREETING})[^\n]{{0,70}}[,:]?[ \t]*\n)[^\n]*\n\s*"
)
_UNGREETED = re.compile(r"\A(?:[^\n]{0,50}[^\n.!?…:;,]\n\s*){4,12}(?=[^\n]{51})")
"""Four lines or more that are short and end no sentence, with a figure among them, before the first long one."""


def letterhead_end(body: str) -> int:
    """Where the letter begins: after the greeting under a letterhead, or after a letterhead without one."""
    match = _LETTERHEAD.match(body)
    if match:
        return match.end() if match.end() < len(body) else 0
    lines = _UNGREETED.match(body)
    return lines.end() if lines and lines.end() < len(body) and any(map(str.isdigit, lines[0])) else 0
