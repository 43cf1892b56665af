"""A mail server that keeps nothing but who got something: `python bench/smtp_sink.py GOT.txt` prints its port, and
writes each recipient into the file as soon as it has said yes to the message. Ends with its standard input.
"""

import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}


def serve(line: socket.socket, got: Path) -> None:
    """One connection, command by command. What comes is looked at where it can end only."""
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with line, line.makefile("rb") as reader, got.open("a", buffering=1) as kept:
        line.sendall(b"220 sink\r\n")
        recipient = ""
        while command := reader.readline():
            verb = command[:4].upper()
            line.sendall(ANSWERS.get(verb, b"250 yes\r\n"))
            if verb == b"RCPT":
                recipient = command.decode().partition("<")[2].partition(">")[0]
            elif verb == b"QUIT":
                return
            elif verb == b"DATA":
                while (data := reader.readline()) != b".\r\n":
                    if not data:
                        return
                kept.write(f"{recipient}\n")
                line.sendall(b"250 kept\r\n")


def _serve_until_it_breaks(line: socket.socket, got: Path) -> None:
    """Whoever is killed says no goodbye."""
    with suppress(ConnectionError):
        serve(line, got)


def main() -> None:
    got = Path(sys.argv[1])
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        print(server.getsockname()[1], flush=True)
        threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown(socket.SHUT_RDWR)), daemon=True).start()
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=_serve_until_it_breaks, args=(line, got), daemon=True).start()


if __name__ == "__main__":
    main()
