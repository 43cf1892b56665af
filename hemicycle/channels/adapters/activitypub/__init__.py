"""The House's own actor on the fediverse: a note stands in its outbox and is posted to its followers.

ActivityPub (W3C, 2018) with the vocabulary that Mastodon reads: https://docs.joinmastodon.org/spec/activitypub/.
What stands in our outbox counts as sent; channels/jobs/dispatching.py posts it to each server.
"""

from hemicycle.channels.adapters.activitypub.channel import ActivityPub

__all__ = ["ActivityPub"]
