#!/usr/bin/env python3
"""Speaks ttrpc badly to a daemon, one case a connection, and says what came back as JSON lines.

usage: hostile.py PORT PKI_FOLDER ROLE
Each line: {"case": …, "code": status code or null, "reason": …, "survives": whether a good call works afterwards on the same connection}
"""
import json
import struct

from peer import Connection
from ttrpc_by_hand import frame, request, text, varint

LIST = b"ListContacts"
CASES = [
    # name, bytes to send, the stream the answer is expected on
    ("unknown service", frame(1, request(LIST, b"", b"no.such.Service")), 1),
    ("unknown method", frame(1, request(b"NoSuchMethod", b"")), 1),
    ("malformed envelope", frame(1, b"\x0a\xff\xff\xff\xff\x0f"), 1),
    ("empty envelope", frame(1, b""), 1),
    ("malformed message", frame(1, request(LIST, b"\x0a\x05ab")), 1),
    ("invalid UTF-8 in a message", frame(1, request(LIST, text(1, b"\xff\xfe"))), 1),
    ("NUL in a message", frame(1, request(LIST, text(1, b"a\x00b"))), 1),
    ("even stream id", frame(2, request(LIST, b"")), 2),
    ("stream id used twice", frame(1, request(LIST, text(1, b"x"))) + frame(1, request(LIST, text(1, b"x"))), 1),
    ("unknown frame type", frame(1, b"what", kind=9) + frame(3, request(LIST, text(1, b"x"))), 3),
    ("data for no stream", frame(7, b"data", kind=3) + frame(9, request(LIST, text(1, b"x"))), 9),
    ("empty school id", frame(1, request(LIST, b"")), 1),
    ("control character in an id", frame(1, request(LIST, text(1, b"a\x01b"))), 1),
    ("forged page token", frame(1, request(LIST, text(1, b"A1300000901") + text(4, b"bm9wZQ"))), 1),
    ("negative page size", frame(1, request(LIST, text(1, b"A1300000901") + b"\x18" + varint(2**64 - 1))), 1),
    ("no selection", frame(1, request(b"SendInvitations", text(1, b"A1300000901"))), 1),
    ("request id that is no UUID", frame(1, request(b"SendInvitations", text(1, b"A1300000901") + text(2, text(1, b"x")) + text(4, b"1"))), 1),
    ("200,000 empty submessages", frame(1, request(LIST, b"\x12\x00" * 200_000)), 1),
    ("metadata without end", frame(1, request(LIST, b"", extra=text(5, text(1, b"k") + text(2, b"v" * 100)) * 500)), 1),
    ("frame announced too large", struct.pack(">IIBB", 5 << 20, 1, 1, 0) + b"x" * (5 << 20), 1),
    ("non-zero first byte", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 1),
    ("already expired deadline", frame(1, request(LIST, text(1, b"x"), extra=b"\x20" + varint(2**64 - 5))), 1),
]

for name, data, stream in CASES:
    connection = Connection()
    connection.send(data)
    code, reason = connection.answer(stream)
    print(json.dumps({"case": name, "code": code, "reason": reason, "survives": connection.works(2001)}), flush=True)
