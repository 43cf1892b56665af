"""Mail to people who sign in about what waits for them. What it is about stands behind the link, never in the mail."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.utils.functional import Promise
from django.utils.translation import override

from hemicycle.rules.site_address import absolute

from .models import User


def send_notice(person: User, *, subject: str | Promise, lines: Sequence[str | Promise], path: str = "") -> None:
    """One mail in the language of its reader; never within a transaction. `path`: the page that says the rest."""
    with override(person.language or settings.LANGUAGE_CODE):
        text = "\n\n".join([*map(str, lines), *([absolute(path)] if path else [])])
        house = settings.HOUSE_NAMES.get(person.language, settings.HOUSE_NAME)
        send_mail(f"{house}: {subject}", f"{text}\n", None, [person.email])
