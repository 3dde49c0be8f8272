#!/usr/bin/env python3
"""How fast mail leaves: beside Postfix' own load generator, over a long way, beside a reply that hangs, and with refusals.

The daemon on CPU 0, the relay on CPU 1, all outbox commits included. One school's invitations are queued once, while no relay answers; each
run begins with a copy of that database and a fresh daemon. docs/benchmarks.md tells how to read the tables.
"""
import argparse
import contextlib
import getpass
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time

import bench

RELAY_PORT = 17446
PUPILS = 5200  # about 9,000 contacts: a send has at most 10,000
SESSIONS = 4, 16  # the first is the default of mail.smtp.connections
ROUND_TRIPS_MS = 5, 20
CONNECTIONS = 1, 4, 16, 64
HANG_CONNECTIONS = 4, 16
SMTP_SINK, SMTP_SOURCE = "/usr/sbin/smtp-sink", "/usr/sbin/smtp-source"


class Mail(bench.Bench):
    def __init__(self, folder, rounds):
        super().__init__(folder, rounds, telemetry="metrics")
        self.database = f"{folder}/data/invitations.sqlite"

    def build(self):
        super().build()
        bench.run("gcc", "-O2", "-o", f"{self.folder}/relay", f"{bench.HERE}/relay.c")

    # -- the queue

    def queue(self):
        """Queues a mail for each contact while nothing listens on the relay's port, and keeps the database."""
        self.start()
        self.roster(bench.SCHOOL, PUPILS)
        self.server.stop()
        self.daemon(1)
        answer = json.loads(self.client("portal", "send", "--all-not-registered", "--yes", "--json"))
        self.queued = len(answer["results"])
        self.server.stop()
        os.rename(f"{self.folder}/data", f"{self.folder}/queued")
        due = self.query(f"{self.folder}/queued/invitations.sqlite", "SELECT max(due_at), count(*) FROM outbox WHERE due_at IS NOT NULL")
        if due[1] != self.queued:
            raise RuntimeError(f"{self.queued} were queued and {due[1]} wait")
        time.sleep(max(0, due[0] / 1000 - time.time()))  # the few that were tried wait for a minute

    def daemon(self, connections):
        with open(f"{self.folder}/invitationd.json") as file:
            configuration = json.load(file)
        configuration["mail"].pop("maildir", None)
        configuration["mail"] |= {
            "adapter": "smtp",
            "smtp": {"host": "127.0.0.1", "port": RELAY_PORT, "tls": "none", "heloName": "bench.example.org", "connections": connections},
        }
        with open(f"{self.folder}/invitationd.json", "w") as file:
            json.dump(configuration, file)
        self.server = bench.Server(
            "invitationd", [f"{self.binaries}/invitationd", "run", "--config", f"{self.folder}/invitationd.json"],
            lambda text: '"message":"ready"' in text, f"{self.folder}/invitationd.log")

    def fresh_daemon(self, connections):
        shutil.rmtree(f"{self.folder}/data", ignore_errors=True)
        shutil.copytree(f"{self.folder}/queued", f"{self.folder}/data")
        self.daemon(connections)

    @staticmethod
    def query(database, statement):
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            return connection.execute(statement).fetchone()

    # -- beside smtp-source

    @contextlib.contextmanager
    def sink(self):
        user = ["-u", "nobody"] if getpass.getuser() == "root" else []
        process = subprocess.Popen(["taskset", "-c", "1", SMTP_SINK, *user, f"127.0.0.1:{RELAY_PORT}", "1024"])
        try:
            while socket.socket().connect_ex(("127.0.0.1", RELAY_PORT)):
                time.sleep(0.01)
            yield
        finally:
            process.terminate()
            process.wait()

    def ours_to_sink(self, sessions):
        """Messages a second from the first record to the last, and CPU of each; every one is recorded as sent, once."""
        with self.sink():
            self.fresh_daemon(sessions)
            deadline = time.monotonic() + 600
            while self.query(self.database, "SELECT count(*) FROM outbox WHERE due_at IS NOT NULL")[0]:
                if time.monotonic() > deadline:
                    raise RuntimeError("mail waits still after ten minutes")
                time.sleep(0.25)
            cpu = self.server.cpu_seconds() - self.start_cpu
        self.server.stop()
        sent = self.query(self.database, "SELECT count(*) FROM outbox WHERE state = 2")[0]
        told, first, last = self.query(self.database, "SELECT count(DISTINCT contact), min(at), max(at) FROM event WHERE kind = 'MAIL_SENT'")
        if not sent == told == self.queued:
            raise RuntimeError(f"{self.queued} were queued, {sent} are recorded as sent and the history tells of {told}")
        return sent / ((last - first) / 1000), cpu / sent * 1e6

    def source_to_sink(self, sessions, bytes_each, *options):
        with self.sink():
            began = time.monotonic()
            bench.run("taskset", "-c", "0", SMTP_SOURCE, "-s", str(sessions), "-m", str(self.queued), "-l", str(bytes_each), *options,
                      "-f", "invitations@example.org", "-t", "imogen@example.net", f"127.0.0.1:{RELAY_PORT}")
            return self.queued / (time.monotonic() - began)

    def beside_source(self):
        self.fresh_daemon(1)  # nothing listens: what a start costs
        time.sleep(1)
        self.start_cpu = self.server.cpu_seconds()
        self.server.stop()
        size = self.through_relay(16, 0, 64, 2000)["bytes"]
        self.note("letter", "bytes", size)
        for index in range(self.rounds + 1):
            for sessions in SESSIONS:
                row = f"{sessions} sessions"
                source = self.source_to_sink(sessions, size, "-d")
                lone = self.source_to_sink(sessions, size)
                rate, cpu = self.ours_to_sink(sessions)
                if not index:  # the first round warms up
                    continue
                for column, value in ("ours", rate), ("source", source), ("lone", lone), ("ratio", rate / source), ("lone ratio", rate / lone), ("cpu", cpu):
                    self.note(row, column, value)

    # -- a relay far away

    def through_relay(self, connections, round_trip_us, warm, messages, *hang):
        """What relay.c measured of a run."""
        with open(f"{self.folder}/relay.log", "w+") as log:
            relay = subprocess.Popen(
                ["taskset", "-c", "1", f"{self.folder}/relay", str(RELAY_PORT), str(round_trip_us), str(warm), str(messages), *hang], stdout=log)
            self.fresh_daemon(connections)
            before = self.server.cpu_seconds()
            relay.wait(timeout=600)
            cpu = self.server.cpu_seconds() - before
            log.seek(0)
            done, seconds, size, connected, relay_cpu = log.read().split()[1:]
        # Its connections are gone, and with "hang" its last reply never comes.
        bench.Server.running.remove(self.server)
        self.server.process.kill()
        self.server.process.wait()
        return {"rate": int(done) / float(seconds), "bytes": int(size), "relay load": float(relay_cpu) / float(seconds), "cpu": cpu / int(done) * 1e6}

    def far_away(self):
        for _ in range(self.rounds):
            for milliseconds in ROUND_TRIPS_MS:
                for connections in CONNECTIONS:
                    law = connections / (4 * milliseconds / 1000)
                    warm = connections * 6
                    result = self.through_relay(connections, milliseconds * 1000, warm, min(int(law * 5), self.queued - warm - 100))
                    row = f"{milliseconds} ms, {connections}"
                    self.note(row, "rate", result["rate"])
                    self.note(row, "share", result["rate"] / law)
                    self.note(row, "relay load", result["relay load"])

    def beside_a_hung_reply(self):
        for _ in range(self.rounds):
            for connections in HANG_CONNECTIONS:
                law = connections / (4 * 5 / 1000)
                warm, messages = connections * 6, int(law * 5)
                free = self.through_relay(connections, 5000, warm, messages)["rate"]
                beside = self.through_relay(connections, 5000, warm, messages * (connections - 1) // connections, "hang")["rate"]
                row = f"hang, {connections}"
                self.note(row, "free", free)
                self.note(row, "beside", beside)
                self.note(row, "share", beside / (free * (connections - 1) / connections))

    def among_refusals(self):
        """libcurl closes a connection on which a recipient was refused."""
        connections = 16
        for _ in range(self.rounds):
            warm, messages = connections * 6, int(connections / (4 * 5 / 1000) * 5)
            free = self.through_relay(connections, 5000, warm, messages)["rate"]
            among = self.through_relay(connections, 5000, warm, messages, "refuse", "5")["rate"]
            for column, value in ("free", free), ("among", among), ("share", among / free):
                self.note("refusals", column, value)

    # -- the tables

    def table(self):
        def shown(row, column):
            values = self.figures[row][column]
            middle = statistics.median(values)
            digits = 0 if middle >= 100 else 1 if middle >= 10 else 2
            return f"{middle:.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"

        print(f"\nMedians of {self.rounds} rounds [least-most]; {self.queued} letters of {self.figures['letter']['bytes'][0]} bytes.\n")
        print("| sessions | ours, messages/s | smtp-source -d | ratio (goal >= 0.5) | smtp-source, a connection each | ratio | ours, CPU us a message |")
        print("|---|---|---|---|---|---|---|")
        for sessions in SESSIONS:
            row = f"{sessions} sessions"
            print(f"| {sessions} | " + " | ".join(shown(row, column) for column in ("ours", "source", "ratio", "lone", "lone ratio", "cpu")) + " |")
        print("\n| round trip | connections | messages/s | share of connections / (4 x RTT) (goal >= 0.85) | the relay's own load |")
        print("|---|---|---|---|---|")
        for milliseconds in ROUND_TRIPS_MS:
            for connections in CONNECTIONS:
                row = f"{milliseconds} ms, {connections}"
                print(f"| {milliseconds} ms | {connections} | " + " | ".join(shown(row, column) for column in ("rate", "share", "relay load")) + " |")
        print("\n| connections | messages/s | beside one hung reply | share of (N-1)/N (goal >= 0.9) |")
        print("|---|---|---|---|")
        for connections in HANG_CONNECTIONS:
            print(f"| {connections} | " + " | ".join(shown(f"hang, {connections}", column) for column in ("free", "beside", "share")) + " |")
        print("\n| 16 connections, 5 ms: messages/s | one recipient in five refused | share |")
        print("|---|---|---|")
        print("| " + " | ".join(shown("refusals", column) for column in ("free", "among", "share")) + " |")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", default=f"{bench.ROOT}/.build/bench-mail")
    arguments = options.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    os.makedirs(arguments.folder, mode=0o700)
    rig = Mail(arguments.folder, arguments.rounds)
    rig.build()
    try:
        rig.queue()
        rig.beside_source()
        rig.far_away()
        rig.beside_a_hung_reply()
        rig.among_refusals()
    finally:
        for server in list(bench.Server.running):
            server.stop()
    rig.table()


if __name__ == "__main__":
    sys.exit(main())
