"""Background work: what is due goes out."""

from hemicycle.channels.sending import send_due
from hemicycle.rules import work

work.register_round("sending", send_due)
