"""Opening an account of ours, changing what is known of it, closing it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels import closing
from hemicycle.channels.actions.fediverse import outbox
from hemicycle.channels.adapters.activitypub import ActivityPub
from hemicycle.channels.contract.capabilities import SignsWithKeys
from hemicycle.channels.errors import AccountInUse, ClosingBlocked, UnknownChannel
from hemicycle.channels.files import relative_inside_home
from hemicycle.channels.models import Account, encryption
from hemicycle.channels.registry import adapter_of, is_offered
from hemicycle.rules import audit

KNOWN = frozenset({
    "name", "languages", "settings", "owner", "deputy", "purpose", "recovery", "trained_on", "url", "is_public",
})  # fmt: skip
"""What can be changed of an account; its kind, its address and its office say which one it is."""


@transaction.atomic
def open_account(
    *, office: Office, kind: str, name: str, address: str = "", secret: Mapping[str, str] | None = None, by: Any,
    **known: Any,
) -> Account:  # fmt: skip
    """Raises UnknownChannel, also for what is not offered here. What an account needs to be opened is said by its
    adapter."""
    adapter = adapter_of(kind)
    if not is_offered(kind):
        raise UnknownChannel(kind)
    secret = {**(adapter.new_keys() if isinstance(adapter, SignsWithKeys) else {}), **(secret or {})}
    key = secrets.token_urlsafe(16)
    account = Account(office=office, kind=kind, name=name, address=address, key=key, **_known(known))
    if secret:
        account.sealed = encryption.seal_secrets(secret, account.sealed_for)
    account.save(force_insert=True)
    audit.record("channels.open_account", by=by, about=account, office=office, kind=kind)
    return account


@transaction.atomic
def change_account(
    account: Account, *, secret: Mapping[str, str] | None = None, forget: Collection[str] = (), by: Any, **known: Any
) -> Account:
    """Only what is given changes, of secrets too; those to `forget` are gone. A resting account is tried again at
    once. Secrets that were sealed with another key are lost, and cannot be kept."""
    held: Account = Account.objects.select_for_update().select_related("office").get(pk=account.pk)
    for name, value in _known(known).items():
        setattr(held, name, value)
    if secret or forget:
        kept = dict(held.access.secret) if held.secrets_set else {}
        left = {name: value for name, value in kept.items() if name not in forget}
        held.sealed = encryption.seal_secrets({**left, **(secret or {})}, held.sealed_for)
    held.rests_until, held.failures, held.trouble, held.listening_trouble = None, 0, "", ""
    held.save()
    changed = sorted(known) + (["secret"] if secret or forget else [])
    if held.kind == ActivityPub.kind and held.is_open and known.keys() & {"name", "settings"}:
        outbox.announce_actor(held)
    audit.record("channels.change_account", by=by, about=held, office=held.office, changed=changed)
    return held


@transaction.atomic
def close_account(account: Account, *, by: Any) -> Account:
    """Nothing goes out through it any more, its secrets are forgotten; raises AccountInUse while something waits,
    ClosingBlocked while something has to be done before (closing.py)."""
    held: Account = Account.objects.select_for_update().select_related("office").get(pk=account.pk)
    if held.outbounds.in_state("waiting", "sending", "by hand").exists():
        raise AccountInUse(str(held.pk))
    if blockers := closing.blockers(held):
        raise ClosingBlocked(blockers)
    held.is_open, held.closed_at, held.sealed = False, timezone.now(), ""
    held.save(update_fields=["is_open", "closed_at", "sealed"])
    audit.record("channels.close_account", by=by, about=held, office=held.office)
    return held


@transaction.atomic
def show_hook(account: Account, *, by: Any) -> str:
    """The address at which the other side calls us. Whoever knows it can; so it is noted who looked."""
    hook = account.access.webhook_url
    audit.record("channels.show_hook", by=by, about=account, office=account.office)
    return hook


def _known(known: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := known.keys() - KNOWN:
        raise TypeError(f"an account has no {sorted(unknown)}")
    return {**known, "settings": relative_inside_home(known["settings"])} if "settings" in known else known
