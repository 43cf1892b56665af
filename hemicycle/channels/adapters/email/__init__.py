"""E-mail: announcements and alerts sent by SMTP and signed (DKIM); replies, bounces and complaints read by IMAP.

Documented in RFC 5321 and 5322 (transport, message), 2045 to 2047 and 2387 (MIME), 6376 (DKIM), 2369 and 8058 (ending
a subscription, in one click), 3834 (automatic mail), 3461, 3463 and 3464 (delivery reports and their codes), 5965
(complaints), 9051 and 2177 (IMAP, IDLE), 5233 (plus-addresses), 8601 (what the mail server verified).

A message is known by its key: in its Message-ID, and behind the + of the addresses to which replies and bounces go
(`alerts+0123…@parliament.test`). Nothing of SMTP protects against sending twice: what is lost after the final dot is
unknown, and a person settles it.

dkimpy signs the same way and needs 28 ms for what cryptography does in a fifth of one; it verifies ours in the tests.

settings, of sending: transport ("smtp", or "folder": files), folder, host, port, security ("starttls", "tls" or
"none", which says no password), authority (a file of certificates to trust), user, hello, seconds (of patience),
per_second, detail ("+"; "" where the mail server knows no plus-addresses), dkim_selector, dkim_domain.
Of receiving: imap_host, imap_port, imap_security, imap_user, imap_folder, imap_delete (letters are deleted once they
are kept; else flagged as seen), fetch_seconds, topics_domain (bill-12@… comes to this mailbox), authserv_id (the name
with which the mail server marks what it verified).
secret: password, imap_password (the same where it is not given), dkim_key (PEM, RSA of 2048 bits).
The address of the account is the one that messages come from.
"""

from hemicycle.channels.adapters.email.channel import Email

__all__ = ["Email"]
