"""What somebody gets whose case is closed as *Inform*: that it was read and is counted, and where to find what they
wrote about. Like a template it is a beginning, which whoever sends it may change.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemicycle.accounts.models import Office, User
from hemicycle.cases.actions import Facts, filled
from hemicycle.cases.actions.answer_templates import placeholders_in
from hemicycle.cases.models import Case, State
from hemicycle.cases.permissions import may_answer
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Inbound, Medium
from hemicycle.channels.sms.gsm import cut, in_gsm

# What a text message of ours keeps to.
MOST_SEGMENTS = 2
# The shortest post of the networks that are answered (Bluesky: app.bsky.feed.post, 300 graphemes).
SHORTEST_POST = 300

_COUNTED = _("Thank you for writing to us. What you wrote was read, and it is counted in what is reported.")
_READ = _("Thank you for writing to us. What you wrote was read.")
_BY_MEMBER = _("Thank you for writing to me. What you wrote was read in my office.")
_FOUND = (
    _("{bill} has come this far: {stage}."),
    _("It is next on the agenda: {sitting}."),
    _("Its text and its way through the House: {link}"),
    _("What people said about it, and what the committee did: {heard}"),
)
_NEXT = _("Once the House has taken a decision on it and announced it, you get a message about what became of it.")
_BY_THEMSELVES = _("The same page shows what becomes of it.")

_SHORT_COUNTED = _("{house}: what you wrote was read and is counted in what is reported.")
_SHORT_READ = _("{house}: what you wrote was read.")
_SHORT_BY_MEMBER = _("{house}: what you wrote to me was read in my office.")
_SHORT_FOUND = (_("{bill}: {stage}."), _("Next on the agenda: {sitting}."))


def why_nobody(case: Case, person: User) -> Promise | str:
    """Why this person can write to nobody about it, in words; "" where they can."""
    if case.state == State.CLOSED:
        return _("The case is closed already; reopen it to write to them.")
    if case.latest is None:
        return _("Its last message was erased.")
    if not may_answer(person, case):
        return _("You may not answer what is written to this office.")
    code = channels.obstacle(case.latest)
    return channels.OBSTACLES[code] if code else ""


def message_to(case: Case, about: Facts, lang: str) -> str:
    """In this language; what is not known of the bill is left out. What is read on a telephone or stands in a post is
    as short as there, by the link at the last."""
    message = case.latest
    assert message is not None
    medium = _medium_of(message)
    with override(lang):
        if medium not in (Medium.SMS, Medium.SOCIAL):
            return "\n\n".join(_sentences(_whole(case), about, case, lang))
        link = about.link(lang)
        said = _sentences((_intro(case, short=True), *_SHORT_FOUND), about, case, lang)
        # The intro always, the link instead of what does not fit.
        shorter = (" ".join(filter(None, (*said[:n], link))) for n in range(len(said), 0, -1))
        fitting = (in_gsm(one) if medium == Medium.SMS else one for one in shorter)
        return next((one for one in fitting if _fits(one, medium)), link or said[0])


def _whole(case: Case) -> list[Promise]:
    return [_intro(case, short=False), *_FOUND, _NEXT if _is_notified(case) else _BY_THEMSELVES]


def _is_notified(case: Case) -> bool:
    """An outcome reaches them: of the House, and of an address that is theirs (actions/outcomes/sending.py)."""
    return case.office.kind == Office.Kind.INSTITUTION and not case.is_unproven


def _intro(case: Case, *, short: bool) -> Promise:
    """What is written to a member nobody counts, nor a letter whose address nobody has confirmed."""
    if case.office.kind != Office.Kind.INSTITUTION:
        return _SHORT_BY_MEMBER if short else _BY_MEMBER
    if case.is_unproven:
        return _SHORT_READ if short else _READ
    return _SHORT_COUNTED if short else _COUNTED


def _sentences(texts: Iterable[Promise], about: Facts, case: Case, lang: str) -> list[str]:
    """Those of which everything is known."""
    found: list[str] = []
    for text in map(str, texts):
        said = filled(text, {"house": case.office.sender_name, **about.known(text, lang)})
        if not placeholders_in(said):
            found.append(said)
    # Without a bill that everybody may read there is nothing to lead to.
    return found if about.link(lang) else found[:1]


def _medium_of(message: Inbound) -> str:
    on_page = channels.is_answered_on_page(message) or message.is_on_paper
    return str(Medium.WEB) if on_page else channels.medium_of_answer(message)


def _fits(text: str, medium: str) -> bool:
    return len(cut(text).parts) <= MOST_SEGMENTS if medium == Medium.SMS else len(text) <= SHORTEST_POST
