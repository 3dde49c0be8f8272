"""A ttrpc client over TLS by hand, for tests that misbehave. A script that uses it is called with PORT PKI_FOLDER ROLE and its own arguments."""
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
