"""This machine: programs built, started on one CPU, and watched from outside."""
import glob
import os
import re
import subprocess
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(os.path.dirname(HERE))
SERVER_CPU, LOAD_CPU = 0, 1


def run(*command, binary=False, **options):
    done = subprocess.run(command, capture_output=True, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} … exited with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout if binary else done.stdout.decode()


def build(*products, environment=()):
    """Builds for release, as what is installed is built, and answers the folder with the binaries."""
    print(f"Building {', '.join(products)} …", flush=True)
    return run("scripts/build-release", *products, cwd=ROOT, env={**os.environ, **dict(environment)}).strip()


def build_debug(product):
    """What the tests have built anyway."""
    print(f"Building {product}, debug …", flush=True)
    run("swift", "build", "--product", product, cwd=ROOT)
    return run("swift", "build", "--show-bin-path", cwd=ROOT).strip()


class Programs:
    """The C programs that load, count, and are the limits, built into a folder."""

    def __init__(self, folder):
        self.folder = f"{folder}/programs"
        os.makedirs(self.folder)
        for source in glob.glob(f"{HERE}/programs/*.c"):
            name = os.path.basename(source)[:-2]
            if name == "counts":
                run("gcc", "-O2", "-shared", "-fPIC", "-fno-builtin", "-o", f"{self.folder}/counts.so", source)
            else:
                run("gcc", "-O2", "-o", f"{self.folder}/{name}", source, "-lssl", "-lcrypto", "-lsqlite3")

    def __getitem__(self, name):
        return f"{self.folder}/{name}"


class Server:
    """A process, on the servers' CPU if not told otherwise, whose CPU time, memory and log can be read while it runs."""

    running = []

    def __init__(self, name, command, ready, log, environment=None, cpu=SERVER_CPU):
        """`ready` finds the port in the log, or nothing yet. The log is a file: a pipe that nobody reads would fill, and one that
        somebody reads costs CPU here."""
        with open(log, "w") as writing:
            self.process = subprocess.Popen(
                command, stdout=writing, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})},
                preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
        self.pid = self.process.pid
        Server.running.append(self)
        deadline = time.monotonic() + 60
        with open(log) as reading:
            while not (port := re.search(ready, reading.read())):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{name} did not start: see {log}")
                reading.seek(0)
                time.sleep(0.01)
        self.port = int(port[1])

    def cpu_seconds(self):
        """User and system time of every thread, in nanoseconds' resolution."""
        total = 0
        for path in glob.glob(f"/proc/{self.pid}/task/*/schedstat"):
            with open(path) as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def memory_mib(self, what="VmRSS"):
        """`VmRSS`: now; `VmHWM`: the most since `forget_peak`."""
        with open(f"/proc/{self.pid}/status") as file:
            return int(re.search(rf"{what}:\s+(\d+)", file.read())[1]) / 1024

    def forget_peak(self):
        with open(f"/proc/{self.pid}/clear_refs", "w") as file:
            file.write("5")

    def stop(self):
        Server.running.remove(self)
        self.process.terminate()
        self.process.wait(timeout=60)

    def kill(self):
        """At once, whatever it waits for."""
        Server.running.remove(self)
        self.process.kill()
        self.process.wait()

    @staticmethod
    def stop_all():
        for server in list(Server.running):
            server.stop()


class Counts:
    """What a process under programs/counts.c asked for so far."""

    def __init__(self, preload, path):
        self.path, self.environment = path, {"LD_PRELOAD": preload, "BENCH_COUNTS": path}

    def _now(self):
        with open(self.path, "rb") as file:
            data = file.read()
        return [int.from_bytes(data[at : at + 8], "little") for at in range(0, 32, 8)]

    def during(self, work):
        """Allocations, and how often commits waited for the disk: syncs of the log, less the two of each checkpoint, which also syncs the
        other file: one before it, one when the log begins anew."""
        before = self._now()
        work()
        allocations, _, log, other = (after - then for then, after in zip(before, self._now()))
        return allocations, log - 2 * other
