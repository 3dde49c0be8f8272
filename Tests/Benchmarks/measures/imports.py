"""ImportRoster: a whole roster the first time and unchanged again, beside raw inserts of the very same rows."""
import os
import time

from . import feed
from .figures import Goal
from .machine import run

ROWS_A_COMMIT = 10000


def measure(figures, programs, daemon, school, pupils, rounds):
    first = figures.row(f"ImportRoster, {pupils:,} pupils / {2 * pupils:,} contacts, first time, s", Goal("<=", 3, "ratio"), "raw inserts")
    again = figures.row(f"ImportRoster, {pupils:,} pupils, unchanged again, s", Goal("<=", 2 * pupils // 100_000))
    peak = figures.row(f"ImportRoster, {pupils:,} pupils, peak RSS, MiB", Goal("<=", 150))
    for index in range(rounds):
        name = f"{school}{index}"
        path = feed.write(daemon.folder, name, pupils)
        daemon.server.forget_peak()
        cpu = daemon.server.cpu_seconds()
        seconds, said = feed.stream(programs, daemon, name, pupils, path)
        figures.note_beside(first, "CPU s", daemon.server.cpu_seconds() - cpu)
        if said.get(3) != 2 * pupils:
            raise RuntimeError(f"not all contacts were new: {said}")
        figures.note(peak, daemon.server.memory_mib("VmHWM"))
        cpu = daemon.server.cpu_seconds()
        seconds_again, said = feed.stream(programs, daemon, name, pupils, path)
        figures.note(again, seconds_again)
        figures.note_beside(again, "CPU s", daemon.server.cpu_seconds() - cpu)
        if not said.get(17):
            raise RuntimeError(f"the same feed changed something: {said}")
        os.unlink(path)
        # The raw file grows with the daemon's: all rows there are, a round's share of them.
        raw = f"{daemon.folder}/raw-roster.sqlite"
        time.sleep(1)  # the daemon tidies up after itself
        rows, raw_seconds, raw_cpu = run("taskset", "-c", "0", programs["raw_roster"], daemon.data, raw, str(ROWS_A_COMMIT)).split()
        share = 1 / (index + 1)
        figures.note(first, seconds, float(raw_seconds) * share)
        figures.note_beside(first, "raw inserts, CPU s", float(raw_cpu) * share)
        figures.note_beside(first, "rows", int(rows) * share)
        for suffix in "", "-wal", "-shm":
            if os.path.exists(raw + suffix):
                os.unlink(raw + suffix)
