#!/usr/bin/env python3
"""Server CPU per call for ListContacts and Redeem, beside this machine's own limits, in the same run.

The server is pinned to CPU 0, the load to CPU 1. Rounds alternate between ours and the limits; the table shows medians and
[least, most]. Every answer is verified: pages and searches byte by byte against a first answer whose content was looked
into, redeems by status and afterwards in the database. docs/benchmarks.md tells how to read the table.
"""
import argparse
import glob
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time

import wire

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCHOOL = "A1300000900"
PORT, CANNED_PORT, METRICS_PORT = 17443, 17444, 17445
PUPILS = 3000  # of the school whose parents redeem
PAGE_PUPILS = 1000  # of the school that is listed


def run(*command, **options):
    done = subprocess.run(command, text=True, capture_output=True, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} … exited with {done.returncode}: {done.stderr}")
    return done.stdout


class Server:
    """A process on CPU 0 whose CPU time can be read while it runs."""

    running = []

    def __init__(self, name, command, is_ready, log):
        """`log` is a file: a pipe that nobody reads would fill, and one that somebody reads costs CPU here."""
        with open(log, "w") as writing:
            self.process = subprocess.Popen(["taskset", "-c", "0", *command], stdout=writing, stderr=subprocess.STDOUT)
        Server.running.append(self)
        with open(log) as reading:
            while not is_ready(reading.read()):
                if self.process.poll() is not None:
                    raise RuntimeError(f"{name} did not start: see {log}")
                reading.seek(0)
                time.sleep(0.01)

    def cpu_seconds(self):
        """User and system time of every thread, in nanoseconds' resolution."""
        total = 0
        for path in glob.glob(f"/proc/{self.process.pid}/task/*/schedstat"):
            with open(path) as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def memory_mib(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024

    def stop(self):
        Server.running.remove(self)
        self.process.terminate()
        self.process.wait(timeout=60)


class Bench:
    def __init__(self, folder, rounds, telemetry):
        self.folder, self.rounds, self.telemetry = folder, rounds, telemetry
        self.pki = f"{folder}/pki"
        self.figures = {}

    def note(self, row, column, value):
        self.figures.setdefault(row, {}).setdefault(column, []).append(value)

    # -- set up

    def build(self):
        print("Building for release …", flush=True)
        subprocess.run(
            ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "invitationd"], cwd=ROOT, check=True,
            stdout=subprocess.DEVNULL,
        )
        subprocess.run(
            ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "invitationctl"], cwd=ROOT, check=True,
            stdout=subprocess.DEVNULL,
        )
        self.binaries = run("swift", "build", "-c", "release", "--static-swift-stdlib", "--show-bin-path", cwd=ROOT).strip()
        for program, library in ("canned", ["-lssl", "-lcrypto"]), ("load", ["-lssl", "-lcrypto"]), ("raw_sqlite", ["-lsqlite3"]):
            run("gcc", "-O2", "-o", f"{self.folder}/{program}", f"{HERE}/{program}.c", *library)

    def start(self):
        run(f"{self.binaries}/invitationctl", "dev-pki", self.pki)
        run(f"{self.binaries}/invitationd", "new-keys", f"{self.folder}/keys")
        with open(f"{self.folder}/roles", "w") as file:
            for role in "portal", "registration", "roster":
                file.write(f"URI:spiffe://example.org/{role} {role} {role} *\n")
        with open(f"{self.folder}/invitationd.json", "w") as file:
            json.dump({
                "development": True,
                "listen": {"host": "127.0.0.1", "port": PORT, "loops": 1},
                "tls": {"certificate": f"{self.pki}/server.pem", "key": f"{self.pki}/server.key", "clientAuthorities": f"{self.pki}/ca.pem"},
                "database": {"path": f"{self.folder}/data/invitations.sqlite"},
                "roles": {"path": f"{self.folder}/roles"}, "keys": {"path": f"{self.folder}/keys"},
                "mail": {"adapter": "maildir", "maildir": {"path": f"{self.folder}/mail"}, "from": "invitations@example.org",
                         "linkBase": "https://parents.example.org/register"},
                "log": {"level": "info" if self.telemetry == "access" else "notice"},
                **({} if self.telemetry == "none" else {"metrics": {"port": METRICS_PORT}}),
            }, file)
        self.server = Server(
            "invitationd", [f"{self.binaries}/invitationd", "run", "--config", f"{self.folder}/invitationd.json"],
            lambda text: '"message":"ready"' in text, f"{self.folder}/invitationd.log",
        )

    def client(self, role, *arguments):
        return run(
            f"{self.binaries}/invitationctl", *arguments, "--timeout", "120",
            env={
                **os.environ, "INVITATIONCTL_SERVER": f"localhost:{PORT}", "INVITATIONCTL_SCHOOL": self.school,
                "INVITATIONCTL_CA": f"{self.pki}/ca.pem", "INVITATIONCTL_CERT": f"{self.pki}/{role}.pem",
                "INVITATIONCTL_KEY": f"{self.pki}/{role}.key",
            },
        )

    def roster(self, school, pupils):
        self.school = school
        pages = f"{self.folder}/{school}"
        run(f"{ROOT}/scripts/make-sample-school", "--pupils", str(pupils), "--school-id", school, "--out", pages)
        self.client("roster", "import", pages)

    def tokens(self, before=()):
        """Invites everybody and reads the links out of the mail folder, as the parents would; with those found before."""
        answer = json.loads(self.client("portal", "send", "--all-not-registered", "--yes", "--json"))
        queued = len(answer["results"]) + len(before)
        deadline = time.monotonic() + 300
        while len(os.listdir(f"{self.folder}/mail/new")) < queued:
            if time.monotonic() > deadline:
                raise RuntimeError("the mail did not leave within five minutes")
            time.sleep(0.2)
        found = []
        for path in glob.glob(f"{self.folder}/mail/new/*"):
            with open(path, encoding="ascii") as file:
                body = file.read().replace("=\n", "").replace("=\r\n", "")
            found.append(re.search(r"register#([A-Za-z0-9_-]+)", body)[1])
        if len(set(found)) != queued:
            raise RuntimeError(f"{queued} were queued and {len(set(found))} links found")
        return found

    # -- measuring

    def load(self, port, role, requests, calls, connections, inflight, expected=None):
        command = ["taskset", "-c", "1", f"{self.folder}/load", str(port), f"{self.pki}/ca.pem", f"{self.pki}/{role}.pem",
                   f"{self.pki}/{role}.key", str(connections), str(inflight), str(calls), requests]
        done, seconds, p50, p99, worst, size = run(*command, *([expected] if expected else [])).split()
        return {"rate": int(done) / float(seconds), "p50": float(p50), "p99": float(p99), "bytes": int(size) / int(done)}

    def reads(self, row, payload, calls, looks_right):
        """One kind of ListContacts: ours, then canned answers of the very same bytes, round by round."""
        data = wire.request("ListContacts", payload)
        requests, expected = f"{self.folder}/{row}.requests", f"{self.folder}/{row}.expected"
        wire.request_file(requests, [data])
        answer = wire.call(PORT, self.pki, "portal", data)
        message = dict(wire.fields(answer))[2]
        looks_right([value for field, value in wire.fields(message) if field == 1])
        token = dict(wire.fields(message)).get(2, b"")
        with open(expected, "wb") as file:  # the page token is sealed anew every time: all before it stays
            file.write(answer[: answer.rindex(token)] if token else answer)
        with open(f"{expected}.whole", "wb") as file:
            file.write(answer)
        canned = Server(
            "canned", [f"{self.folder}/canned", str(CANNED_PORT), f"{self.pki}/ca.pem", f"{self.pki}/server.pem", f"{self.pki}/server.key", f"{expected}.whole"],
            lambda text: "ready" in text, f"{self.folder}/canned.log",
        )
        for index in range(self.rounds + 1):
            for column, server, port, times in ("ours", self.server, PORT, 1), ("TLS, canned", canned, CANNED_PORT, 4):
                before = server.cpu_seconds()
                result = self.load(port, "portal", requests, calls * times, 8, 16, expected)
                cpu = (server.cpu_seconds() - before) / (calls * times) * 1e6
                if index:  # the first round warms up
                    self.note(row, column, cpu)
                    if column == "ours":
                        self.note(row, "calls/s", result["rate"])
                        self.note(row, "p99 ms", result["p99"] / 1e3)
                        self.note(row, "answer bytes", result["bytes"])
            if index:
                kind, count = ("page", 5000) if "page" in row else ("search", 50000)
                self.note(row, "raw SQLite", self.raw(kind, count)[1])
        lone = self.load(PORT, "portal", requests, 2000, 1, 1, expected)
        self.note(row, "alone p50 ms", lone["p50"] / 1e3)
        canned.stop()

    def raw(self, kind, count, *more):
        calls, seconds, cpu = run("taskset", "-c", "0", f"{self.folder}/raw_sqlite", kind, f"{self.folder}/raw.sqlite", str(count), *more).split()
        return int(calls) / float(seconds), float(cpu) / int(calls) * 1e6

    def redeems(self, tokens):
        row = "Redeem, 64 in flight"
        share = len(tokens) // (self.rounds + 1)
        for index in range(self.rounds + 1):
            part = tokens[index * share : (index + 1) * share]
            requests = f"{self.folder}/redeem.requests"
            wire.request_file(requests, [wire.request("Redeem", wire.text(1, t) + wire.text(2, f"account-{t[-8:]}-{index}")) for t in part])
            before = self.server.cpu_seconds()
            result = self.load(PORT, "registration", requests, len(part), 8, 8)
            cpu = (self.server.cpu_seconds() - before) / len(part) * 1e6
            raw64, raw1, sync = self.raw("redeem", 6400, "64"), self.raw("redeem", 640, "1"), self.raw("sync", 300)
            if index:
                self.note(row, "ours", cpu)
                self.note(row, "raw SQLite", raw64[1])
                self.note(row, "calls/s", result["rate"])
                self.note(row, "p99 ms", result["p99"] / 1e3)
                self.note(row, "share of raw, 64 a commit", result["rate"] / raw64[0])
                self.note(row, "share of raw, 1 a commit", result["rate"] / raw1[0])
                self.note(row, "fdatasync us", 1e6 / sync[0])
        done = sqlite3.connect(f"file:{self.folder}/data/invitations.sqlite?mode=ro", uri=True).execute(
            "SELECT count(*) FROM event WHERE kind = 'REDEEMED'").fetchone()[0]
        if done != share * (self.rounds + 1):
            raise RuntimeError(f"{share * (self.rounds + 1)} redeems were answered OK and the database holds {done}")

    # -- the table

    def table(self):
        def shown(values):
            if not values:
                return "-"
            middle = statistics.median(values)
            digits = 0 if middle >= 1000 else 1 if middle >= 10 else 2
            return f"{middle:.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"

        cpu = subprocess.run(["sh", "-c", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"], text=True, capture_output=True).stdout.strip()
        print(f"\nMachine: {os.cpu_count()} x {cpu}. Medians of {self.rounds} rounds [least-most]. CPU in us per call, server on one CPU. Telemetry: {self.telemetry}.\n")
        print("| figure | ours must reach | ours | TLS, canned | raw SQLite | calls/s | p99 ms | 1 x 1 p50 ms |")
        print("|---|---|---|---|---|---|---|---|")
        goals = {"ListContacts, page of 50 pupils": "<= 60", "ListContacts, one pupil by search": "<= 12", "Redeem, 64 in flight": "<= 130"}
        for row, goal in goals.items():
            figure = self.figures.get(row, {})
            cells = [shown(figure.get(column, [])) for column in ("ours", "TLS, canned", "raw SQLite", "calls/s", "p99 ms", "alone p50 ms")]
            print(f"| {row} | {goal} | " + " | ".join(cells) + " |")
        redeem = self.figures.get("Redeem, 64 in flight", {})
        for column in "share of raw, 64 a commit", "share of raw, 1 a commit", "fdatasync us":
            print(f"| Redeem: {column} | {'>= 0.7' if '64' in column else ''} | {shown(redeem.get(column, []))} | | | | | |")
        page = self.figures.get("ListContacts, page of 50 pupils", {})
        print(f"| answer of a page, bytes | | {shown(page.get('answer bytes', []))} | | | | | |")
        for when in "RSS idle, MiB", "RSS after the load, MiB":
            print(f"| {when} | {'<= 16' if 'idle' in when else ''} | {shown(self.figures[when]['ours'])} | | | | | |")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", default=f"{ROOT}/.build/bench")
    options.add_argument("--telemetry", choices=["none", "metrics", "access"], default="metrics", help="access: metrics and the access log")
    arguments = options.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    os.makedirs(arguments.folder, mode=0o700)
    bench = Bench(arguments.folder, arguments.rounds, arguments.telemetry)
    bench.build()
    bench.start()
    try:
        bench.note("RSS idle, MiB", "ours", bench.server.memory_mib())
        bench.roster(SCHOOL, PAGE_PUPILS)
        page = wire.text(1, SCHOOL)

        def whole_page(pupils):
            assert len(pupils) == 50, len(pupils)
            print(f"A page: {len(pupils)} pupils, {sum(1 for p in pupils for f, _ in wire.fields(p) if f == 2)} contacts", flush=True)

        bench.reads("ListContacts, page of 50 pupils", page, 5000, whole_page)

        first = next(value for field, value in wire.fields(dict(wire.fields(wire.call(PORT, bench.pki, "portal", wire.request("ListContacts", page))))[2]) if field == 1)
        pupil = dict(wire.fields(dict(wire.fields(first))[1]))
        name = f"{pupil[2].decode()} {pupil[3].decode()}"
        search = page + wire.text(2, wire.text(1, name))

        def one_pupil(pupils):
            assert len(pupils) == 1, f"{name} is not one pupil but {len(pupils)}"

        bench.reads("ListContacts, one pupil by search", search, 20000, one_pupil)
        bench.roster(SCHOOL + "1", PUPILS)
        bench.redeems(bench.tokens())
        bench.note("RSS after the load, MiB", "ours", bench.server.memory_mib())
    finally:
        for server in list(Server.running):
            server.stop()
    bench.table()


if __name__ == "__main__":
    sys.exit(main())
