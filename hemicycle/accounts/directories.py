"""The House's own directories by which one may sign in, as the sign-in page offers them (conf/directories.py)."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Directory:
    """One that the installation names; `label` stands on the button."""

    name: str
    label: str

    def url(self, page: str) -> str:
        return f"{reverse(self.name)}?{urlencode({'next': page})}" if page else reverse(self.name)


def directories() -> list[Directory]:
    found = []
    if settings.OIDC_SERVER:
        found.append(Directory("openid_connect_login", settings.OIDC_NAME or _("the directory of the House")))
    if settings.SAML_METADATA:
        found.append(Directory("saml_login", settings.SAML_NAME or _("the directory of the House")))
    return found
