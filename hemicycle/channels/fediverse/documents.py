"""What our actors show of themselves and of what they said: ActivityStreams 2.0, WebFinger, NodeInfo 2.1."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from hemicycle.channels.fediverse import addresses
from hemicycle.channels.fediverse.addresses import PUBLIC
from hemicycle.channels.models import Account, Activity, Outbound
from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute

ACTIVITY_JSON = "application/activity+json"
STREAMS = "https://www.w3.org/ns/activitystreams"
CONTEXT = [
    STREAMS,
    "https://w3id.org/security/v1",
    {"Hashtag": "as:Hashtag", "sensitive": "as:sensitive", "toot": "http://joinmastodon.org/ns#",
     "discoverable": "toot:discoverable", "indexable": "toot:indexable",
     "manuallyApprovesFollowers": "as:manuallyApprovesFollowers"},
]  # fmt: skip

Document = dict[str, Any]

_pages: list[Callable[[], str]] = []


def register_page(path: Callable[[], str]) -> None:
    """Where people read what the House says; the app that owns that page tells at start."""
    _pages[:] = [path]


def written(document: Mapping[str, Any]) -> str:
    """The same document is the same bytes."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def actor(account: Account) -> Document:
    name = account.address
    document: Document = {
        "@context": CONTEXT, "id": addresses.actor(name), "type": "Organization", "preferredUsername": name,
        **_called(account), "url": page_of(account),
        **{part: addresses.part(name, part) for part in ("inbox", "outbox", "followers", "following")},
        "endpoints": {"sharedInbox": addresses.shared_inbox()},
        "discoverable": True, "indexable": True, "manuallyApprovesFollowers": False,
        "published": stamp(account.opened_at),
        "publicKey": {"id": addresses.key_id(name), "owner": addresses.actor(name),
                      "publicKeyPem": account.access.secret.get("public_key", "")},
    }  # fmt: skip
    for part, shown in (("icon", "icon"), ("image", "header")):
        own = str(account.settings.get(shown, ""))
        url = own or addresses.picture(shown, settings.THEME.light)
        document[part] = {"type": "Image", "url": url} | ({} if own else {"mediaType": "image/png"})
    if len(account.languages) == 1:
        document["nameMap"] = {account.languages[0]: document["name"]}
    return document


def _called(account: Account) -> Document:
    """What readers see: as staff wrote it, else the name of the House, and what they get from it."""
    with override(account.languages[0] if len(account.languages) == 1 else settings.LANGUAGE_CODE):
        house = house_name()
        return {
            "name": account.settings.get("display_name") or house,
            "summary": account.settings.get("summary") or gettext("Announcements from %(house)s") % {"house": house},
        }


def page_of(account: Account) -> str:
    """Where people read it; the register says the actor's own address of an account that has no other."""
    has_page = account.url and account.url != addresses.actor(account.address)
    return account.url if has_page else absolute(_pages[0]() if _pages else "/")


def webfinger(account: Account) -> Document:
    own = addresses.actor(account.address)
    return {
        "subject": f"acct:{account.address}@{addresses.host()}",
        "aliases": [own],
        "links": [
            {"rel": "self", "type": ACTIVITY_JSON, "href": own},
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page_of(account)},
        ],
    }


def nodeinfo(*, actors: int, notes: int, version: str) -> Document:
    return {
        "version": "2.1", "software": {"name": "hemicycle", "version": version}, "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0"]}, "openRegistrations": False,
        "usage": {"users": {"total": actors}, "localPosts": notes},
        "metadata": {"nodeName": house_name()},
    }  # fmt: skip


def note(first: Outbound, latest: Outbound) -> Document:
    """What stands there now of what was said `first`; a tombstone once it was withdrawn."""
    said = latest.content.content
    if said["act"] == "withdraw":
        return tombstone(first.key)
    account = first.account
    document: Document = {
        "id": addresses.note(first.key), "type": "Note", "attributedTo": addresses.actor(account.address),
        **audience(first), "published": stamp(first.sent_at), "url": said["link"] or addresses.note(first.key),
        "content": said["html"], "contentMap": {said["lang"]: said["html"]}, "sensitive": bool(said.get("warning")),
        "tag": [{"type": "Hashtag", "name": f"#{tag}", "href": said["link"]} for tag in said["tags"]],
        "attachment": [
            {"type": "Document", "mediaType": one["kind"], "url": one["url"], "name": one["alternative"]}
            for one in said["pictures"] if one["url"]
        ],
    }  # fmt: skip
    if above := said.get("answers"):
        document["inReplyTo"] = above
    if who := mentioned(first):
        document["tag"].append({"type": "Mention", "href": who, "name": addresses.handle_of(who)})
    if summary := " · ".join(filter(None, (said["notice"], said.get("warning")))):
        document |= {"summary": summary, "summaryMap": {said["lang"]: summary}}
    if latest.pk != first.pk:
        document["updated"] = stamp(latest.sent_at)
    return document


def mentioned(row: Outbound) -> str:
    """Who is answered by it, and gets a notification."""
    if is_direct(row):
        return row.contact.address if row.contact is not None else ""
    return str(row.content.content.get("mention", ""))


def is_direct(row: Outbound) -> bool:
    """For one person: by its row, and by its words, where the row has lost for whom it was."""
    return row.contact is not None or bool(row.content.content.get("direct"))


def audience(row: Outbound) -> dict[str, list[str]]:
    """For whom it is: a message to one person is for them alone, whatever else it says. ValueError where nobody can
    tell who that is."""
    who = mentioned(row)
    if not is_direct(row):
        return {"to": [PUBLIC], "cc": [addresses.part(row.account.address, "followers"), *filter(None, [who])]}
    if not who:
        raise ValueError("no address")
    return {"to": [who], "cc": []}


def tombstone(key: str) -> Document:
    return {"id": addresses.note(key), "type": "Tombstone"}


def about_note(first: Outbound, row: Outbound) -> Document:
    """The activity by which `row` says, corrects or withdraws."""
    account, act = first.account, row.content.content["act"]
    kind = "Delete" if act == "withdraw" else "Create" if first.pk == row.pk else "Update"
    found = activity(account, row.key, kind, note(first, row))
    return found | audience(row) | {"published": stamp(row.sent_at)}


def activity(account: Account, key: str, kind: str, what: object) -> Document:
    return {
        "@context": CONTEXT, "id": addresses.activity(key), "type": kind,
        "actor": addresses.actor(account.address), "object": what,
    }  # fmt: skip


def collection(address: str, total: int, *, pages: bool = False) -> Document:
    """How many, and where its pages are; of people the number alone."""
    document: Document = {"@context": STREAMS, "id": address, "type": "OrderedCollection", "totalItems": total}
    if pages:
        return document | {"first": f"{address}?page=1"}
    return document if total else document | {"orderedItems": []}


def page(address: str, number: int, items: Sequence[Activity], *, more: bool) -> Document:
    document: Document = {
        "@context": CONTEXT, "id": f"{address}?page={number}", "type": "OrderedCollectionPage", "partOf": address,
        "orderedItems": [{k: v for k, v in json.loads(one.body).items() if k != "@context"} for one in items],
    }  # fmt: skip
    return document | {"next": f"{address}?page={number + 1}"} if more else document


def stamp(at: Any) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
