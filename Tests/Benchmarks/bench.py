#!/usr/bin/env python3
"""What the daemon costs, beside this machine's own limits, in the same run.

Servers are pinned to CPU 0, loads to CPU 1. Rounds alternate between ours and the limit; the table shows medians and [least-most].
Every answer is verified. docs/benchmarks.md tells how to read the table.
"""
import argparse
import os
import shutil
import sys

from measures import connections, counting, growth, imports, mail, reads, starting, swift_client, writes
from measures.daemon import Daemon
from measures.figures import Figures
from measures.load import Load, health_request
from measures.machine import ROOT, Counts, Programs, Server, build
from measures.outbox import Outbox

SCHOOL = "A1300000900"


class Bench:
    """What every section needs: binaries, limits, and a daemon of its own in a folder of its own."""

    def __init__(self, folder, rounds, full):
        self.folder, self.rounds, self.full = folder, rounds, full
        self.figures = Figures()

    def build(self, binaries, chosen):
        self.binaries = binaries or build("invitationd", "invitationctl")
        if not binaries and {"counts", "client"} & set(chosen):
            build("client-load", "bare-server", environment={"INVITATION_BENCH": "1"})
        self.programs = Programs(self.folder)

    def daemon(self, name, **options):
        daemon = Daemon(self.binaries, f"{self.folder}/{name}", **options)
        return daemon, Load(self.programs, daemon.pki)

    # -- the sections, in the table's order

    def reads(self):
        daemon, load = self.daemon("reads")
        daemon.start().sample(SCHOOL, 1000)
        reads.measure(self.figures, self.programs, load, daemon, SCHOOL, self.rounds)
        spoken_for, its_load = self.daemon("reads-spoken-for", telemetry="access", tokens=True)
        spoken_for.start().regular(self.programs, SCHOOL, 1000)
        daemon.regular(self.programs, SCHOOL + "1", 1000)
        reads.measure_spoken_for(self.figures, (load, its_load), (daemon, SCHOOL + "1"), (spoken_for, SCHOOL), self.rounds)

    def redeems(self):
        daemon, load = self.daemon("redeems")
        daemon.start().sample(SCHOOL, 3000)
        writes.measure_redeems(self.figures, self.programs, load, daemon, daemon.invite(SCHOOL), self.rounds)

    def sends(self):
        daemon, load = self.daemon("sends", mail="waiting")
        daemon.start().regular(self.programs, SCHOOL, 4900)
        writes.measure_sends(self.figures, load, daemon, SCHOOL, self.rounds)

    def counts(self):
        daemon, load = self.daemon("counts", preload=self.programs["counts.so"])
        daemon.start().sample(SCHOOL, 1000)
        daemon.regular(self.programs, SCHOOL + "1", 1500)
        links = daemon.invite(SCHOOL + "1")
        writes.measure_syncs(self.figures, load, daemon, links[:1600])
        bare_counts = Counts(self.programs["counts.so"], f"{daemon.folder}/bare.counts")
        bare = Server(
            "bare-server", [f"{self.binaries}/bare-server", daemon.pki], r"ready (\d+)", f"{daemon.folder}/bare.log", bare_counts.environment)
        counting.measure(self.figures, load, daemon, bare, bare_counts, SCHOOL, links[1600:])

    def connections(self):
        daemon, load = self.daemon("connections", limits=connections.WIDE)
        daemon.start().sample(SCHOOL, 1000)
        with open(health_request(daemon.folder), "rb") as file:
            answer = daemon.call("portal", file.read()[4:])
        connections.measure_handshakes(self.figures, load, daemon, load.canned(daemon.folder, answer), self.rounds)
        connections.measure_beside_many(self.figures, load, daemon, SCHOOL, 3)
        daemon.stop()
        connections.measure_idle(self.figures, load, daemon, answer, 3)

    def starting(self):
        daemon, _ = self.daemon("starting", probes=True)
        daemon.start().regular(self.programs, SCHOOL, 3000)
        contacts = writes.invitable(daemon, SCHOOL)
        daemon.stop()
        starting.measure(self.figures, self.programs, daemon)
        starting.measure_memory(self.figures, daemon, starting.one_mail(daemon, SCHOOL, contacts))

    def imports(self):
        beside = self.daemon("growth")
        growth.small(self.programs, beside[0])
        for name, pupils, rounds in (("large", 100_000, 3), ("huge", 1_000_000, 1))[: 2 if self.full else 1]:
            daemon, load = self.daemon(name)
            daemon.start()
            imports.measure(self.figures, self.programs, daemon, name, pupils, rounds)
            growth.measure(self.figures, beside, (daemon, load), f"{name}0", pupils, self.rounds)
            if self.full:
                growth.redeems(self.figures, self.programs, daemon, load, f"{name}0", pupils, self.rounds)
            daemon.stop()
        if self.full:
            many = self.daemon("many")
            many[0].start()
            growth.many_schools(self.figures, self.programs, beside, many, self.rounds)

    def client(self):
        daemon, _ = self.daemon("client")
        daemon.start().sample(SCHOOL, 1000)
        swift_client.measure(self.figures, self.binaries, daemon, SCHOOL, self.rounds)

    def mail(self):
        daemon, _ = self.daemon("mail", mail="waiting")
        outbox = Outbox(daemon, self.programs, SCHOOL, 5200)  # of whom about 5,900 contacts can be invited
        mail.measure_beside_source(self.figures, outbox, self.rounds)
        mail.measure_far_away(self.figures, outbox, self.rounds)
        mail.measure_pipelined(self.figures, outbox, self.rounds)
        mail.measure_beside_a_hung_reply(self.figures, outbox, self.rounds)
        mail.measure_among_refusals(self.figures, outbox, self.rounds)


SECTIONS = "reads", "redeems", "sends", "counts", "connections", "starting", "imports", "client", "mail"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--full", action="store_true", help="also a million pupils and ten thousand schools")
    options.add_argument("--only", help=f"of {', '.join(SECTIONS)}: those, with commas between")
    options.add_argument("--binaries", help="a folder with all four programs, built before: to measure another commit's, say")
    options.add_argument("--folder", default=f"{ROOT}/.build/bench")
    arguments = options.parse_args()
    chosen = arguments.only.split(",") if arguments.only else SECTIONS
    if unknown := set(chosen) - set(SECTIONS):
        options.error(f"no such section: {', '.join(sorted(unknown))}")
    shutil.rmtree(arguments.folder, ignore_errors=True)
    os.makedirs(arguments.folder, mode=0o700)
    bench = Bench(arguments.folder, arguments.rounds, arguments.full)
    bench.build(arguments.binaries, chosen)
    try:
        for section in chosen:
            print(f"Measuring {section} …", flush=True)
            getattr(bench, section)()
            Server.stop_all()
    finally:
        Server.stop_all()
        bench.figures.print("One CPU for the server, release build, metrics on, authorization on.")


if __name__ == "__main__":
    sys.exit(main())
