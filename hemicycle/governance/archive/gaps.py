"""What could not be kept, and why: a code with its sentence, and what an archive of the web never has."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SIGN_IN, UNREACHABLE, GONE, REFUSED, TOO_LARGE, NO_ADDRESS, LOOK, LINK, NO_FILE, ERASED, NO_PAGE = (
    "sign-in", "unreachable", "gone", "refused", "too-large", "no-address", "look", "link", "no-file", "erased",
    "no-page",
)  # fmt: skip

WHY: dict[str, str | Promise] = {
    SIGN_IN: _("The network shows it only to people who have signed in there."),
    UNREACHABLE: _("The network did not answer."),
    GONE: _("It is not there any more."),
    REFUSED: _("The address leads to nothing that may be asked for."),
    TOO_LARGE: _("It is too large to be kept."),
    NO_ADDRESS: _("The network has not said where it stands, so its text and pictures are kept as they were sent."),
    LOOK: _("How it looked depends on the device of whoever got it; text and pictures are kept as they were sent."),
    LINK: _("It belongs to somebody else; its address is kept."),
    NO_FILE: _("The file was not there any more."),
    NO_PAGE: _("Nobody has entered the public address of this account, so its page cannot be captured."),
    ERASED: _("Its words were erased at the request of their writers."),
}

NEVER: tuple[tuple[str | Promise, str | Promise], ...] = (
    (
        _("Comments and replies of people"),
        _("They are personal data. They stay in the inbox for as long as the policy says, and are then erased."),
    ),
    (_("How many people liked, shared or followed"), _("The numbers change every minute and belong to the network.")),
    (_("Pages elsewhere to which a text links"), _("They belong to others; their addresses are kept.")),
    (
        _("Messages to single persons"),
        _("They are correspondence and not publication; of a newsletter the text that everybody got is kept."),
    ),
    (_("Dossiers whose words were erased at the request of their writers"), _("What was erased stays erased.")),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """`what`: an address, or the name of an account. `account`: the key of the account that it is about, or ""."""

    what: str
    why: str
    account: str = ""

    def as_json(self) -> dict[str, str]:
        return {name: value for name in ("what", "why", "account") if (value := getattr(self, name))}
