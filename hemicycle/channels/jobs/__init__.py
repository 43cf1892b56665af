"""Background work: sending what is due, receiving what comes in, and what has to be repeated on the networks."""

from hemicycle.channels.actions.incoming import apply_crossed_reports, store_incomplete
from hemicycle.channels.actions.replying import return_undelivered
from hemicycle.channels.jobs.counting import count_actor_followers
from hemicycle.channels.jobs.dispatching import dispatch_due
from hemicycle.channels.jobs.distributing import distribute_due
from hemicycle.channels.jobs.hiding import hide_due
from hemicycle.channels.jobs.listening import Listening
from hemicycle.channels.jobs.notifications import import_notifications
from hemicycle.channels.jobs.sending import hold_back_due, next_sending, send_due
from hemicycle.rules import work

work.register_round("held back", hold_back_due)
work.register_round("sending", send_due, next_due=next_sending)
work.register_round("listening", Listening().run)
work.register_round("unfinished", store_incomplete)
work.register_round("crossed reports", apply_crossed_reports)
work.register_round("undelivered answers", return_undelivered)
work.register_round("notices", import_notifications)
work.register_round("dispatching", dispatch_due)
work.register_round("hiding", hide_due)
work.register_round("distributing", distribute_due)
work.register_round("followers of actors", count_actor_followers)
