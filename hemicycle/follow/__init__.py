"""Who follows what: a bill, member, committee, topic or search, by e-mail or text message, and how often.

Owns topics, followers with their subscriptions, what is news to them, and the runs that gather it into digests. Whom
we may write to, what was agreed to and what was sent is kept by the channels; the pages are in `site`.

Never writes to anybody who did not confirm, never twice about the same thing, and shows nobody who follows what: staff
see numbers, and of a followed search no word. Begin reading at models.py, then actions/notifying.py.
"""
