"""An SMTP relay on loopback that does what a script says. Standard library only.

smtp_relay.py SCRIPT: a JSON object:
  tls           "none" (default), "starttls" or "implicit"; certificate, key: PEM files
  clientAuthorities  a PEM file: who shows no certificate of theirs is not let in
  capabilities  what EHLO offers besides (default PIPELINING, SIZE, ENHANCEDSTATUSCODES)
  user, password  what AUTH must say
  split         true: replies go out byte by byte
  asksAnyway    true: DATA is answered 354 though no recipient was taken
  rules         [{"at": STAGE, "do": WHAT, "text": "550 5.1.1 no", "skip": 0, "times": 1000}]
STAGE: greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, body (its first line came), final, idle (after a message was answered), RSET, QUIT.
WHAT: reply (to 421 and at "idle" the connection is closed, too), drop, hang, trickle, early (says the usual and, in one breath, what nothing
asked for yet), speak (at "idle": says so, and goes on). The first rule with times left, after skip uses, counts.
Writes one JSON object a line: {"port"}, then what it saw: {"event": "connect" | "command" | "message" | "end", …}; of a message its bytes,
and those that were on the wire; of a large one only the lines that differ on the wire, for nobody reads this until the end.
Ends when its standard input does, after reading what was sent until then.
"""
import base64, json, os, socket, ssl, sys, threading, time

script = json.load(open(sys.argv[1]))
rules = script.get("rules", [])
lock = threading.Lock()
out_lock = threading.Lock()
stopping = threading.Event()
threads, conversations = [], []


def tell(**what):
    with out_lock:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


class Gone(Exception):
    pass


def rule_for(stage):
    with lock:
        for rule in rules:
            if rule["at"] != stage:
                continue
            rule["seen"] = rule.get("seen", 0) + 1
            if rule["seen"] > rule.get("skip", 0) and rule["seen"] - rule.get("skip", 0) <= rule.get("times", 1000):
                return rule
    return None


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(script["certificate"], script["key"])
    if "clientAuthorities" in script:
        made.load_verify_locations(script["clientAuthorities"])
        made.verify_mode = ssl.CERT_REQUIRED
    return made


