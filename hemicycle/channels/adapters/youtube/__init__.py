"""What YouTube's Data API v3 offers to a House without a film to upload (developers.google.com/youtube/v3/docs):
comments. *Not verified against the real service*: written after its documentation, tried against an imitation, and off
unless the installation says so.

What is announced stands as a comment below one video that the account names, such as the live picture of the chamber.
The API knows no posts of the community, and a video is uploaded only with its film, which announcements do not have:
both are posted by hand (adapters/by_hand). It has no key by which it would know a comment again: before anything is
tried again, and when nobody can tell, our own comments below the video are read. A correction changes the comment, a
withdrawal deletes it. Comments below all videos of the channel come back, threaded to ours, or to the video that
somebody posted by hand, and are answered below. YouTube may hold a comment with an address in it for review, and says
so to nobody.

settings: channel and video, server, sign_in_server, fetch_seconds, answer_seconds. secret: client_id,
client_secret, refresh_token (OAuth 2.0, scope youtube.force-ssl). Of a quota of 10,000 units a day, unless Google
gives more, a comment costs 50, a question 1.
"""

from hemicycle.channels.adapters.youtube.channel import YouTube

__all__ = ["YouTube"]
