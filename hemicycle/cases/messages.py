"""What whoever wrote is told of their case without anybody writing it: that it is here, and how it stands.

Nothing of what somebody wrote is said back, for who writes in the name of another would send them words of their own;
only the names of the files of a confirmed letter are. Text messages keep to the letters of GSM-7, so that they stay
short.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemicycle.accounts.models import Office
from hemicycle.cases import addresses
from hemicycle.cases.models import NAMED, Campaign, CampaignOrigin, Case, PassingOn, State, is_passed_on
from hemicycle.cases.outcomes.hearing import hearing_of
from hemicycle.cases.progress import Progress, names_of_files, progress_of
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Inbound, Medium, is_public
from hemicycle.channels.sms.gsm import in_gsm
from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute


def letter(case: Case, lang: str, *, dispute: str = "") -> OutgoingText:
    """The acknowledgement by mail, in the language of the moment; `dispute` opens the page on which the owner of the
    address says that somebody else wrote, where nothing vouches for them."""
    known = _known(case)
    files = ", ".join(names_of_files(case)) if case.confirmed_at is not None else ""
    body = [
        _passed_on(case)
        or _("We have received what you wrote to %(office)s. Its reference is %(reference)s.") % known,
        _("Files that came with it: %(files)s.") % {"files": files} if files else "",
        what_happens_next(case),
        hearing_of(case, lang),
        in_an_emergency(),
        _("To add something, reply to this message. How it stands is shown at any time at %(status)s") % known,
    ]
    if dispute:
        body.append(
            _("If it was not you who wrote, say so, and nothing more is sent to you about it: %(dispute)s")
            % {"dispute": absolute(addresses.dispute(dispute))}
        )
    title = _("We have received your letter, reference %(reference)s") % known
    said = "\n\n".join(filter(None, body))
    return OutgoingText(
        title, said, lang, link=absolute(addresses.letter(case.key)), link_label=_("Open its page"),
        sender=case.office.sender_name, automatic=True,
    )  # fmt: skip


def announced(case: Case, campaign: Campaign, lang: str) -> OutgoingText:
    """The same to whoever announced a campaign, by which they know it: their page is theirs, so nobody disputes it."""
    known = _known(case) | {"title": str(campaign.title_in(lang))}
    body = [
        _("We have received your campaign “%(title)s”. Its reference is %(reference)s.") % known,
        what_happens_next(case),
        _("The office decides whether it is accepted, and we write to you then."),
        _("To add something, reply to this message or write on your page."),
    ]
    return OutgoingText(
        _("We have received your campaign “%(title)s”") % known, "\n\n".join(body), lang,
        link=absolute(addresses.organiser_page(campaign.address, campaign.key)), link_label=_("Open your page"),
        sender=case.office.sender_name, automatic=True,
    )  # fmt: skip


def framed(message: Inbound, outgoing: OutgoingText) -> OutgoingText:
    return _answer_in_public(message, outgoing) if is_public(message) else answer_to_letter(message, outgoing)


def _answer_in_public(message: Inbound, outgoing: OutgoingText) -> OutgoingText:
    """On a network on which nobody could be told the reference before: by it they find how their case stands."""
    case = Case.objects.holding(message).first()
    if case is None:
        return outgoing
    said = _("Reference %(reference)s: %(status)s") % _known(case)
    return replace(outgoing, body=f"{outgoing.body}\n\n{said}")


def answer_to_letter(message: Inbound, outgoing: OutgoingText) -> OutgoingText:
    """An answer by mail to a letter from the form: which letter it answers, who answers, and where that letter is. To
    one that another office passed on it says under which reference they know it, too."""
    if message.keyword == NAMED:
        return _to_organiser(message, outgoing)
    if message.channel != Medium.WEB and not is_passed_on(message):
        return outgoing
    case = Case.objects.holding(message).select_related("office").first()
    if case is None:
        return outgoing
    passed_on = PassingOn.of_message(message)
    known = _known(case) | {"came": _day(case.opened_at)}
    if passed_on is not None:
        known |= {"came": _day(passed_on.case.opened_at), "first": passed_on.case.written_reference}
        title = _("Answer to your letter %(first)s, here %(reference)s") % known
        return replace(
            outgoing, link=absolute(addresses.letter(case.key)), link_label=_("Open the page of your letter"),
            title=title if message.channel == Medium.WEB else outgoing.title,
            footer=_("%(office)s, in answer to your letter %(first)s of %(came)s, here %(reference)s") % known,
        )  # fmt: skip
    return replace(
        outgoing, title=_("Answer to your letter %(reference)s") % known,
        link=absolute(addresses.letter(case.key)), link_label=_("Open the page of your letter"),
        footer=_("%(office)s, in answer to your letter %(reference)s of %(came)s") % known,
    )  # fmt: skip


def why_organiser(campaign: Campaign) -> str:
    """Why an organiser is written to, with a place for the title."""
    if campaign.origin == CampaignOrigin.ORGANISER:
        return _("You get this because you announced the campaign “%(title)s”.")
    return _("You get this because, as far as we know, you organise the campaign “%(title)s”.")


def _to_organiser(message: Inbound, outgoing: OutgoingText) -> OutgoingText:
    """They wrote nothing that it could stand below."""
    campaign = Campaign.objects.filter(organiser_case__messages__inbound=message).first()
    if campaign is None:
        return replace(outgoing, answers="", title=message.subject)
    title = str(campaign.title_in(outgoing.lang))
    why = why_organiser(campaign) % {"title": title}
    return replace(outgoing, answers="", title=title, footer=f"{why}\n{_('You can reply to this message.')}")


def text_message(case: Case, lang: str) -> OutgoingText:
    """The same by text message: two segments at most."""
    known = _known(case)
    said = [_has_it_now(case) or _("%(house)s: your message is here. Reference %(reference)s.") % known]
    if known["day"]:
        said.append(_("An answer is due by %(day)s.") % known)
    said.append(_("To ask how it stands, send STATUS %(reference)s.") % known)
    return OutgoingText("", in_gsm(" ".join(said)), lang, automatic=True, free=True)


def direct_message(case: Case) -> str:
    """The same to them alone on a network."""
    known = _known(case)
    here = _has_it_now(case) or _("%(house)s: your message is here. Reference %(reference)s.") % known
    said = [here, what_happens_next(case)]
    return " ".join([*said, _("How it stands: %(status)s") % known])


def _passed_on(case: Case) -> str:
    """That it came from another office; "" of what was written to this one."""
    row = PassingOn.of_message(case.latest) if case.latest is not None else None
    if row is None:
        return ""
    known = _known(case) | {"to": str(row.office), "first": row.case.written_reference}
    return (
        _(
            "%(office)s has what you wrote to %(to)s (reference %(first)s), as you agreed. Its reference here is"
            " %(reference)s."
        )
        % known
    )


def _has_it_now(case: Case) -> str:
    """The same in a few words."""
    if case.latest is None or not is_passed_on(case.latest):
        return ""
    return _("%(office)s has your message now, as you agreed. Reference %(reference)s.") % _known(case)


def in_an_emergency() -> str:
    """In whatever is sent by mail before anybody has read the letter."""
    return _("The House cannot help in an emergency: call the emergency services.")


def what_happens_next(case: Case) -> str:
    """Who reads it, and by when an answer is due; a member's office promises no day."""
    known = _known(case)
    if case.office.kind != Office.Kind.INSTITUTION:
        return _("It is read by %(office)s, and by nobody else.") % known
    said = _("It is read by the staff of %(office)s.") % known
    return f"{said} {_('You get an answer by %(day)s.') % known}" if known["day"] else said


