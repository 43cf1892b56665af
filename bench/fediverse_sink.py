"""Five hundred servers of the fediverse in one process: each has an address of its own, 127.9.0.1 and so on, at the
same port, which distinguishes it from the others. They take what is posted to them and keep how often and when.

    fediverse_sink.py SERVERS SLOW_SECONDS      prints its port; the first server takes so long to answer

GET /control at any of them returns, by address: posts, different bodies, the seconds of the first and of the last.
"""

import asyncio
import hashlib
import json
import socket
import sys
import time
from collections import defaultdict


def address(number: int) -> str:
    return f"127.9.{number // 250}.{number % 250 + 1}"


class Servers:
    def __init__(self, slow: str, seconds: float) -> None:
        self.slow, self.seconds = slow, seconds
        self.times: dict[str, list[float]] = defaultdict(list)
        self.bodies: dict[str, set[bytes]] = defaultdict(set)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        here = writer.get_extra_info("sockname")[0]
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"GET"):
                said = json.dumps(self.counts()).encode()
            else:
                said = b""
                length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
                body = await reader.readexactly(int(length.split(b":")[1]))
                if here == self.slow:
                    await asyncio.sleep(self.seconds)
                self.times[here].append(time.time())
                self.bodies[here].add(hashlib.sha256(body).digest())
            writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: %d\r\n\r\n" % len(said) + said)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def counts(self) -> dict[str, object]:
        return {
            here: {"posts": len(times), "different": len(self.bodies[here]), "first": min(times), "last": max(times)}
            for here, times in self.times.items()
        }


async def serve(count: int, slow: float) -> None:
    with socket.create_server((address(0), 0)) as probe:
        port = probe.getsockname()[1]
    servers = Servers(address(0), slow)
    hosts = [address(number) for number in range(count)]
    async with await asyncio.start_server(servers.talk, hosts, port, backlog=256) as server:
        print(port, flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
