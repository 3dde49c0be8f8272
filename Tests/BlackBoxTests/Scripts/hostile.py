#!/usr/bin/env python3
"""Speaks ttrpc badly to a daemon, one case a connection, and says what came back as JSON lines.

usage: hostile.py PORT PKI_FOLDER ROLE
Each line: {"case": …, "code": status code or null, "reason": …, "survives": whether a good call works afterwards on the same connection}
"""
import json
import socket
import ssl
import struct
import sys

PORT, PKI, ROLE = int(sys.argv[1]), sys.argv[2], sys.argv[3]
SERVICE = b"invitation.v1.InvitationService"


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def request(method, payload, service=SERVICE, extra=b""):
    return field(1, service) + field(2, method) + field(3, payload) + extra


def frame(stream, data, kind=1, flags=0):
    return struct.pack(">IIBB", len(data), stream, kind, flags) + data


def fields(data):
    at = 0
    while at < len(data):
        key, at = number(data, at)
        if key & 7 == 2:
            length, at = number(data, at)
            yield key >> 3, data[at : at + length]
            at += length
        else:
            value, at = number(data, at)
            yield key >> 3, value


def number(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


class Connection:
    def __init__(self):
        context = ssl.create_default_context(cafile=f"{PKI}/ca.pem")
        context.load_cert_chain(f"{PKI}/{ROLE}.pem", f"{PKI}/{ROLE}.key")
        context.set_alpn_protocols(["ttrpc"])
        plain = socket.create_connection(("127.0.0.1", PORT), timeout=20)
        self.tls = context.wrap_socket(plain, server_hostname="localhost")

    def send(self, data):
        self.tls.sendall(data)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.tls.recv(count - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def answer(self, stream):
        """Code and reason of the response on a stream; None, None when the server closed."""
        try:
            while True:
                length, got, kind, _ = struct.unpack(">IIBB", self.exactly(10))
                data = self.exactly(length)
                if got == stream and kind == 2:
                    return self.status(data)
        except (EOFError, OSError):
            return None, None

    @staticmethod
    def status(data):
        status = dict(fields(dict(fields(data)).get(1, b"")))
        reason = ""
        for key, value in fields(dict(fields(data)).get(1, b"")):
            if key == 3:
                detail = dict(fields(value))
                if detail.get(1, b"").endswith(b"google.rpc.ErrorInfo"):
                    reason = dict(fields(detail[2])).get(1, b"").decode()
        return status.get(1, 0), reason

    def works(self, stream):
        """A call that must be answered whatever happened before: an unknown school is NOT_FOUND."""
        try:
            self.send(frame(stream, request(b"ListContacts", field(1, b"no-such-school"))))
        except OSError:
            return False
        return self.answer(stream)[0] == 5


LIST = b"ListContacts"
CASES = [
    # name, bytes to send, the stream the answer is expected on
    ("unknown service", frame(1, request(LIST, b"", b"no.such.Service")), 1),
    ("unknown method", frame(1, request(b"NoSuchMethod", b"")), 1),
    ("malformed envelope", frame(1, b"\x0a\xff\xff\xff\xff\x0f"), 1),
    ("empty envelope", frame(1, b""), 1),
    ("malformed message", frame(1, request(LIST, b"\x0a\x05ab")), 1),
    ("invalid UTF-8 in a message", frame(1, request(LIST, field(1, b"\xff\xfe"))), 1),
    ("NUL in a message", frame(1, request(LIST, field(1, b"a\x00b"))), 1),
    ("even stream id", frame(2, request(LIST, b"")), 2),
    ("stream id used twice", frame(1, request(LIST, field(1, b"x"))) + frame(1, request(LIST, field(1, b"x"))), 1),
    ("unknown frame type", frame(1, b"what", kind=9) + frame(3, request(LIST, field(1, b"x"))), 3),
    ("data for no stream", frame(7, b"data", kind=3) + frame(9, request(LIST, field(1, b"x"))), 9),
    ("empty school id", frame(1, request(LIST, b"")), 1),
    ("control character in an id", frame(1, request(LIST, field(1, b"a\x01b"))), 1),
    ("forged page token", frame(1, request(LIST, field(1, b"A1300000901") + field(4, b"bm9wZQ"))), 1),
    ("negative page size", frame(1, request(LIST, field(1, b"A1300000901") + b"\x18" + varint(2**64 - 1))), 1),
    ("no selection", frame(1, request(b"SendInvitations", field(1, b"A1300000901"))), 1),
    ("request id that is no UUID", frame(1, request(b"SendInvitations", field(1, b"A1300000901") + field(2, field(1, b"x")) + field(4, b"1"))), 1),
    ("200,000 empty submessages", frame(1, request(LIST, b"\x12\x00" * 200_000)), 1),
    ("metadata without end", frame(1, request(LIST, b"", extra=field(5, field(1, b"k") + field(2, b"v" * 100)) * 500)), 1),
    ("frame announced too large", struct.pack(">IIBB", 5 << 20, 1, 1, 0) + b"x" * (5 << 20), 1),
    ("non-zero first byte", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 1),
    ("already expired deadline", frame(1, request(LIST, field(1, b"x"), extra=b"\x20" + varint(2**64 - 5))), 1),
]

for name, data, stream in CASES:
    connection = Connection()
    connection.send(data)
    code, reason = connection.answer(stream)
    print(json.dumps({"case": name, "code": code, "reason": reason, "survives": connection.works(2001)}), flush=True)
