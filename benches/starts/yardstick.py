"""How fast this machine is: the least time of a fixed piece of work, of the length and the kinds of a function's start."""
import hashlib
import mmap
import time

# A start touches about as many pages for the first time.
PAGES = 1024

# MD5 has no instructions of its own on any processor, so that only the clock counts.
BLOCK = bytes(1 << 20)


class Yardstick:
    """All measurements so far."""

    def __init__(self):
        self.wall, self.cpu = [], []

    def measure(self):
        wall, cpu = time.perf_counter(), time.thread_time()
        with mmap.mmap(-1, PAGES * mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as fresh:
            fresh.madvise(mmap.MADV_NOHUGEPAGE)
            fresh[::mmap.PAGESIZE] = bytes(PAGES)
        hashlib.md5(BLOCK, usedforsecurity=False).digest()
        self.cpu.append((time.thread_time() - cpu) * 1e3)
        self.wall.append((time.perf_counter() - wall) * 1e3)

    def figures(self):
        return {"wall_ms": round(min(self.wall), 3), "cpu_ms": round(min(self.cpu), 3)}
