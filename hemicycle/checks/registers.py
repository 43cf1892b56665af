"""What the checks register at start: what a policy calls those that may keep an announcement in."""

from django.utils.translation import gettext_lazy as _

from hemicycle.rules.parameters import register_words

TITLES = {
    "alternative": _("pictures and sounds without a text alternative"),
    "captions": _("films without captions"),
    "contrast": _("pictures with words that are hard to read"),
    "dead-link": _("dead links"),
    "emoji": _("too many emoji"),
    "hashtag": _("hashtags that are hard to read aloud"),
    "left-as-released": _("languages that a correction left as they were"),
    "missing-language": _("missing languages"),
    "networks": _("pictures that may not be shown on social networks"),
    "personal-data": _("personal data"),
    "quiet-hours": _("text messages at night"),
    "rights": _("pictures whose rights have ended"),
    "uncorrected": _("texts that still say what a correction took out"),
    "unofficial-link": _("links to sites that are not official"),
}
register_words("checks_blocking", lambda name: str(TITLES.get(name, name)), known=TITLES)
