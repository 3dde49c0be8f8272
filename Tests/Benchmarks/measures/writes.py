"""Redeem and SendInvitations, beside loops of SQLite alone on the same disk; what each waits for of the disk."""
from . import wire
from .figures import Goal
from .reads import raw

REDEEM, SEND = "Redeem, 64 in flight, CPU us", "SendInvitations, 100 contacts, CPU ms"
SHARE = "Redeem, durable per second, as a share of raw SQLite 64 at a time"
# Two loops: the limit is a schema as one writes it first; the other's tables serve this call and no other, and no goal means it.
PLAIN, FOR_THIS_CALL = "plain schema", "laid out for this call alone"
ALONE, TOGETHER = "fsyncs per acknowledged write, alone", "fsyncs per acknowledged write, 64 callers"


def redeem_file(daemon, links, name="redeem"):
    path = f"{daemon.folder}/{name}.requests"
    wire.request_file(path, [wire.request("Redeem", wire.text(1, t) + wire.text(2, f"account-{t[-12:]}")) for t in links])
    return path


def redeemed(daemon):
    return daemon.database().execute("SELECT count(*) FROM event WHERE kind = 'REDEEMED'").fetchone()[0]


def redeem(daemon, load, links, connections=8, inflight=8):
    """Redeems each link once; CPU microseconds a call, and what the load saw. The database must hold them all afterwards."""
    held = redeemed(daemon)
    seen = load.closed(daemon.server, "registration", redeem_file(daemon, links), len(links), connections, inflight)
    if redeemed(daemon) - held != len(links):
        raise RuntimeError(f"{len(links)} redeems were answered OK and the database holds {redeemed(daemon) - held}")
    return seen["cpu"] / len(links) * 1e6, seen


def measure_redeems(figures, programs, load, daemon, links, rounds):
    figures.row(REDEEM, Goal("<=", 130), f"raw SQLite, {PLAIN}, 64 a commit")
    figures.row(SHARE, Goal(">=", 0.7, "ratio", otherwise=(REDEEM, Goal("<=", 110, unit="us"), "CPU")), f"raw, {PLAIN}, 64 a commit")
    share = len(links) // (rounds + 1)
    pupils, contacts = (daemon.database().execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("pupil", "contact"))
    calls = contacts // 64 * 64
    for index in range(rounds + 1):
        cpu, seen = redeem(daemon, load, links[index * share : (index + 1) * share])
        plain64, plain1, alone64, sync = (
            raw(programs, daemon.folder, *kind)
            for kind in (
                ("redeem-plain", calls, "64", str(pupils)), ("redeem-plain", 640, "1", str(pupils)), ("redeem", calls, "64", str(contacts)),
                ("sync", 300)))
        if index:  # the first round warms up
            figures.note(REDEEM, cpu, plain64[1])
            figures.note(SHARE, seen["rate"], plain64[0])
            figures.note_beside(REDEEM, "p99 ms", seen["p99"])
            figures.note_beside(REDEEM, f"raw SQLite, {FOR_THIS_CALL}, CPU us", alone64[1])
            figures.note_beside(SHARE, f"share of raw, {FOR_THIS_CALL}", seen["rate"] / alone64[0])
            figures.note_beside(SHARE, f"share of raw, {PLAIN}, 1 a commit", seen["rate"] / plain1[0])
            figures.note_beside(SHARE, "fdatasync us", 1e6 / sync[0])


def invitable(daemon, school):
    """The ids of all contacts who would be queued, in the list's order."""
    selection = wire.text(3, b"")
    answer = daemon.call("portal", daemon.request("SendInvitations", wire.text(1, school) + selection + wire.number(5, 1)))
    return [dict(wire.fields(result))[1].decode() for result in wire.all_of(wire.payload(answer), 1)]


def send_request(daemon, school, contacts, number):
    ids = b"".join(wire.text(1, contact) for contact in contacts)
    request_id = f"00000000-0000-4000-8000-{number:012d}"
    return daemon.request("SendInvitations", wire.text(1, school) + wire.text(2, ids) + wire.text(4, request_id))


def measure_sends(figures, load, daemon, school, rounds, calls=10):
    """On a daemon whose mail waits: what is counted is the call, not the delivery."""
    row = figures.row(SEND, Goal("<=", 3))
    contacts = invitable(daemon, school)
    groups = [contacts[at : at + 100] for at in range(0, len(contacts) - 99, 100)]
    if len(groups) < (rounds + 1) * calls + 1:
        raise RuntimeError(f"only {len(contacts)} contacts can be invited")

    def outbox():
        return daemon.database().execute("SELECT count(*) FROM outbox").fetchone()[0]

    answer = wire.payload(daemon.call("portal", send_request(daemon, school, groups[0], 0)))
    outcomes = [dict(wire.fields(result)).get(2) for result in wire.all_of(answer, 1)]
    if outcomes != [1] * 100:
        raise RuntimeError(f"not all of the first hundred were queued: {outcomes}")
    for index in range(rounds + 1):
        part = groups[1 + index * calls : 1 + (index + 1) * calls]
        path, held = f"{daemon.folder}/send.requests", outbox()
        wire.request_file(path, [send_request(daemon, school, group, 1 + index * calls + n) for n, group in enumerate(part)])
        seen = load.closed(daemon.server, "portal", path, len(part), 4, 4)
        if outbox() - held != 100 * len(part):
            raise RuntimeError(f"{100 * len(part)} mails were to be queued and {outbox() - held} were")
        if index:
            figures.note(row, seen["cpu"] / len(part) * 1e3)
            figures.note_beside(row, "contacts invited per second", seen["rate"] * 100)


def measure_syncs(figures, load, counted, links):
    """On a daemon that counts."""
    for row, goal, inflight, connections, part in (
        (ALONE, Goal("<=", 1), 1, 1, links[:400]), (TOGETHER, Goal("<=", 0.0625), 8, 8, links[400:]),
    ):
        figures.row(row, goal)
        _, syncs = counted.counts.during(lambda: redeem(counted, load, part, connections, inflight))
        figures.note(row, round(syncs / len(part), 2))  # a checkpoint on the way may be half counted
