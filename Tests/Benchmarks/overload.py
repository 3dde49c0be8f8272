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

import bench
import wire

DEADLINE_MS = 1000
FACTORS = 0.5, 1, 4
SCHOOLS = 4  # a send has at most 10,000 contacts
PUPILS = 4000


class Overload(bench.Bench):
    def __init__(self, folder, rounds):
        super().__init__(folder, rounds, telemetry="metrics")
        self.rows = []

    def build(self):
        super().build()
        bench.run("gcc", "-O2", "-o", f"{self.folder}/openloop", f"{bench.HERE}/openloop.c", "-lssl", "-lcrypto")

    def open_loop(self, role, requests, rate, seconds):
        line = bench.run(
            "taskset", "-c", "1", f"{self.folder}/openloop", str(bench.PORT), f"{self.pki}/ca.pem", f"{self.pki}/{role}.pem",
            f"{self.pki}/{role}.key", "8", f"{rate:.0f}", f"{seconds:.2f}", str(DEADLINE_MS), requests)
        names = "offered", "good", "late", "shed", "failed", "unsent", "unanswered", "p50", "p99", "seconds"
        return dict(zip(names, map(float, line.split())))

    def note_run(self, row, factor, capacity, result):
        if result["failed"]:
            raise RuntimeError(f"{row}: {result}")
        column = f"{factor} x"
        self.note(row, f"{column} goodput", result["good"] / result["seconds"] / capacity)
        for name in "late", "shed", "unsent", "unanswered":
            self.note(row, f"{column} {name}", result[name] / result["offered"])
        self.note(row, f"{column} p99 ms", result["p99"] / 1e3)

    def reads(self, row, payload, calls):
        requests = f"{self.folder}/{row}.requests"
        wire.request_file(requests, [wire.request("ListContacts", payload)])
        self.load(bench.PORT, "portal", requests, calls, 8, 16)
        for _ in range(self.rounds):
            capacity = self.load(bench.PORT, "portal", requests, calls, 8, 16)["rate"]
            self.note(row, "capacity", capacity)
            for factor in FACTORS:
                self.note_run(row, factor, capacity, self.open_loop("portal", requests, capacity * factor, 5))

    def redeems(self, tokens):
        """Each link once: the share of a round that measures capacity, then a round at each rate. Shed links are not used up, and not sent again."""
        row = "Redeem"
        requests = f"{self.folder}/redeem.requests"

        def take(count):
            part, tokens[:] = tokens[:count], tokens[count:]
            wire.request_file(requests, [wire.request("Redeem", wire.text(1, t) + wire.text(2, f"account-{t[-12:]}")) for t in part])
            return len(part)

        share = len(tokens) // self.rounds
        for _ in range(self.rounds):
            count = take(share // 8)
            capacity = self.load(bench.PORT, "registration", requests, count, 8, 16)["rate"]
            self.note(row, "capacity", capacity)
            for factor in FACTORS:
                count = take(share // 8 if factor < 4 else share * 5 // 8)
                self.note_run(row, factor, capacity, self.open_loop("registration", requests, capacity * factor, count / capacity / factor))

    def table(self):
        def shown(values, digits):
            return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"

        print(f"\nGoodput (answers within {DEADLINE_MS} ms / capacity). Medians of {self.rounds} rounds [least-most]; the rest as shares of what was offered.\n")
        print("| call | offered | capacity, calls/s | goodput | shed | late | unsent or unanswered | p99 ms of good answers |")
        print("|---|---|---|---|---|---|---|---|")
        for row, figure in self.figures.items():
            for factor in FACTORS:
                column = f"{factor} x"
                lost = [a + b for a, b in zip(figure[f"{column} unsent"], figure[f"{column} unanswered"])]
                print(f"| {row} | {column} | {shown(figure['capacity'], 0)} | {shown(figure[f'{column} goodput'], 2)} | {shown(figure[f'{column} shed'], 2)} | "
                      f"{shown(figure[f'{column} late'], 3)} | {shown(lost, 3)} | {shown(figure[f'{column} p99 ms'], 1)} |")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", default=f"{bench.ROOT}/.build/bench-overload")
    arguments = options.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    os.makedirs(arguments.folder, mode=0o700)
    rig = Overload(arguments.folder, arguments.rounds)
    rig.build()
    rig.start()
    try:
        rig.roster(bench.SCHOOL, bench.PAGE_PUPILS)
        page = wire.text(1, bench.SCHOOL)
        rig.reads("ListContacts, page of 50 pupils", page, 20000)
        first = next(v for f, v in wire.fields(dict(wire.fields(wire.call(bench.PORT, rig.pki, "portal", wire.request("ListContacts", page))))[2]) if f == 1)
        pupil = dict(wire.fields(dict(wire.fields(first))[1]))
        rig.reads("ListContacts, one pupil by search", page + wire.text(2, wire.text(1, f"{pupil[2].decode()} {pupil[3].decode()}")), 20000)
        tokens, found = [], set()
        for number in range(1, SCHOOLS + 1):
            rig.roster(f"{bench.SCHOOL}{number}", PUPILS)
            new = [t for t in rig.tokens(found) if t not in found]
            found.update(new)
            tokens += new
        rig.redeems(tokens)
    finally:
        for server in list(bench.Server.running):
            server.stop()
    rig.table()


if __name__ == "__main__":
    sys.exit(main())
