"""Connections: what one costs that does nothing, what beginning one costs, and whether many disturb a busy one."""
from . import reads
from .figures import Goal
from .load import health_request, release

IDLE, HANDSHAKE = "RSS per idle TLS connection, KiB", "full handshake, CPU ms"
BESIDE_MANY = "p99 of one busy connection beside 10,000 idle ones, ms"

OWN = "RssAnon"
# Connections of one address, held as long as it takes.
WIDE = {"connectionsMax": 20000, "connectionsPerAddressMax": 20000, "idleSeconds": 3600}


def measure_idle(figures, load, daemon, answer, rounds, count=1000):
    """Fresh processes each round: memory that was given back once would hide what the next connections take. The process's own pages: those
    of files come and go with what it was doing before."""
    row = figures.row(IDLE, Goal("<=", 24), "canned TLS")
    requests = health_request(daemon.folder)
    for _ in range(rounds):
        found = []
        for start in lambda: daemon.start().server, lambda: load.canned(daemon.folder, answer):
            server = start()
            load.handshakes(server.port, "portal", requests, 1)
            before = server.memory_mib(OWN)
            held = load.idle(server.port, "portal", requests, count)
            found.append((server.memory_mib(OWN) - before) * 1024 / count)
            release(held)
            server.stop()
        figures.note(row, *found)


def measure_handshakes(figures, load, daemon, canned, rounds, count=300):
    """Both answer one small call on each connection: only then is the client's certificate known to be checked."""
    row = figures.row(HANDSHAKE, Goal("<=", 1.25, "ratio"), "raw OpenSSL loop")
    requests = health_request(daemon.folder)
    for index in range(rounds + 1):
        found = []
        for server in daemon.server, canned:
            before = server.cpu_seconds()
            seconds = load.handshakes(server.port, "portal", requests, count)
            found.append((server.cpu_seconds() - before) / count * 1e3)
            if index and server is daemon.server:
                figures.note_beside(row, "handshakes/s, one after another", count / seconds)
        if index:
            figures.note(row, *found)


def measure_beside_many(figures, load, daemon, school, rounds, count=10000):
    row = figures.row(BESIDE_MANY, None, "without them")
    requests = health_request(daemon.folder)
    read = reads.Read(daemon, load, "busy", reads.search(school, reads.first_name(daemon, school)), 1)
    read.once(2000, 1, 1)
    for index in range(rounds):
        without = read.once(5000, 1, 1)
        before = daemon.server.memory_mib(OWN)
        held = load.idle(daemon.port, "portal", requests, count)
        if not index:  # later ones find memory that was given back
            figures.note_beside(row, "RSS per connection, KiB", (daemon.server.memory_mib(OWN) - before) * 1024 / count)
        beside = read.once(5000, 1, 1)
        release(held)
        figures.note(row, beside[1]["p99"], without[1]["p99"])
