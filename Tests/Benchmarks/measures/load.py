"""Load on the other CPU: C programs that call as fast as they are answered, or as often as told."""
import subprocess

from . import wire
from .machine import LOAD_CPU, Server, run


class Load:
    """Calls of one role to the port of a daemon, or of a limit that takes its certificates."""

    def __init__(self, programs, pki):
        self.programs, self.pki = programs, pki

    def _run(self, program, port, role, *arguments):
        return run("taskset", "-c", str(LOAD_CPU), self.programs[program], str(port), f"{self.pki}/ca.pem", f"{self.pki}/{role}.pem",
                   f"{self.pki}/{role}.key", *map(str, arguments)).split()

    def closed(self, port, role, requests, calls, connections, inflight, expected=None):
        """Each answer makes room for the next call. Times in milliseconds. `expected`: a file that every answer must begin with."""
        done, seconds, p50, p99, p999, worst, size = self._run(
            "load", port, role, connections, inflight, calls, requests, *([expected] if expected else []))
        return {"rate": int(done) / float(seconds), "p50": float(p50) / 1e3, "p99": float(p99) / 1e3, "p99.9": float(p999) / 1e3,
                "max": float(worst) / 1e3, "bytes": int(size) / int(done)}

    def open(self, port, role, requests, rate, seconds, deadline_ms, connections=8):
        """Calls leave when they are due, whether or not earlier ones were answered; times count from then."""
        line = self._run("openloop", port, role, connections, f"{rate:.0f}", f"{seconds:.2f}", deadline_ms, requests)
        names = "offered", "good", "late", "shed", "failed", "unsent", "unanswered", "p50", "p99", "p99.9", "max", "seconds"
        found = dict(zip(names, map(float, line)))
        return {**found, **{name: found[name] / 1e3 for name in ("p50", "p99", "p99.9", "max")}}

    def handshakes(self, port, role, requests, count):
        """Connections one after another, a call on each; answers seconds."""
        command = ["taskset", "-c", str(LOAD_CPU), self.programs["connections"], "handshakes", str(port), f"{self.pki}/ca.pem",
                   f"{self.pki}/{role}.pem", f"{self.pki}/{role}.key", str(count), requests]
        return float(run(*command).split()[1])

    def idle(self, port, role, requests, count):
        """Holds `count` connections, each of which has made a call, until the answer's stdin is closed."""
        process = subprocess.Popen(
            ["taskset", "-c", str(LOAD_CPU), self.programs["connections"], "idle", str(port), f"{self.pki}/ca.pem", f"{self.pki}/{role}.pem",
             f"{self.pki}/{role}.key", str(count), requests], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if process.stdout.readline() != "open\n":
            raise RuntimeError(f"{count} connections could not be opened")
        return process

    def release(self, process):
        process.stdin.close()
        process.stdout.close()
        if process.wait(timeout=120):
            raise RuntimeError("the server did not keep all connections")

    def canned(self, folder, answer, name="canned"):
        """A server that answers these very bytes, with nothing behind it."""
        path = f"{folder}/{name}.answer"
        with open(path, "wb") as file:
            file.write(answer)
        return Server(name, [self.programs["canned"], f"{self.pki}/ca.pem", f"{self.pki}/server.pem", f"{self.pki}/server.key", path],
                      r"ready (\d+)", f"{folder}/{name}.log")


def health_request(folder):
    """A file with the cheapest call there is."""
    path = f"{folder}/health.requests"
    wire.request_file(path, [wire.request("Check", b"", service="grpc.health.v1.Health")])
    return path
