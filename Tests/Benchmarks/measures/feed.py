"""Rosters made here: pupils whose surnames each stand alone, two contacts each, encoded as the wire has them."""
from . import wire
from .machine import LOAD_CPU, run

FORENAMES = "Amelia Oliver Isla George Freya Arthur Poppy Noah Grace Leo Evie Oscar Zara Harry Niamh Jack".split()
ONSETS, VOWELS = "b c d f g h k l m n p r s t v w".split(), "a e i o".split()
TRUE, FALSE = 2, 1


def surname(number):
    """A word of its own for every number: syllables, the last differing most."""
    word = ""
    for _ in range(4):
        number, at = divmod(number, 64)
        word += ONSETS[at // 4] + VOWELS[at % 4]
    return word.capitalize()


def name(number):
    return f"{FORENAMES[number % 16]} {surname(number)}"


def _contact(number, which, family):
    forename = FORENAMES[(number + which + 1) % 16]
    return (
        wire.text(1, f"c{number}-{which}") + wire.text(2, "Ms" if which else "Mr") + wire.text(3, forename) + wire.text(4, family)
        + wire.text(5, f"{forename}.{family}{number}@example.org".lower()) + wire.text(6, "Mother" if which else "Father")
        + wire.number(7, FALSE) + wire.number(8, TRUE))


def messages(school, pupils):
    """The records of a feed, in order."""
    yield wire.text(1, wire.text(1, school) + wire.text(2, "Harrow Lane Academy") + wire.number(3, 1))
    for number in range(pupils):
        family = surname(number)
        pupil = (
            wire.text(1, f"p{number}") + wire.text(2, FORENAMES[number % 16]) + wire.text(3, family)
            + wire.text(4, str(7 + number % 5)) + wire.text(5, f"{7 + number % 5}{'ABCD'[number % 4]}"))
        yield wire.text(2, wire.text(1, pupil) + wire.text(2, _contact(number, 0, family)) + wire.text(2, _contact(number, 1, family)))
    yield wire.text(3, wire.number(1, pupils))


def write(folder, school, pupils):
    """Writes the feed for the streaming program, and answers its file."""
    path = f"{folder}/{school}.feed"
    wire.request_file(path, messages(school, pupils))
    return path


def stream(programs, daemon, school, pupils, path=None):
    """Imports a roster; answers seconds on the wire and what the daemon says it did."""
    path = path or write(daemon.folder, school, pupils)
    request = f"{daemon.folder}/import.request"
    with open(request, "wb") as file:
        file.write(wire.request("ImportRoster", None, service="invitation.v1.RosterService", timeout_seconds=3000))
    out = run(
        "taskset", "-c", str(LOAD_CPU), programs["feed"], str(daemon.port), f"{daemon.pki}/ca.pem", f"{daemon.pki}/roster.pem",
        f"{daemon.pki}/roster.key", request, path, binary=True)
    line, answer = out.split(b"\n", 1)
    said = dict(wire.fields(wire.payload(answer)))
    if said.get(1) != pupils or said.get(2) != 2 * pupils:
        raise RuntimeError(f"{pupils} pupils were sent, and the daemon says {said}")
    return float(line.split()[0]), said
