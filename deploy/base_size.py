"""What the base install weighs, `base_size.py LOCK LIMIT_MB`: the files of every distribution that the lock names."""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

MEGABYTE = 1_000_000


def weight(name: str) -> int:
    """Bytes on disk; none for what the lock names for another platform only."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return 0
    return sum(path.stat().st_size for path in {Path(str(f.locate())) for f in files} if path.is_file())


def main(lock: str, limit: str) -> int:
    names: list[str] = re.findall(r"^([A-Za-z0-9._-]+)==", Path(lock).read_text(), re.MULTILINE)
    weights = sorted(((weight(name), name) for name in set(names)), reverse=True)
    total = sum(size for size, _ in weights) / MEGABYTE
    heaviest = ", ".join(f"{name} {size / MEGABYTE:.0f}" for size, name in weights[:5])
    print(f"Base install: {total:.0f} MB of {limit} MB allowed ({heaviest})")
    return int(total > float(limit))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
