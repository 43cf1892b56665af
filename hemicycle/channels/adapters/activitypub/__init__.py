"""The House's own actor on the fediverse: a note that stands in its outbox and is told to whoever follows it.

ActivityPub (W3C, 2018) with the vocabulary that Mastodon reads: https://docs.joinmastodon.org/spec/activitypub/.
Said is what stands in our outbox; telling each server is the work of channels/jobs/dispatching.py.
"""

from hemicycle.channels.adapters.activitypub.channel import ActivityPub

__all__ = ["ActivityPub"]
