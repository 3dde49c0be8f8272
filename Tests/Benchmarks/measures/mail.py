"""How fast mail leaves: beside Postfix' own load generator, to relays far away, beside a reply that hangs, and among refusals.

The relay is on the load's CPU. Every commit of the outbox counts.
"""
import contextlib
import getpass
import socket
import subprocess
import time

from .figures import Goal
from .machine import LOAD_CPU, SERVER_CPU, run

SMTP_SINK, SMTP_SOURCE = "/usr/sbin/smtp-sink", "/usr/sbin/smtp-source"
SESSIONS = 4, 16  # the first is the default of mail.smtp.connections
ROUND_TRIPS_MS = 5, 20
CONNECTIONS = 1, 4, 16, 64
HANG_CONNECTIONS = 4, 16
REFUSED_CONNECTIONS = 16
MEASURED_SECONDS = 5  # of a sender that nothing but the way holds up


def law(connections, round_trip_ms, round_trips=4):
    """Messages a second when nothing but the way takes time: MAIL, RCPT, DATA and the letter wait for a reply each."""
    return connections / (round_trips * round_trip_ms / 1000)


@contextlib.contextmanager
def _sink():
    """Postfix' own relay that forgets everything; answers its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = ["-u", "nobody"] if getpass.getuser() == "root" else []
    process = subprocess.Popen(["taskset", "-c", str(LOAD_CPU), SMTP_SINK, *user, f"127.0.0.1:{port}", "1024"])
    try:
        while not _is_listening(port):
            if process.poll() is not None:
                raise RuntimeError("smtp-sink did not start")
            time.sleep(0.01)
        yield port
    finally:
        process.terminate()
        process.wait()


def _is_listening(port):
    with socket.socket() as probe:
        return not probe.connect_ex(("127.0.0.1", port))


def _ours_to_sink(outbox, sessions, start_cpu):
    """Messages a second from the first record to the last, and CPU microseconds of each; every one is recorded as sent, once."""
    with _sink() as port:
        sender = outbox.send(sessions, port)
        deadline = time.monotonic() + 600
        while outbox.one("SELECT count(*) FROM outbox WHERE due_at IS NOT NULL")[0]:
            if time.monotonic() > deadline:
                raise RuntimeError("mail waits still after ten minutes")
            time.sleep(0.25)
        cpu = sender.cpu_seconds() - start_cpu
    sender.stop()
    sent = outbox.one("SELECT count(*) FROM outbox WHERE state = 2")[0]
    told, first, last = outbox.one("SELECT count(DISTINCT contact), min(at), max(at) FROM event WHERE kind = 'MAIL_SENT'")
    if not sent == told == outbox.count:
        raise RuntimeError(f"{outbox.count} were queued, {sent} are recorded as sent and the history tells of {told}")
    return sent / ((last - first) / 1000), cpu / sent * 1e6


def _source_to_sink(messages, sessions, size, *options):
    """Messages a second of smtp-source, which sends one letter again and again; with `-d` it keeps its connections, as ours are kept."""
    with _sink() as port:
        began = time.monotonic()
        run("taskset", "-c", str(SERVER_CPU), SMTP_SOURCE, "-s", str(sessions), "-m", str(messages), "-l", str(size), *options,
            "-f", "invitations@example.org", "-t", "imogen@example.net", f"127.0.0.1:{port}")
        return messages / (time.monotonic() - began)


def measure_beside_source(figures, outbox, rounds):
    idle = outbox.send(1)  # nothing listens: what a start costs
    time.sleep(1)
    start_cpu = idle.cpu_seconds()
    idle.stop()
    _, size, _ = outbox.through_relay(16, 0, 2000)
    for index in range(rounds + 1):
        for sessions in SESSIONS:
            row = figures.row(f"mail to smtp-sink, {sessions} sessions, messages/s", Goal(">=", 0.5, "ratio"), "smtp-source -d")
            source, lone = (_source_to_sink(outbox.count, sessions, size, *options) for options in (["-d"], []))
            rate, cpu = _ours_to_sink(outbox, sessions, start_cpu)
            if not index:  # the first round warms up
                continue
            figures.note(row, rate, source)
            figures.note_beside(row, "smtp-source, a connection each, messages/s", lone)
            figures.note_beside(row, "as a share of that", rate / lone)
            figures.note_beside(row, "CPU us a message", cpu)
            figures.note_beside(row, "letters sent", outbox.count)
            figures.note_beside(row, "bytes a letter", size)


def measure_far_away(figures, outbox, rounds):
    for _ in range(rounds):
        for milliseconds in ROUND_TRIPS_MS:
            for connections in CONNECTIONS:
                row = figures.row(
                    f"mail to a relay {milliseconds} ms away, connections: {connections}, messages/s", Goal(">=", 0.85, "ratio"),
                    "connections / (4 x RTT)")
                limit = law(connections, milliseconds)
                rate, _, relay_load = outbox.through_relay(connections, milliseconds, int(limit * MEASURED_SECONDS))
                figures.note(row, rate, limit)
                figures.note_beside(row, "the relay's own load", relay_load)


def measure_pipelined(figures, outbox, rounds):
    """Where the relay offers PIPELINING, as most do, the commands wait for their replies together: half the round trips."""
    for _ in range(rounds):
        for milliseconds in ROUND_TRIPS_MS:
            for connections in CONNECTIONS:
                row = figures.row(
                    f"mail to a relay {milliseconds} ms away that offers PIPELINING, connections: {connections}, messages/s",
                    Goal(">=", 0.85, "ratio"), "connections / (4 x RTT)")
                limit, most = law(connections, milliseconds), law(connections, milliseconds, round_trips=2)
                rate, _, relay_load = outbox.through_relay(connections, milliseconds, int(most * MEASURED_SECONDS), "pipelining")
                figures.note(row, rate, limit)
                figures.note_beside(row, "as a share of connections / (2 x RTT)", rate / most)
                figures.note_beside(row, "the relay's own load", relay_load)


def measure_beside_a_hung_reply(figures, outbox, rounds):
    """One connection waits for a reply that never comes: the others are to go on."""
    for _ in range(rounds):
        for connections in HANG_CONNECTIONS:
            row = figures.row(
                f"mail beside one hung reply, connections: {connections}, messages/s", Goal(">=", 0.9, "ratio"),
                f"{connections - 1}/{connections} of what all send")
            share, messages = (connections - 1) / connections, int(law(connections, 5) * MEASURED_SECONDS)
            free, _, _ = outbox.through_relay(connections, 5, messages)
            beside, _, _ = outbox.through_relay(connections, 5, int(messages * share), "hang")
            figures.note(row, beside, free * share)


def measure_among_refusals(figures, outbox, rounds):
    """A refused recipient saves the rest of its transaction, and costs the next one on its connection a RSET."""
    row = figures.row(f"mail, one recipient in five refused, connections: {REFUSED_CONNECTIONS}, messages/s", None, "none refused")
    messages = int(law(REFUSED_CONNECTIONS, 5) * MEASURED_SECONDS)
    for _ in range(rounds):
        free, _, _ = outbox.through_relay(REFUSED_CONNECTIONS, 5, messages)
        among, _, _ = outbox.through_relay(REFUSED_CONNECTIONS, 5, messages, "refuse", "5")
        figures.note(row, among, free)
