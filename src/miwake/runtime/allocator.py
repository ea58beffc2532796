"""Memory that a process keeps for its next piece of work."""

import contextlib
import ctypes
import sys
from functools import cache

TRIM, MMAP = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h
KEPT = 2**28  # bytes that are free and yet kept, at most
LARGEST = 2**27  # bytes of an array from which it is always given back


@cache
def keep_freed_memory() -> bool:
    """Keep the memory of arrays that are freed, where the C library can be told to.

    The system hands memory out page by page and emptied; whoever makes chunk after chunk, and
    gives each back, spends a third of the time on that. Dask's workers give back everything.

    Returns:
        whether it could be told to.
    """
    if not sys.platform.startswith("linux"):
        return False
    with contextlib.suppress(OSError, AttributeError):  # another C library than glibc
        library = ctypes.CDLL(None)
        return bool(library.mallopt(MMAP, LARGEST)) and bool(library.mallopt(TRIM, KEPT))
    return False
