"""The text of an announcement for one account and language, and how the channel renders it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext, override

from hemicycle.channels.abilities import Warns
from hemicycle.channels.contract import Act, OutgoingText, Picture, Rendered
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import addresses
from hemicycle.desk.models import Announcement, Medium, Target
from hemicycle.follow.messages import with_footer
from hemicycle.rules.site_address import absolute


@dataclass(frozen=True)
class Shown:
    """One target in one language as it will be sent. `own`: somebody wrote a variant for it."""

    target: Target
    lang: str
    rendered: Rendered
    own: bool

    @property
    def fits(self) -> bool:
        return all(count.fits for count in self.rendered.counts)


def shown(announcement: Announcement) -> Iterator[Shown]:
    """Every target in every language it speaks, in order."""
    for target in announcement.targets.all():
        adapter = adapter_of(target.account.kind)
        for lang in languages_of(announcement, target):
            outgoing = outgoing_text(announcement, target, lang)
            rendered = adapter.render(outgoing, target.account.settings)
            yield Shown(target, lang, rendered, own=bool(target.texts.get(lang)))


def languages_of(announcement: Announcement, target: Target) -> list[str]:
    """The languages in which it goes out there: those written, of those the account speaks (none named: all)."""
    spoken = target.account.languages
    return [lang for lang in sorted(announcement.by_language) if not spoken or lang in spoken]


def outgoing_text(announcement: Announcement, target: Target, lang: str) -> OutgoingText:
    """A variant stands for title and text both; what corrects something says so first."""
    wording, own = announcement.by_language[lang], target.texts.get(lang, "")
    outgoing = OutgoingText(
        title="" if own else wording.title,
        body=own or wording.body,
        lang=lang,
        link=absolute(announcement.get_absolute_url()),
        sender=settings.HOUSE_NAMES.get(lang, settings.HOUSE_NAME),
        hashtags=tuple(announcement.hashtags.get(lang, ())),
        pictures=tuple(
            _picture(announcement, medium, lang) for medium in announcement.media.all() if medium.kind == "image"
        ),
        notice=notice_of(announcement, lang),
        warning=warning_of(announcement, lang),
        act=Act.SAY if announcement.corrects_id is None else Act.CORRECT,
    )
    adapter = adapter_of(target.account.kind)
    if outgoing.warning and not isinstance(adapter, Warns):
        outgoing = replace(
            outgoing, notice="\n".join(filter(None, (outgoing.notice, warned(outgoing.warning, lang)))), warning=""
        )
    return with_footer(outgoing, target.account) if adapter.addressed else outgoing


def notice_of(announcement: Announcement, lang: str) -> str:
    """What must stand first: nothing, or that this corrects what was said before, and why."""
    if announcement.corrects_id is None:
        return ""
    with override(lang):
        return gettext("Correction: %(reason)s") % {"reason": reason_in(announcement.reasons, lang)}


def warning_of(announcement: Announcement, lang: str) -> str:
    """What a reader is warned of, in a language or in another; "" for nothing."""
    return reason_in(announcement.warnings, lang)


def warned(warning: str, lang: str) -> str:
    """A warning as words of their own, where nothing else marks it as one."""
    with override(lang):
        return gettext("Content warning: %(warning)s") % {"warning": warning}


def withdrawal_text(announcement: Announcement, lang: str, reasons: dict[str, str]) -> OutgoingText:
    """What is said where something was withdrawn: that it was, and why; the text itself is not said again."""
    with override(lang):
        notice = gettext("Withdrawn: %(reason)s") % {"reason": reason_in(reasons, lang)}
    title = announcement.by_language[lang].title
    return OutgoingText(
        title=title, body="", lang=lang, link=absolute(announcement.get_absolute_url()), notice=notice,
        sender=settings.HOUSE_NAMES.get(lang, settings.HOUSE_NAME), act=Act.WITHDRAW,
    )  # fmt: skip


def reason_in(reasons: dict[str, str], lang: str) -> str:
    """The reason in a language, or in another where it was not given in this one."""
    return reasons.get(lang) or next(iter(reasons.values()), "")


def _picture(announcement: Announcement, medium: Medium, lang: str) -> Picture:
    url = absolute(addresses.medium(announcement.address, medium.digest))
    return Picture(medium.file.path, medium.content_type, medium.alternative_in(lang), url)
