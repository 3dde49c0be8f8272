"""Load on the other CPU: C programs that call as fast as they are answered, or as often as told."""
import os
import subprocess

from . import wire
from .machine import LOAD_CPU, Server, run


class Load:
    """Calls of one role to the port of a daemon, or of a limit that takes its certificates."""

    def __init__(self, programs, pki):
        self.programs, self.pki = programs, pki

    def _command(self, program, port, role, *arguments):
        name, *kind = program.split()
        return ["taskset", "-c", str(LOAD_CPU), self.programs[name], *kind, str(port), f"{self.pki}/ca.pem", f"{self.pki}/{role}.pem",
                f"{self.pki}/{role}.key", *map(str, arguments)]

    def closed(self, server, role, requests, calls, connections, inflight, expected=None):
        """Each answer makes room for the next call. Times in milliseconds; `cpu`: the server's seconds from when all are connected until the
        last answer. `expected`: a file that every answer must begin with."""
        process = _begin(self._command(
            "load", server.port, role, connections, inflight, calls, requests, *([expected] if expected else [])), "connected\n")
        before = server.cpu_seconds()
        process.stdin.write("\n")
        process.stdin.flush()
        line = process.stdout.readline()
        cpu = server.cpu_seconds() - before
        release(process)
        done, seconds, p50, p99, p999, worst, size = line.split()
        return {"rate": int(done) / float(seconds), "p50": float(p50) / 1e3, "p99": float(p99) / 1e3, "p99.9": float(p999) / 1e3,
                "max": float(worst) / 1e3, "bytes": int(size) / int(done), "cpu": cpu}

    def open(self, port, role, requests, rate, seconds, deadline_ms, connections=8):
        """Calls leave when they are due, whether or not earlier ones were answered; times count from then."""
        line = run(*self._command("openloop", port, role, connections, f"{rate:.0f}", f"{seconds:.2f}", deadline_ms, requests)).split()
        names = "offered", "good", "late", "shed", "failed", "unsent", "unanswered", "p50", "p99", "p99.9", "max", "seconds"
        found = dict(zip(names, map(float, line)))
        return {**found, **{name: found[name] / 1e3 for name in ("p50", "p99", "p99.9", "max")}}

    def handshakes(self, port, role, requests, count):
        """Connections one after another, a call on each; answers seconds."""
        return float(run(*self._command("connections handshakes", port, role, count, requests)).split()[1])

    def idle(self, port, role, requests, count):
        """Holds `count` connections, each of which has made a call, until they are released."""
        return _begin(self._command("connections idle", port, role, count, requests), "open\n")

    def canned(self, folder, answer, name="canned"):
        """A server that answers these very bytes, with nothing behind it."""
        path = f"{folder}/{name}.answer"
        with open(path, "wb") as file:
            file.write(answer)
        return Server(name, [self.programs["canned"], f"{self.pki}/ca.pem", f"{self.pki}/server.pem", f"{self.pki}/server.key", path],
                      r"ready (\d+)", f"{folder}/{name}.log")


def _begin(command, ready):
    """A program that says when all its connections stand, and holds them until it is released."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if process.stdout.readline() != ready:
        raise RuntimeError(f"{os.path.basename(command[3])} could not open its connections")
    return process


def release(process):
    process.stdin.close()
    process.stdout.close()
    if process.wait(timeout=120):
        raise RuntimeError(f"{os.path.basename(process.args[3])} lost a connection, or an answer was not the expected one")


def health_request(folder):
    """A file with the cheapest call there is."""
    path = f"{folder}/health.requests"
    wire.request_file(path, [wire.request("Check", b"", service="grpc.health.v1.Health")])
    return path
