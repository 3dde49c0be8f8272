"""From a process's start until it says that it is ready, and the memory it then has."""
import os
import shutil
import socket
import subprocess
import time

from .figures import Goal
from .machine import SERVER_CPU
from .writes import send_request

EMPTY, EXISTING = "process start to ready, empty database, ms", "process start to ready, existing database, ms"
QUIET_SECONDS = 25  # two looks of the daemon at itself, and two of its probes after that
RSS, RSS_MAILED = "RSS idle, MiB", "RSS after its first mail, MiB"


def seconds_to_ready(daemon):
    """As systemd would hear it: the daemon's READY=1 is waited for on the socket it is told of."""
    address = f"{daemon.folder}/notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, open(daemon.log, "w") as log:
        manager.bind(address)
        manager.settimeout(30)
        begun = time.monotonic()
        process = subprocess.Popen(daemon.command, stdout=log, stderr=log, env={**os.environ, "NOTIFY_SOCKET": address},
                                   preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CPU}))
        try:
            while not manager.recv(4096).startswith(b"READY=1"):
                pass
            return time.monotonic() - begun
        finally:
            os.unlink(address)
            process.terminate()
            process.wait(timeout=60)


def seconds_to_canned(programs, daemon):
    """The same for the canned server, which has nothing to open: what the machine takes to start a program with TLS."""
    answer = f"{daemon.folder}/start.answer"
    open(answer, "w").close()
    begun = time.monotonic()
    process = subprocess.Popen([programs["canned"], f"{daemon.pki}/ca.pem", f"{daemon.pki}/server.pem", f"{daemon.pki}/server.key", answer],
                               stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CPU}))
    process.stdout.readline()
    seconds = time.monotonic() - begun
    process.terminate()
    process.wait(timeout=60)
    process.stdout.close()
    return seconds


def measure(figures, programs, daemon, rounds=10):
    """`daemon` does not run meanwhile; its database is the existing one, and put back."""
    kept = f"{os.path.dirname(daemon.data)}.kept"
    for row, is_empty in (EXISTING, False), (EMPTY, True):
        figures.row(row, Goal("<=", 30), "canned TLS")
        for index in range(rounds + 1):
            if is_empty:
                if not index:
                    os.rename(os.path.dirname(daemon.data), kept)
                else:
                    shutil.rmtree(os.path.dirname(daemon.data))
            ours, limit = seconds_to_ready(daemon) * 1e3, seconds_to_canned(programs, daemon) * 1e3
            if index:
                figures.note(row, ours, limit)
    shutil.rmtree(os.path.dirname(daemon.data))
    os.rename(kept, os.path.dirname(daemon.data))


def measure_memory(figures, daemon, invite, rounds=2):
    """Idle, then after the first mail has left, each when it has been quiet for a while (docs/decisions/0019); a fresh process each round.
    `invite` sends one mail."""
    figures.row(RSS, Goal("<=", 16))
    figures.row(RSS_MAILED, Goal("<=", 16))
    for _ in range(rounds):
        daemon.start()
        figures.note_beside(RSS, "as soon as it is ready", daemon.server.memory_mib())
        for row, work in (RSS, None), (RSS_MAILED, invite):
            if work:
                work()
            time.sleep(QUIET_SECONDS)
            figures.note(row, daemon.server.memory_mib())
        daemon.stop()


def one_mail(daemon, school, contacts):
    """Invites the next of the contacts, and waits until the mail has left."""
    numbers = iter(range(len(contacts)))

    def invite():
        number = next(numbers)
        before = len(daemon.links())
        daemon.call("portal", send_request(daemon, school, [contacts[number]], number))
        daemon.await_mails(before + 1)

    return invite
