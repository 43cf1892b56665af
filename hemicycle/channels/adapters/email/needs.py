"""What an account for e-mail is asked for; the folder outbox and certificates of one's own are set on the machine."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

SECURITY = ("starttls", "tls", "none")

NEEDS = (
    Need("address", _("Address that letters come from"), "email", required=True),
    Need("host", _("Mail server that takes our letters"), "host"),
    Need("port", _("Port of the mail server"), "number", usual="587"),
    Need("security", _("Encryption of the mail server"), "choice", usual="starttls", choices=SECURITY),
    Need("user", _("User name at the mail server")),
    Need("password", _("Password at the mail server"), secret=True),
    Need("per_second", _("Messages a second, at most"), "number"),
    Need("dkim_selector", _("Selector of the key that signs letters (DKIM)")),
    Need("dkim_domain", _("Domain that signs letters (DKIM)")),
    Need("dkim_key", _("Key that signs letters (DKIM)"), "lines", secret=True),
    Need("imap_host", _("Server of the mailbox"), "host"),
    Need("imap_port", _("Port of the mailbox server"), "number", usual="993"),
    Need("imap_security", _("Encryption of the mailbox server"), "choice", usual="tls", choices=SECURITY),
    Need("imap_user", _("User name at the mailbox")),
    Need("imap_password", _("Password of the mailbox"), secret=True),
    Need("imap_folder", _("Folder of the mailbox"), usual="INBOX"),
    Need("imap_delete", _("Delete letters once they are kept"), "yes"),
)
