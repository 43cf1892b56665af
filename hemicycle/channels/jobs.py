"""Background work: what is due goes out, what comes in is heard."""

from hemicycle.channels.listening import Listening
from hemicycle.channels.sending import send_due
from hemicycle.rules import work

work.register_round("sending", send_due)
work.register_round("listening", Listening().walk)
