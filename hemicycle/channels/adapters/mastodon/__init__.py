"""A server of the fediverse on which the House has an account, by the Mastodon API (docs.joinmastodon.org/client).

A text is a post, or a thread where it is longer than the server takes. Nothing in the API tells for certain that a
post is there once (`Idempotency-Key` is kept for an hour by Mastodon, and ignored by others), so before anything is
tried again our own posts since then are read, and a thread goes on where it broke. A correction edits the posts, a
withdrawal deletes them. Replies, mentions and direct messages come back as notifications.

The few calls go through channels/http: Mastodon.py does not show the moment before a post is created, asks servers for
their version, and would bring three libraries.

settings: server, visibility (public), characters (500), characters_per_link (23), fetch_seconds.
secret: token, and client_id, client_secret of the program that the account's owner authorised. The address of the
account is its handle, @house@server.
"""

from hemicycle.channels.adapters.mastodon.channel import Mastodon

__all__ = ["Mastodon"]
