"""Clients that are not ours, kept short: what an independent eye says of a server."""

import contextlib
from collections.abc import Iterator

import smpplib.client
import smpplib.gsm
from smpplib.command import Command


class SmppClient:
    """smpplib, bound as a transceiver. `answers` are (status, message id), `came_in` the deliver_sm it was given."""

    def __init__(self, port: int, account: str, password: str) -> None:
        self.answers: list[tuple[int, str | None]] = []
        self.came_in: list[Command] = []
        self._client = smpplib.client.Client("127.0.0.1", port, timeout=10, allow_unknown_opt_params=True)
        self._client.set_message_sent_handler(self._answered)
        self._client.set_message_received_handler(self._received)
        # A refusal is an answer like another; the test looks at it.
        self._client.set_error_pdu_handler(lambda pdu: None)
        try:
            self._client.connect()
            self._client.bind_transceiver(system_id=account, password=password)
        except Exception:
            self.close()
            raise

    def send(self, text: str, destination: str, source: str = "447700900000") -> None:
        """One submit_sm for each part, with a receipt wanted; the answers are not waited for."""
        parts, coding, flag = smpplib.gsm.make_parts(text)
        for part in parts:
            self._client.send_message(
                source_addr=source,
                destination_addr=destination,
                short_message=part,
                data_coding=coding,
                esm_class=flag,
                registered_delivery=True,
            )

    def read(self) -> None:
        """Wait for one PDU. smpplib.exceptions.ConnectionError when the connection has ended."""
        self._client.read_once(auto_send_enquire_link=False)

    def close(self) -> None:
        """As when the process dies: without unbinding."""
        self._client.disconnect()

    def _answered(self, pdu: Command, **_: object) -> None:
        self.answers.append((pdu.status, pdu.message_id and pdu.message_id.decode()))

    def _received(self, pdu: Command, **_: object) -> int:
        self.came_in.append(pdu)
        return 0


@contextlib.contextmanager
def smpp(port: int, *, account: str = "desk", password: str = "secret") -> Iterator[SmppClient]:
    client = SmppClient(port, account, password)
    try:
        yield client
    finally:
        client.close()
