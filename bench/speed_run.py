"""One timed run of one method in this process: `python bench/speed_run.py WAY MIX.parquet OUT.parquet`.

The clock runs from the Parquet file to the groups; starting Python and importing are left out for every method alike,
and so are the templates and the evidence, which no peer has.
"""

import json
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass

import pyarrow as pa
import pyarrow.parquet as pq
from hearhear import campaigns
from rensa_peer import by_own_index, groups, linked, signatures

ENGINE, OWN_INDEX, BANDING = "hearhear", "rensa index", "rensa banding"
# Enough to see which is faster; rensa's own index answers with every pair, which no memory holds for a million.
INDEX_PROBE = 25_000


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and of all cores together, and peak memory in MiB.

    Memory of worker processes is counted as if all peaked together.
    """

    seconds: float
    cpu: float
    peak: float


def main() -> None:
    way, data, out = sys.argv[1:]
    before, begun = _cpu(), time.perf_counter()
    found = _find(way, data)
    seconds = time.perf_counter() - begun
    pq.write_table(pa.table({"group": found}), out)
    sys.stdout.write(json.dumps(asdict(Run(seconds, _cpu() - before, _peak()))))


def _find(way: str, data: str) -> pa.Array:
    if way == ENGINE:
        # As our own reader of Parquet does: mapped, nothing read ahead into memory that is new.
        found = campaigns.gather(pq.read_table(data, memory_map=True, pre_buffer=False)).campaign
        return pa.array(found, mask=found < 0)
    if way == OWN_INDEX:
        return pa.array(by_own_index(data, INDEX_PROBE))
    if way == BANDING:
        return pa.array(linked(signatures(data, "python", INDEX_PROBE)))
    return pa.array(groups(data, way.removeprefix("rensa ")))


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + child * (os.cpu_count() or 1)) / 1024


if __name__ == "__main__":
    main()
