"""The address of the site: the first process stores it, the others are held to it, one command changes it."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from hemicycle.conf.environment import as_address
from hemicycle.conf.errors import CannotStart
from hemicycle.conf.health import refuse_unless_migrated
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.rules import site_address, work

BY = "command line"


def local(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def settle(*, port: int | None = None) -> None:
    """Hold this process to the address of the site, and store it where none is stored yet.

    `port`: where a web server is about to listen. Raises CannotStart where the environment says another address, or
    where the address is one of this machine and nothing would listen there.
    """
    configured, known = settings.ADDRESS, site_address.stored()
    known = known or site_address.store(configured or local(port or 8000))
    if configured and configured != known:
        raise CannotStart(
            f"HEMICYCLE_ADDRESS says {configured}, but the address of this site is {known}: leave it out, "
            f"or change the address of the site with `hemicycle address {configured}`."
        )
    if port is not None and not configured and _is_elsewhere_here(known, port):
        raise CannotStart(
            f"The address of this site is {known}, and port {port} is not there: choose the port with --port, "
            f"set HEMICYCLE_ADDRESS={known} if a proxy listens there, or run `hemicycle address {local(port)}`."
        )


def run(*, address: str | None) -> None:
    """`hemicycle address`: print it, or change it, and say which announcements have to be approved again and
    what keeps its links."""
    refuse_unless_migrated()
    if address is None:
        sys.stdout.write(f"{site_address.site_address()}\n")
        return
    try:
        as_address(address)
    except ValueError as error:
        raise CannotStart(f"{address}: an address {error}.") from error
    seen = work.last_seen()
    if seen is not None and timezone.now() - seen <= work.SILENCE:
        raise CannotStart("A worker is running: stop the workers and the web server, then change the address.")
    # Not that of the environment, which may say the new one already.
    old = site_address.stored()
    fallen = change(address)
    sys.stdout.write(f"The address of this site is now {address}. Start the web server and the workers again.\n")
    if old not in ("", address) and Announcement.objects.public().exists():
        # What was approved is changed by nobody, and so are the copies of it on networks and in mailboxes.
        sys.stdout.write(f"What is published keeps its links to {old}: let that address lead to the new one.\n")
    for announcement in fallen:
        where = site_address.absolute(reverse("desk:announcement", args=[announcement.address]))
        sys.stdout.write(f"A draft again, because its links would not be those that were approved: {where}\n")


@transaction.atomic
def change(address: str) -> list[Announcement]:
    """Announcements whose links would change are drafts again, and are returned; their people are told."""
    site_address.change(address, by=BY)
    return desk.revert_changed(by=BY)


def _is_elsewhere_here(address: str, port: int) -> bool:
    """Whether it is of this machine without a proxy, and of another port."""
    url = urlsplit(address)
    is_local = url.scheme == "http" and url.hostname in ("127.0.0.1", "localhost", "::1") and not url.path
    return is_local and (url.port or 80) != port
