#!/usr/bin/env python3
"""Good calls beside thousands of clients that stall, half of them within their handshake, half within a frame: one JSON line.

usage: stalled.py PORT PKI_FOLDER ROLE STALLED SCHOOL
"""
import json
import resource
import socket
import ssl
import statistics
import sys
import time

from peer import PORT, Connection
from ttrpc_by_hand import frame, request, text

STALLED, SCHOOL = int(sys.argv[4]), sys.argv[5].encode()
CALLS, ROUNDS = 400, 5

_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, STALLED + 256), hard))


class Caller:
    """One connection, one call at a time."""

    def __init__(self):
        self.connection = Connection()
        self.stream = -1

    def p99(self):
        times = []
        for _ in range(CALLS):
            self.stream += 2
            began = time.perf_counter()
            self.connection.send(frame(self.stream, request(b"ListContacts", text(1, SCHOOL))))
            code, _ = self.connection.answer(self.stream)
            times.append(time.perf_counter() - began)
            if code != 0:
                sys.exit(f"a good call was answered with {code}")
        return sorted(times)[CALLS * 99 // 100]

    def rounds(self):
        return [self.p99() for _ in range(ROUNDS)]


def within_handshake():
    plain = socket.create_connection(("127.0.0.1", PORT), timeout=20)
    plain.sendall(b"\x16\x03\x01\x02\x00\x01\x00")  # a ClientHello that says how long it is, and no more
    return plain


def within_frame():
    connection = Connection()
    connection.send(frame(1, request(b"ListContacts", text(1, SCHOOL)))[:-3])
    return connection.tls


def is_open(client):
    client.settimeout(0)
    try:
        return client.recv(1) != b""
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False


caller = Caller()
caller.p99()
without = caller.rounds()
began = time.monotonic()
clients = [within_handshake() if i % 2 else within_frame() for i in range(STALLED)]
connecting = time.monotonic() - began
beside = caller.rounds()
held = sum(map(is_open, clients))
for client in clients:
    client.close()
without += caller.rounds()
# The medians of the rounds: one pause of the machine's is not the daemon's.
without, beside = statistics.median(without), statistics.median(beside)
print(json.dumps({
    "held": held, "connectingSeconds": round(connecting, 1), "p99WithoutMs": round(without * 1e3, 3), "p99WithMs": round(beside * 1e3, 3),
    "ratio": round(beside / without, 2),
}))
