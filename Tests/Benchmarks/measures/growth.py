"""Whether a read costs more when there is more: larger schools and more schools, beside a school of a thousand in the same file."""
from . import feed, reads
from .figures import Goal

SMALL = "GROWTH-1000"


def _pair(daemon, load, school, pupils):
    """A page and a search in the middle of the school."""
    return (reads.Read(daemon, load, f"{school}-page", reads.page(school), min(50, pupils)),
            reads.Read(daemon, load, f"{school}-search", reads.search(school, feed.name(pupils // 2)), 1))


def measure(figures, programs, load, daemon, school, pupils, rounds, what=None):
    """`school` has been imported; the small one is, the first time."""
    schools = daemon.database().execute("SELECT count(*) FROM school WHERE id = ?", (SMALL,)).fetchone()[0]
    if not schools:
        daemon.regular(programs, SMALL, 1000)
    what = what or f"{pupils:,} pupils"
    small, large = _pair(daemon, load, SMALL, 1000), _pair(daemon, load, school, pupils)
    for index, (kind, calls) in enumerate((("page", 5000), ("search", 20000))):
        if kind == "page" and pupils < 50:
            continue  # not the same page
        row = figures.row(f"{kind} at {what}, CPU us", Goal("<=", 1.2, "ratio"), "1,000 pupils")
        large[index].once(calls), small[index].once(calls)
        for _ in range(rounds):
            figures.note(row, large[index].once(calls)[0], small[index].once(calls)[0])


def many_schools(figures, programs, load, daemon, rounds, schools=10000, pupils=10):
    """A search in one of ten thousand schools of ten pupils."""
    for number in range(schools):
        daemon.regular(programs, f"S{number}", pupils)
    measure(figures, programs, load, daemon, f"S{schools // 2}", pupils, rounds, f"{schools:,} schools of {pupils} pupils")
