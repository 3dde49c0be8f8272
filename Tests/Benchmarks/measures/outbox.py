"""A full outbox: one school's invitations, queued once while no relay answers, and sent again and again."""
import contextlib
import json
import os
import shutil
import time

from .daemon import DEAD_PORT
from .machine import LOAD_CPU, Server


class Outbox:
    """Each run begins with a copy of the database as it was when all letters were queued, and a fresh process."""

    def __init__(self, daemon, programs, school, pupils):
        """`daemon`: not started yet; its mail waits."""
        self.daemon, self.programs = daemon, programs
        daemon.start().sample(school, pupils)
        answer = json.loads(daemon.client("portal", school, "send", "--all-not-registered", "--yes", "--json"))
        daemon.stop()
        self.count = len(answer["results"])
        due, waiting = self.one("SELECT max(due_at), count(*) FROM outbox WHERE due_at IS NOT NULL")
        if waiting != self.count:
            raise RuntimeError(f"{self.count} were queued and {waiting} wait")
        self.data, self.kept = os.path.dirname(daemon.data), f"{daemon.folder}/queued"
        os.rename(self.data, self.kept)
        time.sleep(max(0, due / 1000 - time.time()))  # the few that were tried wait for a minute

    def one(self, statement):
        """The row that a statement finds in the database of this run."""
        with contextlib.closing(self.daemon.database()) as database:
            return database.execute(statement).fetchone()

    def send(self, connections, port=DEAD_PORT):
        """Starts a daemon that has every letter still to send; answers its process."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(self.kept, self.data)
        with open(self.daemon.configuration) as file:
            configuration = json.load(file)
        configuration["mail"]["smtp"] |= {"port": port, "connections": connections}
        with open(self.daemon.configuration, "w") as file:
            json.dump(configuration, file)
        return self.daemon.start().server

    def through_relay(self, connections, round_trip_ms, messages, *how):
        """Sends at most so many to programs/relay.c: messages a second, bytes of one, and the share of its CPU that the relay was busy."""
        warm = connections * 6
        messages = min(messages, self.count - warm - 100)
        log = f"{self.daemon.folder}/relay.log"
        command = [self.programs["relay"], str(round_trip_ms * 1000), str(warm), str(messages), *how]
        relay = Server("relay", command, r"ready (\d+)", log, cpu=LOAD_CPU)
        sender = self.send(connections, relay.port)
        relay.process.wait(timeout=600)
        relay.stop()
        sender.kill()  # its connections are gone, and with "hang" one reply never comes
        with open(log) as file:
            done, seconds, size, cpu = file.read().split()[2:]
        return int(done) / float(seconds), int(size), float(cpu) / float(seconds)
