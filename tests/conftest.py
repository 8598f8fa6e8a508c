"""What all tests share: two threads at least, so that results can be compared over threads."""

import os

# Before numba is imported, which then cannot be asked for more.
os.environ["NUMBA_NUM_THREADS"] = str(max(2, os.cpu_count() or 1))
