"""Bluesky, and whatever else speaks the AT Protocol (atproto.com/specs, docs.bsky.app).

A text is a post, or a thread. Each post has a name that we choose, made of the message: written twice it is the same
post, so that whatever was lost is simply written again, and nothing is ever unknown. Nothing is edited there: the
network shows no edits, and other servers may keep the first words, so a correction is said in reply to what it
corrects. A withdrawal deletes all posts. Replies, mentions and quotes come back as notifications.

The few calls go through channels/http: the library `atproto` (0.0.73, 57 MB with what it needs) does not show the
moment before a post is written.

settings: server (https://bsky.social), labels, fetch_seconds. secret: password, an app password. The
address of the account is its handle.
"""

from hemicycle.channels.adapters.bluesky.channel import Bluesky

__all__ = ["Bluesky"]
