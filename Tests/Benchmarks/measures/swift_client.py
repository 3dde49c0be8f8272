"""What a call costs the Swift client on its own side."""
from . import reads
from .figures import Goal
from .machine import LOAD_CPU, run

ROW = "Swift client, one-pupil search, CPU us on the client's side"


def measure(figures, binaries, daemon, school, rounds, calls=20000, inflight=64):
    """The program looks into every answer; one connection, many calls in flight."""
    row = figures.row(ROW, Goal("<=", 40))
    name = reads.first_name(daemon, school)
    for _ in range(rounds):
        done, seconds, cpu = map(float, run(
            "taskset", "-c", str(LOAD_CPU), f"{binaries}/client-load", str(daemon.port), daemon.pki, school, name, str(calls), str(inflight)).split())
        figures.note(row, cpu / done * 1e6)
        figures.note_beside(row, "calls/s", done / seconds)
