#!/usr/bin/env python3
"""Holds the figures that do not drift, whatever the machine: what a call asks of the heap, the disk, the kernel and the wire.

Each may be at most what gate.json says, which is a little above what was measured when it was written. A figure that fell well below
its limit is named, so that the limit can follow it down.
"""
import argparse
import json
import os
import shutil
import sys

from measures.counting import Steady, system_calls
from measures.daemon import Daemon
from measures.load import Load
from measures.machine import HERE, ROOT, Programs, Server, build, build_debug

SCHOOL, REDEEMING = "A1300000900", "A1300000901"
LIMITS = f"{HERE}/gate.json"


def measured(daemon, load):
    """Every figure by name. One caller alone for system calls and the lone write; else 16 calls in flight on one connection."""
    daemon.sample(SCHOOL, 1000)
    daemon.regular(load.programs, REDEEMING, 800)
    links = taking_from(daemon.invite(REDEEMING))
    steady = Steady(daemon, load, SCHOOL)
    steady.redeeming(links(200), 1, 16)()
    figures = {}

    def kernel(work, calls):
        return system_calls(daemon.server.pid, daemon.folder, work, calls)

    # What arrives together shares a snapshot and a record: how many more than one a batch's calls need is what counts.
    together = steady.reading(steady.search, 4000, 16)
    figures["search: system calls per call, 16 in flight"] = kernel(together, 4000)
    for name, read in ("page", steady.page), ("search", steady.search):
        work = steady.reading(read, 4000, 16)
        figures[f"{name}: heap allocations per call"] = daemon.counts.during(work)[0] / 4000
        figures[f"{name}: system calls per call, alone"] = kernel(steady.reading(read, 1000, 1), 1000)
        figures[f"{name}: bytes of the answer"] = read.once(1, 1, 1)[1]["bytes"]
    figures["Redeem: heap allocations per call"] = daemon.counts.during(steady.redeeming(links(300), 1, 16))[0] / 300
    figures["Redeem: fsyncs per call, alone"] = daemon.counts.during(steady.redeeming(links(100), 1, 1))[1] / 100
    figures["Redeem: fsyncs per call, 64 callers"] = daemon.counts.during(steady.redeeming(links(640), 8, 8))[1] / 640
    figures["Redeem: system calls per call, alone"] = kernel(steady.redeeming(links(200), 1, 1), 200)
    return figures


def taking_from(links):
    """Takes the next so many."""
    rest = iter(links)
    return lambda count: [next(rest) for _ in range(count)]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", default=f"{ROOT}/.build/bench-gate")
    options.add_argument("--command-line", help="an invitationctl that is built already; else one is built")
    arguments = options.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    os.makedirs(arguments.folder, mode=0o700)
    binaries = build("invitationd")
    command_line = arguments.command_line or f"{build_debug('invitationctl')}/invitationctl"
    programs = Programs(arguments.folder)
    daemon = Daemon(binaries, f"{arguments.folder}/daemon", preload=programs["counts.so"], command_line=command_line).start()
    try:
        figures = measured(daemon, Load(programs, daemon.pki))
    finally:
        Server.stop_all()
    with open(LIMITS) as file:
        limits = json.load(file)
    broken = sorted(set(limits) ^ set(figures))
    print(f"{'':44}{'measured':>12}{'at most':>12}")
    for name, value in figures.items():
        limit = limits.get(name)
        remark = "" if limit is None else "  ABOVE" if value > limit else "  (well below: lower the limit)" if value < 0.4 * limit else ""
        if remark == "  ABOVE":
            broken.append(name)
        print(f"{name:44}{value:12.3f}{limit if limit is not None else '-':>12}{remark}")
    if broken:
        print(f"bench-gate: {'; '.join(broken)}. If that is meant, say why and change Tests/Benchmarks/gate.json.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
