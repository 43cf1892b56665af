"""The command line: `hearhear campaigns letters.jsonl --out campaigns.jsonl`, `hearhear columns letters.csv`,
`hearhear analyse letters.csv --about bill.xml --out report`.

Results go to files and to standard output; progress, warnings and errors to standard error.
Exit codes: 0 done; 2 the input or the call is at fault, in one line; 130 interrupted, with nothing half-written.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from hearhear.cli.arguments import check_inputs, parser
from hearhear.errors import HearHearError

__all__ = ["main", "run"]

# Found by name once the call is known to be a good one: the analysis takes seconds to import.
COMMANDS = {
    "analyse": ("hearhear.cli.analysis", "analyse"),
    "campaigns": ("hearhear.cli.commands", "campaigns"),
    "columns": ("hearhear.cli.commands", "columns"),
}


def run(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit code."""
    given = parser().parse_args(arguments)
    try:
        check_inputs(vars(given).get("inputs", []) + vars(given).get("about", []))
        module, name = COMMANDS[given.command]
        getattr(import_module(module), name)(given)
    except HearHearError as error:
        return _failed(str(error), 2)
    except KeyboardInterrupt:
        return _failed("interrupted; nothing was written", 130)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain again when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _failed(f"{where}{error.strerror or error}", 2)
    return 0


def main() -> NoReturn:
    """The console script."""
    sys.exit(run())


def _failed(message: str, code: int) -> int:
    sys.stderr.write(f"hearhear: {' '.join(message.split())}\n")
    return code
