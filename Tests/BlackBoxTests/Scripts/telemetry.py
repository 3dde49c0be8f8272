#!/usr/bin/env python3
"""Makes calls that carry secrets, on one connection, then asks for the metrics.

usage: telemetry.py PORT PKI_FOLDER METRICS_PORT AUTHORIZATION TOKEN
Writes the connection's own port, a line each `stream code`, an empty line, and the metrics as they came.
"""
import http.client
import os
import socket
import ssl
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../Peers"))
import ttrpc_by_hand as wire  # noqa: E402

PORT, PKI, METRICS, AUTHORIZATION, TOKEN = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
TRACE = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"


def metadata(**pairs):
    return b"".join(wire.text(5, wire.text(1, key) + wire.text(2, value)) for key, value in pairs.items())


SECRETS = metadata(traceparent=TRACE, tracestate="vendor=" + TOKEN)
HOSTILE = 'x","code":"OK"}\n{"message":"forged\u2028'
REQUESTS = [
    wire.request("Redeem", wire.text(1, TOKEN) + wire.text(2, "account-of-somebody")) + SECRETS,
    wire.request("Redeem", wire.text(1, TOKEN[:-4] + "AAAA") + wire.text(2, "account-of-somebody")) + SECRETS,
    wire.request("ListContacts", wire.text(1, "A1300000901")) + SECRETS,
    wire.request("Nothing" + HOSTILE, wire.text(1, TOKEN)) + SECRETS,
    wire.request("Redeem", b"\x0a\xff" + TOKEN.encode()) + SECRETS,
    wire.text(1, "invitation.v1.InvitationService")[:-3],
    # A deadline that has passed.
    wire.text(1, "invitation.v1.InvitationService") + wire.text(2, "Redeem") + wire.text(3, wire.text(1, TOKEN)) + wire.number(4, 2**64 - 1),
    # A token that this certificate has no use for.
    wire.request("Redeem", wire.text(1, TOKEN)) + metadata(authorization=AUTHORIZATION),
]


def calls():
    with wire.connect(PORT, PKI, "registration") as tls:
        print(tls.getsockname()[1])
        # Data for a stream that never was: a frame, and no call.
        tls.sendall(wire.frame(99, b"x", kind=3))
        wire.read_frame(tls)
        for index, data in enumerate(REQUESTS):
            tls.sendall(wire.frame(101 + 2 * index, data))
            stream, _, answer = wire.read_frame(tls)
            status = dict(wire.fields(dict(wire.fields(answer)).get(1, b"")))
            print(stream, status.get(1, 0))


def refused_handshake():
    context = ssl.create_default_context(cafile=f"{PKI}/ca.pem")
    try:
        with socket.create_connection(("127.0.0.1", PORT)) as plain, context.wrap_socket(plain, server_hostname="localhost") as tls:
            tls.recv(1)
    except (ssl.SSLError, ConnectionError):
        return
    raise SystemExit("a client without a certificate was let in")


calls()
refused_handshake()
print()
metrics = http.client.HTTPConnection("127.0.0.1", METRICS, timeout=20)
metrics.request("GET", "/metrics")
answer = metrics.getresponse()
assert answer.status == 200, answer.status
sys.stdout.write(answer.read().decode())
