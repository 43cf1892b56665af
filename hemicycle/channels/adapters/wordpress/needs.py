from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

NEEDS = (
    Need("address", _("Address of the site"), "server", required=True),
    Need("user", _("User name"), required=True),
    Need("password", _("Application password"), secret=True, opens=True),
    Need("what", _("What is made there"), "choice", usual="posts", choices=("posts", "pages")),
    Need("comments_open", _("People may comment on it there"), "yes"),
    Need("comments", _("Comments of the site come in"), "yes", usual="yes"),
)
