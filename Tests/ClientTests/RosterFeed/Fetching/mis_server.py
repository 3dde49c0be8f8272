#!/usr/bin/env python3
"""A school's system for tests: gives the answers it is told, one for each request, and says what it was asked.

    mis_server.py ANSWERS.json [CERTIFICATE.pem KEY.pem]

Listens on a free port of 127.0.0.1, with TLS if there is a certificate. Standard output has lines of JSON: first {"port": N}, then
one for each request, before it is answered. Ends when its standard input does.

An answer has status, headers, body and behaviour. {origin} in a header or in the body becomes the server's own origin. Past the last
answer the status is 410. Behaviours:

    whole      as one would                        chunked    after a 100, with a trailer
    drip       a byte every 50 ms, without end     endless    the same as fast as possible
    truncated  announces more than it sends        bigheader  a header without end
    cutheader  closes within the header            drop       closes without an answer
    garbage    what is not HTTP                    silence    takes the request, never answers
"""
import http.server
import itertools
import json
import ssl
import sys
import threading
import time

answers = iter(json.load(open(sys.argv[1])))
lock = threading.Lock()


def say(line):
    print(json.dumps(line), flush=True)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        with lock:
            answer = next(answers, {"status": 410})
            say({"target": self.path, "headers": {name.lower(): value for name, value in self.headers.items()},
                 "connection": self.client_address[1]})
        getattr(self, answer.get("behaviour", "whole"))(
            answer.get("status", 200), answer.get("headers", {}), self.filled(answer.get("body", "")).encode())

    def filled(self, text):
        return text.replace("{origin}", self.server.origin)

    def begin(self, status, headers, length):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, self.filled(value))
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def whole(self, status, headers, body):
        self.begin(status, headers, len(body))
        self.wfile.write(body)

    def truncated(self, status, headers, body):
        self.begin(status, headers, len(body) + 10)
        self.wfile.write(body)
        self.close_connection = True

    def chunked(self, status, headers, body):
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self.begin(status, headers | {"Transfer-Encoding": "chunked", "Trailer": "X-Sum"}, None)
        for start in range(0, len(body), 50):
            piece = body[start:start + 50]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\nX-Sum: 1\r\n\r\n")

    def silence(self, status, headers, body):
        self.close_connection = True
        time.sleep(3600)

    def drop(self, status, headers, body):
        self.close_connection = True

    def cutheader(self, status, headers, body):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
        self.close_connection = True

    def garbage(self, status, headers, body):
        self.wfile.write(b"220 mail.example ready\r\n")
        self.close_connection = True

    def bigheader(self, status, headers, body):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.without_end(b"X-Filler: " + b"x" * 1000 + b"\r\n", 0)

    def endless(self, status, headers, body):
        self.begin(status, headers, None)
        self.without_end(b" " * 65536, 0)

    def drip(self, status, headers, body):
        self.begin(status, headers, None)
        self.without_end(b" ", 0.05)

    def without_end(self, piece, pause):
        self.close_connection = True
        for _ in itertools.count():
            self.wfile.write(piece)
            time.sleep(pause)

    def handle(self):
        try:
            super().handle()
        except (ConnectionError, ssl.SSLError):
            pass  # the client had enough


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Handler)
port = server.server_address[1]
server.origin = f"http://127.0.0.1:{port}"
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    # The handshake belongs to the connection's thread, not to the one that accepts.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.origin = f"https://127.0.0.1:{port}"
threading.Thread(target=server.serve_forever, daemon=True).start()
say({"port": port})
sys.stdin.read()
