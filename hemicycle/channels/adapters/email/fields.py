"""What an account for e-mail is asked for; the folder outbox and certificates of one's own are set on the machine."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField

SECURITY = ("starttls", "tls", "none")

FIELDS = (
    AccountField("address", _("Address that letters come from"), "email", required=True),
    AccountField("host", _("Mail server that takes our letters"), "host"),
    AccountField("port", _("Port of the mail server"), "number", default="587"),
    AccountField("security", _("Encryption of the mail server"), "choice", default="starttls", choices=SECURITY),
    AccountField("user", _("User name at the mail server")),
    AccountField("password", _("Password at the mail server"), secret=True),
    AccountField("per_second", _("Messages a second, at most"), "number"),
    AccountField("dkim_selector", _("Selector of the key that signs letters (DKIM)")),
    AccountField("dkim_domain", _("Domain that signs letters (DKIM)")),
    AccountField("dkim_key", _("Key that signs letters (DKIM)"), "lines", secret=True),
    AccountField("imap_host", _("Server of the mailbox"), "host"),
    AccountField("imap_port", _("Port of the mailbox server"), "number", default="993"),
    AccountField("imap_security", _("Encryption of the mailbox server"), "choice", default="tls", choices=SECURITY),
    AccountField("imap_user", _("User name at the mailbox")),
    AccountField("imap_password", _("Password of the mailbox"), secret=True),
    AccountField("imap_folder", _("Folder of the mailbox"), default="INBOX"),
    AccountField("imap_delete", _("Delete letters once they are kept"), "yes"),
)
