"""A Facebook page of the House, by the Pages API (developers.facebook.com/docs/pages-api). *Not verified against the
real service*: written after its documentation, tried against an imitation, and off unless the installation says so.

A post of the page, with its pictures and what they show (`alt_text_custom`). The API has no key by which it would know
a post again: before anything is tried again, and when nobody can tell, the page's own posts since then are read. A
correction changes the text where it stands (pictures and card stay, the API changes neither), a withdrawal deletes the
post. Comments below our posts come back, and are answered below (developers.facebook.com/docs/pages-api/
comments-mentions); messages to the page (Messenger), reactions and mentions do not come.

settings: server and version of the API, fetch_seconds, answer_seconds. secret: token, the page's own.
The address of the account is the page's number.
"""

from hemicycle.channels.adapters.facebook.channel import Facebook

__all__ = ["Facebook"]
