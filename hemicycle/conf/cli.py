"""`hemicycle demo | prepare | serve | worker`: what a House runs. Exit code 2 with one clear line when it cannot."""

import argparse
import os
import sys
from collections.abc import Sequence

import django
from rich.console import Console

# The apps are loaded before the modules that need their tables.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.conf.settings")
django.setup()

from hemicycle.conf import demonstration, processes, worker  # noqa: E402
from hemicycle.conf.errors import CannotStart  # noqa: E402

console = Console()


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        match asked.command:
            case "demo":
                demonstration.show(port=asked.port, serve=not asked.no_serve, seed=asked.seed, console=console)
            case "prepare":
                processes.prepare(console)
            case "serve":
                processes.serve(host=asked.host, port=asked.port)
            case "worker":
                worker.main()
    except CannotStart as reason:
        console.print(str(reason), style="red", highlight=False)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hemicycle", description="One desk, one inbox, one record, one policy.")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="Prepare the demonstration parliament and serve it on this machine.")
    demo.add_argument("--no-serve", action="store_true", help="Prepare and exit.")
    demo.add_argument("--port", type=int, default=8000, help="Port of the web server (8000).")
    demo.add_argument("--seed", type=int, default=1, help="Seed of the invented messages (1).")
    commands.add_parser("prepare", help="Bring the database, the catalogues and the static files up to date.")
    serve = commands.add_parser("serve", help="Run the web server.")
    serve.add_argument("--host", default="127.0.0.1", help="Address to listen on (127.0.0.1).")
    serve.add_argument("--port", type=int, default=8000, help="Port to listen on (8000).")
    commands.add_parser("worker", help="Run one worker.")
    return parser


if __name__ == "__main__":
    sys.exit(main())
