"""Requests to measure with, and what answers hold."""
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../Peers"))
from ttrpc_by_hand import connect, fields, frame, number, read_frame, request, text  # noqa: F401 (measures use them from here)


def call(port, pki, role, data):
    """One call on a connection of its own; the data of the response frame."""
    with connect(port, pki, role, timeout=None) as tls:
        tls.sendall(frame(1, data))
        stream, kind, answer = read_frame(tls)
        assert stream == 1 and kind == 2, (stream, kind)
    status = dict(fields(answer)).get(1, b"")
    if dict(fields(status)).get(1, 0):
        raise RuntimeError(f"the call failed: {status!r}")
    return answer


def payload(answer):
    """The message in the data of a response frame."""
    return dict(fields(answer)).get(2, b"")


def all_of(message, field):
    return [value for number_, value in fields(message) if number_ == field]


def request_file(path, requests):
    with open(path, "wb") as file:
        for data in requests:
            file.write(struct.pack(">I", len(data)) + data)
