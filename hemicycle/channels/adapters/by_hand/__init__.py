"""Closed networks: a pack lies ready, a person posts it from the House's account and says at which address.

No machine of ours speaks to them, and nothing of theirs is needed. One class, a table of networks (networks.py): what
each takes, how addresses of its posts look, what a person has to check there. What people answer comes back in files
that a person brings (exports.py): exports of the networks (archives.py), tables (tables.py), notification mails
(notifications.py).
"""

from hemicycle.channels.adapters.by_hand.channel import PostedByHand
from hemicycle.channels.adapters.by_hand.exports import read_export
from hemicycle.channels.adapters.by_hand.found import BadExport, Found, digest
from hemicycle.channels.adapters.by_hand.networks import NETWORKS

__all__ = ["NETWORKS", "BadExport", "Found", "PostedByHand", "digest", "read_export"]