def state_of(case: Case) -> str:
    """How it stands, in one line; it names neither what it is about nor who wrote."""
    known = _known(case) | {"came": _day(case.opened_at)}
    said = [_("%(reference)s: received on %(came)s.") % known]
    if case.answered_at is not None:
        said.append(_("Answered on %(day)s.") % {"day": _day(case.answered_at)})
    if case.state == State.OPEN:
        said.append(_("An answer is due by %(day)s.") % known if known["day"] else _("It is being looked at."))
    elif (how := progress_of(case)) in (Progress.INFORMED, Progress.READ, Progress.NOTED):
        said.append(f"{how.label}.")
    elif case.answered_at is None and case.closed_at is not None:
        said.append(pgettext("case", "Closed on %(day)s.") % {"day": _day(case.closed_at)})
    return in_gsm(" ".join(said))


def may_we_pass_on(row: PassingOn) -> str:
    """What whoever wrote a letter is asked, in the language that is active."""
    text = _(
        "Thank you for your letter (%(reference)s). %(to)s can help you with it better than we can. May we pass it on"
        " to them? Without your yes it stays with us, and they learn nothing of it."
    )
    return text % {"to": str(row.to), "reference": row.case.written_reference}


def unknown_reference() -> str:
    """Of a reference that there is not, and of one that is somebody else's: the same."""
    return in_gsm(
        _("No message from this address or number has this reference. It has six characters, as in 7K3M-Q2.")
    )


def how_to_write(number: str) -> str:
    """For who sends the number of a bill and no word about it."""
    return in_gsm(_("To write to us about it: BILL %(number)s and your words.") % {"number": number})


def _known(case: Case) -> dict[str, str]:
    due = case.answer_due_at
    return {
        "house": house_name(), "office": str(case.office), "reference": case.written_reference,
        "day": _day(due) if due is not None else "", "status": absolute(addresses.status()),
    }  # fmt: skip


def _day(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
