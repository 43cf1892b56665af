"""`python -m hardset SEED`: the digest and the counts of a seed."""

import sys
from collections import Counter

from hardset import digest, generate


def main() -> None:
    seed = sys.argv[1] if len(sys.argv) > 1 else "1"
    rows = generate(seed)
    print(f"seed {seed}  sha256 {digest(rows)}  messages {len(rows)}")
    for name, counted in (("language", "lang"), ("kind", "kind"), ("trap", "trap")):
        print(name, dict(Counter(getattr(row, counted) for row in rows)))


if __name__ == "__main__":
    main()