class Conversation:
    def __init__(self, connection):
        self.connection, self.encrypted, self.user = connection, False, None
        self.sender = self.recipient = False
        if script.get("tls") == "implicit":
            self.secure()
        self.file = self.connection.makefile("rb")

    def secure(self):
        self.connection = context().wrap_socket(self.connection, server_side=True)
        self.encrypted = True
        if "clientAuthorities" in script:
            tell(event="client", line=dict(pair for name in self.connection.getpeercert()["subject"] for pair in name)["commonName"])

    def say(self, text):
        said = "".join(line + "\r\n" for line in text.split("\n")).encode()
        for part in ([said[i:i + 1] for i in range(len(said))] if script.get("split") else [said]):
            self.connection.sendall(part)

    def line(self):
        line = self.file.readline()
        if not line:
            raise Gone
        return line

    def act(self, stage, usual):
        """Does what the script says here; True if the usual thing was said."""
        rule = rule_for(stage)
        if rule is None:
            if usual is not None:
                self.say(usual)
            return True
        if rule["do"] == "hang":
            stopping.wait()
        if rule["do"] == "trickle":
            while not stopping.wait(0.2):
                self.connection.sendall(b"2")
        if rule["do"] == "speak":
            self.say(rule["text"])
            return True
        if rule["do"] == "early":
            self.say(usual + "\n" + rule["text"])
            return True
        if rule["do"] == "reply":
            self.say(rule["text"])
            if not rule["text"].startswith("421") and stage != "idle":
                return False
        raise Gone

    def offers(self):
        offers = list(script.get("capabilities", ["PIPELINING", "SIZE 10240000", "ENHANCEDSTATUSCODES"]))
        if script.get("tls") == "starttls" and not self.encrypted:
            offers.append("STARTTLS")
        if "user" in script and (self.encrypted or script.get("authInTheClear")):
            offers.append("AUTH " + script.get("mechanisms", "PLAIN LOGIN"))
        words = ["relay.test"] + offers
        return "\n".join(f"250{'-' if i + 1 < len(words) else ' '}{word}" for i, word in enumerate(words))

    def authenticate(self, words):
        if words[1].upper() == "PLAIN":
            if len(words) < 3:
                self.say("334 ")
                words.append(self.line().strip().decode())
            _, user, password = base64.b64decode(words[2]).decode().split("\0")
        else:
            answers = []
            for question in ("Username:", "Password:"):
                self.say("334 " + base64.b64encode(question.encode()).decode())
                answers.append(base64.b64decode(self.line().strip()).decode())
            user, password = answers
        right = user == script["user"] and password == script["password"]
        self.say("235 2.7.0 welcome" if right else "535 5.7.8 no")
        if right:
            self.user = user

    def run(self):
        self.act("greeting", "220 relay.test ESMTP")
        while True:
            line = self.line()
            words = line.decode(errors="replace").split()
            verb = words[0].upper() if words else ""
            tell(event="command", line=line.decode(errors="replace").strip() if verb != "AUTH" else "AUTH",
                 encrypted=self.encrypted, user=self.user)
            if verb == "EHLO":
                self.act("EHLO", self.offers())
            elif verb == "STARTTLS":
                if self.act("STARTTLS", "220 2.0.0 ready"):
                    self.secure()
                    self.file = self.connection.makefile("rb")
            elif verb == "AUTH":
                if self.act("AUTH", None):
                    self.authenticate(words)
            elif verb == "MAIL":
                self.sender = self.act("MAIL", "503 5.5.1 nested MAIL" if self.sender else "250 2.1.0 ok")
            elif verb == "RCPT":
                self.recipient = self.act("RCPT", "250 2.1.5 ok" if self.sender else "503 5.5.1 MAIL first") and self.sender
            elif verb == "DATA":
                asks = self.recipient or script.get("asksAnyway")
                if not self.act("DATA", "354 go on" if asks else "554 5.5.1 no valid recipients") or not asks:
                    continue
                raw, wire, lines = bytearray(), bytearray(), set()
                while True:
                    line = self.line()
                    if not wire:
                        self.act("body", None)
                    lines.add(line)
                    wire += line
                    if line == b".\r\n":
                        break
                    raw += line[1:] if line.startswith(b".") else line
                self.sender = self.recipient = False
                length = len(wire)
                if length > 65536:
                    raw, wire = bytearray(), b"".join(sorted(lines))
                tell(event="message", bytes=base64.b64encode(bytes(raw)).decode(), wire=base64.b64encode(bytes(wire)).decode(),
                     length=length)
                self.act("final", "250 2.0.0 queued as 4711")
                if any(rule["at"] == "idle" for rule in rules):
                    self.act("idle", None)
            elif verb == "RSET":
                self.sender = self.recipient = False
                self.act("RSET", "250 2.0.0 ok")
            elif verb == "QUIT":
                self.act("QUIT", "221 2.0.0 bye")
                raise Gone
            else:
                self.say("250 2.0.0 ok")


def serve(connection):
    tell(event="connect")
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    conversation = None
    try:
        conversation = Conversation(connection)
        conversations.append(conversation)
        conversation.run()
    except (Gone, OSError, ssl.SSLError):
        pass
    tell(event="end")
    try:
        (conversation.connection if conversation else connection).close()
        if conversation:
            conversation.file.close()
    except (OSError, AttributeError):
        pass


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(256)
tell(port=listener.getsockname()[1])


def accept():
    while True:
        connection, _ = listener.accept()
        thread = threading.Thread(target=serve, args=(connection,), daemon=True)
        threads.append(thread)
        thread.start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
stopping.set()
for conversation in list(conversations):
    try:
        conversation.connection.shutdown(socket.SHUT_RD)  # what came is read all the same
    except OSError:
        pass
for thread in list(threads):
    thread.join(2)
os._exit(0)
