"""Whether a call costs more when there is more: a large school, or many, beside a daemon that has one school of a thousand pupils."""
from . import feed, reads, writes
from .figures import Goal

SMALL, PUPILS = "GROWTH", 1000


def small(programs, daemon):
    """The daemon beside which larger ones are measured."""
    daemon.start().regular(programs, SMALL, PUPILS)
    return daemon


def _reads(daemon, load, school, pupils):
    """A page, and two searches for the pupil in the middle: by full name, and by the surname that nobody else has."""
    name = feed.name(pupils // 2)
    kinds = {"search by full name": (reads.search(school, name), 1), "search by surname": (reads.search(school, name.split()[1]), 1)}
    if pupils >= 50:
        kinds["page"] = (reads.page(school), 50)
    return {kind: reads.Read(daemon, load, f"{school}-{kind}", *what) for kind, what in kinds.items()}


def measure(figures, beside, large, school, pupils, rounds, what=None):
    """`beside` and `large`: a daemon and its load each."""
    small, ours = _reads(*beside, SMALL, PUPILS), _reads(*large, school, pupils)
    for kind, read in ours.items():
        calls = 5000 if kind == "page" else 20000
        row = figures.row(f"{kind} at {what or f'{pupils:,} pupils'}, CPU us", Goal("<=", 1.2, "ratio"), "1,000 pupils")
        read.once(calls), small[kind].once(calls)
        for _ in range(rounds):
            figures.note(row, read.once(calls)[0], small[kind].once(calls)[0])


def many_schools(figures, programs, beside, large, rounds, schools=10000, pupils=10):
    """A search in one of ten thousand schools of ten pupils."""
    for number in range(schools):
        large[0].regular(programs, f"S{number}", pupils)
    measure(figures, beside, large, f"S{schools // 2}", pupils, rounds, f"{schools:,} schools of {pupils} pupils")


def redeems(figures, programs, daemon, load, school, pupils, rounds, share=1000):
    """Redeems spread over a large school, beside the raw loop over a plain schema of as many pupils, spread as far."""
    limit = f"raw SQLite, {writes.PLAIN}, as many pupils, 64 a commit"
    row = figures.row(f"Redeem at {pupils:,} pupils, CPU us", Goal("<=", 1.7, "ratio"), limit)
    count = share * (rounds + 1)
    contacts = [f"c{number * 7919 % pupils}-0" for number in range(count)]
    for number, at in enumerate(range(0, count, 100)):
        daemon.call("portal", writes.send_request(daemon, school, contacts[at : at + 100], number))
    daemon.await_mails(count)
    links = daemon.links()
    for index in range(rounds + 1):
        cpu, seen = writes.redeem(daemon, load, links[index * share : (index + 1) * share])
        rate, plain = reads.raw(programs, daemon.folder, "redeem-plain", 6400, "64", str(pupils))
        _, alone = reads.raw(programs, daemon.folder, "redeem", 6400, "64", str(pupils))
        if index:
            figures.note(row, cpu, plain)
            figures.note_beside(row, "per second, as a share of the raw loop", seen["rate"] / rate)
            figures.note_beside(row, f"raw SQLite, {writes.FOR_THIS_CALL}, as many rows, CPU us", alone)
