#!/usr/bin/env python3
"""Goodput at four times capacity: answers within their deadline, as a share of what the daemon can answer at all.

The daemon on CPU 0, the load on CPU 1. For each kind of call: capacity in a closed loop (8 connections with 16 calls in flight), then calls
at multiples of that rate in an open loop (8 connections), round by round. docs/benchmarks.md tells how to read the table.
"""
import argparse
import os
import shutil
import statistics
import sys

from measures import reads, wire, writes
from measures.daemon import Daemon
from measures.load import Load
from measures.machine import ROOT, Programs, Server, build

SCHOOL = "A1300000900"
DEADLINE_MS = 1000
FACTORS = 0.5, 1, 4
SCHOOLS = 4  # a send has at most 10,000 contacts
PUPILS = 4000


class Overload:
    def __init__(self, folder, rounds):
        self.rounds, self.figures = rounds, {}
        self.daemon = Daemon(build("invitationd", "invitationctl"), f"{folder}/daemon", sheds=True).start()
        self.load = Load(Programs(folder), self.daemon.pki)

    def note(self, row, column, value):
        self.figures.setdefault(row, {}).setdefault(column, []).append(value)

    def capacity(self, role, requests, calls):
        return self.load.closed(self.daemon.server, role, requests, calls, 8, 16)["rate"]

    def open_loop(self, role, requests, rate, seconds):
        return self.load.open(self.daemon.port, role, requests, rate, seconds, DEADLINE_MS)

    def note_run(self, row, factor, capacity, result):
        if result["failed"]:
            raise RuntimeError(f"{row}: {result}")
        column = f"{factor} x"
        self.note(row, f"{column} goodput", result["good"] / result["seconds"] / capacity)
        for name in "late", "shed", "unsent", "unanswered":
            self.note(row, f"{column} {name}", result[name] / result["offered"])
        for name in "p50", "p99", "p99.9", "max":
            self.note(row, f"{column} {name}", result[name])

    def reads(self, row, payload, calls):
        requests = f"{self.daemon.folder}/{row}.requests"
        wire.request_file(requests, [wire.request("ListContacts", payload)])
        self.capacity("portal", requests, calls)
        for _ in range(self.rounds):
            capacity = self.capacity("portal", requests, calls)
            self.note(row, "capacity", capacity)
            for factor in FACTORS:
                self.note_run(row, factor, capacity, self.open_loop("portal", requests, capacity * factor, 5))

    def redeems(self, tokens):
        """Each link once: the share of a round that measures capacity, then a round at each rate. Shed links are not used up, and not sent again."""
        row = "Redeem"

        def take(count):
            part, tokens[:] = tokens[:count], tokens[count:]
            return writes.redeem_file(self.daemon, part), len(part)

        share = len(tokens) // self.rounds
        for _ in range(self.rounds):
            requests, count = take(share // 8)
            capacity = self.capacity("registration", requests, count)
            self.note(row, "capacity", capacity)
            for factor in FACTORS:
                requests, count = take(share // 8 if factor < 4 else share * 5 // 8)
                self.note_run(row, factor, capacity, self.open_loop("registration", requests, capacity * factor, count / capacity / factor))

    def table(self):
        def shown(values, digits):
            return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"

        print(f"\nGoodput (answers within {DEADLINE_MS} ms / capacity). Medians of {self.rounds} rounds [least-most]; the rest as shares of what was offered.\n")
        print("| call | offered | capacity, calls/s | goodput | shed | late | unsent or unanswered | p99, p99.9 ms |")
        print("|---|---|---|---|---|---|---|---|")
        for row, figure in self.figures.items():
            for factor in FACTORS:
                column = f"{factor} x"
                lost = [a + b for a, b in zip(figure[f"{column} unsent"], figure[f"{column} unanswered"])]
                print(f"| {row} | {column} | {shown(figure['capacity'], 0)} | {shown(figure[f'{column} goodput'], 2)} | {shown(figure[f'{column} shed'], 2)} | "
                      f"{shown(figure[f'{column} late'], 3)} | {shown(lost, 3)} | {shown(figure[f'{column} p99'], 1)}, {shown(figure[f'{column} p99.9'], 1)} |")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", default=f"{ROOT}/.build/bench-overload")
    arguments = options.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    os.makedirs(arguments.folder, mode=0o700)
    rig = Overload(arguments.folder, arguments.rounds)
    try:
        rig.daemon.sample(SCHOOL, 1000)
        rig.reads("ListContacts, page of 50 pupils", reads.page(SCHOOL), 20000)
        rig.reads("ListContacts, one pupil by search", reads.search(SCHOOL, reads.first_name(rig.daemon, SCHOOL)), 20000)
        tokens = []
        for number in range(1, SCHOOLS + 1):
            rig.daemon.sample(f"{SCHOOL}{number}", PUPILS)
            tokens += rig.daemon.invite(f"{SCHOOL}{number}", tokens)
        rig.redeems(tokens)
    finally:
        Server.stop_all()
    rig.table()


if __name__ == "__main__":
    sys.exit(main())
