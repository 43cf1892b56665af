"""WhatsApp, to people who asked for it, by the WhatsApp Business Platform's Cloud API
(developers.facebook.com/docs/whatsapp/cloud-api). *Not verified against the real service*: written after its
documentation, tried against an imitation, and off unless the installation says so.

It reaches people, not channels: channels of WhatsApp have no API, and are posted by hand (adapters/by_hand). An
account stands where one for text messages does: numbers that asked for it, STOP, quiet hours. Whoever wrote to us
within 24 hours may be sent any text. Everybody else may be sent a template alone that Meta has approved: one with one
variable, {{1}}, which what we say is put into, on one line. So where the account names a template all goes out in it,
but for the answer to STOP and what a person answers within that time, which quotes what it answers.

The API has no key by which it would know a message again, and cannot be asked what it has. Our key travels along
(`biz_opaque_callback_data`) and comes back with each report, so that an unknown is settled by its report, and else by
a person. Nothing that was said can be changed: corrections are said beside it. What people write comes to our hook,
signed by the secret of the app; pictures, voices and files are named and not fetched.

settings: phone_number_id, template, template_characters, country, version, server, answer_seconds,
per_second. secret: token, app_secret, verify_token. The address of the account is its number, "+" and digits.
"""

from hemicycle.channels.adapters.whatsapp.channel import WhatsApp

__all__ = ["WhatsApp"]
