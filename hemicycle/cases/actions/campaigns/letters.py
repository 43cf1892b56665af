"""What is sent about a campaign. To its senders: the one answer, and above it that to their own point where there is
one. To its organiser, who was promised it: what the office decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.accounts.models import User
from hemicycle.cases import addresses, messages
from hemicycle.cases.actions.answering import answered
from hemicycle.cases.actions.opening import source_of
from hemicycle.cases.models import Campaign, CampaignState, Case, PointAnswer
from hemicycle.cases.models.campaign import NAMED
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Answer, Contact, Outbound
from hemicycle.desk.corrected import as_corrected
from hemicycle.desk.models import Announcement, AnnouncementText
from hemicycle.desk.models import State as Written
from hemicycle.follow.follow_accounts import account_for
from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute

BY = "campaigns"


@dataclass(frozen=True, slots=True)
class Edition:
    """The answer in one language, with the answer to one point or none; `owed`: to somebody whose own point waits for
    an answer; `announced`: to whoever organises the campaign."""

    answer: Announcement
    lang: str
    point: PointAnswer | None
    owed: bool = False
    announced: bool = False

    @property
    def key(self) -> str:
        """Sets it apart from the others of its answer."""
        which = (
            f"{self.point.pk if self.point is not None else 0}",
            *("owed",) * self.owed,
            *("own",) * self.announced,
        )
        return "-".join(which)


def answer_in_force(campaign: Campaign) -> Announcement | None:
    """The announcement that answers it, as it was corrected last; None where it is not out, or not any more."""
    row = as_corrected(campaign.answer) if campaign.answer is not None else None
    released = row is not None and row.state == Written.RELEASED
    return row if released and not hasattr(row, "withdrawal") else None


def letter_for(campaign: Campaign, edition: Edition, *, reference: str) -> OutgoingText:
    """The same for everybody who gets this edition, but for the reference of their letter. It leads to the page where
    everybody reads the answer."""
    text = edition.answer.texts.get(lang=edition.lang)
    with override(edition.lang):
        return OutgoingText(
            text.title, "\n\n".join(_paragraphs(text, edition)), edition.lang,
            link=absolute(addresses.campaign(campaign.address)), sender=house_name(),
            footer=_why_and_how_on(campaign, edition, reference),
        )  # fmt: skip


def words_on_paper(campaign: Campaign, edition: Edition) -> str:
    """The same for somebody who wrote by post: the reference stands above every letter on paper, and nothing on it is
    a link to be opened."""
    text = edition.answer.texts.get(lang=edition.lang)
    with override(edition.lang):
        words = {"title": str(campaign.title_in(edition.lang)), "link": absolute(addresses.campaign(campaign.address))}
        why = _("You get this because you wrote to us in the words of the campaign “%(title)s”.") % words
        where = _("Everybody can read this answer at %(link)s") % words
        return "\n\n".join([text.title, *_paragraphs(text, edition), f"{why} {where}"])


def wanted_language(case: Case) -> str:
    """In which its sender wants to be answered."""
    contact = case.contact.lang if case.contact is not None else ""
    return contact or case.lang


def _paragraphs(text: AnnouncementText, edition: Edition) -> list[str]:
    blocks = [text.body]
    if edition.point is not None:
        blocks.insert(0, _("On the point you added: %(answer)s") % {"answer": edition.point.text})
    if edition.owed:
        blocks.append(_("What you added of your own is dealt with separately."))
    return blocks


def _why_and_how_on(campaign: Campaign, edition: Edition, reference: str) -> str:
    status = absolute(addresses.status())
    words = {"title": str(campaign.title_in(edition.lang)), "reference": reference, "status": status}
    if edition.announced:
        why = [messages.why_organiser(campaign) % words]
    else:
        why = [
            _("You get this because you wrote to us in the words of the campaign “%(title)s”.") % words,
            _("The reference of your letter: %(reference)s. How it stands: %(status)s") % words,
        ]
    return "\n".join([*why, _("You can reply to this message.")])


def notify_organiser(campaign: Campaign, *, by: User) -> bool:
    """That it was accepted, or refused and why: the answer to what they announced, in their case; an answer of theirs
    comes there. Whether it was sent: whoever wants no messages reads it on their page alone."""
    to, case = campaign.organiser, campaign.organiser_case
    # Whom staff named has no page, and was promised nothing.
    if to is None or case is None or campaign.organiser_confirmed_at is None:
        return False
    lang = to.lang or campaign.lang
    with override(lang):
        decision = _decision(campaign, lang)
        outbound = _sent_to_organiser(campaign, case, to, decision)
    _answer_announcement(campaign, case, f"{decision.title}\n\n{decision.body}", lang, outbound, by=by)
    return outbound is not None


def says_more(case: Case) -> bool:
    """Whether its organiser wrote after they announced the campaign, or staff named them, and has no answer to it."""
    latest = case.latest
    if latest is None or latest.keyword == NAMED or Campaign.announced_by(latest) is not None:
        return False
    return not Answer.objects.filter(inbound=latest, returned_at=None).exists()


def _sent_to_organiser(campaign: Campaign, case: Case, to: Contact, outgoing: OutgoingText) -> Outbound | None:
    account = account_for(campaign.office, to.channel)
    if account is None or not to.address or to.is_suppressed:
        return None
    rendered = channels.render(account, outgoing)
    # A campaign that was refused may be accepted later.
    source = source_of(case, f"decided:{campaign.decided_at:%Y%m%d%H%M%S%f}")
    content = channels.prepare(account, source=source, lang=outgoing.lang, rendered=rendered)
    return channels.queue(content, to=to, asked_for=True, by=BY)


def _answer_announcement(
    campaign: Campaign, case: Case, text: str, lang: str, outbound: Outbound | None, *, by: User
) -> None:
    held = case.messages.filter(inbound__external_id=campaign.announcement).select_related("inbound").first()
    if held is None:
        return
    answer = Answer.objects.create(
        office=case.office, inbound=held.inbound, outbound=outbound, key=channels.new_key(), text=text, lang=lang,
        written_by=by,
    )  # fmt: skip
    # What they wrote since is answered by itself.
    if not says_more(case):
        answered(answer, by)


def _decision(campaign: Campaign, lang: str) -> OutgoingText:
    words = {"title": str(campaign.title_in(lang)), "reason": campaign.reason}
    if campaign.state == CampaignState.REFUSED:
        title = _("Your campaign “%(title)s” was not accepted") % words
        paragraphs = [_("Reason: %(reason)s") % words, _("On your page you can write to us about it.")]
    else:
        title = _("Your campaign “%(title)s” was accepted") % words
        paragraphs = [
            _("Everybody can read it now, and take part by a form with its text in it."),
            _("On your page you find the link to pass on, and how many took part."),
        ]
        if (late := campaign.too_late) is not None:
            paragraphs = [_("Everybody can read it now."), str(late.label)]
    return OutgoingText(
        title, "\n\n".join(paragraphs), lang, sender=house_name(), link_label=_("Open your page"),
        link=absolute(addresses.organiser_page(campaign.address, campaign.key)),
    )  # fmt: skip
