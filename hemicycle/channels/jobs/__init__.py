"""Background work: what is due goes out, what comes in is heard, what came in pieces is put together."""

from hemicycle.channels.actions.incoming import meet_crossed_reports, take_unfinished
from hemicycle.channels.jobs.dispatching import dispatch_due
from hemicycle.channels.jobs.distributing import distribute_due
from hemicycle.channels.jobs.hiding import hide_due
from hemicycle.channels.jobs.listening import Listening
from hemicycle.channels.jobs.notifications import take_notices
from hemicycle.channels.jobs.sending import next_sending, send_due
from hemicycle.rules import work

work.register_round("sending", send_due, next_due=next_sending)
work.register_round("listening", Listening().run)
work.register_round("unfinished", take_unfinished)
work.register_round("crossed reports", meet_crossed_reports)
work.register_round("notices", take_notices)
work.register_round("dispatching", dispatch_due)
work.register_round("hiding", hide_due)
work.register_round("distributing", distribute_due)
