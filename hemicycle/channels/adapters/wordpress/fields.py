from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField

FIELDS = (
    AccountField("address", _("Address of the site"), "server", required=True),
    AccountField("user", _("User name"), required=True),
    AccountField("password", _("Application password"), secret=True, required_to_send=True),
    AccountField("what", _("What is made there"), "choice", default="posts", choices=("posts", "pages")),
    AccountField("comments_open", _("People may comment on it there"), "yes"),
    AccountField("comments", _("Comments of the site come in"), "yes", default="yes"),
)
