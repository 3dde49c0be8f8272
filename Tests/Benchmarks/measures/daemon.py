"""The daemon under measurement: a throw-away PKI, a configuration, a process, and what a school's people would do with it."""
import glob
import json
import os
import re
import sqlite3
import time

from . import feed, wire
from .machine import ROOT, Counts, Server, run

# A compiler next door must not make it refuse calls: every one is to be answered, and costs what it costs.
PATIENT = {"loopPassMilliseconds": 60000, "queueDelayMilliseconds": 60000}
DEAD_PORT = 9  # discard: a relay that is never there, so that mail waits


class Daemon:
    """One daemon with a folder of its own. `limits` are keys of its configuration; `preload` counts what it asks for."""

    def __init__(
        self, binaries, folder, *, telemetry="metrics", tokens=False, mail="maildir", preload=None, limits=None, sheds=False, probes=False,
        command_line=None,
    ):
        self.binaries, self.folder = binaries, folder
        self.command_line = command_line or f"{binaries}/invitationctl"
        self.pki, self.data, self.log = f"{folder}/pki", f"{folder}/data/invitations.sqlite", f"{folder}/invitationd.log"
        self.counts = preload and Counts(preload, f"{folder}/counts")
        self.server = None
        os.makedirs(folder, mode=0o700)
        run(self.command_line, "dev-pki", self.pki)
        run(f"{binaries}/invitationd", "new-keys", f"{folder}/keys")
        with open(f"{folder}/roles", "w") as file:
            for role in "portal", "registration", "roster", "operator":
                file.write(f"URI:spiffe://example.org/{role} {role} {role} *\n")
        mails = {
            "maildir": {"adapter": "maildir", "maildir": {"path": f"{folder}/mail"}},
            "waiting": {
                "adapter": "smtp", "smtp": {"host": "127.0.0.1", "port": DEAD_PORT, "tls": "none", "heloName": "bench.example.org"}},
        }
        configuration = {
            "development": True,
            "listen": {"host": "127.0.0.1", "port": 0, "loops": 1},
            "tls": {"certificate": f"{self.pki}/server.pem", "key": f"{self.pki}/server.key", "clientAuthorities": f"{self.pki}/ca.pem"},
            "database": {"path": self.data}, "roles": {"path": f"{folder}/roles"}, "keys": {"path": f"{folder}/keys"},
            "mail": {**mails[mail], "from": "invitations@example.org", "linkBase": "https://parents.example.org/register"},
            "log": {"level": "info", "access": telemetry == "access"},
            **({} if telemetry == "none" else {"metrics": {"port": 0}}),
            **({} if probes else {"health": {"probeSeconds": 300}}),  # whose writes are not ours to count
            "limits": {**({} if sheds else PATIENT), **(limits or {})},
        }
        self.token = None
        if tokens:
            configuration["administrators"] = {
                "keySet": f"{self.pki}/administrators.jwks", "issuer": "invitation-dev", "audience": "invitations"}
            self.token = run(self.command_line, "dev-token", self.pki, "--subject", "alice", "--expires-in", "86400").strip()
        self.configuration = f"{folder}/invitationd.json"
        with open(self.configuration, "w") as file:
            json.dump(configuration, file)

    # -- its life

    @property
    def command(self):
        return [f"{self.binaries}/invitationd", "run", "--config", self.configuration]

    def start(self):
        # The keys of a log line come in any order.
        ready = r'(?=[^\n]*"message":"ready")[^\n]*"address":"[^"]*:(\d+)"'
        self.server = Server("invitationd", self.command, ready, self.log, self.counts and self.counts.environment)
        return self

    def stop(self):
        self.server.stop()

    @property
    def port(self):
        return self.server.port

    def database(self):
        return sqlite3.connect(f"file:{self.data}?mode=ro", uri=True)

    # -- what its people do

    def request(self, method, payload, **options):
        """The data of a request frame, in the administrator's name if tokens are asked for."""
        metadata = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return wire.request(method, payload, metadata=metadata, **options)

    def call(self, role, data):
        return wire.call(self.port, self.pki, role, data)

    def client(self, role, school, *arguments):
        return run(
            self.command_line, *arguments, "--timeout", "120",
            env={
                **os.environ, "INVITATIONCTL_SERVER": f"localhost:{self.port}", "INVITATIONCTL_SCHOOL": school,
                "INVITATIONCTL_CA": f"{self.pki}/ca.pem", "INVITATIONCTL_CERT": f"{self.pki}/{role}.pem",
                "INVITATIONCTL_KEY": f"{self.pki}/{role}.key",
            })

    def sample(self, school, pupils):
        """A school as `make demo` has them, by the command line."""
        pages = f"{self.folder}/{school}"
        run(f"{ROOT}/scripts/make-sample-school", "--pupils", str(pupils), "--school-id", school, "--out", pages)
        self.client("roster", school, "import", pages)

    def regular(self, programs, school, pupils):
        """A school of pupils whose names each stand alone (feed.py), straight over the wire; answers seconds."""
        return feed.stream(programs, self, school, pupils)

    def links(self, before=()):
        """What the links of all mails in the folder redeem with, as the parents would read them; those before left out."""
        found = []
        for path in glob.glob(f"{self.folder}/mail/new/*"):
            with open(path, encoding="ascii") as file:
                body = file.read().replace("=\n", "").replace("=\r\n", "")
            found.append(re.search(r"register#([A-Za-z0-9_-]+)", body)[1])
        return [link for link in found if link not in before]

    def invite(self, school, before=()):
        """Invites everybody of a school, waits until the mail has left, and answers the links."""
        answer = json.loads(self.client("portal", school, "send", "--all-not-registered", "--yes", "--json"))
        queued = len(answer["results"])
        self.await_mails(queued + len(before))
        found = self.links(set(before))
        if len(set(found)) != queued:
            raise RuntimeError(f"{queued} were queued and {len(set(found))} links found")
        return found

    def await_mails(self, count):
        deadline = time.monotonic() + 300
        while len(glob.glob(f"{self.folder}/mail/new/*")) < count:
            if time.monotonic() > deadline:
                raise RuntimeError("the mail did not leave within five minutes")
            time.sleep(0.05)
