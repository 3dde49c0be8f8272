"""ListContacts: a page and a search, beside canned answers of the very same bytes and beside SQLite alone."""
from . import feed, wire
from .figures import Goal
from .machine import run

PAGE, SEARCH = "ListContacts, page of 50 pupils, CPU us", "ListContacts, one pupil by search, CPU us"
SEARCH_SPOKEN_FOR = "one-pupil search with JWT and access log on, CPU us"


def page(school):
    return wire.text(1, school)


def search(school, name):
    return page(school) + wire.text(2, wire.text(1, name))


def pupils_of(answer):
    return wire.all_of(wire.payload(answer), 1)


def first_name(daemon, school):
    """The full name of the first pupil in the list."""
    pupil = dict(wire.fields(dict(wire.fields(pupils_of(daemon.call("portal", daemon.request("ListContacts", page(school))))[0]))[1]))
    return f"{pupil[2].decode()} {pupil[3].decode()}"


class Read:
    """One kind of ListContacts whose answer was looked into once, and is compared byte by byte ever after."""

    def __init__(self, daemon, load, name, payload, pupils):
        self.daemon, self.load = daemon, load
        data = daemon.request("ListContacts", payload)
        self.requests, self.expected = f"{daemon.folder}/{name}.requests", f"{daemon.folder}/{name}.expected"
        wire.request_file(self.requests, [data])
        self.answer = daemon.call("portal", data)
        found = pupils_of(self.answer)
        contacts = sum(len(wire.all_of(pupil, 2)) for pupil in found)
        if len(found) != pupils or not contacts:
            raise RuntimeError(f"{name}: {len(found)} pupils with {contacts} contacts")
        token = dict(wire.fields(wire.payload(self.answer))).get(2, b"")
        with open(self.expected, "wb") as file:  # the page token is sealed anew every time: all before it stays
            file.write(self.answer[: self.answer.rindex(token)] if token else self.answer)

    def once(self, calls, connections=8, inflight=16, server=None):
        """CPU microseconds a call of the daemon, or of the canned server, and what the load saw."""
        server = server or self.daemon.server
        seen = self.load.closed(server, "portal", self.requests, calls, connections, inflight, self.expected)
        return seen["cpu"] / calls * 1e6, seen


def raw(programs, folder, kind, count, *more):
    """A loop of SQLite alone, in a file for each schema and size: calls a second, CPU microseconds a call."""
    file = f"{folder}/{'plain' if kind == 'redeem-plain' else 'raw'}{more[1] if len(more) > 1 else ''}.sqlite"
    calls, seconds, cpu = run("taskset", "-c", "0", programs["raw_sqlite"], kind, file, str(count), *more).split()
    return int(calls) / float(seconds), float(cpu) / int(calls) * 1e6


def measure(figures, programs, load, daemon, school, rounds):
    name = first_name(daemon, school)
    for row, file, payload, pupils, calls, goal, kind in (
        (PAGE, "page", page(school), 50, 5000, 60, "page"), (SEARCH, "search", search(school, name), 1, 20000, 12, "search"),
    ):
        figures.row(row, Goal("<=", goal), "canned TLS + raw SQLite")
        read = Read(daemon, load, file, payload, pupils)
        canned = load.canned(daemon.folder, read.answer)
        read.once(calls)
        for _ in range(rounds):
            ours, seen = read.once(calls)
            wire_limit, _ = read.once(calls * 4, server=canned)
            _, sqlite_limit = raw(programs, daemon.folder, kind, 5000 if kind == "page" else 50000)
            figures.note(row, ours, wire_limit + sqlite_limit)
            figures.note_beside(row, "TLS, canned, CPU us", wire_limit)
            figures.note_beside(row, "raw SQLite, CPU us", sqlite_limit)
            figures.note_beside(row, "calls/s", seen["rate"])
            figures.note_beside(row, "p99 ms", seen["p99"])
            figures.note_beside(row, "answer bytes", seen["bytes"])
            figures.note_beside(row, "1 x 1, p50 ms", read.once(1000, 1, 1)[1]["p50"])
        canned.stop()


def measure_spoken_for(figures, loads, plain, spoken_for, rounds):
    """The same search by a daemon that wants tokens and writes an access line for each call, beside one that does not: (daemon, school)
    each."""
    row = figures.row(SEARCH_SPOKEN_FOR, Goal("<=", 20), "without either")
    both = [
        Read(daemon, load, "spoken-for", search(school, feed.name(500)), 1)
        for load, (daemon, school) in zip(loads, (plain, spoken_for))]
    for read in both:
        read.once(20000)
    for _ in range(rounds):
        without, ours = (read.once(20000)[0] for read in both)
        figures.note(row, ours, without)
