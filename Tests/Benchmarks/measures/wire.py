"""Just enough of ttrpc and protobuf to make benchmark requests and look into answers. Standard library only."""
import socket
import ssl
import struct


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def text(field, value):
    data = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def number(field, value):
    return varint(field << 3) + varint(value)


def request(method, payload, service="invitation.v1.InvitationService", timeout_seconds=30, metadata=None):
    """The data of a ttrpc request frame. Without a payload (None) a stream's messages all follow."""
    pairs = b"".join(text(5, text(1, key) + text(2, value)) for key, value in (metadata or {}).items())
    return text(1, service) + text(2, method) + (b"" if payload is None else text(3, payload)) + number(4, timeout_seconds * 10**9) + pairs


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


def call(port, pki, role, data):
    """One call on a connection of its own; the data of the response frame."""
    context = ssl.create_default_context(cafile=f"{pki}/ca.pem")
    context.load_cert_chain(f"{pki}/{role}.pem", f"{pki}/{role}.key")
    context.set_alpn_protocols(["ttrpc"])
    with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain, server_hostname="localhost") as tls:
        tls.sendall(struct.pack(">IIBB", len(data), 1, 1, 0) + data)
        header = _exactly(tls, 10)
        length, stream, kind, _ = struct.unpack(">IIBB", header)
        assert stream == 1 and kind == 2, header
        answer = _exactly(tls, length)
    status = dict(fields(answer)).get(1, b"")
    if dict(fields(status)).get(1, 0):
        raise RuntimeError(f"the call failed: {status!r}")
    return answer


def _exactly(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise EOFError("the server closed the connection")
        data += more
    return data


def payload(answer):
    """The message in the data of a response frame."""
    return dict(fields(answer)).get(2, b"")


def all_of(message, field):
    return [value for number_, value in fields(message) if number_ == field]


def request_file(path, requests):
    with open(path, "wb") as file:
        for data in requests:
            file.write(struct.pack(">I", len(data)) + data)
