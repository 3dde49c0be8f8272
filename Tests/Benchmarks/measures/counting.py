"""What a call asks of the heap and of the kernel: figures that do not drift."""
import os
import re
import signal
import subprocess
import time

from . import reads, writes
from .figures import Goal


def system_calls(pid, folder, work, calls):
    """System calls a call while `work` makes that many, by strace on every thread."""
    report = f"{folder}/strace"
    tracer = subprocess.Popen(
        ["strace", "-f", "-c", "-qq", "-U", "calls,name", "-o", report, "-p", str(pid)], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 10
    while not all(_is_traced(pid, thread) for thread in os.listdir(f"/proc/{pid}/task")):
        if tracer.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"strace cannot watch the daemon: {tracer.stderr.read() if tracer.poll() is not None else ''}")
        time.sleep(0.01)
    try:
        work()
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=30)
    with open(report) as file:
        found = {name: int(count) for count, name in re.findall(r"^\s*(\d+)\s+(\w+)$", file.read(), re.MULTILINE)}
    # readlink is how programs/counts.c knows what is synced.
    return sum(count for name, count in found.items() if name not in ("total", "readlink")) / calls


def _is_traced(pid, thread):
    try:
        with open(f"/proc/{pid}/task/{thread}/status") as file:
            return not re.search(r"TracerPid:\s+0$", file.read(), re.MULTILINE)
    except FileNotFoundError:
        return True


RPC_PATH = "heap allocations per unary call in the RPC path"


class Steady:
    """Calls whose counts are looked at after as many have gone before: buffers have grown, statements are prepared."""

    def __init__(self, daemon, load, school):
        name = reads.first_name(daemon, school)
        self.page = reads.Read(daemon, load, "page", reads.page(school), 50)
        self.search = reads.Read(daemon, load, "search", reads.search(school, name), 1)
        self.daemon, self.load = daemon, load
        for read in self.page, self.search:
            read.once(2000, 1, 16)

    def reading(self, read, calls, inflight):
        return lambda: read.once(calls, 1, inflight)

    def redeeming(self, links, connections, inflight):
        return lambda: writes.redeem(self.daemon, self.load, links, connections, inflight)


def measure(figures, load, daemon, bare, bare_counts, school, links):
    """Heap allocations: of the RPC path on a server with nothing behind it, and of whole calls; 16 in flight on one connection."""
    steady = Steady(daemon, load, school)
    row = figures.row(RPC_PATH, Goal("<=", 10))
    call = lambda: load.closed(bare, "portal", steady.search.requests, 10000, 1, 16)
    call()
    figures.note(row, bare_counts.during(call)[0] / 10000)
    for name, work, calls in (
        ("page", steady.reading(steady.page, 5000, 16), 5000), ("search", steady.reading(steady.search, 10000, 16), 10000),
        ("Redeem", steady.redeeming(links, 1, 16), len(links)),
    ):
        figures.note(figures.row(f"heap allocations per call, {name}"), daemon.counts.during(work)[0] / calls)

