"""Memory that was freed and is still kept, released to the system between the stages of a large run.

Arrow and the C library keep what one stage has freed, each for itself and for each thread; of a million messages that
is up to half a gigabyte, which the next stage takes elsewhere.
"""

from __future__ import annotations

import ctypes
import sys

import pyarrow as pa


def release() -> None:
    """Release what is free; only glibc must be asked, other C libraries do it by themselves."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
