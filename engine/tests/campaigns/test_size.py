"""A large postbag is grouped within bounds of memory."""

import subprocess
import sys
from pathlib import Path

_GROUPED = """
import random
from pathlib import Path
from hearhear.campaigns import gather
from campaigns.postbag import lines, posted, strangers
rng = random.Random(1)
words = " ".join(strangers(100, 100)).replace(".", "").split()
own = [" ".join(rng.choices(words, k=30)) for _ in range(30_000)]
texts = [f"{one} {' '.join(rng.sample(lines('ferry.en'), 4))}" if at % 5 < 2 else one for at, one in enumerate(own)]
found = gather(posted(texts))
peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print((found.campaign == 0).sum(), (found.campaign > 0).sum(), peak)
"""
# Measured .5 GB, of which the texts and the libraries are .25. The kernel's own peak of this process: ru_maxrss would be
# that of the test runner where it is larger, since it outlives exec.
MOST_KILOBYTES = 900_000


def test_thirty_thousand_letters_are_grouped_in_less_than_a_gigabyte():
    done = subprocess.run(
        [sys.executable, "-c", _GROUPED],
        env={"PYTHONPATH": str(Path(__file__).parents[1])}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    together, elsewhere, kilobytes = map(int, done.stdout.split())
    assert (together, elsewhere) == (12_000, 0)
    assert kilobytes < MOST_KILOBYTES
