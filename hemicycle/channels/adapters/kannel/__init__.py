"""Text messages through Kannel, the gateway that many operators and offices run (kannel.org, user guide 1.4.5).

Messages go by HTTP to smsbox ("Sending SMS through smsbox"), and everything about them comes back by HTTP: reports to
an address that each message names, messages of people to the one in Kannel's `get-url`. Both are our hook, whose
address holds the account's key. A message whose answer was lost does not stay unknown: a report of it tells, or
bearerbox is asked whether it has it (`look`).

settings: url (of sendsms), username, admin_url (of bearerbox), most_segments (10, no more than Kannel's max-messages),
answer_seconds (30), settle_seconds (120), country, source, smsc, binfo, valid_hours, free_source, free_binfo,
per_second, price, currency, confirm_stop. secret: password, admin_password. The address of the account is the number
or name that messages come from.
"""

from hemicycle.channels.adapters.kannel.channel import Kannel

__all__ = ["Kannel"]
