"""`python -m hardset SEED`: the digest and the counts of a seed."""

import sys
from collections import Counter

from hardset import digest, generate


def main() -> None:
    seed = sys.argv[1] if len(sys.argv) > 1 else "1"
    rows = generate(seed)
    lines = [f"seed {seed}", f"sha256 {digest(rows)}", f"messages {len(rows)}"]
    for counted in ("lang", "kind", "trap"):
        lines += [
            f"{counted} {name} {count}" for name, count in Counter(getattr(row, counted) for row in rows).items()
        ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
