"""A line to the server of an account, for adapters that speak something else than HTTP.

Connected as everything that leaves is (`rules.internet`): to public addresses, and to networks that the installation
lists. What is refused is told in the words of `contract`.
"""

from __future__ import annotations

import socket
import ssl

from hemicycle.channels.contract import NotAuthorised
from hemicycle.rules import internet

__all__ = ["connect"]


def connect(
    host: str, port: int, *, seconds: float = internet.CONNECT_SECONDS, tls: ssl.SSLContext | None = None
) -> socket.socket:
    """Within `seconds`, secured from its first octet where `tls` is given. Raises NotAuthorised, OSError."""
    try:
        return internet.connect(host, port, allowed=internet.is_permitted, seconds=seconds, tls=tls)
    except internet.AddressRefused as error:
        raise NotAuthorised(error.code, str(error)) from error
