"""The announcements of the invented parliament: its accounts, some followers, and announcements in every state.

Released ones wait for the worker, as they would anywhere.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.demo import staff
from hemicycle.demo.progress import is_corrected
from hemicycle.demo.spine import known
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement, Consent, Rights
from hemicycle.follow import actions as follow
from hemicycle.follow.models import Topic
from hemicycle.record.models import Document, Identifier, VoteEvent
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.parameters import in_force
from hemicycle.rules.site_address import absolute

PAPERS = tomllib.loads(
    (Path(__file__).parent / "parliament" / "data" / "announcements.toml").read_text(encoding="utf-8")
)

# (kind, name, address): the site and its feeds, outboxes that are folders of this machine, an actor of the fediverse
# that waits for followers, and a page on a closed network, for which somebody posts by hand.
ACCOUNTS = (
    ("web", "Website", "www"), ("feed", "Feeds", "feeds"), ("gammu", "Text messages", "+999600100"),
    ("email", "Mailbox of the House", staff.LETTERS_TO), ("activitypub", "Fediverse", "assembly"),
    ("facebook", "Facebook page", "assembly.of.valmora"),
)  # fmt: skip
# Of these, what everybody finds on the list of the House's own accounts, and where.
PUBLIC = {"web": "/", "feed": "/announcements/", "activitypub": "/fediverse/actors/assembly/"}
TRAINED = timedelta(days=60)
# Numbers that no network has (ITU-T E.164 leaves 999 unassigned).
FOLLOWERS = (
    ("email", "lydia.follower@mail.example", "en"),
    ("email", "basile.abonne@mail.example", "fr"),
    ("email", "nuria.seguidora@mail.example", "es"),
    ("sms", "+999600201", "en"),
    ("sms", "+999600202", "es"),
)
TEMPLATE = "Committee meeting"
TOPIC = "news"
TOPIC_NAMES = {"en": "News of the House", "fr": "Nouvelles de l’assemblée", "es": "Noticias de la Cámara"}


@transaction.atomic
def announce(*, by: Any = "demo") -> None:
    """Once the parliament and its staff are there; a second time adds nothing."""
    office = Office.objects.get(slug=staff.COMMUNICATIONS_OFFICE)
    if Announcement.objects.filter(office=office).exists():
        return
    # Its text messages are files, which wake nobody: whoever tries it in the evening finds them there at once.
    ParameterInForce.objects.get_or_create(name="quiet_from", defaults={"value": in_force("quiet_until")})
    bill = _bill()
    for kind, name, address in ACCOUNTS:
        channels.open_account(
            office=office, kind=kind, name=name, address=address, settings=_outbox(kind), by=by,
            url=PUBLIC.get(kind, "") and absolute(PUBLIC[kind]), is_public=kind in PUBLIC,
            owner=_person("officer"), deputy=_person("editor"), purpose=PAPERS["accounts"]["purpose"],
            recovery=PAPERS["accounts"]["recovery"], trained_on=timezone.localdate() - TRAINED,
        )  # fmt: skip
    _open_mailboxes_of_members(by)
    topic = Topic.objects.create(address=TOPIC, names=TOPIC_NAMES)
    _subscribe_followers(office, bill, topic)
    _write_announcements(office, bill, topic)
    desk.save_template(office=office, name=TEMPLATE, texts=_words("template"), by=_person("officer"))


def _open_mailboxes_of_members(by: Any) -> None:
    """By which people who write to a member are answered."""
    for mailbox, key in staff.MEMBERS.items():
        member = _person(mailbox)
        channels.open_account(
            office=Office.objects.get(slug=f"member-{key}"), kind="email", name="Letters",
            address=f"{key}@{staff.DOMAIN}", settings=_outbox("email"), owner=member, by=by,
        )  # fmt: skip


def _outbox(kind: str) -> dict[str, str]:
    """The settings of an account whose messages are laid down in a folder, for whoever wants to look at them."""
    if kind == "email":
        return {"transport": "folder", "folder": "outbox/email"}
    if kind != "gammu":
        return {}
    folder = Path(settings.HOME) / "outbox" / "sms"
    for name in ("inbox", "outbox", "sent", "error"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {"folder": "outbox/sms"}


def _bill() -> Document:
    found = Identifier.objects.known(known("bill", "12")).first()
    document = found.document if found else Document.objects.bills().get(number="12")
    assert document is not None
    return document


def _subscribe_followers(office: Office, bill: Document, topic: Topic) -> None:
    for channel, address, lang in FOLLOWERS:
        contact = channels.contact_of(office=office, channel=channel, address=address, lang=lang)
        for thing in (bill, topic):
            follow.ask(contact, to_follow=thing, words=TOPIC_NAMES[lang], through=channel)
        follow.confirm(contact, words=TOPIC_NAMES[lang], through=channel)


def _write_announcements(office: Office, bill: Document, topic: Topic) -> None:
    officer, everywhere = _person("officer"), list(Account.objects.open().filter(office=office))
    evidence = desk.draft(
        office=office, by=officer, texts=_words("evidence"), accounts=everywhere, document=bill, purpose="outreach"
    )
    _write_sms(evidence, "evidence")
    picture = desk.add_media_file(
        evidence, name="bill-12.png", kind="image", content=_picture(), content_type="image/png", by=officer
    )
    desk.describe_media_file(picture, alternatives=PAPERS["picture"]["alternative"], by=officer)
    picture.item.refresh_from_db()
    desk.change_item(picture.item, edit=picture.item.edit, rights=Rights.OWN, consent=Consent.NOBODY, by=officer)
    vote = VoteEvent.objects.exclude(document=None).newest_first()[0]
    for announcement in (desk.draft_about(vote, office=office, by=officer), evidence):
        approve(announcement)
        desk.schedule(announcement, by=officer)
    tomorrow = timezone.now() + timedelta(days=1)
    explained = desk.draft(
        office=office, by=officer, texts=_words("law"), accounts=everywhere, purpose="educate", release_at=tomorrow
    )
    explained.topics.add(topic)
    approve(explained)
    waiting = desk.draft(office=office, by=officer, texts=_words("gallery"), accounts=everywhere)
    desk.submit(waiting, by=officer)
    desk.draft(office=office, by=officer, texts=_words("praise"), document=bill)


def correct() -> None:
    """After the worker has released: one announcement is corrected in the open; a second time adds nothing."""
    office = Office.objects.get(slug=staff.COMMUNICATIONS_OFFICE)
    first = Announcement.objects.filter(office=office, state="released", document=_bill(), corrects=None).first()
    if first is None or is_corrected():
        return
    officer = _person("officer")
    with transaction.atomic():
        second = desk.correct(first, reasons={lang: one["why"] for lang, one in PAPERS["later"].items()}, by=officer)
        for lang, one in PAPERS["later"].items():
            body = PAPERS["evidence"][lang]["body"]
            desk.write_text(second, lang=lang, title=one["title"], body=body, edit=1, by=officer)
        _write_sms(second, "later")
        approve(second)
        desk.schedule(second, by=officer)


def _words(name: str) -> dict[str, tuple[str, str]]:
    return {lang: (one["title"], one["body"]) for lang, one in PAPERS[name].items()}


def _write_sms(announcement: Announcement, name: str) -> None:
    """A text message says it in one or two segments."""
    for target in announcement.targets.filter(account__kind="gammu"):
        for lang, one in PAPERS[name].items():
            desk.write_own_text(target, lang=lang, text=one["short"], by=_person("officer"))


def _picture() -> bytes:
    """The steps of a bill as a row of boxes, the present one filled."""
    boxes = [
        f"box(inset: 8pt, stroke: 1pt, radius: 3pt, fill: {'black' if at == PAPERS['picture']['at'] else 'white'}, "
        f"text(fill: {'white' if at == PAPERS['picture']['at'] else 'black'})[{step}])"
        for at, step in enumerate(PAPERS["picture"]["steps"])
    ]
    page = (
        "#set page(width: auto, height: auto, margin: 12pt)\n#stack(dir: ltr, spacing: 10pt, " + ", ".join(boxes) + ")"
    )
    drawn: Any = typst.compile(page.encode(), format="png", ppi=144.0)
    return bytes(drawn)


def approve(announcement: Announcement) -> None:
    """Submitted by who wrote it, approved by both editors."""
    desk.submit(announcement, by=_person("officer"))
    for mailbox in ("editor", "second.editor"):
        desk.approve(announcement, digest=announcement.digest, by=_person(mailbox))


def _person(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@{staff.DOMAIN}")
