"""A webhook: each announcement as JSON to an address that somebody else keeps, signed so that they know it is from us.

    POST {address}
    Content-Type: application/json
    Idempotency-Key: the message's own, the same at every attempt (IETF draft-ietf-httpapi-idempotency-key-header)
    Hemicycle-Signature: t=seconds, v1=HMAC-SHA-256 of "seconds.body" under the secret that both know, in hex

Whoever receives it checks the signature over the bytes as they came, refuses what is older than five minutes, and
answers 200 to 299. Redirects are not followed.
"""

from hemicycle.channels.adapters.webhook.channel import Webhook

__all__ = ["Webhook"]
