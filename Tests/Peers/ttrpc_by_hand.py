"""ttrpc and protobuf by hand, for benchmarks and for tests that misbehave. Standard library only."""
import socket
import ssl
import struct

SERVICE = b"invitation.v1.InvitationService"


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def text(field, value):
    """A length-delimited field: a string, bytes or a message."""
    data = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def number(field, value):
    return varint(field << 3) + varint(value)


def request(method, payload, service=SERVICE, timeout_seconds=30, metadata=None, extra=b""):
    """The data of a request frame. Without a payload (None) a stream's messages all follow; `extra` comes last as it is."""
    pairs = b"".join(text(5, text(1, key) + text(2, value)) for key, value in (metadata or {}).items())
    message = b"" if payload is None else text(3, payload)
    return text(1, service) + text(2, method) + message + number(4, timeout_seconds * 10**9) + pairs + extra


def frame(stream, data, kind=1, flags=0):
    return struct.pack(">IIBB", len(data), stream, kind, flags) + data


def fields(data):
    """The fields of one message: (number, value) with bytes for length-delimited ones."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 2:
            length, at = _varint(data, at)
            yield key >> 3, data[at : at + length]
            at += length
        elif key & 7 == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
        else:
            raise ValueError(f"unexpected wire type {key & 7}")


def _varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def connect(port, pki, role, timeout=20):
    """A TLS connection with a role's certificate out of a folder that `invitationctl dev-pki` made."""
    context = ssl.create_default_context(cafile=f"{pki}/ca.pem")
    context.load_cert_chain(f"{pki}/{role}.pem", f"{pki}/{role}.key")
    context.set_alpn_protocols(["ttrpc"])
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=timeout), server_hostname="localhost")


def read_frame(connection):
    """Stream, kind and data. Raises EOFError when the server has closed."""
    length, stream, kind, _ = struct.unpack(">IIBB", _exactly(connection, 10))
    return stream, kind, _exactly(connection, length)


def _exactly(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise EOFError("the server closed the connection")
        data += more
    return data
