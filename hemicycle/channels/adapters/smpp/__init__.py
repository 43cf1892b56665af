"""Text messages by SMPP 3.4, which every SMS operator and aggregator speaks.

Documented in "Short Message Peer to Peer Protocol Specification v3.4", Issue 1.2 (smpp.org), and 3GPP TS 23.038 and
23.040 for what the messages hold. Nothing of SMPP protects against sending twice: a submit_sm without its answer is
unknown, and a person settles it.

Neither of the two libraries of the field carries a message here. aiosmpplib 0.7.4 has a queue, retries and a table of
receipts of its own, in memory: a second outbox beside ours, whose moment of handing over cannot be seen. smpplib 2.2.4
raises KeyError on an answer with an optional parameter that it does not expect there, as the standard allows: an
accepted message would become unknown; it writes passwords and texts to its log, takes any length from the other side,
loses its place in a PDU that arrives slowly, and checks no host name in TLS. What we need of the protocol is pdu.py.
smpplib reads and writes the same octets in the tests.

settings: host, port (2775), tls, system_id, system_type, window (10), most_segments (10), answer_seconds (30),
enquire_link_seconds (30), country (of numbers that do not say theirs), service_type, source_ton, source_npi,
valid_hours, receipt_ids ("dec", "hex"), free_source, free_service_type, per_second, price, currency, confirm_stop.
secret: password. The address of the account is the number or name that messages come from.
"""

from hemicycle.channels.adapters.smpp.channel import Smpp

__all__ = ["Smpp"]
